"""The list of a register and the page of an entry, through HTTP without JavaScript."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from lxml import html

from onlineamt.facilities.registers.actions import renew_entry
from onlineamt.facilities.registers.models import RegisterEntry
from onlineamt.facilities.registers.queries import PAGE
from onlineamt.facilities.registers.tests.factories import make_entry
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.delivery.tests.lives import DogLife
from onlineamt.procedure.delivery.tests.permits import with_tags
from tests.cases import Send, offer_with

LogIn = Callable[[str], Client]


pytestmark = pytest.mark.usefixtures("monday")


def entry_of(life: DogLife) -> UUID:
    with in_tenant(life.town.id):
        return RegisterEntry.objects.get(subject_id=life.case_id).id


def text_of(page: Any) -> str:
    return " ".join(html.fromstring(page.content).xpath("string(//main)").split())


class TestTheListOfARegister:
    PATH = "/amt/register/liste/hund-anmelden/hundemarken"

    def make(self, life: DogLife, number: int, **term: Any) -> None:
        with in_tenant(life.town.id):
            term = {"valid_from": date(2026, 1, 1), **term}
            make_entry(values={"hund.name": f"Hund {number}"}, idempotency_key=f"{number}", **term)

    @pytest.fixture
    def amt(self, life: DogLife, logged_in: LogIn) -> Client:
        """Return Frau Amt's browser; there is one entry of each standing."""
        self.make(life, 1, valid_until=date(2026, 4, 10))  # ends within four weeks
        self.make(life, 2, valid_until=date(2026, 5, 30))  # within twelve
        self.make(life, 3, valid_until=date(2026, 3, 22))  # over since yesterday
        self.make(life, 4, valid_from=date(2027, 1, 1))  # not yet
        return logged_in("Frau Amt")

    @pytest.mark.parametrize(
        ("chosen", "shown", "hidden"),
        [
            ("", "1234", ""),
            ("gueltig", "12", "34"),
            ("endet-4", "1", "234"),
            ("endet-12", "12", "34"),
            ("vorbei", "3", "124"),
            ("unsinn", "1234", ""),
        ],
    )
    def test_shows_what_is_chosen(self, amt: Client, chosen: str, shown: str, hidden: str) -> None:
        text = text_of(amt.get(f"{self.PATH}?stand={chosen}"))

        assert all(f"Hund {number}" in text for number in shown)
        assert not any(f"Hund {number}" in text for number in hidden)

    def test_says_when_there_is_nothing(self, life: DogLife, logged_in: LogIn) -> None:
        assert "Zu dieser Auswahl gibt es" in text_of(logged_in("Frau Amt").get(f"{self.PATH}?stand=vorbei"))

    def test_keeps_the_choice_from_page_to_page(self, life: DogLife, logged_in: LogIn) -> None:
        for number in range(PAGE + 1):
            self.make(life, number, valid_until=date(2026, 4, 10))
        amt = logged_in("Frau Amt")
        first = html.fromstring(amt.get(f"{self.PATH}?stand=endet-4").content)
        (more,) = first.xpath("//a[.='Weitere Einträge']/@href")

        second = text_of(amt.get(more))
        assert "stand=endet-4" in more
        assert "Hund 0" in second
        assert "Waldi" not in second


class TestThePageOfAnEntry:
    def test_tells_what_was_replaced_by_what(self, life: DogLife, logged_in: LogIn) -> None:
        entry, amt = entry_of(life), logged_in("Frau Amt")
        amt.post(f"/amt/register/eintrag/{entry}/berichtigen", {"hund.name": "Rex", "hund.rasse": "Dackel"})
        amt.post(f"/amt/register/eintrag/{entry}/berichtigen", {"hund.name": "Bello", "hund.rasse": "Dackel"})
        page = html.fromstring(amt.get(f"/amt/register/eintrag/{entry}").content)

        gone = [" ".join(one.text_content().split()) for one in page.xpath("//del")]
        new = [" ".join(one.text_content().split()) for one in page.xpath("//ins")]
        assert gone == ["vorher: Rex", "vorher: Waldi"]
        assert new == ["jetzt: Bello", "jetzt: Rex"]

    def test_names_the_case_that_renewed_it(self, life: DogLife, logged_in: LogIn) -> None:
        with in_tenant(life.town.id):
            entry = RegisterEntry.objects.get()
            RegisterEntry.objects.update(valid_until=date(2026, 12, 31))
            renew_entry(
                entry_id=entry.id,
                valid_from=date(2027, 1, 1),
                valid_until=date(2027, 12, 31),
                actor="system",
                made_by=life.case_id,
            )
        page = text_of(logged_in("Frau Amt").get(f"/amt/register/eintrag/{entry.id}"))

        assert "1. Januar 2027 bis 31. Dezember 2027, Vorgang 26-" in page

    def test_opens_the_card(
        self, dog_town: Tenant, send: Send, at: Callable[..., Any], logged_in: LogIn
    ) -> None:
        offer_with(dog_town, **with_tags())
        life = DogLife(dog_town, send("dackel", token="tablet"), at)
        life.decide()
        amt, entry = logged_in("Frau Amt"), entry_of(life)
        page = html.fromstring(amt.get(f"/amt/register/eintrag/{entry}").content)
        (card,) = page.xpath("//a[contains(., 'Ausweis öffnen')]/@href")

        assert amt.get(card)["Content-Type"] == "application/pdf"
        for name in ("Herr Fremd", "Frau Nachbar", "Herr Prüf"):
            assert logged_in(name).get(card).status_code == 404
