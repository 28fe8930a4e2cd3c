"""Taking over somebody's desk: with half a log-in, a cookie of the next town, a code that was used, two hands at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.urls import get_resolver

from onlineamt.audiences.backoffice.device import SESSION
from onlineamt.foundation.accounts.actions.login import open_session
from onlineamt.foundation.accounts.models import Account, RecoveryCode, StaffSession
from onlineamt.foundation.accounts.one_time_codes import current_code, recovery_hash
from onlineamt.foundation.accounts.tests.factories import PASSWORD, SECRET, email_of, open_staff_session
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.tenancy.directory import directory
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from tests.architecture.test_addresses import addresses
from tests.staff import Staff
from tests.world import web_environ

RECOVERY = "ACDEFGHJKMNP"  # twelve characters, as recovery codes have
SOMETHING = "00000000-0000-7000-8000-000000000000"


def paths() -> list[str]:
    """Return every address under /amt/ that is behind the door."""
    doors = {"staff_login", "staff_second_step", "staff_logout", "staff_setup", "staff_enrolment"}
    found = []
    for path, pattern in addresses(get_resolver()):
        if path.startswith("amt/") and pattern.name not in doors:
            parts = [SOMETHING if part.startswith("<uuid:") else part for part in path.split("/")]
            found.append("/" + "/".join("x" if part.startswith("<") else part for part in parts))
    assert len(found) > 40
    return found


def browser(host: str = "musterstadt.localhost", *, token: str = "") -> Client:
    made = Client(raise_request_exception=False, **web_environ(host))
    if token:
        made.cookies[SESSION] = token
    return made


def session_of(town: Tenant, staff: Staff, name: str = "Frau Amt") -> str:
    with in_tenant(town.id):
        return open_staff_session(staff(name).account_id)


def half_session(town: Tenant, staff: Staff) -> str:
    """Return the token of a device on which the right password was typed and nothing else."""
    with in_tenant(town.id):
        return open_session(Account.objects.get(id=staff("Frau Amt").account_id), browser="")


def at_once(calls: list[Callable[[], Any]]) -> list[Any]:
    directory.find("musterstadt.localhost")
    start = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        start.wait(10)
        try:
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as hands:
        return list(hands.map(run, calls))


class TestNoAddressOpens:
    def answers(self, client: Client) -> set[tuple[int, str]]:
        said = set()
        for path in paths():
            for page in (client.get(path), client.post(path, {"text": "x", "revision": "0"})):
                assert page["Cache-Control"] == "no-store", path
                said.add((page.status_code, page.get("Location", "").split("?")[0]))
        return said

    def test_to_a_password_without_the_code(self, towns: tuple[Tenant, Tenant], staff: Staff) -> None:
        token = half_session(towns[0], staff)
        assert self.answers(browser(token=token)) == {(302, "/amt/anmelden"), (403, "")}

    def test_to_a_session_of_the_next_town(self, towns: tuple[Tenant, Tenant], staff: Staff) -> None:
        token = session_of(towns[1], staff, "Frau Nachbar")
        assert self.answers(browser(token=token)) == {(302, "/amt/anmelden"), (403, "")}
        assert browser("nachbarstadt.localhost", token=token).get("/amt/konto").status_code == 200

    def test_to_our_session_at_the_next_town(self, towns: tuple[Tenant, Tenant], staff: Staff) -> None:
        stranger = browser("nachbarstadt.localhost", token=session_of(towns[0], staff))
        assert self.answers(stranger) == {(302, "/amt/anmelden"), (403, "")}

    def test_to_a_session_that_was_ended(self, towns: tuple[Tenant, Tenant], staff: Staff) -> None:
        token = session_of(towns[0], staff)
        assert browser(token=token).post("/amt/abmelden").status_code == 302
        assert self.answers(browser(token=token)) == {(302, "/amt/anmelden"), (403, "")}

    def test_to_whoever_reads_the_table_of_sessions(self, towns: tuple[Tenant, Tenant], staff: Staff) -> None:
        session_of(towns[0], staff)
        with in_tenant(towns[0].id):
            stored = bytes(StaffSession.objects.latest("started_at").token_hash).hex()
        assert browser(token=stored[:43]).get("/amt/konto").status_code == 302


class TestAFormFromElsewhere:
    @pytest.mark.parametrize(
        "sent",
        [
            {"HTTP_SEC_FETCH_SITE": "cross-site"},
            {"HTTP_SEC_FETCH_SITE": "same-site"},
            {"HTTP_SEC_FETCH_SITE": ""},
            {"HTTP_SEC_FETCH_SITE": "SAME-ORIGIN, cross-site"},
            {"HTTP_ORIGIN": "null"},
            {"HTTP_ORIGIN": "http://nachbarstadt.localhost"},
            {"HTTP_ORIGIN": "http://musterstadt.localhost.evil.example"},
            {"HTTP_ORIGIN": "http://evil.example/?musterstadt.localhost"},
            {"HTTP_ORIGIN": "http://musterstadt.localhost@evil.example"},
            {"HTTP_ORIGIN": "http://["},
            {"HTTP_REFERER": "http://evil.example/musterstadt.localhost"},
            {},
        ],
        ids=str,
    )
    def test_does_nothing_to_any_address(
        self, sent: dict[str, Any], towns: tuple[Tenant, Tenant], staff: Staff
    ) -> None:
        victim = Client(raise_request_exception=False, HTTP_HOST="musterstadt.localhost", **sent)
        victim.cookies[SESSION] = session_of(towns[0], staff)
        for path in (*paths(), "/amt/anmelden", "/amt/anmelden/code", "/amt/abmelden", "/amt/einrichten"):
            assert victim.post(path, {"text": "x"}).status_code == 403, path
        with in_tenant(towns[0].id):
            assert StaffSession.objects.filter(ended_at=None, confirmed_at__isnull=False).exists()


class TestTheSecondFactor:
    def log_in(self, path: str = "/amt/anmelden") -> Client:
        client = browser()
        page = client.post(path, {"email": email_of("Frau Amt"), "password": PASSWORD})
        assert page["Location"].startswith("/amt/anmelden/code")
        return client

    def test_counts_once_in_two_hands(self, towns: tuple[Tenant, Tenant], staff: Staff) -> None:
        staff("Frau Amt")
        hands = [self.log_in() for _ in range(3)]
        code = current_code(SECRET, at=now())
        pages = at_once([lambda hand=hand: hand.post("/amt/anmelden/code", {"code": code}) for hand in hands])
        assert sorted(page.status_code for page in pages) == [302, 422, 422]
        assert [hand.get("/amt/konto").status_code for hand in hands].count(200) == 1

    def test_counts_once_as_a_recovery_code(self, towns: tuple[Tenant, Tenant], staff: Staff) -> None:
        account_id = staff("Frau Amt").account_id
        with in_tenant(towns[0].id):
            account = Account.objects.get(id=account_id)
            RecoveryCode.objects.create(account=account, code_hash=recovery_hash(account_id, RECOVERY))
        hands = [self.log_in() for _ in range(3)]
        pages = at_once(
            [lambda hand=hand: hand.post("/amt/anmelden/code", {"code": RECOVERY}) for hand in hands]
        )
        assert sorted(page.status_code for page in pages) == [302, 422, 422]

    def test_leaves_nothing_to_whoever_planted_the_first_token(
        self, towns: tuple[Tenant, Tenant], staff: Staff
    ) -> None:
        staff("Frau Amt")
        victim = self.log_in()
        planted = victim.cookies[SESSION].value
        victim.post("/amt/anmelden/code", {"code": current_code(SECRET, at=now())})
        assert victim.get("/amt/konto").status_code == 200
        assert victim.cookies[SESSION].value != planted
        assert browser(token=planted).get("/amt/konto").status_code == 302

    def test_cannot_be_guessed_by_many_hands(self, towns: tuple[Tenant, Tenant], staff: Staff) -> None:
        staff("Frau Amt")
        hands = [self.log_in() for _ in range(8)]
        wrong = f"{(int(current_code(SECRET, at=now())) + 1) % 1_000_000:06}"
        pages = at_once(
            [lambda hand=hand: hand.post("/amt/anmelden/code", {"code": wrong}) for hand in hands]
        )
        assert sorted(page.status_code for page in pages) == [422] * 5 + [429] * 3

    @pytest.mark.parametrize(
        "where",
        [
            "//evil.example", "https://evil.example", "/amt//evil.example/..//", "/amt/../../evil.example", "/\\evil.example",
            "/amt/\\..\\evil.example", "javascript:alert(1)", "/amt/\r\nSet-Cookie: a=b", "/amt/%0d%0aSet-Cookie:a=b", "amt/konto",
            "\t//evil.example", "/AMT/konto", "http:/amt/konto", "/amt/" + "x" * 600,
        ],
    )  # fmt: skip
    def test_leads_nowhere_else(self, where: str, towns: tuple[Tenant, Tenant], staff: Staff) -> None:
        staff("Frau Amt")
        client = self.log_in()
        page = client.post(
            "/amt/anmelden/code", {"code": current_code(SECRET, at=now())}, query_params={"weiter": where}
        )
        assert page.status_code == 302
        assert page["Location"].startswith("/amt/")
        assert not {"\r", "\n", "\\"} & set(page["Location"])
        assert set(page.cookies) == {"sitzung", "arbeitsplatz"}
