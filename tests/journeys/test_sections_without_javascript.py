"""A long form in sections, with a browser that knows no JavaScript: a list of tasks, taken in any order."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.applications.models import Application
from onlineamt.procedure.applications.queries import get_application
from tests.journeys.visitor import Visitor, date_answer

KEY = "muster-betreuung"
CHILD = {"kind.name": "Mia", **date_answer("kind.geburtsdatum", 3, 4, 2023)}
BABY = CHILD | date_answer("kind.geburtsdatum", 1, 2, 2026)
STAYS = {"kind.isst_mit": "false", "kind.zieht_um": "false"}
EATS = {"kind.isst_mit": "true", "kind.zieht_um": "false"}
MOVES = {"kind.isst_mit": "false", "kind.zieht_um": "true"}
PERSON, FEE = {"person.name": "Erika"}, {"beitrag.ermaessigung": "false"}
CHECK = "Prüfen Sie Ihre Angaben"
LIST = "Betreuungsplatz beantragen"


@pytest.fixture
def erika(section_service: Tenant, at: Callable[..., Any]) -> Visitor:
    """Return Erika's telephone, on the list of tasks of a new application; it is 20 March 2026."""
    at(2026, 3, 20, 21, 41)
    return Visitor().open(f"/leistung/{KEY}").send()


def tasks(visitor: Visitor) -> dict[str, str]:
    """Return how far each section is, as a person reads it."""
    rows = visitor.page.cssselect(".kern-task-list__item")
    words = [[" ".join(part.split()) for part in row.itertext() if part.strip()] for row in rows]
    return {row[0]: row[1] for row in words}


def do(visitor: Visitor, section: str, *pages: dict[str, str]) -> Visitor:
    """Open a section from the list and answer its pages."""
    visitor.follow(section)
    for answers in pages:
        visitor.send(answers, button="Trotzdem weitermachen" if answers == {"": ""} else "Weiter")
        assert visitor.errors == [], visitor.errors
    return visitor


class TestTheList:
    def test_is_what_an_application_opens_on(self, erika: Visitor) -> None:
        assert erika.path.endswith("/aufgaben")
        assert erika.heading == LIST
        assert tasks(erika) == {
            "Ihr Kind": "Noch nicht begonnen",
            "Ihre Familie": "Noch nicht begonnen",
            "Beitrag und Essen": "Noch nicht begonnen",
            "Ihr Umzug": "Geht erst nach „Ihr Kind“",
            "Angaben prüfen und absenden": "Zum Schluss",
        }
        assert "0 von 4 Abschnitten sind fertig." in erika.text
        assert "Dauert etwa 12 Minuten" in erika.text

    def test_links_what_can_be_opened_and_nothing_else(self, erika: Visitor) -> None:
        links = [one.text_content() for one in erika.page.cssselect(".kern-task-list__item a")]
        assert links == ["Ihr Kind", "Ihre Familie", "Beitrag und Essen"]

    def test_is_worked_through_in_any_order(self, erika: Visitor) -> None:
        do(erika, "Beitrag und Essen", FEE)
        assert erika.heading == LIST
        assert tasks(erika)["Beitrag und Essen"] == "Fertig"
        assert tasks(erika)["Angaben prüfen und absenden"] == "Es fehlen noch Angaben"
        do(erika, "Ihre Familie", PERSON)
        do(erika, "Ihr Kind", CHILD, STAYS)
        assert "3 von 3 Abschnitten sind fertig." in erika.text
        assert tasks(erika)["Angaben prüfen und absenden"] == "Bereit"
        assert "Ihr Umzug" not in tasks(erika)

    def test_says_again_what_an_answer_elsewhere_has_opened(self, erika: Visitor) -> None:
        do(erika, "Beitrag und Essen", FEE)
        do(erika, "Ihr Kind", CHILD, EATS)
        assert tasks(erika)["Beitrag und Essen"] == "Angefangen"
        erika.follow("Beitrag und Essen")
        assert erika.heading == "Was darf Ihr Kind nicht essen?"

    def test_opens_a_section_that_waited(self, erika: Visitor) -> None:
        do(erika, "Ihr Kind", CHILD, MOVES)
        assert tasks(erika)["Ihr Umzug"] == "Noch nicht begonnen"
        do(erika, "Ihr Umzug", {"umzug.ort": "Nachbarstadt"})
        assert tasks(erika)["Ihr Umzug"] == "Fertig"

    def test_goes_on_where_a_section_was_left(self, erika: Visitor) -> None:
        do(erika, "Ihr Kind", CHILD).open(erika.path.rpartition("/seite/")[0] + "/aufgaben")
        assert tasks(erika)["Ihr Kind"] == "Angefangen"
        assert erika.follow("Ihr Kind").heading == "Was braucht Ihr Kind?"

    def test_is_not_there_for_a_form_without_sections(self, list_service: Tenant) -> None:
        visitor = Visitor().open("/leistung/muster-ferien").send()
        application = visitor.path.rpartition("/seite/")[0]
        assert visitor.open(f"{application}/aufgaben").heading == "Wer sind Sie?"


