"""Imported schemas in Chromium, from the first page to the decision in the citizen's hands, each page looked at by axe.

Musterstadt's own invented schema always; where ONLINEAMT_FIM_SAMPLES names a folder of files from the FIM portal, also one with lists in
lists (childminding) and a deep one (work of an expert). With ONLINEAMT_SCREENSHOTS=folder the pictures are kept.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from playwright.sync_api import Page, expect

from onlineamt.foundation.accounts.one_time_codes import current_code
from onlineamt.foundation.accounts.tests.factories import PASSWORD, SECRET, email_of
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.packages.fim.tests.test_export import EVERYTHING
from onlineamt.packages.package import Package
from tests.accessibility.browser import DESKTOP, PHONE, OpenPage, assert_accessible, assert_fits, served
from tests.journeys.example_walk import MOST_STEPS, ExampleAnswers
from tests.journeys.imported import APPROVED, SAMPLES, package_of
from tests.journeys.offering import EMAIL, Jobs, offer_package, prepare_office
from tests.journeys.test_dog_in_a_browser import press
from tests.journeys.test_dog_without_javascript import mailed_code
from tests.staff import Staff

pytestmark = [pytest.mark.browser, pytest.mark.slow]
REAL = [SAMPLES / "xdf3" / f"{name}.xdf.xml" for name in ("S05000001299", "S00000000374")]
Clock = Callable[..., Any]


@pytest.fixture
def town(
    towns: tuple[Tenant, Tenant], staff: Staff, at: Clock, nobody_is_drawn: None
) -> Iterator[tuple[Tenant, str]]:
    """Return Musterstadt and its address on 20 March 2026, with Herr Fremd in the office that decides."""
    from onlineamt.config.wsgi import application

    at(2026, 3, 20, 21, 41)
    prepare_office(towns[0])
    staff("Herr Fremd")
    with served(application) as port:
        yield towns[0], f"http://musterstadt.localhost:{port}"


class Way:
    """Erika's browser and Herr Fremd's, and the answers of the fullest example."""

    def __init__(self, address: str, package: Package, open_page: OpenPage, run_jobs: Jobs) -> None:
        self.address, self.open_page, self.run_jobs = address, open_page, run_jobs
        self.answers = ExampleAnswers.of(package, "voll")
        self.key = package.service.key
        self.erika = open_page(f"{address}/leistung/{self.key}", width=PHONE)
        self.looks = 0

    def work(self) -> None:
        """Let the worker do what waits, beside the browser, whose loop occupies this thread."""

        def run() -> None:
            self.run_jobs()
            connections.close_all()

        with ThreadPoolExecutor(1) as beside:
            beside.submit(run).result()

    def look(self, page: Page) -> None:
        """See that a page is accessible and fits, on a telephone and at a desk."""
        self.looks += 1
        for width in (DESKTOP, PHONE):
            page.set_viewport_size({"width": width, "height": 900})
            if folder := os.environ.get("ONLINEAMT_SCREENSHOTS"):
                picture = (
                    f"{self.key}-{self.looks:02}-{page.url.partition('?')[0].rpartition('/')[2]}-{width}.png"
                )
                page.screenshot(path=Path(folder) / picture, full_page=True)
            assert_accessible(page)
            assert_fits(page, width=width)
            page.evaluate("document.adoptedStyleSheets = []")  # the wide letters of the last look

    def apply(self) -> str:
        """Erika answers until everything is to be checked, sends it, and gets a number."""
        self.look(self.erika)
        self.erika.locator("main form button.kern-btn--primary").first.click()
        self.erika.wait_for_load_state()
        for _ in range(MOST_STEPS):
            if self.erika.url.endswith("/pruefen"):
                break
            self.step()
            assert self.erika.locator("#errors li").all_inner_texts() == [], self.erika.url
        self.look(self.erika)
        fill(self.erika, {"contact": ["email"], "email": [EMAIL]})
        press(self.erika, "Antrag absenden")
        self.work()
        fill(self.erika, {"code": [mailed_code()]})
        press(self.erika, "Code bestätigen und absenden")
        reference = self.erika.locator("#reference").inner_text()
        self.look(self.erika)
        self.erika.goto(f"{self.address}/status")  # the page that waits for its receipt would see days pass
        self.work()
        return reference

    def step(self) -> None:
        """Answer one page, or take the next task of the list."""
        page = self.erika
        if page.url.endswith("/aufgaben"):
            self.look(page)
            rows = page.locator(".kern-task-list__item").all()
            row = next(row for row in rows if row.locator("a").count() and "Fertig" not in row.inner_text())
            row.locator("a").click()
            page.wait_for_load_state()
            return
        self.fill_page(self.answers.typed)
        self.look(page)
        fields = page.locator("oa-upload").evaluate_all("all => all.map(one => one.dataset.field)")
        for name, files in self.answers.files(set(fields)).items():
            self.upload(name, files)
        for add in page.locator("main button[name=_item][id]").all():
            list_id, value = str(add.get_attribute("id")), str(add.get_attribute("value"))
            there = int(value.rpartition(":")[2]) - 1
            if there < self.answers.entries(list_id):
                add.click()
                page.wait_for_load_state()
                self.fill_entry(list_id, there)
                return
        press(page, "Weiter")

    def upload(self, name: str, files: Sequence[tuple[str, bytes]]) -> None:
        """Choose files, unless they are there already, and wait until they are."""
        field = self.erika.locator(f"oa-upload[data-field='{name}']")
        there = field.locator(".oa-file[data-id]")
        if there.count() >= len(files):
            return
        kinds = {"pdf": "application/pdf", "png": "image/png"}
        with self.erika.expect_file_chooser() as chooser:
            field.locator("[data-act=pick]").click()
        chooser.value.set_files([
            {"name": one, "mimeType": kinds.get(one.rpartition(".")[2], "image/jpeg"), "buffer": content}
            for one, content in files
        ])  # fmt: skip
        expect(there).to_have_count(len(files))

    def fill_entry(self, list_id: str, number: int) -> None:
        """Answer the page of an entry, again where an answer opened another question."""
        page, area = self.erika, list_id.rpartition(".")[2]
        while any(name.startswith(f"{area}.") for name in names(page)):
            self.fill_page(lambda asked: self.answers.entry(list_id, number, asked))
            self.look(page)
            page.locator("main form button.kern-btn--primary").first.click()
            page.wait_for_load_state()
            assert page.locator("#errors li").all_inner_texts() == []

    def fill_page(self, typed: Callable[[set[str]], Mapping[str, list[str]]]) -> None:
        """Type what the page asks, and what it asks then."""
        done: set[str] = set()
        while new := {name: said for name, said in typed(names(self.erika)).items() if name not in done}:
            fill(self.erika, new)
            done |= new.keys()

    def decide(self, reference: str) -> None:
        """Herr Fremd logs in, takes the case, finishes his task, and grants."""
        page = self.open_page(f"{self.address}/amt/")
        fill(page, {"email": [email_of("Herr Fremd")], "password": [PASSWORD]})
        press(page, "Weiter")
        fill(page, {"code": [current_code(SECRET, at=now())]})
        press(page, "Anmelden")
        page.get_by_role("link", name=reference).first.click()
        press(page, "Übernehmen")
        self.look(page)
        case = page.url.partition("?")[0]
        page.locator("a[href*='/aufgabe/'].kern-btn").first.click()
        page.wait_for_load_state()
        for choice in page.get_by_label("ja", exact=True).all():
            choice.check()
        press(page, "Aufgabe erledigen")
        page.goto(case)
        page.get_by_role("link", name="Entscheiden").first.click()
        fill(page, {"outcome": ["genehmigt"]})
        press(page, "Speichern und Brief ansehen")
        self.look(page)
        press(page, "Bescheid erlassen")
        expect(page.get_by_role("status")).to_contain_text("Der Bescheid ist erlassen.")

    def read(self, reference: str) -> None:
        """Erika comes with her number and what only she knows, and opens the decision."""
        self.work()
        page = self.erika
        page.goto(f"{self.address}/status")
        fill(page, {"reference": [reference]})
        press(page, "Nachsehen")
        fill(page, self.answers.known)
        press(page, "Nachsehen")
        press(page, "Code anfordern")
        self.work()
        fill(page, {"code": [mailed_code()]})
        press(page, "Weiter")
        page.get_by_role("link", name="Zum Bescheid").click()
        press(page, "Bescheid öffnen")
        expect(page.get_by_role("article")).to_contain_text(APPROVED)
        self.look(page)


def names(page: Page) -> set[str]:
    """The names of all boxes that can be seen."""
    found = page.locator("main [name]").evaluate_all(
        "boxes => boxes.filter(box => !box.closest('[hidden]')).map(box => box.name)"
    )
    return set(found)


def fill(page: Page, answers: Mapping[str, list[str]]) -> None:
    """Answer as a person does: choose, tick, type."""
    for name, texts in answers.items():
        box = page.locator(f"[name='{name}']").first
        if not box.count():
            continue
        if box.get_attribute("type") in {"radio", "checkbox"}:
            for text in texts:
                page.locator(f"[name='{name}'][value='{text}']").check()
        elif box.evaluate("box => box.tagName") == "SELECT":
            box.select_option(texts)
        else:
            box.fill(texts[0])


def schemas() -> Iterator[Any]:
    """Our own schema, and the real ones that are at hand."""
    yield pytest.param(EVERYTHING, id="ours")
    for path in REAL:
        if path.exists():
            yield pytest.param(path.read_bytes(), id=path.stem)


@pytest.mark.parametrize("data", list(schemas()))
def test_an_imported_schema_is_applied_for_decided_and_read(
    data: bytes, town: tuple[Tenant, str], open_page: OpenPage, run_jobs: Jobs, tmp_path: Path, at: Clock
) -> None:
    tenant, address = town
    package = package_of(data, tmp_path)
    offer_package(tenant, package)
    way = Way(address, package, open_page, run_jobs)
    reference = way.apply()
    at(2026, 3, 23, 7, 15)
    way.decide(reference)
    at(2026, 3, 24, 17, 30)
    way.read(reference)
