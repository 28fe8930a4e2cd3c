"""Posters at the roadside: somebody applies for twenty, a clerk grants ten for a shorter time, without JavaScript."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from onlineamt.facilities.registers.models import RegisterEntry
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from tests.journeys.clerk import Clerk, finish_tasks
from tests.journeys.offering import Jobs, case_id, fill_in, offer, submit
from tests.journeys.test_dog_without_javascript import mailed_code
from tests.journeys.visitor import Visitor, date_answer

KEY = "plakatierung"
PAGES: list[dict[str, Any]] = [
    {"anlass.art": "veranstaltung"},
    {
        "veranstaltung.name": "Sommerfest",
        "veranstaltung.ort": "Sportplatz am Bach",
        **date_answer("veranstaltung.tag", 20, 6, 2026),
    },
    {"plakat.anzahl": "20", "plakat.groesse": "a1"},
    {
        **date_answer("plakat.von", 6, 6, 2026),
        **date_answer("plakat.bis", 21, 6, 2026),
        "plakat.gebiet": "bestimmte",
    },
    {"plakat.strassen": "Lindenweg\nBachstraße"},
    {},
    {"antrag.fuer": "verein"},
    {
        "antrag.organisation": "Turnverein Musterstadt 1899 e. V.",
        "person.vorname": "Erika",
        "person.familienname": "Mustermann",
        "anschrift.strasse": "Lindenweg",
        "anschrift.hausnummer": "12 a",
        "anschrift.plz": "45999",
        "anschrift.ort": "Musterstadt",
    },
    {"verantwortlich.name": "Max Mustermann", "verantwortlich.telefon": "0151 12345678"},
]
FEWER = {"outcome": "granted_fewer", "granted.anzahl": "10", **date_answer("granted.von", 13, 6, 2026)}
WHY = {"reasons": "An der Bachstraße ist nur Platz für zehn Plakate."}
SAVE = "Speichern und Brief ansehen"


@pytest.fixture(autouse=True)
def morning(at: Callable[..., Any]) -> None:
    """It is 4 May 2026, a Monday."""
    at(2026, 5, 4, 9, 0)


@pytest.fixture
def town(towns: tuple[Tenant, Tenant], nobody_is_drawn: None) -> Tenant:
    """Return Musterstadt, which permits posters."""
    offer(towns[0], KEY)
    return towns[0]


@pytest.fixture
def reference(town: Tenant, run_jobs: Jobs) -> str:
    """Return the reference of an application for twenty posters from 6 to 21 June."""
    erika = fill_in(Visitor(), KEY, PAGES)
    assert "60,00 €" in erika.text
    found = submit(erika, run_jobs)
    run_jobs()
    return found


@pytest.fixture
def case(town: Tenant, reference: str) -> UUID:
    return case_id(town, reference)


@pytest.fixture
def clerk(case: UUID, logged_in: Callable[[str], Client]) -> Clerk:
    """Return Herr Fremd on the page of the draft, with nothing left to examine."""
    found = Clerk(logged_in("Herr Fremd"))
    found.open_case(case).press("Übernehmen")
    finish_tasks(found, case).follow("Entscheiden")
    return found


class TestTheDraft:
    def test_begins_with_what_was_applied_for(self, clerk: Clerk) -> None:
        form = clerk.forms()[0].form_values()
        assert dict(form)["granted.anzahl"] == "20"
        assert dict(form)["granted.von.day"] == "6"
        assert "Beantragt: 20" in clerk.text

    def test_says_beside_each_field_what_cannot_be_granted(self, clerk: Clerk) -> None:
        more = {"granted.anzahl": "21", **date_answer("granted.von", 31, 6, 2026)}
        clerk.press(SAVE, FEWER | WHY | more)
        assert clerk.errors == [
            "Mehr Plakate, als beantragt sind, können Sie nicht erlauben.",
            "Den 31.6. gibt es nicht. Bitte prüfen Sie Tag und Monat.",
        ]
        assert dict(clerk.forms()[0].form_values())["granted.anzahl"] == "21"

    def test_asks_whether_fewer_were_meant_where_another_outcome_is_chosen(self, clerk: Clerk) -> None:
        clerk.press(SAVE, {"outcome": "granted", "granted.anzahl": "10"})
        assert clerk.errors == [
            "Beim Ergebnis „Erlaubt“ gilt, was beantragt ist. Wählen Sie „Mit Einschränkungen erlaubt“, "
            "oder ändern Sie hier nichts."
        ]
        assert clerk.press(SAVE, {"granted.anzahl": "20"}).heading == "Prüfen und erlassen"

    def test_refuses_without_a_word_about_numbers(self, clerk: Clerk) -> None:
        clerk.press(SAVE, {"outcome": "refused", "granted.anzahl": "1"} | WHY)
        assert clerk.heading == "Prüfen und erlassen"


class TestGrantingLess:
    def test_reaches_the_person_the_register_and_the_file(
        self, town: Tenant, reference: str, case: UUID, clerk: Clerk, run_jobs: Jobs
    ) -> None:
        clerk.press(SAVE, FEWER | WHY)
        assert clerk.heading == "Prüfen und erlassen", clerk.errors
        assert "Erlaubte Plakate 10 beantragt: 20" in clerk.text
        assert "20,00 €" in clerk.text
        clerk.press("Bescheid erlassen")
        run_jobs()
        clerk.open_case(case)
        assert "Erlaubte Plakate: 10 (beantragt: 20)" in clerk.text

        with in_tenant(town.id):
            (entry,) = RegisterEntry.objects.all()
            assert entry.valid_from.isoformat() == "2026-06-13"
        erika = Visitor().open("/status").send({"reference": reference})
        erika.send({"verantwortlich.telefon": "0151 12345678"}).send()
        run_jobs()
        erika.send({"code": mailed_code()}).follow("Zum Bescheid").send()
        assert "Beantragt waren 20." in erika.text
        assert "erst ab dem 13. Juni 2026" in erika.text
        assert "nur Platz für zehn Plakate" in erika.text

    def test_needs_reasons_before_it_can_be_issued(self, clerk: Clerk) -> None:
        clerk.press(SAVE, FEWER)
        assert "Die Begründung fehlt." in clerk.text
