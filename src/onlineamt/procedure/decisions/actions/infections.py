"""A virus scanner found something in a file of a case: somebody of the office must look, and no rule decides any more."""

from uuid import UUID

from onlineamt.facilities.documents.events import InfectionFound
from onlineamt.foundation.core.clock import today
from onlineamt.foundation.core.errors import NotFound
from onlineamt.procedure.cases.actions.moving import save_change
from onlineamt.procedure.cases.definition import INFECTED_FILE, PLATFORM_TASKS
from onlineamt.procedure.cases.models import Case, CaseTask
from onlineamt.procedure.cases.queries import get_case, handed_in_files
from onlineamt.procedure.cases.values import CaseState
from onlineamt.procedure.decisions.models import Decision


def heed_infection(event: InfectionFound) -> None:
    """Give the office a task where a file of an open case is closed to everybody; what was decided stays decided.

    A draft has no case yet, and a case that was just opened has not been looked at: its examination asks itself.
    """
    try:
        case = get_case(event.subject_id, for_update=True)
    except NotFound:
        return
    if case.row.closed_at is not None or case.row.examined_at is None:
        return
    if str(event.document_id) in handed_in_files(case):
        add_infection_task(case.row)


def add_infection_task(row: Case) -> None:
    """Add the task to a case that the caller has locked: before the decision, or after it; open once more where it was done."""
    task, is_new = CaseTask.objects.get_or_create(
        case=row,
        name=INFECTED_FILE,
        decision_id=_latest_decision(row),
        defaults={"role": PLATFORM_TASKS[INFECTED_FILE].role, "due_on": today()},
    )
    if not is_new and task.done_at is not None:
        task.done_at, task.done_by_id, task.due_on = None, None, today()
        task.save(update_fields=["done_at", "done_by", "due_on"])
    save_change(row)


def _latest_decision(row: Case) -> UUID | None:
    if row.state not in (CaseState.DECIDED, CaseState.FINAL):
        return None
    issued = Decision.objects.filter(case=row, issued_at__isnull=False)
    return issued.order_by("-issued_at").values_list("id", flat=True).first()
