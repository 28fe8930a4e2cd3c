"""Somebody lists their children with a browser that knows no JavaScript: added, changed, removed, in two windows at once."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.applications.models import Application
from onlineamt.procedure.applications.queries import get_application
from tests.journeys.visitor import Visitor, date_answer

MIA = {
    "kinder.vorname": "Mia",
    **date_answer("kinder.geburtsdatum", 3, 4, 2016),
    "kinder.schule": "Grundschule",
    "kinder.schwimmt": "true",
}
BEN = {"kinder.vorname": "Ben", **date_answer("kinder.geburtsdatum", 2, 1, 2024), "kinder.schwimmt": "false"}


@pytest.fixture
def erika(list_service: Tenant, at: Callable[..., Any]) -> Visitor:
    """Return Erika's telephone, on the page that asks for her children; it is 20 March 2026."""
    at(2026, 3, 20, 21, 41)
    telephone = Visitor()
    telephone.open("/leistung/muster-ferien").send()
    return telephone.send({"person.name": "Erika"})


@pytest.fixture
def with_two(erika: Visitor) -> Visitor:
    """Return the telephone with Mia and Ben on the list."""
    erika.send(button="Kind hinzufügen").send(MIA)
    return erika.send(button="Kind hinzufügen").send(BEN)


def listed(visitor: Visitor) -> list[str]:
    """The entries on the page, as a person reads them."""
    return [" ".join(one.text_content().split()) for one in visitor.page.cssselect(".oa-item__words")]


def stored(visitor: Visitor, town: Tenant) -> Any:
    with in_tenant(town.id):
        return dict(get_application(Application.objects.get().id).answers).get("familie.kinder", [])


class TestAdding:
    def test_comes_back_to_the_list(self, erika: Visitor) -> None:
        erika.send(button="Kind hinzufügen")
        assert erika.heading == "Kind 1"
        erika.send(BEN)
        assert erika.heading == "Für welche Kinder ist der Ferienpass?"
        assert listed(erika) == ["Kind 1Ben, 2. Januar 2024"]

    def test_keeps_what_was_typed_beside_the_list(self, erika: Visitor) -> None:
        erika.send({"familie.ort": "Nord"}, button="Kind hinzufügen").send(BEN)
        assert erika.page.get_element_by_id("familie.ort").value == "Nord"

    def test_does_not_leave_the_page_while_something_typed_is_wrong(self, erika: Visitor) -> None:
        erika.send({"familie.ort": "x" * 50}, button="Kind hinzufügen")
        assert erika.errors == ["Bitte kürzen Sie den Text auf 40 Zeichen. Jetzt sind es 50."]
        assert erika.page.get_element_by_id("familie.ort").value == "x" * 50

    def test_asks_a_question_that_this_child_has_opened(self, erika: Visitor) -> None:
        erika.send(button="Kind hinzufügen").send(
            {name: said for name, said in MIA.items() if name != "kinder.schule"}
        )
        assert erika.heading == "Kind 1"
        assert "Schule" in erika.text
        erika.send(MIA)
        assert listed(erika) == ["Kind 1Mia, 3. April 2016"]

    def test_says_what_is_wrong_and_loses_nothing(self, erika: Visitor, list_service: Tenant) -> None:
        erika.send(button="Kind hinzufügen").send({**BEN, **date_answer("kinder.geburtsdatum", 2, 1, 2031)})
        assert erika.heading == "Kind 1"
        assert erika.errors == ["Das Datum liegt in der Zukunft. Ist das Jahr richtig?"]
        assert erika.page.get_element_by_id("kinder.geburtsdatum.year").value == "2031"
        assert stored(erika, list_service) == [{"vorname": "Ben", "schwimmt": False}]
        erika.follow("Zurück")
        assert listed(erika) == ["Kind 1BenHier fehlt noch etwas"]

    def test_is_needed_where_the_list_is_empty(self, erika: Visitor) -> None:
        erika.send(button="Weiter")
        assert erika.errors == ["Bitte fügen Sie mindestens einen Eintrag hinzu: Ihre Kinder"]

    def test_ends_where_the_list_is_full(self, erika: Visitor) -> None:
        for _ in range(4):
            erika.send(button="Kind hinzufügen").send(BEN)
        assert len(listed(erika)) == 4
        assert "Mehr passen hier nicht hinein." in erika.text
        assert erika.open(erika.path.split("#")[0] + "/familie.kinder/5").heading.startswith("Für welche")

    def test_does_not_go_on_with_an_unfinished_entry(self, erika: Visitor) -> None:
        erika.send(button="Kind hinzufügen").send({"kinder.vorname": "Ben"}).follow("Zurück")
        erika.send(button="Weiter")
        assert erika.errors == ["Bei „Kind 1“ fehlt noch etwas. Bitte ergänzen Sie es."]

    def test_is_put_off_with_the_rest(self, erika: Visitor) -> None:
        erika.send(button="Kind hinzufügen").send({"kinder.vorname": "Ben"}, button="Später weitermachen")
        assert "Code" in erika.text


