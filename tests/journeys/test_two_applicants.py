"""Erika and Max apply together: each sees only their own part, it can be taken back, and nothing acknowledged is lost."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from onlineamt.foundation.audit.models import AuditEntry
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.applications.models import Application, ApplicationPart
from onlineamt.procedure.applications.queries import get_application, resume_code
from onlineamt.procedure.applications.receipts import receipt_data
from onlineamt.procedure.applications.tasks import sweep_drafts
from onlineamt.procedure.cases.actions.requests import Question, request_evidence
from onlineamt.procedure.cases.models import Case
from tests.journeys.clerk import Clerk, examined
from tests.journeys.visitor import Visitor
from tests.staff import Staff

ERIKA = {"person.name": "Erika Geheim", "person.zu_zweit": "true", "person.einkommen": "2.111 €"}
MAX = {"partner.name": "Max Vertraulich", "partner.einkommen": "3.222 €"}
GARDEN = {"garten.groesse": "200"}
LINK = re.compile(r"/mitmachen/\S+")


@pytest.fixture
def erika(couple_service: Tenant, at: Callable[..., None]) -> Visitor:
    """Return Erika's telephone, on the first page of the other person."""
    at(2026, 3, 20, 9, 0)
    visitor = Visitor()
    visitor.open("/leistung/muster-paar").send()
    return visitor.send(ERIKA)


@pytest.fixture
def link(erika: Visitor) -> str:
    """Return the link that Erika gives to Max."""
    return handed_over(erika)


@pytest.fixture
def max_(link: str) -> Visitor:
    """Return Max's telephone, on his first page."""
    telephone = Visitor()
    return telephone.open(link).send(button="Jetzt ausfüllen")


def handed_over(visitor: Visitor) -> str:
    """Create the link on the page of the parts, and return its path."""
    visitor.follow("Link für die andere Person")
    visitor.send(button="Link erstellen")
    found = LINK.search(visitor.text)
    assert found
    return found[0]


def draft_id(visitor: Visitor) -> str:
    return visitor.path.split("/antrag/")[1].split("/")[0]


def handed_in(visitor: Visitor) -> Visitor:
    visitor.send(MAX)
    return visitor.send(button="Meinen Teil abgeben")


def at_check(visitor: Visitor) -> Visitor:
    visitor.follow("Weiter mit meinem Teil")
    if visitor.heading == "Der Garten":
        visitor.send(GARDEN)
    return visitor


def sent(town: Tenant) -> UUID:
    with in_tenant(town.id):
        return Application.objects.get(submitted_at__isnull=False).id


class TestAlone:
    def test_one_person_may_fill_in_everything(self, couple_service: Tenant, erika: Visitor) -> None:
        erika.send(MAX).send(GARDEN)
        assert erika.heading == "Prüfen Sie Ihre Angaben"
        assert "Max Vertraulich" in erika.text
        erika.send({"contact": "post"})
        assert erika.heading == "Ihr Antrag ist da"


class TestTheLink:
    def test_leads_to_the_part_of_the_other_person(self, link: str) -> None:
        telephone = Visitor().open(link)
        assert telephone.heading == "Füllen Sie Ihren Teil aus"
        assert "Die zweite Person" in telephone.text
        telephone.send(button="Jetzt ausfüllen")
        assert "Angaben der zweiten Person" in telephone.text

    def test_works_once(self, link: str, max_: Visitor) -> None:
        other = Visitor().open(link)
        assert other.response.status_code == 404
        assert "Dieser Link gilt nicht mehr." in other.text
        assert other.client.post(link).status_code == 404

    def test_looking_at_it_does_not_use_it_up(self, link: str) -> None:
        for _ in range(3):
            assert Visitor().open(link).heading == "Füllen Sie Ihren Teil aus"

    @pytest.mark.parametrize("code", ["x", "AAAA-AAAA-AAAA", "%00", "ü" * 300])
    def test_that_nobody_made_leads_nowhere(self, couple_service: Tenant, code: str) -> None:
        assert Visitor().open(f"/mitmachen/{code}").response.status_code == 404

    def test_is_no_other_towns(self, couple_service: Tenant, link: str) -> None:
        assert Visitor("nachbarstadt.localhost").open(link).response.status_code == 404


