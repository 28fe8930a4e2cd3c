"""What can happen to a case of the sample world: each act is one action of the product, as its page or job calls it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from onlineamt.facilities.payments.actions import settle_claim
from onlineamt.facilities.payments.queries import list_claims
from onlineamt.facilities.post.queries import items_of
from onlineamt.facilities.post.values import ReturnReason
from onlineamt.foundation.accounts.values import Caseworker
from onlineamt.foundation.core.clock import today
from onlineamt.procedure.cases.actions import ending, requests, work
from onlineamt.procedure.cases.models import Case, CaseTask
from onlineamt.procedure.cases.queries import get_case
from onlineamt.procedure.cases.values import HoldKind
from onlineamt.procedure.decisions.actions import drafting
from onlineamt.procedure.decisions.actions.issuing import issue_decision
from onlineamt.procedure.decisions.values import Draft
from onlineamt.procedure.delivery.actions import reaching
from onlineamt.procedure.delivery.actions.finality import finish_case
from onlineamt.procedure.delivery.models import Delivery

TIME_TO_ANSWER = timedelta(days=14)
FOUND = "fulfilled"  # at each check of a task


class StoryBroken(RuntimeError):
    """A story of the sample world asks for something that does not come about."""


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A case at the moment of an act, and who acts: nobody for the applicant and the passing of time."""

    case_id: UUID
    caseworker: Caseworker | None
    details: Mapping[str, Any]

    @property
    def by(self) -> Caseworker:
        """Who acts. Raises StoryBroken where the story names nobody."""
        if self.caseworker is None:
            raise StoryBroken("nobody acts")
        return self.caseworker

    @property
    def revision(self) -> int:
        """The case as it stands now: in a story nobody else changes it meanwhile."""
        return Case.objects.values_list("revision", flat=True).get(id=self.case_id)


def _take(at: Moment) -> None:
    work.take_case(at.case_id, caseworker=at.by, revision=at.revision)


def _note(at: Moment) -> None:
    work.write_note(at.case_id, caseworker=at.by, text=at.details["text"])


def _finish_tasks(at: Moment) -> None:
    declared = get_case(at.case_id).procedure.definition.tasks
    for task in CaseTask.objects.filter(case_id=at.case_id, done_at=None, four_eyes=False):
        findings = dict.fromkeys(declared[task.name].checks, FOUND)
        work.finish_task(
            task.id, case_id=at.case_id, caseworker=at.by, revision=at.revision, findings=findings
        )


def _ask(at: Moment, *, is_hearing: bool = False) -> None:
    question = requests.Question(due_on=today() + TIME_TO_ANSWER, is_hearing=is_hearing, **at.details)
    requests.request_evidence(at.case_id, question, caseworker=at.by, revision=at.revision)


def _hear(at: Moment) -> None:
    _ask(at, is_hearing=True)


def _answer(at: Moment) -> None:
    requests.answer_request(
        at.case_id, answers=at.details.get("answers", {}), message=at.details.get("message", "")
    )


def _draft(at: Moment) -> None:
    drafting.draft_decision(at.case_id, Draft(**at.details), caseworker=at.by, revision=at.revision)


def _release(at: Moment) -> None:
    drafting.ask_for_release(at.case_id, caseworker=at.by, revision=at.revision)


def _issue(at: Moment) -> None:
    issue_decision(at.case_id, caseworker=at.by, revision=at.revision)


def _end(at: Moment) -> None:
    ending.end_without_decision(at.case_id, caseworker=at.by, revision=at.revision, reason=at.details["text"])


def _hand_over(at: Moment) -> None:
    ending.hand_over_case(at.case_id, caseworker=at.by, revision=at.revision, authority=at.details["text"])


def _hold(at: Moment) -> None:
    work.set_hold(at.case_id, caseworker=at.by, kind=HoldKind.REMEDY, reason=at.details["text"])


def _retrieve(at: Moment) -> None:
    reaching.retrieve_decision(at.case_id)


def _remind(at: Moment) -> None:
    reminded = [reaching.remind_of_decision(one.id) for one in Delivery.objects.filter(case_id=at.case_id)]
    if not any(reminded):
        raise StoryBroken("nothing lies ready")


def _finish(at: Moment) -> None:
    if not finish_case(at.case_id):
        raise StoryBroken("not final yet")


def _pay(at: Moment) -> None:
    for claim in list_claims(at.case_id):
        settle_claim(claim_id=claim.id, actor="system")


def _return_letter(at: Moment) -> None:
    item = items_of(at.case_id).filter(posted_on__isnull=False).order_by("-id").first()
    if item is None:
        raise StoryBroken("no letter has left")
    reaching.note_return(item.id, caseworker=at.by, on=today(), reason=ReturnReason.MOVED)


ACTS: Mapping[str, Callable[[Moment], None]] = {
    "take": _take,
    "note": _note,
    "tasks": _finish_tasks,
    "ask": _ask,
    "hear": _hear,
    "answer": _answer,
    "draft": _draft,
    "release": _release,
    "issue": _issue,
    "end": _end,
    "hand_over": _hand_over,
    "hold": _hold,
    "retrieve": _retrieve,
    "remind": _remind,
    "finish": _finish,
    "pay": _pay,
    "return_letter": _return_letter,
}
