"""What caseworkers do with an entry of their registers: look at it, end it, put it right."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from onlineamt.facilities.registers import actions as registers
from onlineamt.facilities.registers.queries import find_entries, get_entry
from onlineamt.foundation.accounts.values import Caseworker
from onlineamt.foundation.audit.actions import record
from onlineamt.foundation.audit.models import AuditEntry
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.core.events import emit
from onlineamt.procedure.applications.actions.following import link_by_office
from onlineamt.procedure.cases.actions.moving import lock_case, save_change
from onlineamt.procedure.cases.actions.work import LOOKS_NOTED_EVERY
from onlineamt.procedure.cases.errors import NotInThisState
from onlineamt.procedure.cases.rules import LINKED_IN
from onlineamt.procedure.decisions.errors import EntryEndsTooEarly, EntryIncomplete, NoSuchEntry
from onlineamt.procedure.decisions.events import EntryCorrected
from onlineamt.procedure.decisions.registers import StaffEntry, access_entry
from onlineamt.procedure.decisions.values import EndReason

LOOKED = "register.looked"
LONGEST_VALUE = 200  # characters


def note_entry_look(entry: StaffEntry, *, caseworker: Caseworker) -> None:
    """Write down that somebody looked at an entry: once per person, entry and hour."""
    recently = AuditEntry.objects.filter(
        chain=entry.row.subject_id,
        name=LOOKED,
        actor=caseworker.actor,
        facts__entry=str(entry.id),
        at__gt=now() - LOOKS_NOTED_EVERY,
    )
    if not recently.exists():
        record(LOOKED, chain=entry.row.subject_id, actor=caseworker.actor, facts={"entry": str(entry.id)})


@transaction.atomic
def end_register_entry(entry_id: UUID, *, caseworker: Caseworker, last_day: date, reason: EndReason) -> None:
    """End an entry after its last day; the retention of its case runs from then on.

    Raises NotFound, EntryEnded, EntryEndsTooEarly.
    """
    entry = access_entry(entry_id, caseworker=caseworker)
    if last_day < entry.row.valid_from:
        raise EntryEndsTooEarly
    registers.end_entry(
        entry_id=entry.id, on=last_day + timedelta(days=1), reason=reason.value, actor=caseworker.actor
    )


@transaction.atomic
def correct_register_entry(
    entry_id: UUID, *, caseworker: Caseworker, values: Mapping[str, str], holder: str = ""
) -> None:
    """Put right what an entry says; what stood there is kept. `holder`: the name it is found by, where it changes too.

    Only fields that the entry has are taken. Raises NotFound, EntryEnded, EntryIncomplete.
    """
    entry = access_entry(entry_id, caseworker=caseworker)
    before = entry.values or {}
    given = {key: " ".join(values.get(key, before[key]).split())[:LONGEST_VALUE] for key in before}
    if not any(given.values()):
        raise EntryIncomplete
    registers.correct_entry(
        entry_id=entry.id, values=given, actor=caseworker.actor, holder=holder.strip() or None
    )
    emit(EntryCorrected(entry_id=entry.id))


@transaction.atomic
def link_case_entry(case_id: UUID, *, number: str, caseworker: Caseworker, revision: int) -> None:
    """Link a follow-up to the entry it is about, where its person could not name it; another one later is possible.

    Raises NotFound, ChangedMeanwhile, NotInThisState once it is decided, NoSuchEntry.
    """
    case = lock_case(case_id, caseworker=caseworker, revision=revision)
    if case.row.state not in LINKED_IN:
        raise NotInThisState
    follows = case.service.definition.follows
    found = find_entries(register=follows.key, number=number) if follows and number.strip() else []
    if not found:
        raise NoSuchEntry
    link_by_office(case.id, get_entry(found[0].id), actor=caseworker.actor)
    save_change(case.row)
