"""Promises of jobs in the transaction of what asks for them; `tasks.py` keeps them."""

from onlineamt.foundation.jobs.tenant_task import promise
from onlineamt.procedure.cases.events import CaseOpened
from onlineamt.procedure.decisions.events import DecisionIssued

EXAMINE = "decisions.examine"
MAKE_LETTER = "decisions.make_letter"


def promise_examination(event: CaseOpened) -> None:
    """Promise that the rules look at a case, in the transaction that submits."""
    promise(EXAMINE, {"case_id": event.case_id})


def promise_letter(event: DecisionIssued) -> None:
    """Promise the letter of a decision, in the transaction that issues it."""
    promise(MAKE_LETTER, {"case_id": event.case_id, "decision_id": event.decision_id})
