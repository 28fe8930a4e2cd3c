"""„Habe ich noch nicht“: Erika sends her application without a paper, and hands it in when she has it."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from django.test import Client

from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.applications.models import Application
from onlineamt.procedure.cases.models import EvidenceRequest
from onlineamt.procedure.cases.queries import get_case
from tests.journeys.clerk import Clerk, case_row, examined
from tests.journeys.test_files_without_javascript import CAR, PAPER, at_papers, file, listed
from tests.journeys.visitor import Visitor, date_answer

LATER = {f"{PAPER}_later": "true"}
WHEN = {
    **date_answer(f"{PAPER}_later_by", 10, 4, 2026),
    f"{PAPER}_later_reason": "Er liegt noch bei der Bank.",
}


@pytest.fixture
def erika(paper_service: Tenant, at: Callable[..., None]) -> Visitor:
    """Return Erika's telephone, on the page that asks for her papers; it is 20 March 2026."""
    at(2026, 3, 20, 9, 0)
    return at_papers(Visitor())


@pytest.fixture
def case_id(paper_service: Tenant, erika: Visitor) -> UUID:
    """Send the application without the paper; the rules have looked at it."""
    erika.send({**CAR, **LATER, **WHEN})
    erika.send({"contact": "post"})
    with in_tenant(paper_service.id):
        sent = Application.objects.get(submitted_at__isnull=False).id
    return examined(paper_service, sent)


class TestOnThePage:
    def test_a_paper_is_needed_unless_it_is_to_come(self, erika: Visitor) -> None:
        erika.send(CAR)
        assert len(erika.errors) == 1
        erika.send({**CAR, **LATER})
        assert erika.errors == []
        assert "Bis wann reichen Sie „Fahrzeugschein“ nach?" in erika.text

    def test_both_questions_must_be_answered(self, erika: Visitor) -> None:
        erika.send({**CAR, **LATER})
        erika.send()
        assert len(erika.errors) == 2

    @pytest.mark.parametrize(("day", "is_right"), [(19, False), (20, True), (31, True)])
    def test_the_day_lies_within_the_time_the_package_gives(
        self, erika: Visitor, day: int, is_right: bool
    ) -> None:
        said = {**WHEN, **date_answer(f"{PAPER}_later_by", day, 3, 2026)}
        erika.send({**CAR, **LATER, **said})
        assert (erika.errors == []) is is_right

    def test_the_day_is_not_too_far_away(self, erika: Visitor) -> None:
        erika.send({**CAR, **LATER, **WHEN, **date_answer(f"{PAPER}_later_by", 20, 4, 2026)})
        assert len(erika.errors) == 1

    def test_the_answers_can_be_checked_before_sending(self, erika: Visitor) -> None:
        erika.send({**CAR, **LATER, **WHEN})
        assert erika.heading == "Prüfen Sie Ihre Angaben"
        assert "Fahrzeugschein: kommt bis zum10. April 2026" in erika.text
        assert "Er liegt noch bei der Bank." in erika.text

    def test_who_has_it_reads_nothing_of_it(self, erika: Visitor) -> None:
        erika.send({**CAR, PAPER: file()})
        assert erika.heading == "Prüfen Sie Ihre Angaben"
        assert "kommt später" not in erika.text


class TestAfterSending:
    def test_the_case_waits_and_its_clock_rests(self, paper_service: Tenant, case_id: UUID) -> None:
        row = case_row(paper_service, case_id)
        assert (row.state, row.clock_stopped_on) == ("waiting_for_applicant", date(2026, 3, 20))
        with in_tenant(paper_service.id):
            (asked,) = EvidenceRequest.objects.all()
        assert (asked.fields, asked.due_on, asked.asked_by_id) == ([PAPER], date(2026, 4, 10), None)

    def test_the_receipt_says_what_is_to_come(self, erika: Visitor, case_id: UUID) -> None:
        erika.open(f"/antrag/{case_id}/abgesendet")
        assert "Das reichen Sie noch nach" in erika.text
        assert "bis 10. April 2026" in erika.text

    def test_it_has_its_own_link(self, paper_service: Tenant, erika: Visitor, case_id: UUID) -> None:
        erika.open(f"/antrag/{case_id}/vorgang")
        assert "Sie reichen noch etwas nach" in erika.text
        erika.follow("Jetzt nachreichen")
        assert erika.heading == "Das reichen Sie noch nach"
        erika.send({PAPER: file("schein.jpg")}, button="Dateien hochladen")
        assert len(listed(erika)) == 1
        erika.send(button="Antwort absenden")
        assert "Danke. Ihre Antwort ist da." in erika.text
        assert case_row(paper_service, case_id).state == "in_review"
        with in_tenant(paper_service.id):
            case = get_case(case_id)
            assert [one["name"] for one in case.application.answers[PAPER]] == ["schein.jpg"]
            assert case.journey.is_complete

    def test_the_office_sees_it(self, case_id: UUID, herr_fremd: Client) -> None:
        page = Clerk(herr_fremd).open_case(case_id)
        assert "Die antragstellende Person ist dran" in page.text
        assert "Ein Dokument kommt später" in page.text
        assert "Er liegt noch bei der Bank." in page.text
        assert "Angekündigt im Antrag" in page.text

    def test_the_letter_can_be_made(
        self, paper_service: Tenant, erika: Visitor, case_id: UUID, run_jobs: Callable[[], None]
    ) -> None:
        run_jobs()
        with in_tenant(paper_service.id):
            (asked,) = EvidenceRequest.objects.all()
        assert asked.letter_id is not None

    def test_the_office_may_go_on_without_it(
        self, paper_service: Tenant, case_id: UUID, herr_fremd: Client
    ) -> None:
        page = Clerk(herr_fremd).open_case(case_id)
        page.press("Nicht mehr warten")
        assert case_row(paper_service, case_id).state == "in_review"
