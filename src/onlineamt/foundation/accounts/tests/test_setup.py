"""Getting an account, setting it up, losing it: by a code that is good once, for a day, in one town."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from tests.hostile.dump import dump

from onlineamt.foundation.accounts.actions.credentials import change_password, renew_recovery_codes
from onlineamt.foundation.accounts.actions.login import (
    Device,
    LoggedIn,
    begin_login,
    confirm_second_factor,
    open_session,
)
from onlineamt.foundation.accounts.actions.setup import (
    create_account,
    deactivate_account,
    enrolment_of,
    reset_account,
    set_up_account,
)
from onlineamt.foundation.accounts.errors import (
    EmailTaken,
    NotLoggedIn,
    PasswordTooWeak,
    WrongLogin,
    WrongPassword,
    WrongSecondFactor,
    WrongSetupCode,
)
from onlineamt.foundation.accounts.models import Account, RecoveryCode
from onlineamt.foundation.accounts.one_time_codes import current_code
from onlineamt.foundation.accounts.queries import (
    access_caseworker,
    find_account,
    list_accounts,
    names_of,
    totp_secret,
)
from onlineamt.foundation.accounts.tests.factories import PASSWORD, make_staff, open_staff_session
from onlineamt.foundation.accounts.values import NewAccount, Role
from onlineamt.foundation.audit.models import AuditEntry
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.organisation.models import OrgUnit
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant

EMAIL = "Inge.Amt@musterstadt.invalid"
Clock = Callable[..., Any]


@pytest.fixture
def office(towns: tuple[Tenant, Tenant], at: Clock) -> Iterator[UUID]:
    """It is Monday morning; Musterstadt's transaction is open."""
    at(2026, 3, 23, 7, 15)
    unit = OrgUnit.objects.create(tenant=towns[0], key="steueramt", kind="steuern", name="Steueramt")
    with in_tenant(towns[0].id):
        yield unit.id


def employ(office: UUID, *, email: str = EMAIL) -> str:
    new = NewAccount(email=email, name=" Inge Amt ", memberships=((office, Role.CASEWORKER),))
    return create_account(new, by="operator")


def set_up(code: str, password: str = PASSWORD) -> Account:
    return set_up_account(code=code, password=password, address="192.0.2.1", place="Musterstadt")


def enrolled(account: Account) -> LoggedIn:
    token = open_session(account, browser="")
    return confirm_second_factor(token=token, code=current_code(totp_secret(account), at=now()))


def log_in(password: str = PASSWORD) -> str:
    return begin_login(email=EMAIL, password=password, device=Device(address="192.0.2.1"))


class TestCreateAccount:
    def test_lets_nobody_in_before_it_is_set_up(self, office: UUID) -> None:
        employ(office)
        for password in ("", "!", PASSWORD):
            with pytest.raises(WrongLogin):
                log_in(password)

    def test_refuses_a_second_account_for_an_address(self, office: UUID) -> None:
        employ(office)
        with pytest.raises(EmailTaken):
            employ(office, email=EMAIL.upper())
        assert Account.objects.count() == 1

    def test_gives_the_same_address_an_account_of_its_own_in_another_town(
        self, towns: tuple[Tenant, Tenant], at: Clock
    ) -> None:
        for town in towns:
            unit = OrgUnit.objects.create(tenant=town, key="steueramt", kind="steuern", name="Steueramt")
            with in_tenant(town.id):
                code = employ(unit.id)
        with in_tenant(towns[0].id), pytest.raises(WrongSetupCode):
            set_up(code)
        with in_tenant(towns[1].id):
            assert set_up(code).tenant_id == towns[1].id

    def test_writes_down_who_did_it_and_no_name(self, office: UUID) -> None:
        employ(office)
        (entry,) = AuditEntry.objects.all()
        assert (entry.name, entry.actor) == ("account.created", "operator")
        assert entry.facts == {"memberships": [f"{office}:caseworker"]}


