"""A riding plate from the search to the post: applied for at night, decided in the office, plates sent, renewed for the year."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from onlineamt.facilities.registers.models import RegisterEntry
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.cases.values import CaseState
from tests.journeys.clerk import Clerk, case_row, finish_tasks
from tests.journeys.offering import Jobs, case_id, decide, fill_in, offer, submit
from tests.journeys.visitor import Visitor, date_answer

PERSON = {
    "person.vorname": "Erika",
    "person.familienname": "Mustermann",
    **date_answer("person.geburtsdatum", 27, 3, 1985),
    "anschrift.strasse": "Lindenweg",
    "anschrift.hausnummer": "12 a",
    "anschrift.plz": "45999",
    "anschrift.ort": "Musterstadt",
}
KEEPER = {"halter.art": "privat", "halter.hier": "true"}
PLATES = {"kennzeichen.anzahl": "2", "kennzeichen.vorhanden": "false"}


@pytest.fixture(autouse=True)
def spring(at: Callable[..., Any]) -> None:
    """It is 20 March 2026, in the evening."""
    at(2026, 3, 20, 21, 41)


@pytest.fixture
def town(towns: tuple[Tenant, Tenant], nobody_is_drawn: None) -> Tenant:
    """Return Musterstadt, which gives out riding plates."""
    offer(towns[0], "reitkennzeichen", "reitkennzeichen-verlaengern")
    return towns[0]


def plate(town: Tenant) -> RegisterEntry:
    """Return the one plate that is in the register."""
    with in_tenant(town.id):
        return RegisterEntry.objects.get()


class TestAPlate:
    def test_is_found_applied_for_decided_and_sent(
        self, town: Tenant, run_jobs: Jobs, logged_in: Callable[[str], Client]
    ) -> None:
        rider = Visitor().open("/suche?q=mit+dem+Pferd+in+den+Wald")
        rider.follow("Reitkennzeichen beantragen")
        assert "untere Naturschutzbehörde" in rider.text
        fill_in(rider, "reitkennzeichen", [KEEPER, PERSON])
        assert "31. Dezember 2026" in rider.text
        rider.send(PLATES)
        assert "70,00 €" in rider.text  # two levies, one fee, two sets of tablets
        case = case_id(town, submit(rider, run_jobs))
        run_jobs()

        clerk = decide(Clerk(logged_in("Herr Fremd")), case, "zugeteilt")
        assert "Der Bescheid ist erlassen." in clerk.said
        run_jobs()
        entry = plate(town)
        assert entry.number == "RK 00001"
        assert (entry.valid_from.isoformat(), str(entry.valid_until)) == ("2026-03-20", "2026-12-31")

        clerk.open_case(case)
        assert "Kennzeichen und Aufkleber verschicken" in clerk.text
        finish_tasks(clerk, case)
        assert case_row(town, case).state == CaseState.DECIDED

    def test_gets_a_sticker_for_the_next_year_and_keeps_its_number(
        self, town: Tenant, run_jobs: Jobs, logged_in: Callable[[str], Client], at: Callable[..., Any]
    ) -> None:
        case = case_id(
            town, submit(fill_in(Visitor(), "reitkennzeichen", [KEEPER, PERSON, PLATES]), run_jobs)
        )
        run_jobs()
        decide(Clerk(logged_in("Herr Fremd")), case, "zugeteilt")
        run_jobs()
        at(2026, 12, 31, 12, 0)  # the last day
        which = {"kennzeichen.nummer": "rk 00001", **date_answer("person.geburtsdatum", 27, 3, 1985)}
        stickers = {"halter.art": "privat", "kennzeichen.anzahl": "2"}
        pages = [which, {"wunsch.was": "verlaengern"}, stickers, PERSON]
        renewal = case_id(town, submit(fill_in(Visitor(), "reitkennzeichen-verlaengern", pages), run_jobs))
        run_jobs()
        clerk = decide(Clerk(logged_in("Herr Fremd")), renewal, "verlaengert")
        assert "Der Bescheid ist erlassen." in clerk.said
        assert (plate(town).number, str(plate(town).valid_until)) == ("RK 00001", "2027-12-31")
        assert "Aufkleber verschicken" in clerk.open_case(renewal).text

    def test_of_a_business_costs_more(self, town: Tenant) -> None:
        business = {"halter.art": "betrieb", "halter.betrieb": "Reiterhof Sonnenweide", "halter.hier": "true"}
        rider = fill_in(Visitor(), "reitkennzeichen", [business, PERSON, PLATES])
        assert "170,00 €" in rider.text

    def test_from_elsewhere_is_applied_for_all_the_same(self, town: Tenant) -> None:
        rider = Visitor()
        fill_in(rider, "reitkennzeichen", [KEEPER | {"halter.hier": "false"}])
        assert rider.heading == "Zuständig ist wohl eine andere Behörde"
        rider.send({}, button="Trotzdem")
        rider.send(PERSON).send(PLATES)
        assert rider.heading == "Prüfen Sie Ihre Angaben"
