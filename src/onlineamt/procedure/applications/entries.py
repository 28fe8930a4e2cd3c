"""The register entry that a follow-up is about, and what of it expressions may read as `entry.…`."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from onlineamt.facilities.registers.models import RegisterEntry
from onlineamt.facilities.registers.queries import status_of
from onlineamt.facilities.registers.values import EntryStatus
from onlineamt.procedure.applications.models import LinkedBy
from onlineamt.procedure.applications.queries import OpenApplication
from onlineamt.procedure.forms.engine.expressions import Value

_DAYS = ("valid_from", "valid_until")
NOT_FOUND: Mapping[str, Value | None] = {"found": False}


def find_linked_entry(application: OpenApplication) -> RegisterEntry | None:
    """Return the register entry that an application is linked to, or None."""
    entry_id = application.row.entry_id
    return RegisterEntry.objects.filter(id=entry_id).first() if entry_id else None


def entry_facts_of(application: OpenApplication) -> Mapping[str, Value | None]:
    """Return what expressions know of the entry: of a draft as it is now, of what was sent as it was on sending.

    What the office linked afterwards is read as it is: on sending nothing was known.
    """
    if application.entry is not None and application.row.linked_by != LinkedBy.OFFICE:
        return facts_from_json(application.entry)
    return facts_of_entry(find_linked_entry(application))


def facts_of_entry(entry: RegisterEntry | None) -> Mapping[str, Value | None]:
    """Return what expressions know of an entry as it is today; without one only that there is none."""
    if entry is None:
        return NOT_FOUND
    return {
        "found": True,
        "number": entry.number,
        "valid_from": entry.valid_from,
        "valid_until": entry.valid_until,
        "is_valid": status_of(entry) is EntryStatus.VALID,
    }


def facts_to_json(facts: Mapping[str, Value | None]) -> dict[str, Any]:
    """Return facts as they are frozen."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()}


def facts_from_json(frozen: Mapping[str, Any]) -> dict[str, Value | None]:
    """Return facts as they were frozen."""
    return {
        name: date.fromisoformat(value) if name in _DAYS and value else value
        for name, value in frozen.items()
    }