class TestEachSeesOnlyTheirOwn:
    def test_the_second_person_sees_nothing_of_the_first(self, max_: Visitor) -> None:
        max_.send(MAX)
        assert max_.heading == "Prüfen Sie Ihre Angaben"
        for said in ("Geheim", "2.111", "211100", "Der Garten"):
            assert said not in max_.response.content.decode()

    def test_the_first_sees_nothing_of_the_second(self, erika: Visitor, max_: Visitor) -> None:
        handed_in(max_)
        at_check(erika)
        assert erika.heading == "Prüfen Sie Ihre Angaben"
        for said in ("Vertraulich", "3.222", "322200"):
            assert said not in erika.response.content.decode()

    def test_nobody_opens_the_pages_of_the_other(self, erika: Visitor, max_: Visitor) -> None:
        first, second = draft_id(erika), draft_id(max_)
        assert max_.client.get(f"/antrag/{first}/seite/person").status_code == 404
        assert erika.client.get(f"/antrag/{second}/seite/partner").status_code == 404
        assert max_.client.get(f"/antrag/{second}/seite/person")["Location"].endswith("/seite/partner")
        assert erika.client.get(f"/antrag/{first}/seite/partner")["Location"].endswith("/seite/garten")
        assert max_.client.get(f"/antrag/{second}/teile").status_code == 404

    def test_nor_after_sending(
        self, couple_service: Tenant, erika: Visitor, max_: Visitor, herr_fremd: Client
    ) -> None:
        handed_in(max_)
        at_check(erika).send({"contact": "post"})
        case_id = examined(couple_service, sent(couple_service))
        for page in ("abgesendet", "vorgang"):
            assert "Vertraulich" not in erika.open(f"/antrag/{case_id}/{page}").response.content.decode()
        with in_tenant(couple_service.id):
            shown = str(receipt_data(get_application(case_id), "x").groups)
        assert "Geheim" in shown
        assert "Vertraulich" not in shown
        text = Clerk(herr_fremd).open_case(case_id).text
        assert "Geheim" in text
        assert "Max Vertraulich" in text

    def test_nor_when_the_office_asks_about_it(
        self, couple_service: Tenant, erika: Visitor, max_: Visitor, staff: Staff
    ) -> None:
        handed_in(max_)
        at_check(erika).send({"contact": "post"})
        case_id = examined(couple_service, sent(couple_service))
        question = Question(
            text="Stimmt das?", due_on=date(2026, 4, 10), fields=("partner.einkommen", "person.einkommen")
        )
        with in_tenant(couple_service.id):
            revision = Case.objects.get(id=case_id).revision
            request_evidence(case_id, question, caseworker=staff("Herr Fremd"), revision=revision)
        page = erika.open(f"/antrag/{case_id}/antworten")
        assert page.page.get_element_by_id("person.einkommen").value == "2111,00"
        assert page.page.get_element_by_id("partner.einkommen").value == ""

    def test_answers_of_the_first_still_decide_about_pages(self, max_: Visitor) -> None:
        max_.send({**MAX, "partner.einkommen": "900"})
        assert max_.heading == "Ihre Kinder"


class TestHandingIn:
    def test_is_waited_for(self, erika: Visitor, max_: Visitor) -> None:
        at_check(erika)
        assert "Die zweite Person: Diese Angaben fehlen noch." in erika.text
        handed_in(max_)
        assert max_.heading == "Ihr Teil ist abgegeben"
        assert "Die zweite Person" not in erika.open(erika.path).text

    def test_needs_every_answer(self, max_: Visitor) -> None:
        max_.open(f"/antrag/{draft_id(max_)}/pruefen")
        assert "Hier fehlt noch etwas" in max_.text
        assert max_.client.post(f"/antrag/{draft_id(max_)}/teil", {"_abgeben": "1"}).status_code == 302
        assert "Hier fehlt noch etwas" in max_.open(max_.path).text

    def test_sends_nothing(self, couple_service: Tenant, max_: Visitor) -> None:
        handed_in(max_)
        with in_tenant(couple_service.id):
            assert not Application.objects.filter(submitted_at__isnull=False).exists()

    def test_may_be_undone_until_it_is_sent(self, erika: Visitor, max_: Visitor) -> None:
        handed_in(max_)
        max_.send(button="Ändern oder zurückziehen")
        assert max_.heading == "Prüfen Sie Ihre Angaben"
        assert "Diese Angaben fehlen noch." in at_check(erika).text
        max_.send(button="Meinen Teil abgeben")
        assert max_.heading == "Ihr Teil ist abgegeben"

    def test_of_what_was_acknowledged_nothing_is_lost(
        self, couple_service: Tenant, erika: Visitor, max_: Visitor
    ) -> None:
        handed_in(max_)
        at_check(erika).send({"contact": "post"})
        with in_tenant(couple_service.id):
            answers = get_application(sent(couple_service)).answers
        assert answers["partner.name"] == "Max Vertraulich"
        assert answers["person.name"] == "Erika Geheim"
        assert answers["garten.groesse"] == 200

    def test_what_the_page_did_not_show_is_not_sent_unseen(self, erika: Visitor, max_: Visitor) -> None:
        at_check(erika)
        handed_in(max_)
        erika.send({"contact": "post"}, button="Trotzdem absenden")
        assert "Ihre Angaben haben sich geändert" in erika.text
        erika.send({"contact": "post"})
        assert erika.heading == "Ihr Antrag ist da"

    def test_shows_on_the_page_of_the_parts(self, erika: Visitor, max_: Visitor) -> None:
        place = f"/antrag/{draft_id(erika)}/teile"
        assert "Wird ausgefüllt" in erika.open(place).text
        handed_in(max_)
        assert "Fertig" in erika.open(place).text


