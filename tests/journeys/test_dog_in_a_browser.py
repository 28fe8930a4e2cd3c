"""The same way in Chromium, on a telephone and at a desk: every page looked at by axe, by keyboard, light and dark.

With ONLINEAMT_SCREENSHOTS=docs/screenshots the pictures of the README are made on the way.
"""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from onlineamt.foundation.tenancy.directory import directory
from tests.accessibility.browser import (
    DESKTOP,
    PHONE,
    OpenPage,
    assert_accessible,
    assert_fits,
    assert_keyboard,
    assert_targets,
    served,
)
from tests.journeys.test_dog_without_javascript import DOG, KEEPING, PERSON, mailed_code

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def town(real_transactions: None) -> Iterator[str]:
    """Return the address of Musterstadt in the whole sample world."""
    from onlineamt.config.sample.world import make_sample_world
    from onlineamt.config.wsgi import application

    make_sample_world()
    directory.forget()
    with served(application) as port:
        yield f"http://musterstadt.localhost:{port}"
    directory.forget()


@pytest.fixture
def work(run_jobs: Callable[[], None]) -> Callable[[], None]:
    """Return a function that runs the jobs beside the browser, whose thread the database does not like."""

    def run() -> None:
        from django.db import connections

        def in_thread() -> None:
            run_jobs()
            connections.close_all()

        with ThreadPoolExecutor(1) as beside:
            beside.submit(in_thread).result()

    return run


def fill(page: Page, answers: Mapping[str, str]) -> None:
    """Answer as a person does: choose, tick, type."""
    for name, value in answers.items():
        field = page.locator(f"[name='{name}']").first
        if field.get_attribute("type") == "radio":
            page.locator(f"[name='{name}'][value='{value}']").check()
        elif field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def look(page: Page, name: str) -> None:
    """Look at a page as everybody: axe, light and dark, narrow and wide; keep the picture if one is wanted."""
    folder = os.environ.get("ONLINEAMT_SCREENSHOTS")
    width = page.viewport_size["width"] if page.viewport_size else DESKTOP
    if folder:
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=width == PHONE)
    assert_accessible(page)
    page.emulate_media(color_scheme="dark")
    assert_accessible(page)
    page.emulate_media(color_scheme="light")
    assert_fits(page)
    page.set_viewport_size({"width": width, "height": 900})


def press(page: Page, words: str) -> None:
    """Press the button with these words."""
    page.get_by_role("button", name=words, exact=True).click()
    page.wait_for_load_state()  # until the scripts of the next page run


class TestAGuestAtNight:
    @pytest.mark.parametrize("width", [PHONE, DESKTOP])
    def test_finds_applies_and_holds_a_receipt(
        self, town: str, open_page: OpenPage, work: Callable[[], None], width: int
    ) -> None:
        page = open_page(town, width=width)
        look(page, "start")
        page.get_by_role("searchbox").fill("Hundt")
        press(page, "Suchen")
        look(page, "search")
        page.get_by_role("link", name="Hund anmelden").first.click()
        look(page, "service")
        press(page, "Jetzt anmelden")
        look(page, "form")
        if width == PHONE:
            assert_targets(page)
        fill(page, PERSON)
        press(page, "Weiter")
        fill(page, {**DOG, "hund.geburtsdatum.year": "2062"})
        press(page, "Weiter")
        expect(page.locator("#errors")).to_be_focused()
        look(page, "form-error")
        fill(page, DOG)
        press(page, "Weiter")
        fill(page, {**KEEPING, "haltung.seit.year": "2026", "haltung.seit.month": "3"})
        press(page, "Weiter")
        look(page, "check")
        fill(page, {"contact": "email", "email": "erika@musterstadt.invalid"})
        press(page, "Anmeldung absenden")
        look(page, "code")
        work()
        fill(page, {"code": mailed_code()})
        press(page, "Code bestätigen und absenden")
        expect(page.get_by_role("heading", level=1)).to_have_text("Ihre Anmeldung ist da")
        work()
        expect(page.get_by_role("link", name="Beleg herunterladen (PDF)")).to_be_visible(
            timeout=20_000
        )  # by itself
        look(page, "done")
        with page.expect_download() as download:
            page.get_by_role("link", name="Beleg herunterladen (PDF)").click()
        assert re.fullmatch(r"Beleg-26-[0-9A-Z]{4}-[0-9A-Z]{4}\.pdf", download.value.suggested_filename)

    def test_needs_nothing_but_the_keyboard(self, town: str, open_page: OpenPage) -> None:
        page = open_page(f"{town}/leistung/hund-anmelden")
        assert_keyboard(page)
        page.get_by_role("button", name="Jetzt anmelden").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Wer hält den Hund?")
        assert_keyboard(page)

    def test_finds_a_page_saved_while_typing(self, town: str, open_page: OpenPage) -> None:
        page = open_page(f"{town}/leistung/hund-anmelden")
        press(page, "Jetzt anmelden")
        page.locator("[name='person.vorname']").press_sequentially("Erika")
        expect(page.locator("[data-saved]")).to_contain_text("Gespeichert um", timeout=10_000)
        page.reload()
        expect(page.locator("[name='person.vorname']")).to_have_value("Erika")

    def test_goes_on_after_saving_while_typing(self, town: str, open_page: OpenPage) -> None:
        page = open_page(f"{town}/leistung/hund-anmelden")
        press(page, "Jetzt anmelden")
        page.locator("[name='person.vorname']").press_sequentially("Erika")
        expect(page.locator("[data-saved]")).to_contain_text("Gespeichert um", timeout=10_000)
        fill(page, {**PERSON, "person.vorname": "Erika Maria"})
        press(page, "Weiter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Angaben zum Hund")

    @pytest.mark.parametrize(
        "path", ["/status", "/weitermachen", "/antrag/00000000-0000-7000-8000-000000000000", "/gibt-es-nicht"]
    )
    def test_can_use_the_smaller_pages_too(self, town: str, open_page: OpenPage, path: str) -> None:
        page = open_page(town + path, width=PHONE)
        look(page, path.strip("/").split("/")[0])
        assert_keyboard(page)
