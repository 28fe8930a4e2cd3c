"""Entering the back office in Chromium: set up, log in, look after one's account, work by keyboard, leave.

With ONLINEAMT_SCREENSHOTS pictures of every page are kept.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from onlineamt.config.sample.staff import PASSWORD
from onlineamt.foundation.accounts.actions.setup import create_account
from onlineamt.foundation.accounts.one_time_codes import current_code
from onlineamt.foundation.accounts.values import NewAccount, Role
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.organisation.models import OrgUnit
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from tests.accessibility.browser import DESKTOP, PHONE, OpenPage, assert_keyboard, assert_targets, served
from tests.journeys.test_dog_in_a_browser import look

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# A page of a case would have it; here the form is put into a page that is there.
_FORM_WITH_A_NOTE = """() => {
  document.querySelector("main").insertAdjacentHTML("beforeend",
    "<form id='note-form' method='post' action='/amt/konto'><textarea name='note'></textarea><button>x</button></form>")
  document.querySelector("[name=note]").value = "Zeile 1\\nZeile 2"
}"""
_LIST_WITH_A_FILTER = """() => {
  const lines = [1, 2, 3].map((number) => `<li><a data-line="${number}" href="/amt/tasten">${number}</a></li>`)
  document.querySelector("main").insertAdjacentHTML("beforeend", `<input data-filter><ul>${lines.join("")}</ul>`)
}"""
EMAIL = "frau.amt@musterstadt.invalid"


@pytest.fixture
def setup_code(towns: tuple[Tenant, Tenant]) -> str:
    """Return the code with which Frau Amt sets up her account."""
    office = OrgUnit.objects.create(
        tenant=towns[0], key="steueramt", kind="steuern", name="Amt für Steuern und Abgaben"
    )
    memberships = ((office.id, Role.CASEWORKER), (office.id, Role.DECIDER))
    with in_tenant(towns[0].id):
        return create_account(NewAccount(email=EMAIL, name="Frau Amt", memberships=memberships), by="test")


@pytest.fixture
def town(setup_code: str) -> Iterator[str]:
    """Return the address of Musterstadt."""
    from onlineamt.config.wsgi import application

    with served(application) as port:
        yield f"http://musterstadt.localhost:{port}"


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_frau_amt_comes_in_and_leaves(town: str, setup_code: str, open_page: OpenPage, width: int) -> None:
    page = open_page(f"{town}/amt/konto", width=width)
    look(page, "staff-login")
    page.get_by_role("link", name="Ich habe einen Einrichtungscode").click()
    _set_up(page, setup_code)
    page.get_by_role("link", name="Ich habe die Codes aufbewahrt").click()
    page.goto(f"{town}/amt/konto")
    look(page, "staff-account")
    assert_keyboard(page)
    if width == PHONE:
        assert_targets(page)
    _change_password(page)
    _renew_codes(page)
    page.goto(f"{town}/amt/tasten")
    look(page, "staff-keys")
    _leave(page, town)


def test_wrong_words_are_said_at_the_field(town: str, setup_code: str, open_page: OpenPage) -> None:
    page = open_page(f"{town}/amt/anmelden", width=PHONE)
    page.get_by_label("E-Mail-Adresse").fill(EMAIL)
    page.get_by_label("Passwort").fill("falsch")
    page.get_by_role("button", name="Weiter").click()
    expect(page.locator("#errors")).to_be_focused()
    expect(page.locator("#password-error")).to_contain_text("stimmen nicht")
    look(page, "staff-login-wrong")


def test_keys_lead_to_rooms_and_rest_while_somebody_types(
    town: str, setup_code: str, open_page: OpenPage
) -> None:
    page = open_page(f"{town}/amt/einrichten")
    _set_up(page, setup_code)
    page.goto(f"{town}/amt/konto")
    page.keyboard.press("?")
    page.wait_for_url(re.compile("/amt/tasten$"))
    page.keyboard.press("g")
    page.keyboard.press("k")
    page.wait_for_url(re.compile("/amt/konto$"))
    page.get_by_role("link", name="Passwort ändern").click()
    page.get_by_label("Ihr jetziges Passwort").press_sequentially("?gk")
    expect(page.get_by_label("Ihr jetziges Passwort")).to_have_value("?gk")
    expect(page).to_have_url(re.compile("/amt/konto/passwort$"))


def test_keys_walk_through_a_list_and_into_its_filter(
    town: str, setup_code: str, open_page: OpenPage
) -> None:
    page = open_page(f"{town}/amt/einrichten")
    _set_up(page, setup_code)
    page.goto(f"{town}/amt/konto")
    page.evaluate(_LIST_WITH_A_FILTER)
    for key, line in (("j", "1"), ("j", "2"), ("j", "3"), ("j", "3"), ("k", "2")):
        page.keyboard.press(key)
        expect(page.locator(f"[data-line='{line}']")).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("[data-filter]")).to_be_focused()
    page.keyboard.type("jk/?")
    expect(page.locator("[data-filter]")).to_have_value("jk/?")
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    expect(page.locator("[data-line='3']")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/amt/tasten$"))


def test_keys_can_be_switched_off(town: str, setup_code: str, open_page: OpenPage) -> None:
    page = open_page(f"{town}/amt/einrichten")
    _set_up(page, setup_code)
    page.goto(f"{town}/amt/tasten")
    page.get_by_role("button", name="Tasten ausschalten").click()
    page.keyboard.press("g")
    page.keyboard.press("k")
    page.get_by_role("button", name="Tasten einschalten").click()
    expect(page).to_have_url(re.compile("/amt/tasten$"))
    page.keyboard.press("g")
    page.keyboard.press("k")
    page.wait_for_url(re.compile("/amt/konto$"))


def _set_up(page: Page, setup_code: str) -> None:
    look(page, "staff-setup")
    page.get_by_label("Einrichtungscode").fill(setup_code)
    page.get_by_label("Neues Passwort", exact=True).fill(PASSWORD)
    page.get_by_label("Neues Passwort noch einmal").fill(PASSWORD)
    page.get_by_role("button", name="Weiter").click()
    page.get_by_text("Ich kann das Bild nicht scannen").click()
    look(page, "staff-enrolment")
    secret = page.locator("#totp-secret").inner_text().replace(" ", "")
    page.get_by_label("Code aus Ihrer App").fill(current_code(secret, at=now()))
    page.get_by_role("button", name="Weiter").click()
    expect(page.locator(".oa-codes li")).to_have_count(10)
    look(page, "staff-recovery-codes")


def _change_password(page: Page) -> None:
    page.get_by_role("link", name="Passwort ändern").click()
    look(page, "staff-password")
    page.get_by_label("Ihr jetziges Passwort").fill(PASSWORD)
    for label in ("Neues Passwort", "Neues Passwort noch einmal"):
        page.get_by_label(label, exact=True).fill("noch ein langes anderes")
    page.get_by_role("button", name="Passwort ändern").click()
    expect(page.get_by_role("status")).to_contain_text("Ihr Passwort ist geändert")
    look(page, "staff-account-changed")


def _renew_codes(page: Page) -> None:
    page.get_by_role("link", name="Neue Codes").click()
    look(page, "staff-ask-codes")
    page.get_by_label("Ihr jetziges Passwort").fill("noch ein langes anderes")
    page.get_by_role("button", name="Codes zeigen").click()
    expect(page.locator(".oa-codes li")).to_have_count(10)
    look(page, "staff-new-codes")


def _leave(page: Page, town: str) -> None:
    """Log out; the way back in the browser's history shows nothing."""
    page.goto(f"{town}/amt/konto")
    page.get_by_role("button", name="Abmelden", exact=True).first.click()
    expect(page.get_by_role("status")).to_contain_text("Sie sind abgemeldet")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Anmelden im Amt")
    expect(page.locator("body")).not_to_contain_text("Frau Amt")
    page.get_by_label("E-Mail-Adresse").fill(EMAIL)
    page.get_by_label("Passwort").fill("noch ein langes anderes")
    page.get_by_role("button", name="Weiter").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Code aus Ihrer App")
    look(page, "staff-second-step")


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_what_was_typed_waits_when_the_session_is_over(
    town: str, setup_code: str, open_page: OpenPage, width: int
) -> None:
    page = open_page(f"{town}/amt/konto", width=width)
    page.goto(f"{town}/amt/einrichten")
    _set_up(page, setup_code)
    page.goto(f"{town}/_demo/totp")
    look(page, "staff-demo-codes")
    page.goto(f"{town}/amt/konto")
    page.evaluate(_FORM_WITH_A_NOTE)
    page.context.clear_cookies(name="sitzung")
    page.locator("#note-form button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ihre Anmeldung ist abgelaufen")
    expect(page.locator("input[name=note]")).to_have_value("Zeile 1\nZeile 2")
    look(page, "staff-expired")
