"""Two at the same moment: one code, one set-up code and one recovery code each open one door."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from django.db import connections

from onlineamt.foundation.accounts.actions.login import confirm_second_factor, open_session
from onlineamt.foundation.accounts.actions.setup import create_account, new_recovery_codes, set_up_account
from onlineamt.foundation.accounts.errors import WrongSecondFactor, WrongSetupCode
from onlineamt.foundation.accounts.models import Account
from onlineamt.foundation.accounts.one_time_codes import current_code
from onlineamt.foundation.accounts.tests.factories import PASSWORD, SECRET, make_staff
from onlineamt.foundation.accounts.values import NewAccount
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.core.errors import PortalError
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant

AT_ONCE = 4


@pytest.fixture
def town(towns: tuple[Tenant, Tenant], at: Callable[..., Any]) -> UUID:
    at(2026, 3, 23, 7, 15)
    return towns[0].id


def all_at_once(town: UUID, acts: Sequence[Callable[[], object]]) -> list[type[PortalError] | None]:
    """Do everything in the same moment, each in a transaction of its own; return what went wrong, None for nothing."""
    start = Barrier(len(acts))

    def do(act: Callable[[], object]) -> type[PortalError] | None:
        start.wait()
        try:
            with in_tenant(town):
                act()
        except PortalError as error:
            return type(error)
        finally:
            connections.close_all()
        return None

    with ThreadPoolExecutor(len(acts)) as people:
        return list(people.map(do, acts))


def waiting(town: UUID) -> tuple[Account, list[str]]:
    """Return an account and the tokens of several devices that owe its second factor."""
    with in_tenant(town):
        account = make_staff("Frau Amt")
        return account, [open_session(account, browser="") for _ in range(AT_ONCE)]


def test_one_code_of_the_app_opens_one_session(town: UUID) -> None:
    _, tokens = waiting(town)
    code = current_code(SECRET, at=now())
    said = all_at_once(
        town, [lambda token=token: confirm_second_factor(token=token, code=code) for token in tokens]
    )
    assert sorted(said, key=str) == sorted([None, *[WrongSecondFactor] * (AT_ONCE - 1)], key=str)


def test_one_recovery_code_opens_one_session(town: UUID) -> None:
    account, tokens = waiting(town)
    with in_tenant(town):
        code = new_recovery_codes(account)[0]
    said = all_at_once(
        town, [lambda token=token: confirm_second_factor(token=token, code=code) for token in tokens]
    )
    assert sorted(said, key=str) == sorted([None, *[WrongSecondFactor] * (AT_ONCE - 1)], key=str)


def test_one_set_up_code_sets_one_password(town: UUID) -> None:
    with in_tenant(town):
        code = create_account(NewAccount(email="a@b.invalid", name="Herr Neu", memberships=()), by="operator")
    said = all_at_once(
        town,
        [
            lambda n=n: set_up_account(code=code, password=f"{PASSWORD} {n}", address="x", place="y")
            for n in range(AT_ONCE)
        ],
    )
    assert sorted(said, key=str) == sorted([None, *[WrongSetupCode] * (AT_ONCE - 1)], key=str)
