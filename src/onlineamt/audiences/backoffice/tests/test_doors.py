"""The doors of the back office: who comes in, who is led to the log-in, and that nothing typed is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.staff import Staff
from tests.world import web_environ

from onlineamt.audiences.backoffice.device import SESSION
from onlineamt.foundation.accounts.values import Caseworker
from onlineamt.foundation.audit.actions import record
from onlineamt.foundation.audit.models import AuditEntry
from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant


class TestAPageForStaff:
    def test_opens_to_somebody_logged_in(self, frau_amt: Client) -> None:
        page = frau_amt.get("/amt/konto")
        assert page.status_code == 200
        assert "Frau Amt" in page.content.decode()

    def test_leads_others_to_the_log_in_and_back(self, towns: tuple[Tenant, Tenant]) -> None:
        page = Client(**web_environ()).get("/amt/konto?ok=sitzung")
        assert page.status_code == 302
        assert page["Location"] == "/amt/anmelden?weiter=%2Famt%2Fkonto%3Fok%3Dsitzung"

    def test_does_not_open_with_the_cookie_of_the_next_town(self, frau_nachbar: Client) -> None:
        thief = Client(**web_environ())
        thief.cookies[SESSION] = frau_nachbar.cookies[SESSION].value
        assert thief.get("/amt/konto").status_code == 302

    def test_is_kept_and_listed_by_nobody(self, frau_amt: Client) -> None:
        for page in (frau_amt.get("/amt/konto"), Client(**web_environ()).get("/amt/konto")):
            assert page["Cache-Control"] == "no-store"
            assert page["X-Robots-Tag"] == "noindex, nofollow"
            assert not page.has_header("X-Onlineamt-Cache")

    def test_is_always_in_german(self, frau_amt: Client) -> None:
        page = frau_amt.get("/en/amt/konto?ok=sitzung")
        assert (page.status_code, page["Location"]) == (302, "/amt/konto?ok=sitzung")
        assert frau_amt.get("/leicht/amt/anmelden")["Location"] == "/amt/anmelden"


class TestWhatSomebodyWasAboutToSend:
    def test_waits_on_the_page_when_the_session_is_over(
        self, frau_amt: Client, at: Callable[..., Any], staff: Staff
    ) -> None:
        frau_amt.cookies[SESSION] = "x" * 43
        sent = {"note": 'Zeile 1\nZeile "2" <b>', "many": ["a", "b"], "password": "geheim"}
        page = frau_amt.post("/amt/konto/passwort?x=1", sent)
        said = page.content.decode()
        assert page.status_code == 403
        assert 'name="note" value="Zeile 1\nZeile &#34;2&#34; &lt;b&gt;"' in said
        assert 'name="many" value="a"' in said
        assert 'name="many" value="b"' in said
        assert 'action="/amt/konto/passwort?x=1"' in said
        assert "geheim" not in said

    def test_is_typed_again_where_it_is_a_secret(self, towns: tuple[Tenant, Tenant]) -> None:
        page = Client(**web_environ()).post("/amt/konto/passwort", {"password": "geheim"})
        assert (page.status_code, page["Location"]) == (302, "/amt/anmelden?weiter=%2Famt%2Fkonto%2Fpasswort")


class TestWhatIsInTheWay:
    def test_is_said_in_the_frame_and_undoes_everything(
        self, frau_amt: Client, towns: tuple[Tenant, Tenant], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def half_done(caseworker: Caseworker) -> int:
            record("test.begun", chain=caseworker.account_id, actor=caseworker.actor)
            raise NotFound

        monkeypatch.setattr("onlineamt.audiences.backoffice.account.views.own.end_other_sessions", half_done)
        page = frau_amt.post("/amt/konto/andere-beenden")
        said = page.content.decode()
        assert (page.status_code, page["Cache-Control"]) == (404, "no-store")
        assert "gehört einem anderen Amt" in said
        assert "Frau Amt" in said
        with in_tenant(towns[0].id):
            assert not AuditEntry.objects.filter(name="test.begun").exists()

    def test_of_our_own_making_is_not_hidden(self, frau_amt: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(caseworker: Caseworker) -> int:
            raise RuntimeError("geheim")

        monkeypatch.setattr("onlineamt.audiences.backoffice.account.views.own.end_other_sessions", broken)
        frau_amt.raise_request_exception = False
        page = frau_amt.post("/amt/konto/andere-beenden")
        assert page.status_code == 500
        assert "geheim" not in page.content.decode()