class TestAPage:
    def test_says_its_section_and_step(self, erika: Visitor) -> None:
        erika.follow("Ihr Kind")
        assert "Betreuungsplatz beantragen · Ihr Kind · Schritt 1 von 2" in erika.text
        erika.send(BABY)
        erika.send()
        assert "Betreuungsplatz beantragen · Ihr Kind · Schritt 3 von 3" in erika.text

    def test_counts_no_steps_where_it_is_alone(self, erika: Visitor) -> None:
        erika.follow("Ihre Familie")
        assert "Schritt" not in erika.text
        assert "Betreuungsplatz beantragen · Ihre Familie" in erika.text

    def test_leads_back_to_the_list(self, erika: Visitor) -> None:
        assert erika.follow("Ihre Familie").follow("Zurück").heading == LIST
        erika.follow("Ihr Kind").send(CHILD)
        assert erika.follow("Zurück").heading == "Um welches Kind geht es?"

    @pytest.mark.parametrize("page", ["betreuung", "essen", "umzug"])
    def test_that_is_not_open_yet_leads_to_the_list(self, erika: Visitor, page: str) -> None:
        application = erika.path.removesuffix("/aufgaben")
        assert erika.open(f"{application}/seite/{page}").heading == LIST
        assert erika.open(f"{application}/seite/gibt-es-nicht").response.status_code == 404


class TestComingBack:
    def test_leads_to_the_list_or_into_the_section_that_was_left(self, erika: Visitor) -> None:
        application = erika.path.removesuffix("/aufgaben")
        assert erika.open(application).heading == LIST
        erika.follow("Ihr Kind").send(CHILD)
        assert erika.open(f"{application}?zuletzt=1").heading == "Um welches Kind geht es?"
        erika.open(f"{application}/seite/betreuung").send(STAYS)
        assert erika.open(f"{application}?zuletzt=1").heading == LIST

    def test_works_with_the_code_on_another_device(self, erika: Visitor) -> None:
        do(erika, "Ihre Familie", PERSON)
        erika.follow("Später weitermachen")
        code = str(erika.page.xpath("string(//*[contains(@class, 'oa-reference__code')])"))
        tablet = Visitor().open("/weitermachen").send({"code": code})
        tablet.send(PERSON)
        assert tablet.heading == LIST
        assert tasks(tablet)["Ihre Familie"] == "Fertig"


