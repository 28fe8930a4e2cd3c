"""Entries as the tests need them: a dog tag of Musterstadt."""

from datetime import date
from typing import Any
from uuid import UUID

from onlineamt.facilities.registers.actions import enter
from onlineamt.facilities.registers.models import RegisterEntry
from onlineamt.facilities.registers.values import NewEntry
from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.sealing.actions import create_key

TAGS = "hund-anmelden/hundemarken"
TITLES = {"de": "Hundesteuermarke", "en": "Dog tag"}
VALUES = {"hund.name": "Waldi-Fenchel", "hund.rasse": "dackel"}
HOLDER = "Mustermann-Quendel"


def new_subject() -> UUID:
    """Return a subject with a key, as a case has one."""
    subject_id = new_id()
    create_key(subject_id)
    return subject_id


def new_entry(subject_id: UUID, **changes: Any) -> NewEntry:
    """Return a dog tag from 1 April 2026 until it ends."""
    facts: dict[str, Any] = {
        "register": TAGS,
        "scheme": "{year}-{sequence:05}",
        "subject_id": subject_id,
        "idempotency_key": f"decision:{new_id()}",
        "titles": TITLES,
        "values": VALUES,
        "valid_from": date(2026, 4, 1),
        "holder": HOLDER,
    }
    return NewEntry(**{**facts, **changes})


def make_entry(**changes: Any) -> RegisterEntry:
    """Enter a dog tag of a subject of its own."""
    return enter(new_entry(new_subject(), **changes))
