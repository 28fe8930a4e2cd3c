"""Logging in on the database: both factors, once each, alike for whoever has no account, and never locked for ever."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from onlineamt.foundation.accounts import passwords
from onlineamt.foundation.accounts.actions.login import (
    Device,
    LoggedIn,
    begin_login,
    confirm_second_factor,
    delete_old_sessions,
    end_other_sessions,
    end_session,
    log_out,
    note_use,
)
from onlineamt.foundation.accounts.actions.setup import deactivate_account, new_recovery_codes
from onlineamt.foundation.accounts.errors import NotLoggedIn, WrongLogin, WrongSecondFactor
from onlineamt.foundation.accounts.models import Account, StaffSession
from onlineamt.foundation.accounts.one_time_codes import current_code
from onlineamt.foundation.accounts.queries import access_caseworker, access_pending_login, list_sessions
from onlineamt.foundation.accounts.rules import PASSWORDS_BY_STRANGERS
from onlineamt.foundation.accounts.tests.factories import (
    PASSWORD,
    SECRET,
    email_of,
    make_staff,
    open_staff_session,
)
from onlineamt.foundation.accounts.values import Role
from onlineamt.foundation.audit.models import AuditEntry
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.core.errors import TooManyAttempts
from onlineamt.foundation.organisation.models import OrgUnit
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant

EMAIL = email_of("Frau Amt")
Clock = Callable[..., Any]


@pytest.fixture
def frau_amt(towns: tuple[Tenant, Tenant], at: Clock) -> Iterator[Account]:
    """It is a quarter past eight on a Monday; the transaction of Musterstadt is open."""
    at(2026, 3, 23, 7, 15)
    tax = OrgUnit.objects.create(tenant=towns[0], key="steueramt", kind="steuern", name="Steueramt")
    trade = OrgUnit.objects.create(tenant=towns[0], key="gewerbeamt", kind="gewerbe", name="Gewerbeamt")
    with in_tenant(towns[0].id):
        yield make_staff(
            "Frau Amt", (tax.id, Role.CASEWORKER), (tax.id, Role.DECIDER), (trade.id, Role.AUDITOR)
        )


def desk(known_by: str = "", address: str = "192.0.2.1") -> Device:
    return Device(address=address, browser="Firefox/140 Windows", known_by=known_by)


def code_now() -> str:
    return current_code(SECRET, at=now())


def log_in(known_by: str = "") -> LoggedIn:
    token = begin_login(email=EMAIL, password=PASSWORD, device=desk(known_by))
    return confirm_second_factor(token=token, code=code_now())


def said_of(account: Account) -> list[str]:
    return list(
        AuditEntry.objects.filter(chain=account.id).order_by("position").values_list("name", flat=True)
    )


class TestBeginLogin:
    def test_opens_nothing_but_the_second_step(self, frau_amt: Account) -> None:
        token = begin_login(email="  FRAU.amt@musterstadt.invalid", password=PASSWORD, device=desk())
        assert access_pending_login(token).account_id == frau_amt.id
        with pytest.raises(NotLoggedIn):
            access_caseworker(token)

    def test_waits_ten_minutes_for_the_second_step(self, frau_amt: Account, at: Clock) -> None:
        token = begin_login(email=EMAIL, password=PASSWORD, device=desk())
        at(2026, 3, 23, 7, 25)
        with pytest.raises(NotLoggedIn):
            confirm_second_factor(token=token, code=code_now())

    @pytest.mark.parametrize(
        ("email", "password"),
        [
            (EMAIL, "falsch"),
            (EMAIL, ""),
            (EMAIL, PASSWORD + " "),
            (EMAIL, "x" * 1_000),
            ("niemand@musterstadt.invalid", PASSWORD),
            ("", ""),
        ],
    )
    def test_refuses_alike_whatever_is_wrong(self, frau_amt: Account, email: str, password: str) -> None:
        with pytest.raises(WrongLogin):
            begin_login(email=email, password=password, device=desk())
        assert not StaffSession.objects.exists()

    @pytest.mark.parametrize("who", ["right", "wrong", "unknown", "too_long", "closed", "not_set_up"])
    def test_costs_one_hash_whoever_asks(
        self, frau_amt: Account, monkeypatch: pytest.MonkeyPatch, who: str
    ) -> None:
        Account.objects.filter(id=frau_amt.id).update(
            is_active=who != "closed", enrolled_at=None if who == "not_set_up" else now()
        )
        email = "niemand@musterstadt.invalid" if who == "unknown" else EMAIL
        password = {"wrong": "falsch", "too_long": "x" * 300}.get(who, PASSWORD)
        calls = counted_hashes(monkeypatch)
        try:
            begin_login(email=email, password=password, device=desk())
        except WrongLogin:
            assert who != "right"
        assert len(calls) == 1

    def test_asks_the_database_as_often_for_an_unknown_address(
        self, frau_amt: Account, django_assert_num_queries: Any
    ) -> None:
        for email in (EMAIL, "niemand@musterstadt.invalid"):
            with django_assert_num_queries(3), pytest.raises(WrongLogin):
                begin_login(email=email, password="falsch", device=desk())

    def test_writes_refusals_down(self, frau_amt: Account) -> None:
        with pytest.raises(WrongLogin):
            begin_login(email=EMAIL, password="falsch", device=desk())
        log_in()
        assert said_of(frau_amt) == ["account.login_refused", "account.password_passed", "account.logged_in"]


class TestGuessing:
    def test_ends_for_strangers_and_not_at_her_own_desk(self, frau_amt: Account, at: Clock) -> None:
        known_by = log_in().known_by
        at(2026, 3, 23, 7, 16)
        for number in range(PASSWORDS_BY_STRANGERS.attempts):
            with pytest.raises(WrongLogin):
                begin_login(email=EMAIL, password="geraten", device=desk(address=f"198.51.100.{number}"))
        with pytest.raises(TooManyAttempts):
            begin_login(email=EMAIL, password=PASSWORD, device=desk(address="198.51.100.99"))
        assert log_in(known_by).token

    def test_is_over_for_unknown_addresses_after_as_many(self, frau_amt: Account) -> None:
        for number in range(PASSWORDS_BY_STRANGERS.attempts):
            with pytest.raises(WrongLogin):
                begin_login(
                    email="niemand@x.invalid", password="?", device=desk(address=f"198.51.100.{number}")
                )
        with pytest.raises(TooManyAttempts):
            begin_login(email="niemand@x.invalid", password="?", device=desk())

    def test_takes_no_mark_that_was_made_for_somebody_else(self, frau_amt: Account, at: Clock) -> None:
        office = OrgUnit.objects.get(key="steueramt")
        make_staff("Herr Akte", (office.id, Role.CASEWORKER))
        token = begin_login(email=email_of("Herr Akte"), password=PASSWORD, device=desk())
        his = confirm_second_factor(token=token, code=code_now()).known_by
        for number in range(PASSWORDS_BY_STRANGERS.attempts):
            with pytest.raises(WrongLogin):
                begin_login(email=EMAIL, password="?", device=desk(his, address=f"198.51.100.{number}"))
        with pytest.raises(TooManyAttempts):
            begin_login(email=EMAIL, password="?", device=desk())

    def test_of_codes_ends_after_five(self, frau_amt: Account) -> None:
        token = begin_login(email=EMAIL, password=PASSWORD, device=desk())
        for _ in range(5):
            with pytest.raises(WrongSecondFactor):
                confirm_second_factor(token=token, code="000000")
        with pytest.raises(TooManyAttempts):
            confirm_second_factor(token=token, code=code_now())


class TestConfirmSecondFactor:
    def test_opens_the_session_under_a_new_token(self, frau_amt: Account) -> None:
        first = begin_login(email=EMAIL, password=PASSWORD, device=desk())
        second = confirm_second_factor(token=first, code=code_now()).token
        with pytest.raises(NotLoggedIn):
            access_caseworker(first)
        caseworker = access_caseworker(second)
        tax, trade = (OrgUnit.objects.get(key=key).id for key in ("steueramt", "gewerbeamt"))
        assert (caseworker.name, caseworker.account_id) == ("Frau Amt", frau_amt.id)
        assert caseworker.memberships == {tax: {Role.CASEWORKER, Role.DECIDER}, trade: {Role.AUDITOR}}
        assert caseworker.office_ids == {tax}
        assert caseworker.may_decide(tax)
        assert not caseworker.may_decide(trade)
        assert not caseworker.leads(tax)

    def test_takes_no_code_twice(self, frau_amt: Account, at: Clock) -> None:
        log_in()
        token = begin_login(email=EMAIL, password=PASSWORD, device=desk())
        with pytest.raises(WrongSecondFactor):
            confirm_second_factor(token=token, code=code_now())
        at(2026, 3, 23, 7, 15, 30)
        assert confirm_second_factor(token=token, code=code_now()).token

    def test_takes_a_recovery_code_once(self, frau_amt: Account) -> None:
        code, *others = new_recovery_codes(frau_amt)
        typed = f"{code[:4].lower()}-{code[4:8]} {code[8:]}"
        token = begin_login(email=EMAIL, password=PASSWORD, device=desk())
        assert confirm_second_factor(token=token, code=typed).token
        token = begin_login(email=EMAIL, password=PASSWORD, device=desk())
        with pytest.raises(WrongSecondFactor):
            confirm_second_factor(token=token, code=code)
        assert confirm_second_factor(token=token, code=others[0]).token

    def test_takes_no_recovery_code_of_somebody_else(self, frau_amt: Account) -> None:
        office = OrgUnit.objects.get(key="steueramt")
        his = new_recovery_codes(make_staff("Herr Akte", (office.id, Role.CASEWORKER)))[0]
        token = begin_login(email=EMAIL, password=PASSWORD, device=desk())
        with pytest.raises(WrongSecondFactor):
            confirm_second_factor(token=token, code=his)


class TestAccessCaseworker:
    def test_costs_one_query(self, frau_amt: Account, django_assert_num_queries: Any) -> None:
        token = open_staff_session(frau_amt.id)
        with django_assert_num_queries(1):
            access_caseworker(token)

    @pytest.mark.parametrize(("hour", "minute", "is_open"), [(8, 14, True), (8, 15, False)])
    def test_ends_after_an_hour_without_use(
        self, frau_amt: Account, at: Clock, hour: int, minute: int, is_open: bool
    ) -> None:
        token = open_staff_session(frau_amt.id)
        at(2026, 3, 23, hour, minute)
        assert is_logged_in(token) is is_open

    def test_ends_after_twelve_hours_of_use(self, frau_amt: Account, at: Clock) -> None:
        start = at(2026, 3, 23, 7, 15)
        token = open_staff_session(frau_amt.id)
        for hours in range(1, 12):
            moment = start + timedelta(minutes=59 * hours)
            at(moment.year, moment.month, moment.day, moment.hour, moment.minute)
            note_use(access_caseworker(token))
        at(2026, 3, 23, 18, 40)
        note_use(access_caseworker(token))
        at(2026, 3, 23, 19, 14)
        assert is_logged_in(token)
        at(2026, 3, 23, 19, 15)
        assert not is_logged_in(token)

    @pytest.mark.parametrize(("minute", "queries"), [(20, 0), (21, 1)])
    def test_notes_use_every_few_minutes_only(
        self, frau_amt: Account, at: Clock, django_assert_num_queries: Any, minute: int, queries: int
    ) -> None:
        caseworker = access_caseworker(open_staff_session(frau_amt.id))
        at(2026, 3, 23, 7, minute)
        with django_assert_num_queries(queries):
            note_use(caseworker)

    def test_ends_with_the_account(self, frau_amt: Account) -> None:
        token = open_staff_session(frau_amt.id)
        deactivate_account(frau_amt.id, by="test")
        assert not is_logged_in(token)
        Account.objects.filter(id=frau_amt.id).update(is_active=True)
        assert not is_logged_in(token)


class TestSessions:
    def test_end_by_logging_out(self, frau_amt: Account) -> None:
        token = open_staff_session(frau_amt.id)
        log_out(token=token)
        log_out(token=token)
        assert not is_logged_in(token)
        assert said_of(frau_amt) == ["account.session_ended"]

    def test_are_listed_and_ended_one_by_one_or_together(self, frau_amt: Account) -> None:
        here, phone, home = (open_staff_session(frau_amt.id) for _ in range(3))
        caseworker = access_caseworker(here)
        assert [line.is_this for line in list_sessions(caseworker)].count(True) == 1
        end_session(access_caseworker(phone).session_id, caseworker=caseworker)
        assert [is_logged_in(token) for token in (here, phone, home)] == [True, False, True]
        assert end_other_sessions(caseworker=caseworker) == 1
        assert [is_logged_in(token) for token in (here, phone, home)] == [True, False, False]

    def test_of_a_colleague_are_not_to_be_ended(self, frau_amt: Account) -> None:
        office = OrgUnit.objects.get(key="steueramt")
        his = open_staff_session(make_staff("Herr Akte", (office.id, Role.CASEWORKER)).id)
        hers = access_caseworker(open_staff_session(frau_amt.id))
        end_session(access_caseworker(his).session_id, caseworker=hers)
        assert is_logged_in(his)


def test_old_sessions_are_deleted(towns: tuple[Tenant, Tenant], at: Clock) -> None:
    at(2026, 3, 23, 7, 15)
    with in_tenant(towns[0].id):
        account = make_staff("Frau Amt")
        open_staff_session(account.id)
    at(2026, 4, 22, 7, 14)
    with in_tenant(towns[0].id):
        open_staff_session(account.id)
    assert delete_old_sessions() == 0
    at(2026, 4, 22, 7, 16)
    assert delete_old_sessions() == 1


def is_logged_in(token: str) -> bool:
    try:
        access_caseworker(token)
    except NotLoggedIn:
        return False
    return True


def counted_hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that grows by one with every run of Argon2."""
    import argon2.low_level

    calls: list[str] = []
    for name in ("hash_secret", "verify_secret"):
        inner = getattr(argon2.low_level, name)

        def counting(*arguments: Any, _inner: Any = inner, _name: str = name, **named: Any) -> Any:
            calls.append(_name)
            return _inner(*arguments, **named)

        monkeypatch.setattr(argon2.low_level, name, counting)
    monkeypatch.setattr("argon2._password_hasher.verify_secret", argon2.low_level.verify_secret)
    monkeypatch.setattr("argon2._password_hasher.hash_secret", argon2.low_level.hash_secret)
    assert passwords.hash_password("x")
    assert calls == ["hash_secret"]  # what is counted is what hashes
    calls.clear()
    return calls
