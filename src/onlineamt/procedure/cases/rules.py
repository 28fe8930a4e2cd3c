"""The life of a case: one table of states by kind, whose move it is, and when its clock runs.

DESIGN: received → in_review ⇄ waiting_for_applicant → (hearing) → decided → final → closed. The law fills the life
(VwVfG, AO, SGB), packages do not redraw it.
"""

from collections.abc import Mapping
from datetime import date, datetime

from onlineamt.foundation.deadlines.periods import Period, end_after
from onlineamt.foundation.deadlines.reckoning import add_rest
from onlineamt.procedure.cases.values import CaseState, Mover
from onlineamt.procedure.catalogue.values import ServiceKind

States = frozenset[CaseState]
_NOTHING: States = frozenset()

# While the office may still say which register entry a follow-up is about.
LINKED_IN: States = frozenset({CaseState.RECEIVED, CaseState.IN_REVIEW, CaseState.WAITING_FOR_APPLICANT})
# What ends a case before anything was decided: the applicant's word (§ 22 VwVfG), another authority, another case.
_ENDS_EARLY = frozenset({CaseState.WITHDRAWN, CaseState.HANDED_OVER, CaseState.MERGED})
_AFTERWARDS: Mapping[CaseState, States] = {
    CaseState.FINAL: frozenset({CaseState.CLOSED}),
    CaseState.WITHDRAWN: frozenset({CaseState.CLOSED}),
    CaseState.HANDED_OVER: frozenset({CaseState.CLOSED}),
    CaseState.MERGED: frozenset({CaseState.CLOSED}),
    CaseState.CLOSED: _NOTHING,
}
# A decision with a remedy: what was decided may be looked at again (Abhilfe, § 72 VwGO) until it is final.
_APPLICATION: Mapping[CaseState, States] = {
    CaseState.RECEIVED: frozenset({CaseState.IN_REVIEW, CaseState.DECIDED}) | _ENDS_EARLY,
    CaseState.IN_REVIEW: frozenset(
        {CaseState.WAITING_FOR_APPLICANT, CaseState.HEARING, CaseState.DECIDED}
    ) | _ENDS_EARLY,
    CaseState.WAITING_FOR_APPLICANT: frozenset({CaseState.IN_REVIEW}) | _ENDS_EARLY,
    CaseState.HEARING: frozenset({CaseState.IN_REVIEW}) | _ENDS_EARLY,
    CaseState.DECIDED: frozenset({CaseState.IN_REVIEW, CaseState.FINAL}),
    **_AFTERWARDS,
}  # fmt: skip
# An information or an order is given, not adjudicated: no hearing, nothing becomes final.
_GIVEN: Mapping[CaseState, States] = {
    **_APPLICATION,
    CaseState.IN_REVIEW: _APPLICATION[CaseState.IN_REVIEW] - {CaseState.HEARING},
    CaseState.HEARING: _NOTHING,
    CaseState.DECIDED: frozenset({CaseState.IN_REVIEW, CaseState.CLOSED}),
    CaseState.FINAL: _NOTHING,
}
# A report is taken note of and dealt with; nobody is answered by a decision.
_REPORT: Mapping[CaseState, States] = {
    **_GIVEN,
    CaseState.RECEIVED: frozenset({CaseState.IN_REVIEW, CaseState.CLOSED}) | _ENDS_EARLY,
    CaseState.IN_REVIEW: frozenset({CaseState.WAITING_FOR_APPLICANT, CaseState.CLOSED}) | _ENDS_EARLY,
    CaseState.DECIDED: _NOTHING,
}
# A referral leads to another authority and has no life here.
_REFERRAL: Mapping[CaseState, States] = {
    **dict.fromkeys(CaseState, _NOTHING),
    CaseState.RECEIVED: frozenset({CaseState.HANDED_OVER}),
    CaseState.HANDED_OVER: frozenset({CaseState.CLOSED}),
}

TRANSITIONS: Mapping[ServiceKind, Mapping[CaseState, States]] = {
    ServiceKind.APPLICATION: _APPLICATION,
    # What is declared exists anyway: it is never refused as a whole (Outcome.refuses) nor taken back by its person.
    ServiceKind.DECLARATION: _APPLICATION,
    ServiceKind.INFORMATION: _GIVEN,
    ServiceKind.ORDER: _GIVEN,
    ServiceKind.REPORT: _REPORT,
    ServiceKind.REFERRAL: _REFERRAL,
}

_MOVERS: Mapping[CaseState, Mover] = {
    CaseState.RECEIVED: Mover.OFFICE,
    CaseState.IN_REVIEW: Mover.OFFICE,
    CaseState.WAITING_FOR_APPLICANT: Mover.APPLICANT,
    CaseState.HEARING: Mover.APPLICANT,
    CaseState.HANDED_OVER: Mover.OTHER_AUTHORITY,
}
OPEN_STATES: States = frozenset(
    {CaseState.RECEIVED, CaseState.IN_REVIEW, CaseState.WAITING_FOR_APPLICANT, CaseState.HEARING}
)
_TAKES_BACK = frozenset({ServiceKind.APPLICATION, ServiceKind.INFORMATION, ServiceKind.ORDER})
TIME_TO_ANSWER = Period(days=14)  # what offices usually give for what they ask; nothing in law says so


def may_move(kind: ServiceKind, start: CaseState, end: CaseState) -> bool:
    """Tell whether a case of a kind may go from one state to another."""
    return end in TRANSITIONS[kind][start]


def is_open(state: CaseState) -> bool:
    """Tell whether the office still owes a decision."""
    return state in OPEN_STATES


def whose_move(state: CaseState) -> Mover:
    """Return who must do something next."""
    return _MOVERS.get(state, Mover.NOBODY)


def may_withdraw(kind: ServiceKind, state: CaseState) -> bool:
    """Tell whether its person may take a case back: an application until it is decided, a declaration never.

    The duty that is declared exists without the declaration.
    """
    return kind in _TAKES_BACK and may_move(kind, state, CaseState.WITHDRAWN)


def may_finish_task(state: CaseState, *, follows_decision: bool, closed_at: datetime | None) -> bool:
    """Tell whether a task can be done or undone: until the decision, or, where it follows one, until the case is closed."""
    return closed_at is None if follows_decision else is_open(state)


def may_take_in(*, closed_at: datetime | None, decided_at: datetime | None) -> bool:
    """Tell whether another case may end for this one: only where the matter goes on or was decided."""
    return closed_at is None or decided_at is not None


def decision_due_on(period: str | None, *, starts_on: date, land: str, rested_days: int = 0) -> date | None:
    """Return the day by which the office acts: an ISO period after receipt (§ 31 Abs. 1 VwVfG), or None without one.

    `rested_days`: how long the clock stood still because the applicant had to move. The end moves by them first and to
    a working day afterwards.
    """
    if period is None:
        return None
    return add_rest(end_after(starts_on, Period.parse(period)), rested_days, land)
