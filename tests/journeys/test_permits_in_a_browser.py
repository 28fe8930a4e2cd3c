"""Permits in Chromium: the case with its entry, the card on a telephone, the check at night, the register of the office.

With ONLINEAMT_SCREENSHOTS=folder the pictures are kept.
"""

import os
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from playwright.sync_api import Page, expect

from onlineamt.facilities.registers.actions import correct_entry
from onlineamt.facilities.registers.queries import entries_of, open_entry
from onlineamt.facilities.registers.tests.factories import make_entry
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from tests.accessibility.browser import (
    DESKTOP,
    NARROW,
    PHONE,
    OpenPage,
    assert_accessible,
    assert_fits,
    assert_keyboard,
    assert_targets,
    served,
)
from tests.journeys.citizen import Jobs, case_of, enter, place, send_dog
from tests.journeys.follow_ups import offer_renewal
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PLATE = {"fahrzeug.kennzeichen": "MU-AB 123"}


@pytest.fixture
def town(dog_service: Tenant, at: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Tenant:
    """Return Musterstadt, whose dogs' tags come with a card; it is 20 March 2026."""
    at(2026, 3, 20, 21, 41)
    monkeypatch.setattr(
        "onlineamt.procedure.decisions.actions.automatic.is_set_aside", lambda case_id, percent: False
    )
    offer_renewal(dog_service)
    return dog_service


@pytest.fixture
def site(town: Tenant) -> Iterator[str]:
    from onlineamt.config.wsgi import application

    with served(application) as port:
        yield f"http://musterstadt.localhost:{port}"


@pytest.fixture
def work(run_jobs: Jobs) -> Jobs:
    """Return what lets the worker do what waits, beside the browser, whose loop occupies this thread."""

    def run() -> None:
        run_jobs()
        connections.close_all()

    def beside() -> None:
        with ThreadPoolExecutor(1) as thread:
            thread.submit(run).result()

    return beside


def look(page: Page, name: str) -> None:
    """See that a page is accessible and fits, by finger and keyboard; the pictures go where somebody wants them."""
    for width in (PHONE, DESKTOP):
        page.set_viewport_size({"width": width, "height": 800})
        if folder := os.environ.get("ONLINEAMT_SCREENSHOTS"):
            page.screenshot(path=Path(folder) / f"permit-{name}-{width}.png", full_page=True)
        assert_accessible(page)
        assert_fits(page, width=width)
        page.evaluate("document.adoptedStyleSheets = []")  # the wide letters of the last look
    page.set_viewport_size({"width": NARROW, "height": 800})
    assert_fits(page, width=NARROW)
    page.evaluate("document.adoptedStyleSheets = []")


def carry_over(client: Client, page: Page, site: str) -> None:
    """Let the browser keep what a device of the tests keeps."""
    page.context.add_cookies(
        [{"name": name, "value": kept.value, "url": site} for name, kept in client.cookies.items()]
    )


class TestErikasPermit:
    @pytest.fixture
    def erika(self, town: Tenant, work: Jobs, at: Callable[..., Any]) -> Visitor:
        """Return Erika's telephone on the page of her case, a month before her tag ends."""
        telephone = Visitor()
        reference = send_dog(telephone, work)
        work()
        enter(telephone, reference, work).follow("Zum Bescheid").send()
        at(2027, 2, 20, 10, 0)
        return enter(telephone, reference, work)

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_stands_every_test(self, site: str, erika: Visitor, open_page: OpenPage, scheme: str) -> None:
        page = open_page(f"{site}/status", width=PHONE, scheme=scheme)
        carry_over(erika.client, page, site)
        page.goto(site + erika.path)
        look(page, f"case-{scheme}")
        assert_keyboard(page)
        assert_targets(page)
        page.get_by_role("link", name="Ausweis zeigen").click()
        expect(page.get_by_role("heading", name="Ihr Ausweis")).to_be_visible()
        look(page, f"card-{scheme}")
        assert_keyboard(page)
        assert_targets(page)

    def test_needs_no_javascript(self, site: str, erika: Visitor, open_page: OpenPage) -> None:
        page = open_page(f"{site}/status", width=PHONE, javascript=False)
        carry_over(erika.client, page, site)
        page.goto(site + place(erika, "vorgang"))
        page.get_by_role("link", name="Ausweis zeigen").click()
        expect(page.locator("main")).to_contain_text("Waldi")
        page.go_back()
        page.get_by_role("button", name="Nichts hat sich geändert: verlängern").click()
        expect(page).to_have_url(re.compile(r"/pruefen$"))
        page.go_back()
        page.get_by_role("button", name="Nichts hat sich geändert: verlängern").click()
        expect(page).to_have_url(re.compile(r"/pruefen$"))


class TestTheCheckPage:
    @pytest.fixture
    def token(self, town: Tenant) -> str:
        with in_tenant(town.id):
            entry = make_entry(
                titles={"de": "Bewohnerparkausweis"},
                values={**PLATE, "computed.gebiet": "B"},
                stored=PLATE,
                compared="fahrzeug.kennzeichen",
                shown={"computed.gebiet": {"de": "Gebiet"}},
                valid_from=town.created_at.date().replace(year=2026, month=1, day=1),
            )
            return open_entry(entry).check_token

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize(
        ("typed", "heard"), [("MU-AB 123", "Angabe: passt."), ("MU-AB 124", "Angabe: passt nicht.")]
    )
    def test_says_yes_or_no(
        self, site: str, token: str, open_page: OpenPage, typed: str, heard: str, scheme: str
    ) -> None:
        page = open_page(f"{site}/gueltig/{token}", width=PHONE, scheme=scheme)
        look(page, f"check-{scheme}")
        page.get_by_label("Angabe vergleichen").fill(typed)
        page.get_by_role("button", name="Vergleichen").click()
        expect(page.get_by_role("heading", name=heard, exact=True)).to_be_visible()
        look(page, f"compared-{typed[-1]}-{scheme}")
        assert_keyboard(page)
        assert_targets(page)

    def test_needs_no_javascript(self, site: str, token: str, open_page: OpenPage) -> None:
        page = open_page(f"{site}/gueltig/{token}", width=PHONE, javascript=False)
        page.get_by_label("Angabe vergleichen").fill("MU-AB 123")
        page.get_by_role("button", name="Vergleichen").click()
        expect(page.locator("main")).to_contain_text("Angabe: passt.")
        page.go_back()
        expect(page.locator("main")).not_to_contain_text("passt")

    def test_says_what_is_missing(self, site: str, token: str, open_page: OpenPage) -> None:
        page = open_page(f"{site}/gueltig/{token}", width=PHONE)
        page.get_by_label("Angabe vergleichen").fill("MUAB123")
        page.get_by_role("button", name="Vergleichen").click()
        look(page, "gap")


class TestTheOffice:
    def test_finds_its_way(
        self,
        site: str,
        town: Tenant,
        work: Jobs,
        open_page: OpenPage,
        logged_in: Callable[[str], Client],
    ) -> None:
        reference = send_dog(Visitor(), work)
        work()
        case_id = case_of(town, reference)
        with in_tenant(town.id):
            (entry,) = entries_of(case_id)
            correct_entry(
                entry_id=entry.id, values={"hund.name": "Rex", "hund.rasse": "Dackel"}, actor="system"
            )
        page = open_page(f"{site}/amt/anmelden", width=DESKTOP)
        carry_over(logged_in("Frau Amt"), page, site)
        page.goto(f"{site}/amt/register/liste/hund-anmelden/hundemarken?stand=gueltig")
        look(page, "register")
        page.get_by_role("link", name="2026-00001").click()
        look(page, "entry")
