"""A list in Chromium: telephone and desk, by keyboard, saved while typing, undone by nobody."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from onlineamt.foundation.tenancy.models import Tenant
from tests.accessibility.browser import (
    DESKTOP,
    PHONE,
    OpenPage,
    assert_keyboard,
    assert_targets,
    served,
)
from tests.journeys.test_dog_in_a_browser import fill, look, press
from tests.journeys.test_lists_without_javascript import BEN

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ADD = "Kind hinzufügen"


@pytest.fixture
def site(list_service: Tenant, at: Callable[..., Any]) -> Iterator[str]:
    from onlineamt.config.wsgi import application

    at(2026, 3, 20, 21, 41)
    with served(application) as port:
        yield f"http://musterstadt.localhost:{port}"


def at_the_list(page: Page) -> Page:
    """Go to the page that asks for the children."""
    press(page, "Jetzt beantragen")
    fill(page, {"person.name": "Erika"})
    press(page, "Weiter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Für welche Kinder ist der Ferienpass?")
    return page


def tell(page: Page, child: dict[str, str]) -> None:
    """Fill in what is asked about a child, as far as it is asked."""
    fill(page, {name: said for name, said in child.items() if name != "kinder.schwimmt"})
    page.get_by_role("radio", name="Ja" if child["kinder.schwimmt"] == "true" else "Nein").check()


def beside(page: Page, words: str, number: int) -> None:
    """Press a button beside a child."""
    page.locator(".oa-item").nth(number - 1).get_by_role("button", name=words).click()


class TestAList:
    @pytest.mark.parametrize("width", [PHONE, DESKTOP])
    def test_is_filled_in(self, site: str, open_page: OpenPage, width: int) -> None:
        page = at_the_list(open_page(f"{site}/leistung/muster-ferien", width=width))
        look(page, "liste-leer")
        press(page, "Weiter")
        page.get_by_role("link", name="Bitte fügen Sie mindestens einen Eintrag hinzu").click()
        expect(page.get_by_role("button", name=ADD)).to_be_focused()
        look(page, "liste-fehler")
        press(page, ADD)
        look(page, "liste-kind")
        assert_keyboard(page)
        tell(page, BEN)
        press(page, "Speichern")
        press(page, ADD)
        tell(page, BEN)
        press(page, "Speichern")
        expect(page.locator(".oa-item")).to_have_count(2)
        look(page, "liste-zwei")
        assert_keyboard(page)
        if width == PHONE:
            assert_targets(page)
        beside(page, "Entfernen", 2)
        look(page, "liste-entfernen")
        assert_keyboard(page)
        press(page, "Ja, entfernen")
        expect(page.locator(".oa-item")).to_have_count(1)

    def test_keeps_what_is_typed_while_it_is_typed(self, site: str, open_page: OpenPage) -> None:
        page = at_the_list(open_page(f"{site}/leistung/muster-ferien", width=PHONE))
        press(page, ADD)
        fill(page, {"kinder.vorname": "Ben"})
        expect(page.locator("[data-saved]")).to_contain_text("Gespeichert um")
        fill(page, {"kinder.vorname": "Benno"})
        page.get_by_role("link", name="Zurück").click()
        expect(page.locator(".oa-item--open")).to_contain_text("Ben")
        beside(page, "Ändern", 1)
        tell(page, BEN)
        press(page, "Speichern")
        expect(page.locator(".oa-item__words")).to_contain_text("Ben, 2. Januar 2024")

    def test_goes_on_with_the_return_key(self, site: str, open_page: OpenPage) -> None:
        page = at_the_list(open_page(f"{site}/leistung/muster-ferien", width=DESKTOP))
        press(page, ADD)
        tell(page, {**BEN, "kinder.schwimmt": "true"})
        press(page, "Speichern")
        page.get_by_label("Stadtteil").press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Prüfen Sie Ihre Angaben")
        look(page, "liste-pruefen")
