"""A resident's parking permit from the search to the windscreen, without JavaScript: by a program, by a clerk, refused."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from onlineamt.facilities.registers.models import RegisterEntry
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.cases.values import CaseState
from tests.journeys.citizen import enter
from tests.journeys.clerk import Clerk, case_row
from tests.journeys.offering import Jobs, case_id, decide, fill_in, offer, submit
from tests.journeys.visitor import Visitor, date_answer

KEY = "bewohnerparkausweis"
PERSON = {
    "person.vorname": "Erika",
    "person.familienname": "Mustermann",
    **date_answer("person.geburtsdatum", 27, 3, 1985),
}
HOME = {
    "anschrift.strasse": "Lindenweg",
    "anschrift.hausnummer": "12 a",
    "anschrift.plz": "45999",
    "anschrift.ort": "Musterstadt",
    "wohnung.art": "hauptwohnung",
    **date_answer("wohnung.seit", 1, 5, 2024),
}
CAR = {"fahrzeug.kennzeichen": "mu ab 123", "fahrzeug.klasse": "pkw", "fahrzeug.nutzung": "eigen"}
TERM = {
    **date_answer("ausweis.beginn", 23, 3, 2026),
    "ausweis.laufzeit": "monate_12",
    "ausweis.schon_einer": "false",
}


@pytest.fixture(autouse=True)
def evening(at: Callable[..., Any]) -> None:
    """It is late on 20 March 2026, a Friday."""
    at(2026, 3, 20, 21, 41)


@pytest.fixture
def town(towns: tuple[Tenant, Tenant], nobody_is_drawn: None) -> Tenant:
    """Return Musterstadt, which issues parking permits."""
    offer(towns[0], KEY)
    return towns[0]


def photo() -> SimpleUploadedFile:
    """Return a photo of a registration certificate, as a telephone sends it."""
    picture = BytesIO()
    Image.new("RGB", (60, 40), "#cde").save(picture, "JPEG")
    return SimpleUploadedFile("schein.jpg", picture.getvalue(), content_type="image/jpeg")


def entries(town: Tenant) -> list[RegisterEntry]:
    """Return what stands in the register."""
    with in_tenant(town.id):
        return list(RegisterEntry.objects.order_by("number"))


class TestAnOrdinaryCar:
    def test_gets_its_permit_from_a_program_within_minutes(self, town: Tenant, run_jobs: Jobs) -> None:
        erika = Visitor().open("/suche?q=Anwohnerparken")
        erika.follow("Bewohnerparkausweis beantragen")
        assert "keinen Anspruch auf einen freien Platz" in erika.text
        fill_in(erika, KEY, [PERSON, HOME, CAR, {"fahrzeug.schein": photo()}, TERM])
        assert "120,00 €" in erika.text
        assert "schein.jpg" in erika.text
        reference = submit(erika, run_jobs)
        run_jobs()

        case = case_row(town, case_id(town, reference))
        (entry,) = entries(town)
        assert case.state == CaseState.DECIDED
        assert entry.number == "BP-2026-00001"
        assert (str(entry.valid_from), str(entry.valid_until)) == ("2026-03-23", "2027-03-22")
        enter(Visitor(), reference, run_jobs)

    def test_shows_its_zone_before_it_asks_how_long(self, town: Tenant) -> None:
        erika = fill_in(Visitor(), KEY, [PERSON, HOME, CAR, {}])
        assert erika.heading == "Ab wann und wie lange?"
        assert "Ihr ParkgebietA" in erika.text

    def test_may_not_begin_yesterday(self, town: Tenant) -> None:
        erika = fill_in(Visitor(), KEY, [PERSON, HOME, CAR, {}])
        erika.send({**TERM, **date_answer("ausweis.beginn", 19, 3, 2026)})
        assert erika.errors == ["Der Ausweis gilt frühestens ab heute. Für vergangene Tage gibt es keinen."]


class TestAClerk:
    def test_looks_at_a_second_home_and_grants(
        self, town: Tenant, run_jobs: Jobs, logged_in: Callable[[str], Client]
    ) -> None:
        home = HOME | {"wohnung.art": "nebenwohnung"}
        erika = fill_in(Visitor(), KEY, [PERSON, home, CAR, {"fahrzeug.schein": photo()}, TERM])
        case = case_id(town, submit(erika, run_jobs))
        run_jobs()
        assert entries(town) == []
        clerk = decide(Clerk(logged_in("Herr Fremd")), case, "erteilt")
        assert "Der Bescheid ist erlassen." in clerk.said
        assert [entry.number for entry in entries(town)] == ["BP-2026-00001"]

    def test_refuses_who_lives_outside_the_zones_but_nobody_is_turned_away(
        self, town: Tenant, run_jobs: Jobs, logged_in: Callable[[str], Client]
    ) -> None:
        erika = fill_in(Visitor(), KEY, [PERSON, HOME | {"anschrift.strasse": "Waldweg"}])
        assert erika.heading == "An dieser Adresse gibt es wohl kein Bewohnerparken"
        erika.send({}, button="Trotzdem")
        erika.send({"wohnung.schild": "false"}).send(CAR).send().send(TERM)
        case = case_id(town, submit(erika, run_jobs))
        run_jobs()
        clerk = decide(Clerk(logged_in("Herr Fremd")), case, "abgelehnt", "Dort parken alle frei.")
        assert "Der Bescheid ist erlassen." in clerk.said
        assert entries(town) == []
