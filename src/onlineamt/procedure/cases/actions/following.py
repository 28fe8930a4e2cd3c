"""What is to be done because of a decision: a plate to send, an office to tell, a card to hand over."""

from uuid import UUID

from onlineamt.foundation.core.clock import today
from onlineamt.procedure.cases.compiled import following_tasks
from onlineamt.procedure.cases.entries import activation_of
from onlineamt.procedure.cases.models import Case, CaseTask
from onlineamt.procedure.cases.queries import OpenCase, land_of_tenant
from onlineamt.procedure.cases.rules import decision_due_on


def begin_following(case: OpenCase, *, decision_id: UUID, outcome: str) -> None:
    """Add the tasks that arise with a decision; what an earlier decision left to do is void with it.

    What was done stays written down, and arises anew: a new decision may need a new card. The caller has locked the case
    and holds its transaction.
    """
    CaseTask.objects.filter(case=case.row, decision_id__isnull=False, done_at=None).delete()
    declared = case.procedure.definition
    names = following_tasks(
        case.procedure.compiled.tasks,
        activation_of(case),
        outcome=outcome,
        is_refusal=declared.outcomes[outcome].refuses == "all",
    )
    CaseTask.objects.bulk_create(
        [
            CaseTask(
                case=case.row,
                name=name,
                role=declared.tasks[name].role,
                decision_id=decision_id,
                due_on=decision_due_on(declared.tasks[name].due, starts_on=today(), land=land_of_tenant()),
            )
            for name in names
        ],
        ignore_conflicts=True,
    )


def has_following(case: Case) -> bool:
    """Tell whether something that followed a decision is still to be done: then the case is not closed."""
    return CaseTask.objects.filter(case=case, decision_id__isnull=False, done_at=None).exists()
