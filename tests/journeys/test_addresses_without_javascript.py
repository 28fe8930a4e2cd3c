"""Somebody gives an address in Germany or abroad with a browser that knows no JavaScript, and changes their mind."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.applications.models import Application
from onlineamt.procedure.applications.queries import get_application
from onlineamt.procedure.applications.receipts import receipt_data
from tests.journeys.visitor import Visitor

ERIKA = {"person.vorname": "Erika", "person.familienname": "Mustermann"}
LINDENWEG = {
    "anschrift.strasse": "Lindenweg",
    "anschrift.hausnummer": "12A",
    "anschrift.plz": "45999",
    "anschrift.ort": "Musterstadt",
    "anschrift.zusatz": "bei Müller",
}
PARIS = {
    "anschrift.zeile1": "12 bis, rue du Modèle",
    "anschrift.plz_ausland": "75001",
    "anschrift.ort": "Paris",
}
HERE = {"staat", "strasse", "hausnummer", "plz", "ort", "zusatz"}
ABROAD = {"staat", "zeile1", "zeile2", "plz_ausland", "ort", "region", "zusatz"}


@pytest.fixture
def erika(address_service: Tenant, at: Callable[..., Any]) -> Visitor:
    """Return Erika's telephone, on the page that asks for her address; it is 20 March 2026."""
    at(2026, 3, 20, 21, 41)
    telephone = Visitor()
    telephone.open("/leistung/muster-anschrift").send()
    return telephone.send(ERIKA)


def asked(visitor: Visitor) -> set[str]:
    """The fields of the address on the page."""
    found = visitor.page.xpath("//main//*[starts-with(@name, 'anschrift.')]/@name")
    return {name.partition(".")[2] for name in found}


def held(visitor: Visitor, name: str) -> str:
    return str(visitor.page.get_element_by_id(f"anschrift.{name}").value)


def recipient(town: Tenant) -> tuple[str, ...]:
    with in_tenant(town.id):
        return tuple(receipt_data(get_application(Application.objects.get().id), "token").recipient)


def finish(visitor: Visitor) -> Visitor:
    visitor.send({"grund.text": "Umzug"})
    assert visitor.heading == "Prüfen Sie Ihre Angaben"
    return visitor.send({"contact": "post"})


class TestAtHome:
    def test_is_asked_on_one_page(self, erika: Visitor, address_service: Tenant) -> None:
        assert erika.heading == "Wo wohnen Sie?"
        assert asked(erika) == HERE
        assert held(erika, "staat") == "DE"
        erika.send(LINDENWEG)
        assert erika.heading == "Wofür brauchen Sie die Auskunft?"
        finish(erika)
        assert recipient(address_service) == (
            "Erika Mustermann",
            "bei Müller",
            "Lindenweg 12 a",
            "45999 Musterstadt",
        )

    def test_says_what_does_not_belong_into_the_number(self, erika: Visitor) -> None:
        erika.send({**LINDENWEG, "anschrift.hausnummer": "Lindenweg 12"})
        assert erika.errors == [
            "Hier steht nur die Hausnummer, zum Beispiel 12 a. Die Straße gehört in ihr eigenes Feld."
        ]
        assert held(erika, "hausnummer") == "Lindenweg 12"

    def test_takes_a_house_without_a_number(self, erika: Visitor, address_service: Tenant) -> None:
        erika.send({**LINDENWEG, "anschrift.hausnummer": ""})
        assert erika.errors == ["Bitte geben Sie die Hausnummer ein. Hat das Haus keine, schreiben Sie: ohne"]
        erika.send({**LINDENWEG, "anschrift.hausnummer": "o. Nr."}).send({"grund.text": "Umzug"})
        assert "ohne Nummer" in erika.text
        erika.send({"contact": "post"})
        assert "Lindenweg" in recipient(address_service)


class TestAbroad:
    def test_comes_again_with_the_fields_of_the_country(
        self, erika: Visitor, address_service: Tenant
    ) -> None:
        erika.send({"anschrift.staat": "FR"})
        assert (erika.heading, erika.errors) == ("Wo wohnen Sie?", [])
        assert asked(erika) == ABROAD
        assert held(erika, "staat") == "FR"
        erika.send({})
        assert erika.errors == [
            "Bitte geben Sie die Straße und die Hausnummer ein.",
            "Bitte geben Sie die Postleitzahl ein.",
            "Bitte geben Sie den Ort ein.",
        ]
        finish(erika.send(PARIS))
        assert recipient(address_service) == (
            "Erika Mustermann",
            "12 bis, rue du Modèle",
            "75001 Paris",
            "FRANKREICH",
        )

    def test_needs_no_postcode_where_there_are_none(self, erika: Visitor, address_service: Tenant) -> None:
        erika.send({"anschrift.staat": "AE"})
        finish(erika.send({"anschrift.zeile1": "Model Street 1", "anschrift.ort": "Dubai"}))
        assert recipient(address_service)[-2:] == ("Dubai", "VEREINIGTE ARABISCHE EMIRATE")

    def test_complains_of_nothing_that_is_asked_at_home_alone(self, erika: Visitor) -> None:
        wrong = {"anschrift.hausnummer": "bei Müller", "anschrift.plz": "SW1A 1AA"}
        erika.send({**LINDENWEG, **wrong, "anschrift.staat": "GB"})
        assert (erika.errors, asked(erika)) == ([], ABROAD)
        assert held(erika, "ort") == "Musterstadt"


class TestChangingOnesMind:
    def test_loses_nothing_on_the_way_there_and_back(self, erika: Visitor, address_service: Tenant) -> None:
        erika.send({**LINDENWEG, "anschrift.staat": "FR"})
        assert (held(erika, "ort"), held(erika, "zusatz")) == ("Musterstadt", "bei Müller")
        erika.send(PARIS).open(erika.path.replace("grund", "anschrift"))
        assert (held(erika, "zeile1"), held(erika, "plz_ausland")) == ("12 bis, rue du Modèle", "75001")
        erika.send({"anschrift.staat": "DE", "anschrift.ort": "Musterstadt"})
        assert erika.heading == "Wofür brauchen Sie die Auskunft?"
        erika.open(erika.path.replace("grund", "anschrift"))
        assert asked(erika) == HERE
        assert (held(erika, "strasse"), held(erika, "hausnummer")) == ("Lindenweg", "12 a")
        erika.send({"anschrift.staat": "FR"}).open(erika.path.replace("grund", "anschrift"))
        assert held(erika, "zeile1") == "12 bis, rue du Modèle"
        erika.send({"anschrift.staat": "DE"})
        finish(erika)
        assert recipient(address_service)[-1] == "45999 Musterstadt"
        with in_tenant(address_service.id):
            content = json.loads(get_application(Application.objects.get().id).content)
        assert "anschrift.zeile1" not in content["answers"]

    def test_asks_at_home_for_what_was_left_empty(self, erika: Visitor) -> None:
        erika.send({"anschrift.staat": "FR"}).send({**PARIS, "anschrift.staat": "DE"})
        assert (erika.heading, erika.errors) == ("Wo wohnen Sie?", [])
        assert asked(erika) == HERE
        erika.send()
        assert len(erika.errors) == 3

    @pytest.mark.parametrize("state", ["", "XX", "DEU", "fr"])
    def test_breaks_at_no_state_that_is_none(self, erika: Visitor, state: str) -> None:
        erika.send({**LINDENWEG, "anschrift.staat": state})
        assert erika.response.status_code in {200, 422}
        assert erika.heading == "Wo wohnen Sie?"
        assert len(erika.errors) == 1
