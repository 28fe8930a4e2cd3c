"""Two outcomes of a dog in Chromium, from the citizen over the office back to the citizen, each page looked at by axe.

With ONLINEAMT_SCREENSHOTS=folder the pictures are kept. What follows in the books is shown without JavaScript beside,
dark colours and the dog that is registered automatically in the other journeys through Chromium.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from playwright.sync_api import Page, expect

from onlineamt.facilities.letters.sealing import sealer
from onlineamt.facilities.letters.verification import examine
from onlineamt.foundation.accounts.one_time_codes import current_code
from onlineamt.foundation.accounts.tests.factories import PASSWORD, SECRET, email_of
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.tenancy.models import Tenant
from tests.accessibility.browser import DESKTOP, PHONE, OpenPage, assert_accessible, assert_fits, served
from tests.journeys.citizen import BIRTHDAY, EMAIL, Jobs
from tests.journeys.outcomes import OUTCOMES, Outcome, checked_at, missing_on_paper
from tests.journeys.test_dog_in_a_browser import fill, press
from tests.journeys.test_dog_without_javascript import mailed_code
from tests.staff import Staff

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Clock = Callable[..., Any]


@pytest.fixture
def town(dog_town: Tenant, staff: Staff, at: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Return the address of Musterstadt late on Friday, 20 March 2026; nobody is drawn for the sample."""
    from onlineamt.config.wsgi import application

    at(2026, 3, 20, 21, 41)
    monkeypatch.setattr(
        "onlineamt.procedure.decisions.actions.automatic.is_set_aside", lambda case_id, percent: False
    )
    for colleague in ("Frau Amt", "Frau Entscheid"):
        staff(colleague)
    with served(application) as port:
        yield f"http://musterstadt.localhost:{port}"


