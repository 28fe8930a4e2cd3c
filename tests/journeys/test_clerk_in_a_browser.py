"""The clerk's way in Chromium: every page looked at by axe, narrow and wide, light and dark; and done by keyboard alone.

With ONLINEAMT_SCREENSHOTS pictures of every page are kept.
"""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connections
from django.test import Client
from playwright.sync_api import Page, expect

from onlineamt.audiences.backoffice.device import SESSION
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.cases.actions.requests import Question, answer_request, request_evidence
from onlineamt.procedure.cases.models import Case, CaseTask
from tests.accessibility.browser import DESKTOP, PHONE, OpenPage, served
from tests.cases import Send
from tests.journeys.clerk import Clerk, examined, finish_tasks
from tests.journeys.test_dog_in_a_browser import look
from tests.staff import Staff

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TODAY = date(2026, 3, 20)
REASONS = "Der Bescheid über Bürgergeld lag vor und gilt bis Dezember."


@pytest.fixture(autouse=True)
def march(at: Callable[..., Any]) -> None:
    """It is Friday, 20 March 2026, for the servers; browsers have clocks of their own."""
    at(2026, 3, 20, 9, 0)


@pytest.fixture
def cases(
    dog_town: Tenant,
    send: Send,
    staff: Staff,
    frau_amt: Client,
    herr_akte: Client,
    run_jobs: Callable[[], None],
) -> dict[str, UUID]:
    """Return cases in many states: late, with a correction, waiting, before a second person, decided."""
    late = arrive(dog_town, send, "Max", days=-3)
    corrected = arrive(dog_town, send, "Ida", days=2)
    ask(dog_town, corrected, staff)
    with in_tenant(dog_town.id):
        answer_request(corrected, answers={"hund.name": "Fenchel"}, message="Er heißt jetzt anders.")
    waiting = arrive(dog_town, send, "Kim", days=9)
    ask(dog_town, waiting, staff)
    listed = examined(dog_town, send("listenhund", changed={"haltung.seit": "2026-02-01"}))
    akte = finish_tasks(Clerk(herr_akte), listed)
    akte.follow("Entscheiden")
    akte.press("Speichern und Brief ansehen", {"outcome": "listed"})
    akte.press("Zur Freigabe vorlegen")
    decided = arrive(dog_town, send, "Ute", days=5)
    amt = finish_tasks(Clerk(frau_amt), decided)
    amt.press("Übernehmen")
    amt.follow("Vermerk")
    amt.press("Vermerk speichern", {"text": "Telefonat am Montag: Der Nachweis folgt."})
    amt.follow("Entscheiden")
    amt.press("Speichern und Brief ansehen", {"outcome": "reduced", "reasons": REASONS})
    amt.press("Bescheid erlassen")
    with ThreadPoolExecutor(1) as beside:  # the browser's loop occupies this thread
        beside.submit(lambda: (run_jobs(), connections.close_all())).result()
    return {"late": late, "corrected": corrected, "waiting": waiting, "listed": listed, "decided": decided}


@pytest.fixture
def town() -> Iterator[str]:
    """Return the address of Musterstadt."""
    from onlineamt.config.wsgi import application

    with served(application) as port:
        yield f"http://musterstadt.localhost:{port}"


def desk(open_page: OpenPage, town: str, client: Client, path: str, **options: Any) -> Page:
    """Open a page in Chromium as somebody who is logged in."""
    page = open_page(f"{town}{path}", **options)  # which leads to the log-in
    page.context.add_cookies([{"name": SESSION, "value": client.cookies[SESSION].value, "url": town}])
    page.goto(f"{town}{path}")
    return page


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_every_page_can_be_used_by_everybody(
    town: str, cases: dict[str, UUID], frau_amt: Client, open_page: OpenPage, width: int
) -> None:
    page = desk(open_page, town, frau_amt, "/amt/", width=width)
    look(page, "clerk-list")
    for path in ("?liste=meine", "?liste=entschieden", "?suche=26-XXXX"):
        page.goto(f"{town}/amt/{path}")
        look(page, "clerk-list-" + path[1:].replace("=", "-"))
    for name, case_id in cases.items():
        page.goto(f"{town}/amt/vorgang/{case_id}")
        look(page, f"clerk-case-{name}")
    case = f"{town}/amt/vorgang/{cases['corrected']}"
    for name in (
        "nachfordern",
        "anhoeren",
        "bescheid",
        "vermerk",
        "weiterleiten",
        "zusammenfuehren",
        "sperre",
    ):
        page.goto(f"{case}/{name}")
        look(page, f"clerk-{name}")
    page.goto(f"{town}/amt/vorgang/{cases['listed']}/bescheid/pruefen")
    look(page, "clerk-issue")


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_mistakes_take_the_focus(
    dog_town: Tenant, town: str, cases: dict[str, UUID], frau_amt: Client, open_page: OpenPage, width: int
) -> None:
    with in_tenant(dog_town.id):
        task = CaseTask.objects.get(case_id=cases["late"], name="pruefung")
    page = desk(open_page, town, frau_amt, f"/amt/vorgang/{cases['late']}/aufgabe/{task.id}", width=width)
    page.get_by_role("button", name="Aufgabe erledigen").click()
    expect(page.locator("#errors")).to_be_focused()
    look(page, "clerk-task-wrong")


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_what_a_colleague_changed_takes_the_focus_and_nothing_typed_is_lost(
    town: str, cases: dict[str, UUID], frau_amt: Client, herr_akte: Client, open_page: OpenPage, width: int
) -> None:
    page = desk(open_page, town, frau_amt, f"/amt/vorgang/{cases['late']}/bescheid", width=width)
    page.get_by_label("Angemeldet mit Ermäßigung").check()
    page.get_by_label("Begründung").fill(REASONS)
    Clerk(herr_akte).open_case(cases["late"]).press("Übernehmen")
    page.get_by_role("button", name="Nur speichern").click()
    expect(page.locator("#trouble")).to_be_focused()
    expect(page.locator("#trouble")).to_contain_text("Vorgang übernommen")
    expect(page.get_by_label("Begründung")).to_have_value(REASONS)
    look(page, "clerk-changed")
    page.goto(f"{town}/amt/vorgang/{cases['late']}")
    look(page, "clerk-case-of-a-colleague")