class TestCheckingAndSending:
    @pytest.fixture
    def whole(self, erika: Visitor) -> Visitor:
        do(erika, "Ihr Kind", CHILD, STAYS)
        do(erika, "Ihre Familie", PERSON)
        return do(erika, "Beitrag und Essen", FEE).follow("Angaben prüfen und absenden")

    def test_sends_what_all_sections_say(self, whole: Visitor, section_service: Tenant) -> None:
        assert whole.heading == CHECK
        whole.send({"contact": "post"})
        with in_tenant(section_service.id):
            content = json.loads(get_application(Application.objects.get().id).content)
        assert content["answers"]["kind.name"] == "Mia"
        assert content["answers"]["person.name"] == "Erika"
        again = whole.path.removesuffix("/abgesendet")
        assert whole.open(f"{again}/aufgaben").path.endswith("/vorgang")

    def test_leads_back_to_the_list(self, whole: Visitor) -> None:
        assert whole.follow("Zurück").heading == LIST

    def test_returns_after_a_change(self, whole: Visitor) -> None:
        whole.follow("Ändern: Ihr Name").send({"person.name": "Erika M."})
        assert whole.heading == CHECK

    def test_asks_first_what_a_change_has_opened(self, whole: Visitor) -> None:
        whole.follow("Ändern: Isst Ihr Kind").send(EATS)
        assert whole.heading == "Was darf Ihr Kind nicht essen?"
        whole.send({"essen.nicht": "Nüsse"})
        assert tasks(whole)["Angaben prüfen und absenden"] == "Bereit"

    def test_returns_although_a_section_was_left_out(self, erika: Visitor) -> None:
        do(erika, "Ihre Familie", PERSON).follow("Angaben prüfen und absenden")
        assert "Hier fehlt noch etwas" in erika.text
        erika.follow("Ändern: Ihr Name").send({"person.name": "Erika M."})
        assert erika.heading == CHECK

    def test_sends_despite_gaps(self, erika: Visitor) -> None:
        do(erika, "Ihre Familie", PERSON).follow("Angaben prüfen und absenden")
        erika.send({"contact": "post"}, button="Trotzdem absenden")
        assert erika.path.endswith("/abgesendet")


class TestAnExitPage:
    """It informs, and keeps nobody from applying (§ 24 Abs. 3 VwVfG)."""

    @pytest.fixture
    def at_the_exit(self, erika: Visitor) -> Visitor:
        erika.follow("Ihr Kind").send(BABY)
        assert erika.heading == "Vor dem ersten Geburtstag gibt es selten einen Platz"
        assert "Fragen Sie auch in der Kindertagespflege." in erika.text
        return erika

    def test_lets_one_go_on(self, at_the_exit: Visitor) -> None:
        at_the_exit.send(button="Trotzdem weitermachen")
        assert at_the_exit.heading == "Was braucht Ihr Kind?"
        at_the_exit.send(STAYS)
        assert tasks(at_the_exit)["Ihr Kind"] == "Fertig"

    def test_lets_one_send(self, at_the_exit: Visitor) -> None:
        at_the_exit.follow("Prüfen und trotzdem absenden")
        assert at_the_exit.heading == CHECK
        at_the_exit.send({"contact": "post"}, button="Trotzdem absenden")
        assert at_the_exit.path.endswith("/abgesendet")


class TestBeforeTheStart:
    def test_says_what_is_needed_beside_the_button(self, section_service: Tenant) -> None:
        visitor = Visitor().open(f"/leistung/{KEY}")
        ready = [" ".join(one.text_content().split()) for one in visitor.page.cssselect(".oa-ready li")]
        assert ready == ["Geburtsurkunde des Kindes", "Nachweis über Ihr Einkommen (nicht immer nötig)"]
        assert "Dauert etwa 12 Minuten · Ohne Konto" in visitor.text
        for said in (
            "Eine Kopie genügt.",
            "Nur wer weniger bezahlen möchte.",
            "Möglich sind: PDF, JPG, PNG, HEIC. Jede Datei höchstens 10 MB.",
            "Danach fragt das Amt, wenn es nötig ist",
            "Meldebescheinigung",
        ):
            assert said in visitor.text


class TestStrangers:
    def test_get_nothing(self, erika: Visitor) -> None:
        for stranger in (Visitor(), Visitor("nachbarstadt.localhost")):
            assert stranger.client.get(erika.path).status_code == 404
