"""Asking the applicant for something, and their answer: the clock of the office rests in between."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from onlineamt.facilities.documents.errors import DocumentLocked
from onlineamt.facilities.documents.queries import infected_files
from onlineamt.foundation.accounts.values import Caseworker
from onlineamt.foundation.audit.actions import record
from onlineamt.foundation.core.clock import now, today
from onlineamt.foundation.core.events import emit
from onlineamt.foundation.core.formats import show_date
from onlineamt.foundation.core.ids import new_id
from onlineamt.procedure.applications.later import PromisedDocument
from onlineamt.procedure.cases.actions.answer_files import forget_unsent
from onlineamt.procedure.cases.actions.moving import (
    GUEST,
    LONGEST_TEXT,
    SYSTEM,
    lock_case,
    move,
    save_change,
    some_text,
)
from onlineamt.procedure.cases.actions.opening import add_arising_tasks
from onlineamt.procedure.cases.errors import NothingAsked, NothingToAnswer, TextTooLong
from onlineamt.procedure.cases.events import EvidenceReceived, EvidenceRequested
from onlineamt.procedure.cases.models import CaseTask, EvidenceRequest
from onlineamt.procedure.cases.places import is_askable, unsent_answers, unsent_evidence
from onlineamt.procedure.cases.queries import (
    OpenCase,
    case_due_on,
    file_ids_in,
    get_case,
    request_purpose,
    supplement_content,
    supplement_purpose,
    task_due_on,
)
from onlineamt.procedure.cases.values import CaseState


@dataclass(frozen=True, kw_only=True)
class Question:
    """What the office asks for: fields of the form, evidence of the service, and in words why.

    `is_hearing`: nothing is asked for; the person may say something before they are decided against (Anhörung, § 28
    VwVfG, § 91 AO, § 24 SGB X), and the text says what the office means to do.
    """

    text: str
    due_on: date
    fields: Sequence[str] = ()
    evidence: Sequence[str] = ()
    is_hearing: bool = False


@transaction.atomic
def request_evidence(case_id: UUID, question: Question, *, caseworker: Caseworker, revision: int) -> UUID:
    """Ask or hear the applicant; the case waits for them and its clock rests (§ 24 Abs. 1, § 26 Abs. 2, § 28 VwVfG).

    Raises NotFound, ChangedMeanwhile, NotInThisState, NothingAsked for what the form or the service does not have or a
    day that is over, TextMissing, TextTooLong.
    """
    case = lock_case(case_id, caseworker=caseworker, revision=revision)
    some_text(question.text)
    _check_question(case, question)
    request_id = _wait_for_answer(case, question, asked_by=caseworker.account_id)
    record(
        "case.hearing_begun" if question.is_hearing else "case.evidence_requested",
        chain=case.id,
        actor=caseworker.actor,
        facts=_facts(request_id, question),
    )
    return request_id


def wait_for_promised(case: OpenCase, promised: Sequence[PromisedDocument]) -> UUID:
    """Let a case wait for what its applicant hands in later, as if the office had asked for it.

    Nobody of the office has: `asked_by` stays empty. The caller has locked the case, which is in review.
    """
    words = case.service.form.words()
    lines = [
        f"{words.label(one.field_id)} bis zum {show_date(one.by)}. Ihr Grund: {one.reason}"
        for one in promised
    ]
    question = Question(
        text="\n\n".join(["Sie haben angekündigt, dass Sie das nachreichen:", *lines]),
        due_on=max(today(), *(one.by for one in promised)),
        fields=[one.field_id for one in promised],
    )
    request_id = _wait_for_answer(case, question, asked_by=None)
    facts = _facts(request_id, question)
    record("case.documents_promised", chain=case.id, actor=SYSTEM, facts=facts)
    return request_id


def _wait_for_answer(case: OpenCase, question: Question, *, asked_by: UUID | None) -> UUID:
    request_id = new_id()
    move(case.row, CaseState.HEARING if question.is_hearing else CaseState.WAITING_FOR_APPLICANT)
    EvidenceRequest.objects.create(
        id=request_id,
        case=case.row,
        asked_by_id=asked_by,
        asked_at=now(),
        due_on=question.due_on,
        is_hearing=question.is_hearing,
        fields=list(question.fields),
        evidence=list(question.evidence),
        sealed_text=case.seal.close(question.text.strip().encode(), purpose=request_purpose(request_id)),
    )
    case.row.clock_stopped_on = today()
    save_change(case.row, ["state", "clock_stopped_on"])
    emit(EvidenceRequested(case_id=case.id, request_id=request_id))
    return request_id


def _facts(request_id: UUID, question: Question) -> dict[str, Any]:
    return {
        "request": str(request_id),
        "fields": list(question.fields),
        "evidence": list(question.evidence),
        "due_on": question.due_on.isoformat(),
    }


@transaction.atomic
def take_back_request(case_id: UUID, *, caseworker: Caseworker, revision: int) -> None:
    """Need no answer any more: the office goes on. Raises NotFound, ChangedMeanwhile, NothingToAnswer."""
    case = lock_case(case_id, caseworker=caseworker, revision=revision)
    request = case.open_request
    if request is None:
        raise NothingToAnswer
    request.taken_back_at = now()
    request.save(update_fields=["taken_back_at"])
    _go_on(case)
    record(
        "case.request_taken_back",
        chain=case.id,
        actor=caseworker.actor,
        facts={"request": str(request.id)},
    )


@transaction.atomic
def answer_request(application_id: UUID, *, answers: Mapping[str, Any], message: str = "") -> None:
    """Take the applicant's answer, by field, and give the case back to the office; the clock runs on.

    What was uploaded for it is sent with it, exactly once; what was removed again is erased. The caller has opened the
    application for its person and checked the answers with the form. Answers to fields that nobody asked about are for
    the caller to leave out. Raises NotFound, NothingToAnswer, TextTooLong, DocumentLocked for a file that is infected.
    """
    case = get_case(application_id, for_update=True)
    request = case.open_request
    if request is None:
        raise NothingToAnswer
    words = message.strip()
    if len(words) > LONGEST_TEXT:
        raise TextTooLong
    answers = {**answers, **unsent_answers(case, request, [*request.fields, *answers])}
    files = unsent_evidence(case, request)
    sent = frozenset(file_ids_in([answers, files]))
    if sent & infected_files(case.id):
        raise DocumentLocked
    had_files = request.sealed_files is not None
    request.answered_at = now()
    request.sealed_answers = case.seal.close(
        supplement_content(answers, words, files), purpose=supplement_purpose(request.id)
    )
    request.sealed_files = request.files_changed_at = None
    request.save(update_fields=["answered_at", "sealed_answers", "sealed_files", "files_changed_at"])
    if had_files:
        forget_unsent(get_case(application_id))
    _go_on(case)
    if answers:
        add_arising_tasks(get_case(application_id))  # a higher fee may now need a second person
    record(
        "case.evidence_received",
        chain=case.id,
        actor=GUEST,
        facts={
            "request": str(request.id),
            "fields": sorted(answers),
            **({"files": len(sent)} if sent else {}),
        },
    )
    emit(EvidenceReceived(case_id=case.id, request_id=request.id))


def _go_on(case: OpenCase) -> None:
    """Give the case back to the office and move its time limits by the days it rested."""
    row = case.row
    move(row, CaseState.IN_REVIEW)
    if row.clock_stopped_on is not None:
        row.rested_days += (today() - row.clock_stopped_on).days
        row.clock_stopped_on = None
    row.due_on = case_due_on(case)
    for task in CaseTask.objects.filter(case=row, decision_id=None, done_at=None):
        task.due_on = task_due_on(case, task.name)
        task.save(update_fields=["due_on"])
    save_change(row, ["state", "clock_stopped_on", "rested_days", "due_on"])


def _check_question(case: OpenCase, question: Question) -> None:
    questions = {field.id for field in case.service.form.questions if is_askable(field)}
    evidence = {one.id for one in case.service.definition.evidence}
    if not set(question.fields) <= questions or not set(question.evidence) <= evidence:
        raise NothingAsked
    if question.due_on < today() or (question.is_hearing and (question.fields or question.evidence)):
        raise NothingAsked
