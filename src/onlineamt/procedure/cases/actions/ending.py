"""How a case ends: decided, final, taken back, handed over, merged; then it is closed and its retention runs."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from onlineamt.foundation.accounts.values import Caseworker
from onlineamt.foundation.audit.actions import record
from onlineamt.foundation.core.clock import berlin_day, now
from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.core.events import emit
from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.organisation.models import OrgUnit
from onlineamt.foundation.tenancy.transaction import current_tenant_id
from onlineamt.procedure.cases.actions.following import has_following
from onlineamt.procedure.cases.actions.moving import (
    GUEST,
    SYSTEM,
    lock_case,
    move,
    save_change,
    some_text,
)
from onlineamt.procedure.cases.errors import NotInThisState, NotToBeTakenBack, TasksLeft
from onlineamt.procedure.cases.events import CaseClosed, CaseWithdrawn
from onlineamt.procedure.cases.models import Case, CaseNote, CaseTask, EvidenceRequest
from onlineamt.procedure.cases.queries import OpenCase, get_case, list_holds, note_purpose
from onlineamt.procedure.cases.rules import may_take_in, may_withdraw
from onlineamt.procedure.cases.values import CaseState
from onlineamt.procedure.catalogue.values import Period, ServiceKind


def note_decided(case: OpenCase) -> None:
    """Note that a decision was issued. The caller has locked the case and holds its transaction. Raises NotInThisState."""
    move(case.row, CaseState.DECIDED)
    case.row.decided_at = now()
    case.row.clock_stopped_on = None
    save_change(case.row, ["state", "decided_at", "clock_stopped_on"])


@transaction.atomic
def reopen_case(case_id: UUID, *, caseworker: Caseworker, revision: int, reason: str) -> None:
    """Look again at what was decided (Abhilfe, §§ 48, 49, 72 VwGO): a new decision will replace the old one.

    Raises NotFound, ChangedMeanwhile, NotInThisState, TextMissing, TextTooLong.
    """
    case = lock_case(case_id, caseworker=caseworker, revision=revision)
    if case.row.state != CaseState.DECIDED:  # the table also leads here from waiting, which an answer ends
        raise NotInThisState
    move(case.row, CaseState.IN_REVIEW)
    save_change(case.row, ["state"])
    _write_down(case, caseworker, reason)
    record("case.reopened", chain=case.id, actor=caseworker.actor)


@transaction.atomic
def make_final(case_id: UUID, *, final_on: date) -> bool:
    """Note that nobody can object any more (Bestandskraft) and close; False where something stands in the way.

    While something that followed the decision is to be done, the case is final and stays open.
    """
    case = get_case(case_id, for_update=True)
    if case.row.state != CaseState.DECIDED or list_holds(case.row):
        return False
    move(case.row, CaseState.FINAL)
    case.row.final_on = final_on
    save_change(case.row, ["state", "final_on"])
    record("case.final", chain=case.id, actor=SYSTEM, facts={"final_on": final_on.isoformat()})
    if not has_following(case.row):
        _close(case, actor=SYSTEM)
    return True


@transaction.atomic
def close_final(case_id: UUID) -> bool:
    """Close a final case in which nothing that followed its decision is left to do; False where it does not fit."""
    case = get_case(case_id, for_update=True)
    if case.row.state != CaseState.FINAL or has_following(case.row):
        return False
    _close(case, actor=SYSTEM)
    return True


@transaction.atomic
def close_given(case_id: UUID) -> bool:
    """Close a case whose decision knows no remedy, once it has reached its person; False where it does not fit."""
    case = get_case(case_id, for_update=True)
    if case.row.state != CaseState.DECIDED or list_holds(case.row) or has_following(case.row):
        return False
    _close(case, actor=SYSTEM)
    return True


@transaction.atomic
def withdraw_case(application_id: UUID) -> None:
    """Take an application back at its person's word; the caller has opened it for them.

    Raises NotFound, NotToBeTakenBack for a declaration and for what is decided.
    """
    case = get_case(application_id, for_update=True)
    if not may_withdraw(ServiceKind(case.row.kind), CaseState(case.row.state)):
        raise NotToBeTakenBack
    _end(case, CaseState.WITHDRAWN)
    record("case.withdrawn", chain=case.id, actor=GUEST)
    emit(CaseWithdrawn(case_id=case.id))
    _close(case, actor=GUEST)


@transaction.atomic
def end_without_decision(case_id: UUID, *, caseworker: Caseworker, revision: int, reason: str) -> None:
    """Close a case that needs no decision any more, at the applicant's word or because its matter is gone (§ 9 VwVfG).

    Raises NotFound, ChangedMeanwhile, NotInThisState, TextMissing, TextTooLong.
    """
    case = lock_case(case_id, caseworker=caseworker, revision=revision)
    _end(case, CaseState.WITHDRAWN)
    _write_down(case, caseworker, reason)
    record("case.withdrawn", chain=case.id, actor=caseworker.actor)
    emit(CaseWithdrawn(case_id=case.id))
    _close(case, actor=caseworker.actor)


@transaction.atomic
def hand_over_case(case_id: UUID, *, caseworker: Caseworker, revision: int, authority: str) -> None:
    """Give a case to the authority that is competent; the day of receipt stays (§ 16 Abs. 2 SGB I).

    Raises NotFound, ChangedMeanwhile, NotInThisState, TextMissing, TextTooLong.
    """
    case = lock_case(case_id, caseworker=caseworker, revision=revision)
    _end(case, CaseState.HANDED_OVER)
    _write_down(case, caseworker, authority)
    record("case.handed_over", chain=case.id, actor=caseworker.actor)


@transaction.atomic
def forward_case(case_id: UUID, *, caseworker: Caseworker, revision: int, office_id: UUID) -> None:
    """Give a case to another office of the same municipality. Raises NotFound, ChangedMeanwhile, NotInThisState."""
    case = lock_case(case_id, caseworker=caseworker, revision=revision)
    if case.row.closed_at is not None or office_id == case.row.office_id:
        raise NotInThisState
    if not OrgUnit.objects.filter(id=office_id, tenant_id=current_tenant_id()).exists():
        raise NotFound
    before, case.row.office_id, case.row.owner_id = case.row.office_id, office_id, None
    save_change(case.row, ["office", "owner"])
    record(
        "case.forwarded",
        chain=case.id,
        actor=caseworker.actor,
        facts={"from": str(before), "to": str(office_id)},
    )


@transaction.atomic
def merge_case(case_id: UUID, *, caseworker: Caseworker, revision: int, into: str) -> None:
    """End a case that says the same as another one of the caseworker's offices, named by its reference.

    The other one goes on or was decided; both are locked, so that no two end for each other.
    Raises NotFound, ChangedMeanwhile, NotInThisState.
    """
    ours = Case.objects.filter(office_id__in=caseworker.office_ids, erased_at=None)
    pair = ours.filter(Q(id=case_id) | Q(reference=into)).order_by("id")
    locked = {row.id: row for row in pair.select_for_update(no_key=True)}
    case = lock_case(case_id, caseworker=caseworker, revision=revision)
    other = next((row for row in locked.values() if row.id != case.id), None)
    if other is None:
        raise NotFound
    if not may_take_in(closed_at=other.closed_at, decided_at=other.decided_at):
        raise NotInThisState
    _end(case, CaseState.MERGED)
    record("case.merged", chain=case.id, actor=caseworker.actor, facts={"into": str(other.id)})
    _start_retention(case, actor=caseworker.actor)


@transaction.atomic
def close_case(case_id: UUID, *, caseworker: Caseworker, revision: int) -> None:
    """Close a case in which nothing more is to be done: dealt with, handed over, merged, final.

    Raises NotFound, ChangedMeanwhile, NotInThisState, TasksLeft.
    """
    case = lock_case(case_id, caseworker=caseworker, revision=revision)
    _close(case, actor=caseworker.actor)


def _end(case: OpenCase, state: CaseState) -> None:
    """End a case before a decision: no clock runs, no task is left, and what was asked of the applicant is not needed."""
    move(case.row, state)
    case.row.clock_stopped_on = case.row.due_on = None
    save_change(case.row, ["state", "clock_stopped_on", "due_on"])
    CaseTask.objects.filter(case=case.row, done_at=None).delete()
    EvidenceRequest.objects.filter(case=case.row, answered_at=None, taken_back_at=None).update(
        taken_back_at=now()
    )


def _close(case: OpenCase, *, actor: str) -> None:
    if case.row.closed_at is not None:
        raise NotInThisState
    if has_following(case.row):
        raise TasksLeft
    move(case.row, CaseState.CLOSED)
    _start_retention(case, actor=actor)


def _start_retention(case: OpenCase, *, actor: str) -> None:
    """Put a case away. One that was merged stays so: its person is told where it went."""
    case.row.closed_at = now()
    keep = Period.parse(case.service.definition.retention.closed_case)
    case.row.erase_on = keep.after(berlin_day(case.row.closed_at))
    save_change(case.row, ["state", "closed_at", "erase_on"])
    record("case.closed", chain=case.id, actor=actor, facts={"erase_on": case.row.erase_on.isoformat()})
    emit(CaseClosed(case_id=case.id))


def _write_down(case: OpenCase, caseworker: Caseworker, text: str) -> None:
    note_id = new_id()
    CaseNote.objects.create(
        id=note_id,
        case=case.row,
        author_id=caseworker.account_id,
        written_at=now(),
        sealed_text=case.seal.close(some_text(text).encode(), purpose=note_purpose(note_id)),
    )