class TestChanging:
    def test_opens_the_entry_with_what_was_said(self, with_two: Visitor) -> None:
        assert listed(with_two) == ["Kind 1Mia, 3. April 2016", "Kind 2Ben, 2. Januar 2024"]
        with_two.send(button="Ändern: Kind 2")
        assert with_two.page.get_element_by_id("kinder.vorname").value == "Ben"
        with_two.send({**BEN, "kinder.vorname": "Benno"})
        assert listed(with_two) == ["Kind 1Mia, 3. April 2016", "Kind 2Benno, 2. Januar 2024"]

    def test_notices_another_window(self, with_two: Visitor, list_service: Tenant) -> None:
        other = Visitor()
        other.client.cookies = with_two.client.cookies
        other.open(with_two.path.split("#")[0]).send(button="Ändern: Kind 2")
        with_two.send(button="Ändern: Kind 2").send({**BEN, "kinder.vorname": "Benno"})
        other.send({**BEN, "kinder.vorname": "Benjamin"})
        assert "in einem anderen Fenster geändert" in other.text
        assert "Vorname: Benno" in other.text
        assert other.page.get_element_by_id("kinder.vorname").value == "Benjamin"
        other.send(BEN | {"kinder.vorname": "Benjamin"})
        assert [one["vorname"] for one in stored(with_two, list_service)] == ["Mia", "Benjamin"]

    def test_adds_what_was_typed_for_an_entry_that_another_window_removed(
        self, with_two: Visitor, list_service: Tenant
    ) -> None:
        other = Visitor()
        other.client.cookies = with_two.client.cookies
        other.open(with_two.path.split("#")[0]).send(button="Ändern: Kind 2")
        with_two.send(button="Entfernen: Kind 2").send(button="Ja, entfernen")
        other.send(BEN)
        assert "in einem anderen Fenster geändert" in other.text
        other.send(BEN)
        assert [one["vorname"] for one in stored(with_two, list_service)] == ["Mia", "Ben"]


class TestRemoving:
    def test_asks_first(self, with_two: Visitor) -> None:
        with_two.send(button="Entfernen: Kind 1")
        assert with_two.heading == "„Kind 1“ entfernen?"
        assert "Mia" in with_two.text
        with_two.follow("Nein, behalten")
        assert len(listed(with_two)) == 2

    def test_moves_the_others_up(self, with_two: Visitor) -> None:
        with_two.send(button="Entfernen: Kind 1").send(button="Ja, entfernen")
        assert listed(with_two) == ["Kind 1Ben, 2. Januar 2024"]

    def test_asks_again_where_another_window_changed_it(self, with_two: Visitor) -> None:
        other = Visitor()
        other.client.cookies = with_two.client.cookies
        other.open(with_two.path.split("#")[0]).send(button="Entfernen: Kind 1")
        with_two.send(button="Entfernen: Kind 1").send(button="Ja, entfernen")
        other.send(button="Ja, entfernen")
        assert "Entfernt ist noch nichts" in other.text
        assert "Ben" in other.text

    def test_twice_removes_one(self, with_two: Visitor) -> None:
        with_two.send(button="Entfernen: Kind 2")
        again = with_two.path
        with_two.send(button="Ja, entfernen")
        assert with_two.open(again).heading == "Für welche Kinder ist der Ferienpass?"
        assert len(listed(with_two)) == 1


