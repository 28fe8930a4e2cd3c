"""An address in Chromium: at home and abroad, on the telephone and at the desk, saved while somebody is choosing."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from onlineamt.foundation.tenancy.models import Tenant
from tests.accessibility.browser import DESKTOP, PHONE, OpenPage, assert_keyboard, assert_targets, served
from tests.journeys.test_addresses_without_javascript import ERIKA, LINDENWEG, PARIS
from tests.journeys.test_dog_in_a_browser import fill, look, press

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def site(address_service: Tenant, at: Callable[..., Any]) -> Iterator[str]:
    from onlineamt.config.wsgi import application

    at(2026, 3, 20, 21, 41)
    with served(application) as port:
        yield f"http://musterstadt.localhost:{port}"


def at_the_address(page: Page) -> Page:
    """Go to the page that asks for the address."""
    press(page, "Jetzt bestellen")
    fill(page, ERIKA)
    press(page, "Weiter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Wo wohnen Sie?")
    return page


def choose(page: Page, state: str) -> None:
    page.get_by_label("Staat", exact=True).select_option(label=state)


class TestAnAddress:
    @pytest.mark.parametrize("width", [PHONE, DESKTOP])
    def test_is_given_at_home_or_abroad(self, site: str, open_page: OpenPage, width: int) -> None:
        page = at_the_address(open_page(f"{site}/leistung/muster-anschrift", width=width))
        look(page, "anschrift-inland")
        assert_keyboard(page)
        fill(page, {**LINDENWEG, "anschrift.hausnummer": "Lindenweg 12"})
        press(page, "Weiter")
        page.get_by_role("link", name="Hier steht nur die Hausnummer").click()
        expect(page.get_by_label("Hausnummer", exact=True)).to_be_focused()
        look(page, "anschrift-fehler")
        choose(page, "Frankreich")
        expect(page.get_by_label("Straße und Hausnummer")).to_be_visible()
        expect(page.get_by_label("Hausnummer", exact=True)).to_be_hidden()
        look(page, "anschrift-ausland")
        assert_keyboard(page)
        if width == PHONE:
            assert_targets(page)
        fill(page, PARIS)
        press(page, "Weiter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Wofür brauchen Sie die Auskunft?")

    def test_is_saved_while_somebody_chooses(self, site: str, open_page: OpenPage) -> None:
        page = at_the_address(open_page(f"{site}/leistung/muster-anschrift", width=DESKTOP))
        with page.expect_response(lambda response: response.url.endswith("/speichern")):
            choose(page, "Frankreich")
            page.get_by_label("Ort", exact=True).fill("Paris")
            page.get_by_label("Ort", exact=True).blur()
        expect(page.get_by_label("Straße und Hausnummer")).to_be_visible()
        press(page, "Weiter")
        expect(page.locator("#errors")).to_contain_text("Bitte geben Sie die Straße und die Hausnummer ein.")
        expect(page.get_by_label("Straße und Hausnummer")).to_be_visible()
        expect(page.get_by_label("Ort", exact=True)).to_have_value("Paris")
