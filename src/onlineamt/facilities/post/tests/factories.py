"""Letters as the tests need them, and a print room that prints them."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from onlineamt.facilities.post.actions import (
    hand_over_batch,
    take_batch,
)
from onlineamt.facilities.post.models import PrintItem
from onlineamt.facilities.post.values import (
    NewLetter,
    TakenLetter,
)
from onlineamt.foundation.audit.models import AuditEntry
from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.sealing.actions import create_key

CLERK = "staff:frau-amt"
ERIKA = ("Erika Mustermann-Quendel", "Heidestraße 17", "05100 Musterstadt")
FRIDAY, MONDAY = date(2026, 3, 20), date(2026, 3, 23)


def new_letter(**changes: Any) -> NewLetter:
    facts: dict[str, Any] = {
        "subject_id": new_id(),
        "document_id": new_id(),
        "recipient": ERIKA,
        "idempotency_key": f"decision:{new_id()}",
    }
    letter = NewLetter(**{**facts, **changes})
    if "subject_id" not in changes:
        create_key(letter.subject_id)
    return letter


def pdf_of(letter: TakenLetter) -> bytes | None:
    return f"%PDF {letter.item_id}".encode()


def print_all() -> list[UUID]:
    """Take what waits, hand it over, and return the ids."""
    batch = take_batch()
    assert batch is not None
    hand_over_batch(batch, open_letter=pdf_of)
    return [letter.item_id for letter in batch.letters]


def printed(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.pdf"))


def names(item: PrintItem) -> list[str]:
    chain = AuditEntry.objects.filter(chain=item.subject_id).order_by("position")
    return list(chain.values_list("name", flat=True))