class TestSetUpAccount:
    def test_leads_through_app_and_recovery_codes_into_the_office(self, office: UUID) -> None:
        account = set_up(employ(office))
        enrolment = enrolment_of(account.id, issuer="Musterstadt Online-Amt")
        assert enrolment.uri.startswith(
            "otpauth://totp/Musterstadt%20Online-Amt:inge.amt%40musterstadt.invalid?"
        )
        assert f"secret={enrolment.secret}" in enrolment.uri
        logged_in = enrolled(account)
        assert len(set(logged_in.recovery_codes)) == 10
        assert access_caseworker(logged_in.token).name == "Inge Amt"

    def test_takes_a_code_once(self, office: UUID) -> None:
        code = employ(office)
        set_up(code)
        with pytest.raises(WrongSetupCode):
            set_up(code)

    def test_takes_a_code_for_a_day(self, office: UUID, at: Clock) -> None:
        code = employ(office)
        at(2026, 3, 24, 7, 15)
        with pytest.raises(WrongSetupCode):
            set_up(code)

    def test_keeps_the_code_when_the_password_is_too_weak(self, office: UUID) -> None:
        code = employ(office)
        for password, reason in (
            ("kurz", "short"),
            ("inge-amt-inge", "personal"),
            ("musterstadt-amt", "personal"),
        ):
            with pytest.raises(PasswordTooWeak) as weak:
                set_up(code, password)
            assert reason in weak.value.reasons
        assert set_up(code.lower()).id

    def test_lets_the_app_be_connected_later_that_day_and_not_the_next(self, office: UUID, at: Clock) -> None:
        set_up(employ(office))
        at(2026, 3, 24, 7, 14)
        assert log_in()
        at(2026, 3, 24, 7, 15)
        with pytest.raises(WrongLogin):
            log_in()

    def test_shows_the_secret_no_more_once_the_app_is_connected(self, office: UUID) -> None:
        account = set_up(employ(office))
        enrolled(account)
        with pytest.raises(WrongSetupCode):
            enrolment_of(account.id, issuer="x")

    def test_stays_unfinished_by_a_wrong_code(self, office: UUID) -> None:
        account = set_up(employ(office))
        with pytest.raises(WrongSecondFactor):
            confirm_second_factor(token=open_session(account, browser=""), code="000000")
        assert not RecoveryCode.objects.exists()
        assert not list_accounts()[0].is_set_up


class TestResetAccount:
    def test_makes_everything_old_worthless(self, office: UUID) -> None:
        account = set_up(employ(office))
        before = enrolled(account)
        code = reset_account(account.id, by="operator")
        with pytest.raises(WrongLogin):
            log_in()
        with pytest.raises(NotLoggedIn):
            access_caseworker(before.token)
        again = set_up(code, "ein ganz neues Passwort")
        fresh = enrolled(again)
        assert set(fresh.recovery_codes).isdisjoint(before.recovery_codes)
        assert RecoveryCode.objects.count() == 10

    def test_opens_a_closed_account_again(self, office: UUID) -> None:
        account = set_up(employ(office))
        deactivate_account(account.id, by="operator")
        assert enrolled(set_up(reset_account(account.id, by="operator"))).token


class TestDeactivateAccount:
    def test_makes_a_set_up_code_worthless(self, office: UUID) -> None:
        code = employ(office)
        account = find_account(EMAIL)
        assert account is not None
        deactivate_account(account.id, by="operator")
        with pytest.raises(WrongSetupCode):
            set_up(code)

    def test_keeps_the_name_in_what_was_done(self, office: UUID) -> None:
        account = make_staff("Frau Amt", (office, Role.CASEWORKER))
        deactivate_account(account.id, by="operator")
        assert names_of([account.id]) == {account.id: "Frau Amt"}


class TestCredentials:
    def test_change_only_by_who_knows_the_present_password(self, office: UUID) -> None:
        account = make_staff("Frau Amt", (office, Role.CASEWORKER))
        here, other = open_staff_session(account.id), open_staff_session(account.id)
        caseworker = access_caseworker(here)
        new = "ein ganz neues Passwort"
        with pytest.raises(WrongPassword):
            change_password(caseworker=caseworker, present="falsch", new=new, place="Musterstadt")
        with pytest.raises(WrongPassword):
            renew_recovery_codes(caseworker=caseworker, present="falsch")
        with pytest.raises(PasswordTooWeak):
            change_password(caseworker=caseworker, present=PASSWORD, new="kurz", place="Musterstadt")
        change_password(caseworker=caseworker, present=PASSWORD, new=new, place="Musterstadt")
        assert access_caseworker(here)
        with pytest.raises(NotLoggedIn):
            access_caseworker(other)
        assert len(renew_recovery_codes(caseworker=caseworker, present=new)) == 10


class TestTheDatabase:
    def test_holds_no_secret_that_opens_anything(
        self, towns: tuple[Tenant, Tenant], at: Clock, as_role: Callable[[str], Any]
    ) -> None:
        """A stolen dump, keys included: no name, address, password, code, token or shared secret in it."""
        at(2026, 3, 23, 7, 15)
        unit = OrgUnit.objects.create(tenant=towns[0], key="steueramt", kind="steuern", name="Steueramt")
        with in_tenant(towns[0].id):
            code = employ(unit.id)
        with in_tenant(towns[0].id):
            account = set_up(code)
            secret = totp_secret(account)
            logged_in = enrolled(account)
            second = reset_account(make_staff("Herr Akte", (unit.id, Role.CASEWORKER)).id, by="operator")
        stolen = repr(dump(as_role))
        clear = [
            "Inge Amt",
            EMAIL.casefold(),
            PASSWORD,
            code,
            second,
            secret,
            logged_in.token,
            logged_in.known_by,
        ]
        assert [word for word in (*clear, *logged_in.recovery_codes) if word in stolen] == []
        assert "argon2$argon2id$v=19$m=19456,t=2,p=1$" in stolen  # what is looked through is there
