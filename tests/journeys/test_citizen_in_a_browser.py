"""The pages after sending in Chromium: axe in light and dark, a telephone and a desk, the keyboard alone.

With ONLINEAMT_SCREENSHOTS=folder the pictures are kept.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from onlineamt.foundation.tenancy.directory import directory
from onlineamt.foundation.tenancy.models import Tenant
from tests.accessibility.browser import DESKTOP, PHONE, OpenPage, assert_keyboard, assert_targets, served
from tests.journeys.citizen import BIRTHDAY, ask, question
from tests.journeys.test_dog_in_a_browser import fill, look, press
from tests.journeys.test_dog_without_javascript import DOG, KEEPING, PERSON, mailed_code
from tests.staff import Staff

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Work = Callable[[Callable[[], Any]], Any]


@pytest.fixture
def town(dog_service: Tenant) -> Iterator[str]:
    """Return the address of Musterstadt."""
    from onlineamt.config.wsgi import application

    directory.forget()
    with served(application) as port:
        yield f"http://musterstadt.localhost:{port}"
    directory.forget()


@pytest.fixture
def beside() -> Work:
    """Return a function that does something beside the browser, whose thread the database does not like."""

    def do(what: Callable[[], Any]) -> Any:
        from django.db import connections

        def in_thread() -> Any:
            try:
                return what()
            finally:
                connections.close_all()

        with ThreadPoolExecutor(1) as thread:
            return thread.submit(in_thread).result()

    return do


def send(page: Page, town: str, run: Callable[[], None]) -> str:
    """Register the dog of this March, and return its number."""
    page.goto(f"{town}/leistung/hund-anmelden")
    press(page, "Jetzt anmelden")
    for answers in (PERSON, DOG, KEEPING):
        fill(page, answers)
        press(page, "Weiter")
    fill(page, {"contact": "email", "email": "erika@musterstadt.invalid"})
    look(page, "case-contact")
    press(page, "Anmeldung absenden")
    run()
    fill(page, {"code": mailed_code()})
    press(page, "Code bestätigen und absenden")
    return page.locator("#reference").inner_text()


def look_up(page: Page, town: str, reference: str) -> None:
    """Stand on the status page."""
    page.goto(f"{town}/status")
    fill(page, {"reference": reference})
    press(page, "Nachsehen")
    fill(page, BIRTHDAY)
    press(page, "Nachsehen")


@pytest.fixture
def sampled(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """Return a function that says whether a person looks at each dog."""

    def say(is_sampled: bool) -> None:
        monkeypatch.setattr(
            "onlineamt.procedure.decisions.actions.automatic.is_set_aside", lambda *_: is_sampled
        )

    return say


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
class TestErika:
    def test_opens_her_decision(
        self, town: str, open_page: OpenPage, beside: Work, run_jobs: Callable[[], None], sampled: Any, width: int, at: Any
    ) -> None:  # fmt: skip
        at(2026, 3, 20, 21, 41)
        sampled(False)
        page = open_page(town, width=width)
        reference = send(page, town, lambda: beside(run_jobs))
        beside(run_jobs)
        look_up(page, town, reference)
        look(page, "case-status")
        press(page, "Code anfordern")
        look(page, "case-code")
        beside(run_jobs)
        fill(page, {"code": mailed_code()})
        press(page, "Weiter")
        look(page, "case")
        assert_keyboard(page)
        if width == PHONE:
            assert_targets(page)
        page.get_by_role("link", name="Zum Bescheid").click()
        look(page, "case-decision-closed")
        page.get_by_role("button", name="Bescheid öffnen").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Ihr Bescheid")
        look(page, "case-decision")
        assert_keyboard(page)

    def test_answers_what_is_asked(
        self, town: str, dog_service: Tenant, staff: Staff, open_page: OpenPage, beside: Work,
        run_jobs: Callable[[], None], sampled: Any, width: int, at: Any,
    ) -> None:  # fmt: skip
        at(2026, 3, 20, 21, 41)
        sampled(True)
        page = open_page(town, width=width)
        reference = send(page, town, lambda: beside(run_jobs))
        beside(run_jobs)
        what = question(
            text="Bitte prüfen Sie:\n- Größe\n- Chip", fields=("hund.gross",), evidence=("sachkunde",)
        )
        beside(lambda: ask(dog_service, reference, what, by=staff("Frau Amt")))
        beside(run_jobs)
        page.get_by_role("link", name="Zum Stand Ihres Antrags").click()
        look(page, "case-asked")
        page.get_by_role("link", name="Jetzt antworten").click()
        look(page, "case-answer")
        assert_keyboard(page)
        if width == PHONE:
            assert_targets(page)
        page.locator("[name='hund.gross'][value='true']").check()
        press(page, "Antwort absenden")
        expect(page.locator("#errors")).to_be_focused()
        look(page, "case-answer-error")
        fill(page, {"hund.chip": "276098100123456", "sicherheit.sachkunde": "jagdschein"})
        fill(page, {"sicherheit.versichert": "false", "nachweis-sachkunde": "spaeter"})
        press(page, "Antwort absenden")
        expect(page.get_by_text("Danke. Ihre Antwort ist da.")).to_be_visible()
        look(page, "case-answered")
        page.get_by_role("link", name="So nehmen Sie es zurück.").click()
        look(page, "case-withdraw")
        page.goto(f"{town}/antworten")
        look(page, "case-letter")
