"""Throwing things at the doors of the back office: whatever is typed, they stay shut and answer in words."""

import pytest
from django.test import Client

from onlineamt.foundation.accounts.actions import login
from onlineamt.foundation.accounts.tests.factories import PASSWORD, email_of
from tests.hostile.words import FORMULAS
from tests.staff import Staff
from tests.world import web_environ

NASTY = ("\uffff", "a" * 100_000, "%00", *FORMULAS)
SHUT = {200, 422, 429}


@pytest.fixture
def browser(staff: Staff) -> Client:
    staff("Frau Amt")
    return Client(**web_environ())


def test_whatever_is_typed(browser: Client) -> None:
    for typed in NASTY:
        for path, fields in (
            ("/amt/anmelden", {"email": typed, "password": typed}),
            ("/amt/anmelden", {"email": email_of("Frau Amt"), "password": typed}),
            ("/amt/einrichten", {"code": typed, "new_password": typed, "new_password_again": typed}),
        ):
            page = browser.post(path, fields)
            assert page.status_code in SHUT, (path, typed)
            assert not page.cookies
            assert "<h1>" in page.content.decode()


def test_whatever_is_typed_as_a_code(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(login, "count_attempt", lambda limit, who: None)  # all of them, not five
    browser.post("/amt/anmelden", {"email": email_of("Frau Amt"), "password": PASSWORD})
    for typed in NASTY:
        assert browser.post("/amt/anmelden/code", {"code": typed}).status_code == 422, typed
    assert browser.get("/amt/konto").status_code == 302


def test_wherever_it_is_to_lead(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(login, "count_attempt", lambda limit, who: None)
    monkeypatch.setattr(login, "is_right_password", lambda password, stored: True)
    known = {"email": email_of("Frau Amt"), "password": PASSWORD}
    for where in NASTY:
        page = browser.post("/amt/anmelden", known, query_params={"weiter": where})
        assert (page.status_code, page["Location"]) == (302, "/amt/anmelden/code"), where
        page = browser.post("/amt/anmelden", known, query_params={"weiter": f"/amt/konto{where}"})
        assert (page.status_code, page["Location"].split("?")[0]) == (302, "/amt/anmelden/code"), where


@pytest.mark.parametrize("cookie", ["", "x", "x" * 43, "x" * 5_000, "../../etc/passwd", "' OR 1=1 --"])
def test_whatever_cookie_is_shown(browser: Client, cookie: str) -> None:
    browser.cookies["sitzung"] = cookie
    browser.cookies["arbeitsplatz"] = cookie
    assert browser.get("/amt/konto").status_code == 302
    assert browser.post("/amt/anmelden", {"email": email_of("Frau Amt"), "password": "x"}).status_code == 422
    assert browser.post("/amt/anmelden/code", {"code": "000000"}).status_code == 302
    assert browser.post("/amt/abmelden").status_code == 302
