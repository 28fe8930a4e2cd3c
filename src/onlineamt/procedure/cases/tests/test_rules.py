"""The table of a case's life: whole, without dead ends, and true to each kind."""

from datetime import date

import pytest

from onlineamt.procedure.cases.rules import (
    OPEN_STATES,
    TRANSITIONS,
    decision_due_on,
    is_open,
    may_move,
    may_withdraw,
    whose_move,
)
from onlineamt.procedure.cases.values import CaseState, Mover
from onlineamt.procedure.catalogue.values import ServiceKind


def reachable(kind: ServiceKind) -> set[CaseState]:
    found, new = set(), {CaseState.RECEIVED}
    while new:
        found |= new
        new = {end for start in new for end in TRANSITIONS[kind][start]} - found
    return found


class TestTheTable:
    @pytest.mark.parametrize("kind", ServiceKind)
    def test_says_something_of_every_state(self, kind: ServiceKind) -> None:
        assert set(TRANSITIONS[kind]) == set(CaseState)

    @pytest.mark.parametrize("kind", ServiceKind)
    def test_leads_from_everywhere_to_the_end(self, kind: ServiceKind) -> None:
        for state in reachable(kind):
            ends, new = set(), {state}
            while new:
                ends |= new
                new = {end for start in new for end in TRANSITIONS[kind][start]} - ends
            assert CaseState.CLOSED in ends

    @pytest.mark.parametrize("kind", ServiceKind)
    def test_ends_when_closed(self, kind: ServiceKind) -> None:
        assert not TRANSITIONS[kind][CaseState.CLOSED]

    @pytest.mark.parametrize("kind", ServiceKind)
    def test_leads_out_of_no_state_that_cannot_be_reached(self, kind: ServiceKind) -> None:
        for state in set(CaseState) - reachable(kind) - {CaseState.HANDED_OVER, CaseState.CLOSED}:
            assert not any(state in ends for ends in (TRANSITIONS[kind][one] for one in reachable(kind)))

    def test_decides_nothing_while_the_applicant_must_move(self) -> None:
        for kind in ServiceKind:
            assert not may_move(kind, CaseState.WAITING_FOR_APPLICANT, CaseState.DECIDED)
            assert not may_move(kind, CaseState.HEARING, CaseState.DECIDED)

    def test_answers_a_report_with_no_decision(self) -> None:
        assert CaseState.DECIDED not in reachable(ServiceKind.REPORT)

    def test_hears_nobody_about_an_information(self) -> None:
        assert CaseState.HEARING not in reachable(ServiceKind.INFORMATION)
        assert CaseState.FINAL not in reachable(ServiceKind.ORDER)

    def test_changes_nothing_once_it_is_final(self) -> None:
        assert TRANSITIONS[ServiceKind.APPLICATION][CaseState.FINAL] == {CaseState.CLOSED}


class TestWhoseMove:
    def test_is_the_offices_in_every_open_state_that_waits_for_nobody(self) -> None:
        assert {state for state in OPEN_STATES if whose_move(state) is Mover.OFFICE} == {
            CaseState.RECEIVED,
            CaseState.IN_REVIEW,
        }

    def test_is_nobodys_when_all_is_done(self) -> None:
        assert whose_move(CaseState.CLOSED) is Mover.NOBODY
        assert not is_open(CaseState.DECIDED)


class TestMayWithdraw:
    @pytest.mark.parametrize(
        ("kind", "state", "may"),
        [
            (ServiceKind.APPLICATION, CaseState.IN_REVIEW, True),
            (ServiceKind.APPLICATION, CaseState.WAITING_FOR_APPLICANT, True),
            (ServiceKind.APPLICATION, CaseState.DECIDED, False),
            (ServiceKind.DECLARATION, CaseState.IN_REVIEW, False),
            (ServiceKind.REPORT, CaseState.IN_REVIEW, False),
        ],
    )
    def test_is_for_applications_until_they_are_decided(
        self, kind: ServiceKind, state: CaseState, may: bool
    ) -> None:
        assert may_withdraw(kind, state) is may


class TestDecisionDueOn:
    def test_is_a_working_day(self) -> None:
        # Four weeks after Friday, 5 December 2025 is 2 January 2026; ten days after it 15 December.
        assert decision_due_on("P4W", starts_on=date(2025, 12, 5), land="NW") == date(2026, 1, 2)
        # Four weeks after 4 December is New Year's Day.
        assert decision_due_on("P4W", starts_on=date(2025, 12, 4), land="NW") == date(2026, 1, 2)

    def test_is_none_without_a_period(self) -> None:
        assert decision_due_on(None, starts_on=date(2026, 3, 20), land="NW") is None

    def test_moves_by_the_days_the_clock_rested_and_to_a_working_day_afterwards(self) -> None:
        # Four weeks after 20 March end on Friday, 17 April; a day of rest leads to Saturday, thus to Monday.
        for rested, due in ((0, 17), (1, 20), (3, 20), (10, 27)):
            assert decision_due_on("P4W", starts_on=date(2026, 3, 20), land="NW", rested_days=rested) == date(
                2026, 4, due
            )
