"""Gives the people of the sample world their accounts, on the way everybody gets one. Never in production."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from django.conf import settings

from onlineamt.config.progress import CannotGoOn
from onlineamt.config.sample.reading import SampleStaff
from onlineamt.foundation.accounts.actions.login import confirm_second_factor, log_out, open_session
from onlineamt.foundation.accounts.actions.setup import create_account, set_up_account
from onlineamt.foundation.accounts.errors import WrongSecondFactor
from onlineamt.foundation.accounts.models import Account
from onlineamt.foundation.accounts.one_time_codes import current_code
from onlineamt.foundation.accounts.queries import find_account, totp_secret
from onlineamt.foundation.accounts.rules import TOTP_SECONDS
from onlineamt.foundation.accounts.values import Caseworker, NewAccount
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.organisation.queries import get_office
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import current_tenant_id, in_tenant

PASSWORD = "regenbogen-akten-tee"  # noqa: S105 -- everybody may know it: nothing in the sample world is real
_ACTOR = "sample"


def employ(staff: Iterable[SampleStaff], tenants: Mapping[str, Tenant]) -> None:
    """Set up the accounts that are not there yet, all with the same password. Raises CannotGoOn in production."""
    if settings.ENV.is_production:
        raise CannotGoOn("Konten mit bekanntem Passwort gehören nicht in den Betrieb.")
    for person in staff:
        tenant = tenants[person.tenant_key]
        with in_tenant(tenant.id):
            if find_account(person.email) is None:
                _set_up(tenant, person)


def caseworkers_of(people: Sequence[SampleStaff]) -> dict[str, Caseworker]:
    """Return people of the open municipality as actions know them, by name, without logging anybody in."""
    return {person.name: _caseworker(person) for person in people}


def _caseworker(person: SampleStaff) -> Caseworker:
    account = find_account(person.email)
    if account is None:
        raise LookupError(person.email)
    office = get_office(current_tenant_id(), person.office_key)
    return Caseworker(
        account_id=account.id,
        name=person.name,
        session_id=new_id(),
        memberships={office.id: frozenset(person.roles)},
        noted_at=now(),
    )


def _set_up(tenant: Tenant, person: SampleStaff) -> None:
    office = get_office(tenant.id, person.office_key)
    new = NewAccount(
        email=person.email, name=person.name, memberships=tuple((office.id, role) for role in person.roles)
    )
    code = create_account(new, by=_ACTOR)
    account = set_up_account(code=code, password=PASSWORD, address=_ACTOR, place=tenant.name)
    token = open_session(account, browser="")
    try:
        logged_in = confirm_second_factor(token=token, code=_earlier_code(account))
    except WrongSecondFactor:  # a new half minute began between making the code and looking at it
        logged_in = confirm_second_factor(token=token, code=_earlier_code(account))
    log_out(token=logged_in.token)


def _earlier_code(account: Account) -> str:
    """Return the code before the present one, so that the present one is still good for the first log-in."""
    return current_code(totp_secret(account), at=now() - timedelta(seconds=TOTP_SECONDS))
