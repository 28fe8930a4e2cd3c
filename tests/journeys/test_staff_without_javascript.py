"""Entering the back office over HTTP: every way in, every way it is refused, and that nothing stays behind."""

import logging
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings

from onlineamt.audiences.backoffice.device import MARK, SESSION
from onlineamt.audiences.backoffice.frame import start_url
from onlineamt.foundation.accounts.actions.setup import create_account, reset_account
from onlineamt.foundation.accounts.models import StaffSession
from onlineamt.foundation.accounts.one_time_codes import current_code
from onlineamt.foundation.accounts.tests.factories import PASSWORD, SECRET, email_of
from onlineamt.foundation.accounts.values import NewAccount, Role
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.organisation.models import OrgUnit
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from tests.journeys.visitor import Visitor
from tests.staff import Staff

EMAIL = email_of("Frau Amt")
WRONG = "E-Mail-Adresse oder Passwort stimmen nicht."
WRONG_CODE = "Dieser Code stimmt nicht, oder er wurde schon benutzt."
Clock = Callable[..., Any]


@pytest.fixture(autouse=True)
def morning(at: Clock) -> None:
    """It is a quarter past eight on a Monday."""
    at(2026, 3, 23, 7, 15)


@pytest.fixture
def frau_amt_exists(staff: Staff) -> Staff:
    staff("Frau Amt")
    return staff


@pytest.fixture
def setup_code(towns: tuple[Tenant, Tenant]) -> str:
    """Return the code with which Inge Neu sets up her account."""
    office = OrgUnit.objects.create(tenant=towns[0], key="steueramt", kind="steuern", name="Steueramt")
    with in_tenant(towns[0].id):
        new = NewAccount(
            email="inge.neu@musterstadt.invalid", name="Inge Neu", memberships=((office.id, Role.CASEWORKER),)
        )
        return create_account(new, by="operator")


def code_now(secret: str = SECRET) -> str:
    return current_code(secret, at=now())


def give_password(visitor: Visitor, *, email: str = EMAIL, password: str = PASSWORD) -> Visitor:
    return visitor.send({"email": email, "password": password})


def log_in(visitor: Visitor, path: str = "/amt/anmelden") -> Visitor:
    return give_password(visitor.open(path)).send({"code": code_now()})


class TestLoggingIn:
    def test_leads_where_somebody_was_going(self, frau_amt_exists: Staff) -> None:
        visitor = log_in(Visitor(), "/amt/konto/passwort")
        assert (visitor.path, visitor.heading) == ("/amt/konto/passwort", "Passwort ändern")

    def test_leads_nowhere_else(self, frau_amt_exists: Staff) -> None:
        for evil in (
            "https://evil.example/amt/",
            "//evil.example",
            "/amt/\\evil",
            "/leistungen",
            "javascript:alert(1)",
        ):
            visitor = Visitor()
            page = visitor.client.post(f"/amt/anmelden?weiter={evil}", {"email": EMAIL, "password": PASSWORD})
            assert page["Location"] == "/amt/anmelden/code", evil

    @pytest.mark.parametrize(
        ("email", "password"),
        [(EMAIL, "falsch"), ("niemand@musterstadt.invalid", PASSWORD), (email_of("Frau Nachbar"), PASSWORD)],
    )
    def test_is_refused_in_the_same_words_whatever_is_wrong(
        self, frau_amt_exists: Staff, email: str, password: str
    ) -> None:
        """Frau Nachbar has an account, with this password, in the next town."""
        frau_amt_exists("Frau Nachbar")
        visitor = give_password(Visitor().open("/amt/anmelden"), email=email, password=password)
        assert visitor.response.status_code == 422
        assert visitor.errors == [WRONG]
        page = visitor.response.content.decode().replace(email, "…")
        other = give_password(Visitor().open("/amt/anmelden"), email="x@x.invalid", password="x")
        assert page == other.response.content.decode().replace("x@x.invalid", "…")
        assert not visitor.client.cookies

    def test_never_shows_the_password_again(self, frau_amt_exists: Staff) -> None:
        visitor = give_password(Visitor().open("/amt/anmelden"), password="ein-falsches-geheimnis")
        assert "ein-falsches-geheimnis" not in visitor.response.content.decode()

    def test_needs_the_code_of_now(self, frau_amt_exists: Staff, at: Clock) -> None:
        visitor = give_password(Visitor().open("/amt/anmelden"))
        assert visitor.send({"code": "000000"}).errors == [WRONG_CODE]
        assert visitor.open("/amt/konto").heading == "Anmelden im Amt"

    def test_takes_no_code_that_somebody_saw_over_her_shoulder(self, frau_amt_exists: Staff) -> None:
        log_in(Visitor())
        thief = give_password(Visitor().open("/amt/anmelden")).send({"code": code_now()})
        assert thief.errors == [WRONG_CODE]

    def test_is_over_after_ten_minutes_between_the_steps(self, frau_amt_exists: Staff, at: Clock) -> None:
        visitor = give_password(Visitor().open("/amt/anmelden?weiter=/amt/tasten"))
        at(2026, 3, 23, 7, 25)
        visitor.send({"code": code_now()})
        assert visitor.path == "/amt/anmelden?weiter=%2Famt%2Ftasten"

    def test_asks_in_words_to_wait_after_too_many_attempts(self, frau_amt_exists: Staff) -> None:
        visitor = Visitor().open("/amt/anmelden")
        for _ in range(20):
            give_password(visitor, password="geraten")
        assert give_password(visitor).response.status_code == 429
        assert visitor.errors == [
            "Das waren zu viele Versuche. Warten Sie eine Stunde, oder lassen Sie Ihr Konto neu einrichten."
        ]

    def test_a_second_press_leads_on(self, frau_amt_exists: Staff) -> None:
        visitor = log_in(Visitor())
        assert visitor.open("/amt/anmelden/code").path == start_url()