class TestAutosave:
    def test_keeps_what_is_right_so_far(self, erika: Visitor, list_service: Tenant) -> None:
        erika.send(button="Kind hinzufügen")
        address = erika.path + "/speichern"
        seen = erika.page.xpath("string(//input[@name='_seen']/@value)")
        kept = json.loads(erika.client.post(address, {"kinder.vorname": "Ben", "_seen": seen}).content)
        assert stored(erika, list_service) == [{"vorname": "Ben"}]
        again = {"kinder.vorname": "Ben", "kinder.schwimmt": "false", "_seen": kept["seen"]}
        assert erika.client.post(address, again).status_code == 200
        assert stored(erika, list_service) == [{"vorname": "Ben", "schwimmt": False}]
        stale = json.loads(erika.client.post(address, {"kinder.vorname": "Max", "_seen": seen}).content)
        assert stale["seen"] == seen
        assert stored(erika, list_service) == [{"vorname": "Ben", "schwimmt": False}]

    def test_adds_nothing_for_nothing(self, erika: Visitor, list_service: Tenant) -> None:
        erika.send(button="Kind hinzufügen")
        assert erika.client.post(erika.path + "/speichern", {"kinder.vorname": " "}).status_code == 200
        assert stored(erika, list_service) == []


class TestCheckPage:
    def test_shows_the_children_and_what_they_cost(self, with_two: Visitor) -> None:
        with_two.send(button="Weiter").send({"freibad.aufsicht": "true"})
        assert with_two.heading == "Prüfen Sie Ihre Angaben"
        for words in ("Kind 1", "Vorname: Mia", "Schule: Grundschule", "Kind 2", "30,00 €"):
            assert words in with_two.text

    def test_leads_to_the_list_and_back(self, with_two: Visitor) -> None:
        with_two.send(button="Weiter").send({"freibad.aufsicht": "true"})
        with_two.follow("Ändern: Ihre Kinder").send(button="Ändern: Kind 2")
        with_two.send({**BEN, "kinder.schwimmt": "true"})
        with_two.send(button="Speichern und zurück zur Übersicht")
        assert with_two.heading == "Prüfen Sie Ihre Angaben"
        assert "Freibad" not in with_two.text

    def test_sends_what_it_shows(self, with_two: Visitor, list_service: Tenant) -> None:
        with_two.send(button="Weiter").send({"freibad.aufsicht": "true"}).send({"contact": "post"})
        assert with_two.heading != "Prüfen Sie Ihre Angaben"
        with in_tenant(list_service.id):
            content = json.loads(get_application(Application.objects.get().id).content)
        assert content["answers"]["familie.kinder"] == [
            {"vorname": "Mia", "geburtsdatum": "2016-04-03", "schule": "Grundschule", "schwimmt": True},
            {"vorname": "Ben", "geburtsdatum": "2024-01-02", "schwimmt": False},
        ]


class TestStrangers:
    @pytest.mark.parametrize("way", ["/1", "/1/speichern", "/1/entfernen"])
    def test_get_nothing(self, with_two: Visitor, way: str) -> None:
        address = with_two.path.split("#")[0] + "/familie.kinder" + way
        for stranger in (Visitor(), Visitor("nachbarstadt.localhost")):
            for answer in (stranger.client.get(address), stranger.client.post(address, BEN)):
                assert answer.status_code in {403, 404, 405}
                assert "Mia" not in answer.content.decode()

    @pytest.mark.parametrize(
        "way",
        [
            "/familie.kinder/0",
            "/familie.kinder/9",
            "/familie.hunde/1",
            "/person.name/1",
            "/kinder/99999999999999999999",
        ],
    )
    def test_find_no_way_to_break_it(self, with_two: Visitor, way: str) -> None:
        address = with_two.path.split("#")[0] + way
        for answer in (with_two.client.get(address), with_two.client.post(address, BEN)):
            assert answer.status_code in {200, 302, 404}
        page = with_two.path.split("#")[0]
        for button in (
            "familie.kinder:0",
            "familie.kinder:x",
            "familie/kinder:1",
            ":1",
            "familie.kinder:99999",
            "person.name:1",
        ):
            assert with_two.client.post(page, {"_item": button}).status_code in {200, 302}