def test_a_case_is_decided_without_a_mouse(
    town: str, cases: dict[str, UUID], frau_amt: Client, open_page: OpenPage
) -> None:
    page = desk(open_page, town, frau_amt, "/amt/")
    keys = page.keyboard
    keys.press("j")
    keys.press("Enter")
    page.wait_for_url(re.compile(str(cases["late"])))
    keys.press("t")
    expect(page.get_by_role("status")).to_contain_text("Sie bearbeiten diesen Vorgang jetzt.")
    page.wait_for_load_state()
    for _ in range(2):
        keys.press("j")
        keys.press("Enter")
        page.wait_for_url(re.compile("/aufgabe/"))
        finish_by_keyboard(page)
    keys.press("e")
    page.wait_for_url(re.compile("/bescheid$"))
    tab_to(page, "outcome")
    keys.press("Space")
    for _ in range(2):
        keys.press("ArrowDown")
    tab_to(page, "reasons")
    keys.type(REASONS + " etv")  # keys rest while somebody types
    expect(page).to_have_url(re.compile("/bescheid$"))
    tab_to(page, "_check")
    keys.press("Enter")
    page.wait_for_url(re.compile("/bescheid/pruefen$"))
    expect(page.get_by_role("article")).to_contain_text("Bürgergeld")
    keys.press("u")
    page.wait_for_url(re.compile(f"{cases['late']}$"))
    keys.press("v")
    page.wait_for_url(re.compile("/bescheid/pruefen$"))
    tab_to_words(page, "Bescheid erlassen")
    keys.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Der Bescheid ist erlassen.")
    page.wait_for_load_state()  # the words stand before the keys do
    keys.press("u")
    page.wait_for_url(re.compile("/amt/$"))


def test_letters_open_what_is_named_under_the_question_mark(
    town: str, cases: dict[str, UUID], frau_amt: Client, open_page: OpenPage
) -> None:
    page = desk(open_page, town, frau_amt, f"/amt/vorgang/{cases['corrected']}")
    for key, heading in (("n", "Vermerk schreiben"), ("f", "Etwas nachfordern"), ("e", "Entscheiden")):
        page.goto(f"{town}/amt/vorgang/{cases['corrected']}")
        page.keyboard.press(key)
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    page.goto(f"{town}/amt/vorgang/{cases['corrected']}")
    page.keyboard.press("?")
    page.wait_for_url(re.compile("/amt/tasten$"))
    expect(page.get_by_role("heading", name="In einem Vorgang")).to_be_visible()


def arrive(town: Tenant, send: Send, name: str, *, days: int) -> UUID:
    """Let a case arrive which is due some days from now."""
    case_id = examined(town, send("ermaessigung", email=True, changed={"person.vorname": name}))
    with in_tenant(town.id):
        CaseTask.objects.filter(case_id=case_id).update(due_on=TODAY + timedelta(days=days))
        Case.objects.filter(id=case_id).update(due_on=TODAY + timedelta(days=days))
    return case_id


def ask(town: Tenant, case_id: UUID, staff: Staff) -> None:
    """Ask the applicant for the name of the dog."""
    with in_tenant(town.id):
        question = Question(
            text="Im Impfausweis steht ein anderer Name. Wie heißt Ihr Hund?",
            due_on=TODAY + timedelta(days=14),
            fields=["hund.name"],
        )
        revision = Case.objects.get(id=case_id).revision
        request_evidence(case_id, question, caseworker=staff("Frau Amt"), revision=revision)


def finish_by_keyboard(page: Page) -> None:
    """Say „ja“ at each check, then press the button."""
    for name in page.eval_on_selector_all(
        "input[type=radio]", "radios => [...new Set(radios.map(radio => radio.name))]"
    ):
        tab_to(page, name)
        page.keyboard.press("Space")
    tab_to_words(page, "Aufgabe erledigen")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Die Aufgabe ist erledigt.")
    page.wait_for_load_state()  # keys pressed before that go nowhere


def tab_to(page: Page, name: str) -> None:
    """Press Tab until a field or button of this name has the focus."""
    _tab_until(page, "name => document.activeElement.name === name", name)


def tab_to_words(page: Page, words: str) -> None:
    """Press Tab until something with these words has the focus."""
    _tab_until(page, "words => document.activeElement.textContent.trim() === words", words)


def _tab_until(page: Page, condition: str, value: str) -> None:
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate(condition, value):
            return
    raise AssertionError(f"Tab does not reach „{value}“ on {page.url}")
