"""Linking a follow-up to the register entry it is about: from one's own case, or by number and a known answer.

Nobody learns anything by trying: whatever is wrong, the answer is the same, and the application goes on.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import transaction

from onlineamt.facilities.registers.models import RegisterEntry
from onlineamt.facilities.registers.queries import find_by_answer, open_entry
from onlineamt.foundation.audit.actions import record
from onlineamt.foundation.core.errors import TooManyAttempts
from onlineamt.foundation.limits.actions import count_attempt
from onlineamt.foundation.sealing.queries import blind_index
from onlineamt.foundation.tenancy.transaction import current_tenant_id
from onlineamt.procedure.applications.actions.drafts import (
    GUEST,
    Beginning,
    start_application,
    store_answers,
)
from onlineamt.procedure.applications.entries import find_linked_entry
from onlineamt.procedure.applications.errors import EntryNotYours, NotProven
from onlineamt.procedure.applications.journeys import service_of
from onlineamt.procedure.applications.models import Application, LinkedBy
from onlineamt.procedure.applications.queries import OpenApplication, access_application, is_proven
from onlineamt.procedure.applications.rules import ENTRIES_SOUGHT, ENTRIES_SOUGHT_FROM, ENTRY_GUESSES
from onlineamt.procedure.applications.running import RunningService, get_running
from onlineamt.procedure.forms.definition import RegisterEntryField
from onlineamt.procedure.forms.engine import CompiledField

_NOT_CARRIED = frozenset({"consent", "file"})  # consent is given anew, and a document belongs to its case


@transaction.atomic(savepoint=False)  # on the hot path, and nobody goes on after its errors
def link_by_answer(draft: OpenApplication, *, address: str) -> OpenApplication:
    """Look up what a draft's number and known answer name, and return the draft with or without its entry.

    `draft` was opened for update and holds the answers just saved. Looking again for the same is not counted. Beyond the
    limits nothing is found, in the same words; trying again later helps. What came from one's own case stays.
    """
    follows, field = service_of(draft).definition.follows, number_field(service_of(draft))
    if follows is None or field is None or draft.row.is_submitted:
        return draft
    number = str(draft.answers.get(field.id) or "")
    answer = str(draft.answers.get(_answer_field(service_of(draft), field)) or "")
    if draft.row.linked_by == LinkedBy.CASE and _is_number_of_link(draft, number):
        return draft
    sought = blind_index(f"{number}|{answer}", purpose="application.sought") if number and answer else None
    if sought == _bytes(draft.row.sought_index) and (sought or not draft.row.entry_id):
        return draft
    if sought is None:
        return _note(draft, None, sought)
    try:
        _count(draft, follows.key, number, address)
    except TooManyAttempts:
        return _note(draft, None, None)
    entry = find_by_answer(register=follows.key, number=number, answer=answer)
    record("application.entry_sought", chain=draft.id, actor=GUEST, facts={"found": entry is not None})
    return _note(draft, entry, sought)


@transaction.atomic
def start_linked(
    beginning: Beginning,
    *,
    proven: OpenApplication,
    answers: Mapping[str, Any],
    entry: RegisterEntry,
    token: str,
    is_unchanged: bool = False,
) -> UUID:
    """Begin a follow-up about an entry from the case it belongs to, with what is known already, and return its id.

    `proven`: the application its person has just proven to be theirs; `answers`: as they stand in its case. Questions with
    the same id are answered by them, as the entry says it where it was changed since; consent and files are asked anew.
    `is_unchanged`: they have said that nothing has changed, and are not asked again.
    Raises NotProven, EntryNotYours, TooManyAttempts.
    """
    if not is_proven(proven):
        raise NotProven
    service = get_running(beginning.version_id)
    follows = service.definition.follows
    is_theirs = entry.subject_id == proven.id or (
        proven.row.entry_id == entry.id and proven.row.linked_by == LinkedBy.CASE
    )
    if not is_theirs or follows is None or follows.key != entry.register:
        raise EntryNotYours
    draft_id = start_application(beginning, token=token)
    draft = access_application(draft_id, token=token, for_update=True)
    known = {**answers, **open_entry(entry).stored, **(follows.unchanged if is_unchanged else {})}
    store_answers(draft, _carried(service, known, entry), page="", language=beginning.language)
    _link(draft, entry, LinkedBy.CASE)
    record("application.entry_linked", chain=draft_id, actor=GUEST, facts={"entry": str(entry.id)})
    return draft_id


def link_by_office(application_id: UUID, entry: RegisterEntry, *, actor: str) -> None:
    """Link a submitted follow-up to the entry that somebody of the office found for it; it may be another later.

    The caller has locked the case and made sure that the entry is of the register that is followed.
    """
    Application.objects.filter(id=application_id).update(entry_id=entry.id, linked_by=LinkedBy.OFFICE)
    record("application.entry_linked", chain=application_id, actor=actor, facts={"entry": str(entry.id)})


def number_field(service: RunningService) -> CompiledField | None:
    """Return the question for the number of an entry, or None where the form has none."""
    return next(
        (one for one in service.form.questions if isinstance(one.kind.definition, RegisterEntryField)), None
    )


def is_link_missing(application: OpenApplication) -> bool:
    """Tell whether a number was given and nothing found with it: the person is told so, in neutral words."""
    field = number_field(service_of(application))
    given = field is not None and application.answers.get(field.id)
    return bool(given) and application.row.entry_id is None


def _answer_field(service: RunningService, field: CompiledField) -> str:
    own: str | None = field.kind.definition.answer
    return own or service.form.definition.known_answer or ""


def _is_number_of_link(draft: OpenApplication, number: str) -> bool:
    entry = find_linked_entry(draft)
    return entry is not None and number in ("", entry.number)


def _count(draft: OpenApplication, register: str, number: str, address: str) -> None:
    count_attempt(ENTRIES_SOUGHT, str(draft.id))
    count_attempt(ENTRIES_SOUGHT_FROM, address)
    count_attempt(ENTRY_GUESSES, f"{current_tenant_id()}:{register}:{number}")


def _note(draft: OpenApplication, entry: RegisterEntry | None, sought: bytes | None) -> OpenApplication:
    draft.row.sought_index = sought
    draft.row.save(update_fields=["sought_index"])
    return _link(draft, entry, LinkedBy.ANSWER if entry else LinkedBy.NOBODY)


def _link(draft: OpenApplication, entry: RegisterEntry | None, linked_by: LinkedBy) -> OpenApplication:
    draft.row.entry_id = entry.id if entry else None
    draft.row.linked_by = linked_by
    draft.row.save(update_fields=["entry_id", "linked_by"])
    return replace(draft)


def _carried(service: RunningService, known: Mapping[str, Any], entry: RegisterEntry) -> dict[str, Any]:
    field = number_field(service)
    own = {field.id: entry.number} if field else {}
    carried = {
        one.id: known[one.id]
        for one in service.form.questions
        if one.id in known and one.kind.name not in _NOT_CARRIED
    }
    return carried | own


def _bytes(value: Any) -> bytes | None:
    return bytes(value) if value is not None else None
