"""Asking and hearing the applicant on the real database: the clock rests, the answer stands beside what was declared."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from tests.cases import Send
from tests.staff import Staff

from onlineamt.foundation.audit.models import AuditEntry
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.cases.actions.ending import (
    note_decided,
)
from onlineamt.procedure.cases.actions.opening import Examination, keep_examination
from onlineamt.procedure.cases.actions.requests import (
    Question,
    answer_request,
    request_evidence,
    take_back_request,
)
from onlineamt.procedure.cases.errors import (
    NothingAsked,
    NothingToAnswer,
    NotInThisState,
    TextMissing,
    TextTooLong,
)
from onlineamt.procedure.cases.models import Case
from onlineamt.procedure.cases.queries import (
    get_case,
    request_text,
)
from onlineamt.procedure.cases.rules import whose_move
from onlineamt.procedure.cases.values import CaseState, Mover

CHIP = Question(text="Welche Chipnummer hat der Hund?", due_on=date(2026, 4, 10), fields=("hund.chip",))


@pytest.fixture(autouse=True)
def friday(at: Callable[..., Any]) -> None:
    """It is Friday, 20 March 2026."""
    at(2026, 3, 20, 9, 0)


@pytest.fixture
def case_id(dog_town: Tenant, send: Send) -> UUID:
    """Return a case that a person of the office must look at."""
    case_id = send("ermaessigung")
    with in_tenant(dog_town.id):
        review(case_id)
    return case_id


def review(case_id: UUID) -> None:
    """Give a case to the office, as the examination does."""
    keep_examination(
        get_case(case_id, for_update=True),
        Examination(rules=[], tasks=["pruefung", "ermaessigung"]),
        for_review=True,
    )


def revision(case_id: UUID) -> int:
    return Case.objects.get(id=case_id).revision


def trail(case_id: UUID) -> list[str]:
    return list(AuditEntry.objects.filter(chain=case_id).order_by("position").values_list("name", flat=True))


class TestRequestEvidence:
    def test_rests_the_clock_until_the_answer(
        self, dog_town: Tenant, case_id: UUID, staff: Staff, at: Callable[..., Any]
    ) -> None:
        with in_tenant(dog_town.id):
            request_evidence(case_id, CHIP, caseworker=staff("Frau Amt"), revision=revision(case_id))
            case = get_case(case_id)
            assert whose_move(CaseState(case.row.state)) is Mover.APPLICANT
            assert case.row.clock_stopped_on == date(2026, 3, 20)
            assert case.row.due_on == date(2026, 4, 17)
            assert case.open_request is not None
            assert request_text(case, case.open_request) == CHIP.text
        at(2026, 3, 30, 20, 0)
        with in_tenant(dog_town.id):
            answer_request(case_id, answers={"hund.chip": "276098100000001"}, message="Steht im Ausweis.")
            case = get_case(case_id)
        assert case.row.state == CaseState.IN_REVIEW
        assert case.row.due_on == date(2026, 4, 27)  # ten days of rest after 17 April
        assert case.application.answers["hund.chip"] == "276098100000001"
        assert "hund.chip" not in {k: v for k, v in case.declared.answers.items() if v}
        assert case.row.clock_stopped_on is None

    def test_lets_nobody_decide_meanwhile(self, dog_town: Tenant, case_id: UUID, staff: Staff) -> None:
        with in_tenant(dog_town.id):
            request_evidence(case_id, CHIP, caseworker=staff("Frau Amt"), revision=revision(case_id))
            with pytest.raises(NotInThisState):
                note_decided(get_case(case_id, for_update=True))

    def test_can_be_taken_back(self, dog_town: Tenant, case_id: UUID, staff: Staff) -> None:
        amt = staff("Frau Amt")
        with in_tenant(dog_town.id):
            request_evidence(case_id, CHIP, caseworker=amt, revision=revision(case_id))
            take_back_request(case_id, caseworker=amt, revision=revision(case_id))
            with pytest.raises(NothingToAnswer):
                answer_request(case_id, answers={})
            assert Case.objects.get().state == CaseState.IN_REVIEW

    @pytest.mark.parametrize(
        "question",
        [
            Question(text="?", due_on=date(2026, 4, 10), fields=("hund.farbe",)),
            Question(text="?", due_on=date(2026, 4, 10), evidence=("stammbaum",)),
            Question(text="?", due_on=date(2026, 3, 19), fields=("hund.chip",)),
        ],
    )
    def test_asks_only_for_what_there_is(
        self, dog_town: Tenant, case_id: UUID, staff: Staff, question: Question
    ) -> None:
        with in_tenant(dog_town.id):
            with pytest.raises(NothingAsked):
                request_evidence(case_id, question, caseworker=staff("Frau Amt"), revision=revision(case_id))
            assert Case.objects.get().state == CaseState.IN_REVIEW

    def test_needs_words(self, dog_town: Tenant, case_id: UUID, staff: Staff) -> None:
        for text, wrong in ((" \n", TextMissing), ("x" * 5_001, TextTooLong)):
            with in_tenant(dog_town.id), pytest.raises(wrong):
                request_evidence(
                    case_id,
                    Question(text=text, due_on=date(2026, 4, 10), fields=("hund.chip",)),
                    caseworker=staff("Frau Amt"),
                    revision=revision(case_id),
                )

    def test_is_answered_once(self, dog_town: Tenant, case_id: UUID, staff: Staff) -> None:
        with in_tenant(dog_town.id):
            request_evidence(case_id, CHIP, caseworker=staff("Frau Amt"), revision=revision(case_id))
            answer_request(case_id, answers={"hund.chip": "276098100000001"})
            with pytest.raises(NothingToAnswer):
                answer_request(case_id, answers={"hund.chip": "276098100000002"})
            assert get_case(case_id).application.answers["hund.chip"] == "276098100000001"

    def test_leaves_what_was_declared_as_it_was(self, dog_town: Tenant, case_id: UUID, staff: Staff) -> None:
        with in_tenant(dog_town.id):
            before = get_case(case_id).declared.content
            request_evidence(case_id, CHIP, caseworker=staff("Frau Amt"), revision=revision(case_id))
            answer_request(case_id, answers={"hund.chip": "276098100000001"})
            assert get_case(case_id).declared.content == before


class TestALateDate:
    def test_is_no_future_although_it_lies_after_the_day_of_receipt(
        self, dog_town: Tenant, case_id: UUID, staff: Staff, at: Callable[..., Any]
    ) -> None:
        since = Question(text="Seit wann?", due_on=date(2026, 4, 10), fields=("haltung.seit",))
        with in_tenant(dog_town.id):
            request_evidence(case_id, since, caseworker=staff("Frau Amt"), revision=revision(case_id))
        at(2026, 4, 2, 9, 0)
        with in_tenant(dog_town.id):
            answer_request(case_id, answers={"haltung.seit": "2026-04-01"})
            journey = get_case(case_id).journey
        assert "haltung.seit" not in journey.errors
        assert journey.values["haltung.seit"] == date(2026, 4, 1)


class TestAHearing:
    def test_waits_for_the_applicant_who_may_say_something(
        self, dog_town: Tenant, case_id: UUID, staff: Staff
    ) -> None:
        hearing = Question(
            text="Wir wollen die Ermäßigung ablehnen.", due_on=date(2026, 4, 10), is_hearing=True
        )
        with in_tenant(dog_town.id):
            request_evidence(case_id, hearing, caseworker=staff("Frau Amt"), revision=revision(case_id))
            case = Case.objects.get()
            assert case.state == CaseState.HEARING
            assert whose_move(CaseState(case.state)) is Mover.APPLICANT
            answer_request(case_id, answers={}, message="Ich bekomme seit März Bürgergeld.")
            assert Case.objects.get().state == CaseState.IN_REVIEW
            assert "case.hearing_begun" in trail(case_id)

    def test_asks_for_nothing(self, dog_town: Tenant, case_id: UUID, staff: Staff) -> None:
        hearing = Question(text="?", due_on=date(2026, 4, 10), fields=("hund.chip",), is_hearing=True)
        with in_tenant(dog_town.id), pytest.raises(NothingAsked):
            request_evidence(case_id, hearing, caseworker=staff("Frau Amt"), revision=revision(case_id))
