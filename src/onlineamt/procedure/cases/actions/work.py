"""What caseworkers do with a case: look, take, give back, write a note, finish a task, keep it from being erased."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from onlineamt.foundation.accounts.values import Caseworker, Role
from onlineamt.foundation.audit.actions import record
from onlineamt.foundation.audit.models import AuditEntry
from onlineamt.foundation.core.canonical import canonical_json
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.core.ids import new_id
from onlineamt.procedure.cases.actions.moving import lock_case, save_change, some_text
from onlineamt.procedure.cases.errors import ChecksOpen, NotInThisState, RoleTooLow
from onlineamt.procedure.cases.models import CaseHold, CaseNote, CaseTask
from onlineamt.procedure.cases.queries import (
    OpenCase,
    access_case,
    findings_purpose,
    hold_purpose,
    may_decide,
    note_purpose,
)
from onlineamt.procedure.cases.rules import may_finish_task
from onlineamt.procedure.cases.values import CaseState, HoldKind

LOOKS_NOTED_EVERY = timedelta(hours=1)


def note_look(case: OpenCase, *, caseworker: Caseworker) -> None:
    """Write down that somebody looked at a case: once per person, case and hour."""
    recently = AuditEntry.objects.filter(
        chain=case.id, name="case.looked", actor=caseworker.actor, at__gt=now() - LOOKS_NOTED_EVERY
    )
    if not recently.exists():
        record("case.looked", chain=case.id, actor=caseworker.actor)


def note_opening(case: OpenCase, *, document_id: UUID, caseworker: Caseworker) -> None:
    """Write down that somebody opened a file of a case."""
    record(
        "case.document_opened", chain=case.id, actor=caseworker.actor, facts={"document": str(document_id)}
    )


@transaction.atomic
def take_case(case_id: UUID, *, caseworker: Caseworker, revision: int) -> None:
    """Make a case one's own; who had it before is written down. Raises ChangedMeanwhile, NotInThisState."""
    case = lock_case(case_id, caseworker=caseworker, revision=revision)
    if case.row.closed_at is not None:
        raise NotInThisState
    before, case.row.owner_id = case.row.owner_id, caseworker.account_id
    save_change(case.row, ["owner"])
    record(
        "case.taken",
        chain=case.id,
        actor=caseworker.actor,
        facts={"from": str(before)} if before else {},
    )


@transaction.atomic
def give_back_case(case_id: UUID, *, caseworker: Caseworker, revision: int) -> None:
    """Put a case back into the office's pile. Raises ChangedMeanwhile, NotInThisState."""
    case = lock_case(case_id, caseworker=caseworker, revision=revision)
    if case.row.owner_id is None or case.row.closed_at is not None:
        raise NotInThisState
    case.row.owner_id = None
    save_change(case.row, ["owner"])
    record("case.given_back", chain=case.id, actor=caseworker.actor)


@transaction.atomic
def write_note(case_id: UUID, *, caseworker: Caseworker, text: str) -> CaseNote:
    """Add a note for the office (Vermerk). It overwrites nothing, so it asks for no revision.

    Raises NotFound, TextMissing, TextTooLong.
    """
    case = access_case(case_id, caseworker=caseworker)
    note_id = new_id()
    note = CaseNote.objects.create(
        id=note_id,
        case=case.row,
        author_id=caseworker.account_id,
        written_at=now(),
        sealed_text=case.seal.close(some_text(text).encode(), purpose=note_purpose(note_id)),
    )
    record("case.noted", chain=case.id, actor=caseworker.actor, facts={"note": str(note_id)})
    return note


@transaction.atomic
def finish_task(
    task_id: UUID, *, case_id: UUID, caseworker: Caseworker, revision: int, findings: Mapping[str, str]
) -> None:
    """Finish a task with what was found at each of its checks.

    Raises NotFound, ChangedMeanwhile, NotInThisState, ChecksOpen, RoleTooLow when a decider must do it.
    """
    case = lock_case(case_id, caseworker=caseworker, revision=revision)
    task = CaseTask.objects.filter(id=task_id, case=case.row).first()
    if task is None:
        raise NotFound
    if task.done_at is not None or not _may_finish(task, case):
        raise NotInThisState
    declared = case.procedure.task(task.name)
    checks = declared.checks if declared else ()
    if not set(checks) <= {key for key, found in findings.items() if found}:
        raise ChecksOpen
    if task.role == Role.DECIDER and not may_decide(caseworker, case.row):
        raise RoleTooLow
    task.done_at, task.done_by_id = now(), caseworker.account_id
    task.sealed_findings = case.seal.close(canonical_json(dict(findings)), purpose=findings_purpose(task.id))
    task.save(update_fields=["done_at", "done_by", "sealed_findings"])
    save_change(case.row)
    record("case.task_done", chain=case.id, actor=caseworker.actor, facts={"task": task.name})


@transaction.atomic
def reopen_task(task_id: UUID, *, case_id: UUID, caseworker: Caseworker, revision: int) -> None:
    """Undo the finishing of a task. Raises NotFound, ChangedMeanwhile, NotInThisState."""
    case = lock_case(case_id, caseworker=caseworker, revision=revision)
    task = CaseTask.objects.filter(id=task_id, case=case.row).first()
    if task is None:
        raise NotFound
    if task.done_at is None or not _may_finish(task, case):
        raise NotInThisState
    CaseTask.objects.filter(id=task.id).update(done_at=None, done_by=None)
    save_change(case.row)
    record("case.task_reopened", chain=case.id, actor=caseworker.actor, facts={"task": task.name})


@transaction.atomic
def set_hold(case_id: UUID, *, caseworker: Caseworker, kind: HoldKind, reason: str) -> CaseHold:
    """Keep a case from being erased and from becoming final: a remedy was filed, or the law demands it.

    Raises NotFound, TextMissing, TextTooLong.
    """
    case = access_case(case_id, caseworker=caseworker, for_update=True)
    hold_id = new_id()
    hold = CaseHold.objects.create(
        id=hold_id,
        case=case.row,
        kind=kind,
        set_at=now(),
        set_by_id=caseworker.account_id,
        sealed_reason=case.seal.close(some_text(reason).encode(), purpose=hold_purpose(hold_id)),
    )
    save_change(case.row)
    record("case.held", chain=case.id, actor=caseworker.actor, facts={"hold": str(hold_id), "kind": kind})
    return hold


@transaction.atomic
def lift_hold(hold_id: UUID, *, case_id: UUID, caseworker: Caseworker) -> None:
    """End a hold. Raises NotFound; lifting twice is lifting once."""
    case = access_case(case_id, caseworker=caseworker, for_update=True)
    hold = CaseHold.objects.filter(id=hold_id, case=case.row).first()
    if hold is None:
        raise NotFound
    if hold.lifted_at is not None:
        return
    hold.lifted_at, hold.lifted_by_id = now(), caseworker.account_id
    hold.save(update_fields=["lifted_at", "lifted_by"])
    save_change(case.row)
    record("case.hold_lifted", chain=case.id, actor=caseworker.actor, facts={"hold": str(hold_id)})


def _may_finish(task: CaseTask, case: OpenCase) -> bool:
    return may_finish_task(
        CaseState(case.row.state),
        follows_decision=task.decision_id is not None,
        closed_at=case.row.closed_at,
    )