class TestCookies:
    def test_are_for_the_browsers_own_use(self, frau_amt_exists: Staff) -> None:
        cookies = log_in(Visitor()).client.cookies
        assert set(cookies) == {SESSION, MARK}
        assert all(cookie["httponly"] and cookie["samesite"] == "Lax" for cookie in cookies.values())
        assert cookies[SESSION]["max-age"] == ""

    def test_are_bound_to_the_host_in_production(
        self, frau_amt_exists: Staff, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(settings, "ENV", replace(settings.ENV, mode="production"))
        visitor = log_in(Visitor())
        assert set(visitor.client.cookies) == {f"__Host-{SESSION}", f"__Host-{MARK}"}
        assert all(
            cookie["secure"] and cookie["path"] == "/" and not cookie["domain"]
            for cookie in visitor.client.cookies.values()
        )
        assert visitor.open("/amt/konto").heading == "Mein Konto"
        visitor.client.post("/amt/abmelden")
        assert visitor.client.cookies[f"__Host-{SESSION}"]["secure"]


class TestSettingUp:
    def test_leads_from_the_code_to_the_office(self, setup_code: str) -> None:
        visitor = Visitor().open("/amt/anmelden").follow("Einrichtungscode")
        chosen = {"new_password": PASSWORD, "new_password_again": PASSWORD}
        assert (
            visitor.send({"code": "AAAA", **chosen})
            .errors[0]
            .startswith("Dieser Einrichtungscode stimmt nicht")
        )
        assert visitor.send({"code": setup_code, "new_password": "a", "new_password_again": "b"}).errors == [
            "Die beiden Passwörter sind nicht gleich."
        ]
        assert visitor.send(
            {"code": setup_code, "new_password": "kurz", "new_password_again": "kurz"}
        ).errors == ["Das Passwort ist zu kurz. Nehmen Sie mindestens 12 Zeichen."]
        visitor.send({"code": setup_code, **chosen})
        assert visitor.heading == "App für Codes verbinden"
        secret = shown_secret(visitor)
        assert shown_secret(visitor.open("/amt/einrichten/app")) == secret
        visitor.send({"code": code_now(secret)})
        assert len(visitor.page.cssselect(".oa-codes li")) == 10
        assert visitor.follow("aufbewahrt").response.status_code == 200
        assert visitor.open("/amt/konto").heading == "Mein Konto"
        assert visitor.open("/amt/einrichten/app").heading == "Anmelden im Amt"  # the secret is shown no more

    def test_is_over_after_a_day(self, setup_code: str, at: Clock) -> None:
        at(2026, 3, 24, 7, 15)
        chosen = {"new_password": PASSWORD, "new_password_again": PASSWORD}
        visitor = Visitor().open("/amt/einrichten").send({"code": setup_code, **chosen})
        assert visitor.errors == ["Dieser Einrichtungscode stimmt nicht, oder er ist abgelaufen."]

    def test_works_in_its_own_town_only(self, setup_code: str) -> None:
        chosen = {"new_password": PASSWORD, "new_password_again": PASSWORD}
        visitor = (
            Visitor("nachbarstadt.localhost").open("/amt/einrichten").send({"code": setup_code, **chosen})
        )
        assert visitor.errors == ["Dieser Einrichtungscode stimmt nicht, oder er ist abgelaufen."]

    def test_a_recovery_code_opens_the_door_once(self, setup_code: str) -> None:
        visitor = Visitor().open("/amt/einrichten")
        visitor.send({"code": setup_code, "new_password": PASSWORD, "new_password_again": PASSWORD})
        visitor.send({"code": code_now(shown_secret(visitor))})
        code = visitor.page.cssselect(".oa-codes li")[0].text_content()
        email = "inge.neu@musterstadt.invalid"
        fresh = give_password(Visitor().open("/amt/anmelden"), email=email).send({"code": code})
        assert fresh.open("/amt/konto").heading == "Mein Konto"
        assert "noch 9 Codes" in fresh.text
        again = give_password(Visitor().open("/amt/anmelden"), email=email).send({"code": code})
        assert again.errors == [WRONG_CODE]


class TestLeaving:
    def test_ends_the_session_on_the_server_too(self, frau_amt_exists: Staff) -> None:
        visitor = log_in(Visitor())
        copied = visitor.client.cookies[SESSION].value
        visitor.client.post("/amt/abmelden")
        assert visitor.open("/amt/konto").heading == "Anmelden im Amt"
        visitor.client.cookies[SESSION] = copied
        assert visitor.open("/amt/konto").heading == "Anmelden im Amt"

    def test_in_one_window_ends_the_others(self, frau_amt_exists: Staff) -> None:
        first = log_in(Visitor())
        second = Visitor()
        second.client.cookies = first.client.cookies
        first.client.post("/amt/abmelden")
        second.response = second.client.post("/amt/konto/andere-beenden")
        assert second.response.status_code == 403
        assert second.heading == "Ihre Anmeldung ist abgelaufen"

    def test_on_one_device_by_another(self, frau_amt_exists: Staff, at: Clock) -> None:
        desk = log_in(Visitor(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"))
        at(2026, 3, 23, 7, 16)
        phone = log_in(Visitor(HTTP_USER_AGENT="Mozilla/5.0 (iPhone) Safari/605"))
        phone.open("/amt/konto")
        assert "Firefox, Windows" in phone.text
        named = [" ".join(form.text_content().split()) for form in phone.forms()]
        phone.send(form=next(n for n, words in enumerate(named) if "Firefox, Windows" in words))
        assert phone.path == "/amt/konto?ok=sitzung"
        assert desk.open("/amt/konto").heading == "Anmelden im Amt"
        assert phone.open("/amt/konto").heading == "Mein Konto"


class TestAnHourLater:
    def test_what_was_pressed_is_sent_after_logging_in_again(self, frau_amt_exists: Staff, at: Clock) -> None:
        visitor = log_in(Visitor())
        at(2026, 3, 23, 9, 0)
        visitor.path = "/amt/konto/andere-beenden"
        visitor.response = visitor.client.post(visitor.path, {"note": "Zeile 1\nZeile 2"})
        assert visitor.heading == "Ihre Anmeldung ist abgelaufen"
        assert visitor.forms()[0].form_values() == [("note", "Zeile 1\nZeile 2")]
        window = Visitor()
        window.client.cookies = visitor.client.cookies
        log_in(window)
        visitor.send(button="Noch einmal senden")
        assert visitor.path == "/amt/konto?ok=sitzung"

    def test_a_password_is_typed_again(self, frau_amt_exists: Staff, at: Clock) -> None:
        visitor = log_in(Visitor(), "/amt/konto/passwort")
        at(2026, 3, 23, 9, 0)
        new = "fünf lila Enten im Nebel"
        visitor.send({"password": PASSWORD, "new_password": new, "new_password_again": new})
        assert visitor.heading == "Anmelden im Amt"
        assert new not in visitor.response.content.decode()
        give_password(visitor).send({"code": code_now()})
        assert visitor.heading == "Passwort ändern"

    def test_the_old_session_does_not_come_back(self, frau_amt_exists: Staff, at: Clock) -> None:
        visitor = log_in(Visitor())
        at(2026, 3, 23, 8, 15)
        assert visitor.open("/amt/konto").heading == "Anmelden im Amt"

    def test_an_administrator_has_reset_the_account(
        self, frau_amt_exists: Staff, towns: tuple[Tenant, Tenant]
    ) -> None:
        visitor = log_in(Visitor())
        with in_tenant(towns[0].id):
            reset_account(frau_amt_exists("Frau Amt").account_id, by="operator")
        assert visitor.open("/amt/konto").heading == "Anmelden im Amt"
        assert give_password(visitor).errors == [WRONG]


class TestTheLog:
    def test_names_nobody_and_holds_no_secret(
        self, setup_code: str, frau_amt_exists: Staff, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        chosen = {"new_password": PASSWORD, "new_password_again": PASSWORD}
        new = Visitor().open("/amt/einrichten").send({"code": setup_code, **chosen})
        secret = shown_secret(new)
        new.send({"code": code_now(secret)})
        recovery = [item.text_content() for item in new.page.cssselect(".oa-codes li")]
        visitor = give_password(Visitor().open("/amt/anmelden"), password="geraten-und-falsch")
        log_in(visitor)
        tokens = [cookie.value for cookie in (*new.client.cookies.values(), *visitor.client.cookies.values())]
        secrets = [EMAIL, PASSWORD, "geraten-und-falsch", setup_code, secret, code_now(), *recovery, *tokens]
        assert "amt/anmelden" in caplog.text
        assert [word for word in secrets if word in caplog.text] == []


def test_nobody_is_logged_in_twice_by_one_confirmation(
    frau_amt_exists: Staff, towns: tuple[Tenant, Tenant]
) -> None:
    """The factory's session and the one of this log-in; the half-open one became it."""
    log_in(Visitor())
    with in_tenant(towns[0].id):
        assert StaffSession.objects.count() == 2


def shown_secret(visitor: Visitor) -> str:
    return re.sub(r"\s", "", str(visitor.page.xpath("string(//*[@id='totp-secret'])")))
