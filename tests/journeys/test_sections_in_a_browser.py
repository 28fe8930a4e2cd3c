"""The list of tasks in Chromium: telephone and desk, by keyboard, and the page before the start."""

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
from tests.journeys.test_sections_without_javascript import BABY, CHECK, FEE, KEY, LIST, MOVES, PERSON

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def site(section_service: Tenant, at: Callable[..., Any]) -> Iterator[str]:
    from onlineamt.config.wsgi import application

    at(2026, 3, 20, 21, 41)
    with served(application) as port:
        yield f"http://musterstadt.localhost:{port}"


def at_heading(page: Page, words: str) -> None:
    """See that the page has come."""
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def follow(page: Page, words: str) -> None:
    """Follow a link of the main part."""
    page.get_by_role("main").get_by_role("link", name=words, exact=True).click()
    page.wait_for_load_state()


def try_all(page: Page, width: int) -> None:
    """Walk by keyboard, and on a telephone measure what a finger meets."""
    assert_keyboard(page)
    if width == PHONE:
        assert_targets(page)


class TestALongForm:
    @pytest.mark.parametrize("width", [PHONE, DESKTOP])
    def test_is_filled_in(self, site: str, open_page: OpenPage, width: int) -> None:
        page = open_page(f"{site}/leistung/{KEY}", width=width)
        look(page, "abschnitte-leistung")
        try_all(page, width)
        press(page, "Jetzt beantragen")
        at_heading(page, LIST)
        look(page, "abschnitte-anfang")
        try_all(page, width)
        follow(page, "Ihre Familie")
        look(page, "abschnitte-seite")
        fill(page, PERSON)
        press(page, "Weiter")
        at_heading(page, LIST)
        follow(page, "Ihr Kind")
        fill(page, BABY)
        press(page, "Weiter")
        at_heading(page, "Vor dem ersten Geburtstag gibt es selten einen Platz")
        look(page, "abschnitte-abraten")
        try_all(page, width)
        press(page, "Trotzdem weitermachen")
        fill(page, MOVES)
        look(page, "abschnitte-schritt")
        press(page, "Weiter")
        at_heading(page, LIST)
        look(page, "abschnitte-mitten")
        try_all(page, width)
        follow(page, "Beitrag und Essen")
        fill(page, FEE)
        press(page, "Weiter")
        follow(page, "Ihr Umzug")
        fill(page, {"umzug.ort": "Nachbarstadt"})
        press(page, "Weiter")
        look(page, "abschnitte-fertig")
        follow(page, "Angaben prüfen und absenden")
        at_heading(page, CHECK)
        look(page, "abschnitte-pruefen")

    def test_is_opened_by_the_keyboard(self, site: str, open_page: OpenPage) -> None:
        page = open_page(f"{site}/leistung/{KEY}", width=DESKTOP)
        press(page, "Jetzt beantragen")
        link = page.get_by_role("link", name="Ihr Kind", exact=True)
        expect(link).to_have_accessible_description("Noch nicht begonnen")
        link.press("Enter")
        at_heading(page, "Um welches Kind geht es?")