class Way:
    """One journey through browsers: Erika's telephone or desk, and those of the office."""

    def __init__(self, outcome: Outcome, town: str, open_page: OpenPage, run_jobs: Jobs) -> None:
        self.outcome, self.town, self.run_jobs = outcome, town, run_jobs
        self.open_page = open_page
        self.erika = open_page(f"{town}/leistung/hund-anmelden")
        self.reference = ""

    def work(self) -> None:
        """Let the worker do what waits, beside the browser, whose loop occupies this thread."""
        with ThreadPoolExecutor(1) as beside:
            beside.submit(self._run_jobs).result()

    def _run_jobs(self) -> None:
        self.run_jobs()
        connections.close_all()

    def look(self, page: Page, name: str) -> None:
        """See that a page is accessible and fits, on a telephone and at a desk; pictures are named after the outcome."""
        for width in (PHONE, DESKTOP):
            page.set_viewport_size({"width": width, "height": 900})
            if folder := os.environ.get("ONLINEAMT_SCREENSHOTS"):
                picture = f"outcome-{self.outcome.outcome}-{name}-{width}.png"
                page.screenshot(path=Path(folder) / picture, full_page=width == PHONE)
            assert_accessible(page)
            assert_fits(page, width=width)
            page.evaluate("document.adoptedStyleSheets = []")  # the wide letters of the last look

    def send(self) -> None:
        """Erika answers page after page, sees the check page, confirms her address, and sends."""
        press(self.erika, "Jetzt anmelden")
        for _ in range(12):  # a page comes back where an answer brought up a question
            if self.erika.url.endswith("/pruefen"):
                break
            fill_asked(self.erika, self.outcome.answers)
            self.look(self.erika, "form-" + self.erika.url.rpartition("/")[2])
            press(self.erika, "Weiter")
        self.look(self.erika, "check")
        fill(self.erika, {"contact": "email", "email": EMAIL})
        press(self.erika, "Anmeldung absenden")
        self.work()
        fill(self.erika, {"code": mailed_code()})
        press(self.erika, "Code bestätigen und absenden")
        self.reference = self.erika.locator("#reference").inner_text()
        self.look(self.erika, "sent")
        self.erika.goto(
            f"{self.town}/status"
        )  # the page that waits for its receipt would see days pass in a moment
        self.work()

    def sit_down(self, name: str) -> Page:
        """Let somebody of the office log in with password and code."""
        page = self.open_page(f"{self.town}/amt/")
        self.look(page, "log-in")
        fill(page, {"email": email_of(name), "password": PASSWORD})
        press(page, "Weiter")
        self.look(page, "second-step")
        fill(page, {"code": current_code(SECRET, at=now())})
        press(page, "Anmelden")
        self.look(page, "list")
        return page

    def decide(self) -> None:
        """Frau Amt takes the case, hears Erika where she must, finishes her tasks, and decides."""
        amt = self.sit_down("Frau Amt")
        amt.get_by_role("link", name=self.reference).first.click()
        press(amt, "Übernehmen")
        self.look(amt, "taken")
        case = amt.url.partition("?")[0]
        if self.outcome.hears:
            self.hear(amt)
            amt.goto(case)
            self.look(amt, "heard")
        while (task := amt.locator("a[href*='/aufgabe/'].kern-btn")).count():
            task.first.click()
            amt.wait_for_load_state()  # what is counted next does not wait for itself
            for choice in amt.get_by_label("ja", exact=True).all():
                choice.check()
            self.look(amt, "task")
            press(amt, "Aufgabe erledigen")
            expect(amt.get_by_role("status")).to_contain_text("Die Aufgabe ist erledigt.")
        amt.goto(f"{case}/bescheid")
        fill(amt, {"outcome": self.outcome.outcome, "reasons": self.outcome.reasons})
        self.look(amt, "draft")
        press(amt, "Speichern und Brief ansehen")
        self.issue(amt)
        self.work()

    def hear(self, amt: Page) -> None:
        """Frau Amt hears Erika, who answers in place with a fresh code."""
        amt.get_by_role("link", name="Anhören, bevor Sie ablehnen").click()
        fill(amt, {"text": self.outcome.hears})
        self.look(amt, "hear")
        press(amt, "Anhörung senden")
        self.look(amt, "waits")
        self.enter()
        self.erika.get_by_role("link", name="Jetzt antworten").click()
        fill(self.erika, self.outcome.answer)
        self.look(self.erika, "answer")
        press(self.erika, "Antwort absenden")
        expect(self.erika.get_by_text("Danke. Ihre Antwort ist da.")).to_be_visible()
        self.look(self.erika, "answered")

    def issue(self, amt: Page) -> None:
        """Frau Amt issues, or lays it before Frau Entscheid, who releases it."""
        self.look(amt, "issue")
        if self.outcome.needs_release:
            press(amt, "Zur Freigabe vorlegen")
            self.look(amt, "asked-for-release")
            amt = self.sit_down("Frau Entscheid")
            amt.get_by_role("link", name=self.reference).first.click()
            amt.get_by_role("link", name="Prüfen und freigeben").first.click()
            self.look(amt, "release")
            press(amt, "Freigeben und erlassen")
        else:
            press(amt, "Bescheid erlassen")
        expect(amt.get_by_role("status")).to_contain_text("Der Bescheid ist erlassen.")
        self.look(amt, "issued")

    def enter(self) -> None:
        """Erika comes by number and birthday, and asks for a code."""
        self.work()
        self.erika.goto(f"{self.town}/status")
        fill(self.erika, {"reference": self.reference})
        press(self.erika, "Nachsehen")
        fill(self.erika, BIRTHDAY)
        press(self.erika, "Nachsehen")
        self.look(self.erika, "status")
        press(self.erika, "Code anfordern")
        self.work()
        fill(self.erika, {"code": mailed_code()})
        press(self.erika, "Weiter")
        self.look(self.erika, "case")

    def retrieve(self) -> bytes:
        """Erika opens the decision, reads it, and keeps the PDF, which is returned."""
        self.enter()
        self.erika.get_by_role("link", name="Zum Bescheid").click()
        self.look(self.erika, "closed")
        press(self.erika, "Bescheid öffnen")
        expect(self.erika.get_by_role("heading", level=1)).to_have_text("Ihr Bescheid")
        for words in self.outcome.letter:
            expect(self.erika.get_by_role("article")).to_contain_text(words)
        self.look(self.erika, "decision")
        with self.erika.expect_download() as download:
            self.erika.get_by_role("link", name="Bescheid herunterladen (PDF)").click()
        pdf = Path(download.value.path()).read_bytes()
        assert missing_on_paper(self.erika.content().encode(), pdf) == []
        return pdf

    def check(self, pdf: bytes) -> None:
        """Anybody follows the number on the page, and the code on the letter."""
        assert examine(pdf, authorities=sealer().authorities()).is_genuine
        self.erika.get_by_role("link", name="So sieht jeder, ob die Nummer gilt").click()
        expect(self.erika.get_by_role("main")).to_contain_text("2026-00001")
        self.look(self.erika, "number")
        self.erika.goto(self.town + checked_at(pdf))
        expect(self.erika.get_by_role("main")).to_contain_text("stammt von uns")
        self.look(self.erika, "genuine")


def fill_asked(page: Page, answers: Mapping[str, str]) -> None:
    """Answer what the page asks."""
    for name, value in answers.items():
        field = page.locator(f"[name='{name}']").first
        if field.count():
            fill(page, {name: value})


@pytest.mark.parametrize("name", ["listed, with four eyes", "reduction refused after a hearing"])
def test_a_dog_is(name: str, town: str, open_page: OpenPage, at: Clock, run_jobs: Jobs) -> None:
    way = Way(OUTCOMES[name], town, open_page, run_jobs)
    way.send()
    if not way.outcome.is_automatic:
        at(2026, 3, 23, 7, 15)
        way.decide()
    at(2026, 3, 24, 17, 30)
    way.check(way.retrieve())
