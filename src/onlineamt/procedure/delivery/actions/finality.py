"""When nobody can object any more, a case is final and closed."""

from uuid import UUID

from onlineamt.foundation.core.clock import today
from onlineamt.procedure.cases.actions.ending import close_final, close_given, make_final
from onlineamt.procedure.cases.queries import get_case
from onlineamt.procedure.cases.rules import may_move
from onlineamt.procedure.cases.values import CaseState
from onlineamt.procedure.catalogue.values import RemedyKind, ServiceKind
from onlineamt.procedure.delivery.queries import effective_deliveries
from onlineamt.procedure.delivery.rules import final_on


def finish_case(case_id: UUID) -> bool:
    """Make a decided case final once the time for a remedy is over for each of its people; say whether it was.

    What knows no remedy is closed once it has reached everybody; what is final, once nothing is left to do.
    """
    case = get_case(case_id)
    if case.row.state == CaseState.FINAL:
        return close_final(case.id)
    deliveries = effective_deliveries(case.id)
    if not deliveries or any(one.notified_on is None or one.notified_on > today() for one in deliveries):
        return False
    if not may_move(ServiceKind(case.row.kind), CaseState.DECIDED, CaseState.FINAL):
        return close_given(case.id)
    if case.service.definition.remedy.kind is RemedyKind.NONE:
        return make_final(case.id, final_on=today())
    day = final_on(one.remedy_ends_on for one in deliveries)
    return day is not None and day <= today() and make_final(case.id, final_on=day)
