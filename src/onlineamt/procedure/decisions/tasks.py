"""What is done for decisions in the background: new cases are examined, letters written."""

from uuid import UUID

from onlineamt.foundation.jobs.tenant_task import tenant_task
from onlineamt.procedure.decisions.actions.automatic import examine_case
from onlineamt.procedure.decisions.actions.writing import write_letter
from onlineamt.procedure.decisions.promises import EXAMINE, MAKE_LETTER


@tenant_task(EXAMINE)
def examine(*, case_id: str) -> None:
    """Look at a new case by the rules of its procedure; once, however often it is run."""
    examine_case(UUID(case_id))


@tenant_task(MAKE_LETTER)
def make_letter(*, case_id: str, decision_id: str) -> None:
    """Make the letter of a decision; once, however often it is run."""
    write_letter(UUID(case_id), UUID(decision_id))