class TestSendingAnyway:
    def test_goes_without_the_part(
        self, couple_service: Tenant, erika: Visitor, max_: Visitor, run_jobs: Callable[[], None]
    ) -> None:
        max_.send(MAX)
        at_check(erika).send({"contact": "post"}, button="Trotzdem absenden")
        assert erika.heading == "Ihr Antrag ist da"
        with in_tenant(couple_service.id):
            assert "partner.name" not in get_application(sent(couple_service)).answers
        max_.open(f"/antrag/{draft_id(max_)}/pruefen")
        assert "Ihr Teil war noch nicht abgegeben und ist nicht dabei." in max_.text
        max_.client.post(f"/antrag/{draft_id(max_)}/teil")
        run_jobs()
        with in_tenant(couple_service.id):
            assert Application.objects.count() == 1

    def test_the_link_is_worth_nothing_then(self, erika: Visitor, link: str) -> None:
        at_check(erika).send({"contact": "post"}, button="Trotzdem absenden")
        assert Visitor().open(link).response.status_code == 404


class TestTakingBack:
    def test_erases_what_the_other_has_typed(
        self, couple_service: Tenant, erika: Visitor, max_: Visitor
    ) -> None:
        max_.send(MAX)
        erika.send(button="Zurücknehmen")
        assert "Das füllen Sie selbst aus" in erika.text
        assert max_.client.get(f"/antrag/{draft_id(max_)}/pruefen").status_code == 404
        with in_tenant(couple_service.id):
            assert not ApplicationPart.objects.exists()
            assert Application.objects.count() == 1
            names = set(AuditEntry.objects.values_list("name", flat=True))
        assert {
            "application.part_handed_over",
            "application.part_opened",
            "application.part_taken_back",
        } <= names

    def test_a_new_link_is_another_one(self, erika: Visitor, link: str) -> None:
        erika.send(button="Zurücknehmen")
        erika.send(button="Link erstellen")
        found = LINK.search(erika.text)
        assert found
        assert found[0] != link
        assert Visitor().open(link).response.status_code == 404

    def test_the_second_person_may_delete_their_part(
        self, couple_service: Tenant, erika: Visitor, max_: Visitor
    ) -> None:
        max_.send(MAX)
        assert max_.client.post(f"/antrag/{draft_id(max_)}/loeschen").status_code == 200
        assert "Das füllen Sie selbst aus" in erika.open(f"/antrag/{draft_id(erika)}/teile").text

    def test_a_deleted_application_takes_its_parts_along(
        self, couple_service: Tenant, erika: Visitor, max_: Visitor
    ) -> None:
        assert erika.client.post(f"/antrag/{draft_id(erika)}/loeschen").status_code == 200
        with in_tenant(couple_service.id):
            assert not Application.objects.exists()

    def test_an_old_part_is_erased_as_drafts_are(
        self, couple_service: Tenant, erika: Visitor, max_: Visitor, at: Callable[..., Any]
    ) -> None:
        at(2026, 4, 10, 9, 0)
        with in_tenant(couple_service.id):
            main = Application.objects.get(id=draft_id(erika))
            main.delete_after = main.delete_after and main.delete_after.replace(year=2027)
            main.save()
        at(2026, 4, 25, 9, 0)
        sweep_drafts(timestamp=0)
        with in_tenant(couple_service.id):
            assert not ApplicationPart.objects.exists()
            assert Application.objects.count() == 1


class TestGoingOn:
    def test_the_second_person_goes_on_with_code_and_an_answer_of_their_own(
        self, couple_service: Tenant, max_: Visitor
    ) -> None:
        max_.send(MAX)
        with in_tenant(couple_service.id):
            code = resume_code(UUID(draft_id(max_)))
        other = Visitor().open("/weitermachen")
        other.send({"code": code})
        other.send({"partner.name": "max vertraulich"})
        assert other.heading in {"Prüfen Sie Ihre Angaben", "Wer sind Sie?"}
