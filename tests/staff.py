"""Who works in the tests' world: people of two towns, as values for actions and as browsers that are logged in.

Frau Amt and Herr Akte work on cases of Musterstadt's tax office, Frau Entscheid signs its decisions, Herr Leitung
leads it. Herr Fremd works in another office of the same town, Frau Nachbar in the tax office of the next one.
"""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client

from onlineamt.audiences.backoffice.device import SESSION
from onlineamt.foundation.accounts.queries import access_caseworker
from onlineamt.foundation.accounts.tests.factories import make_staff, open_staff_session
from onlineamt.foundation.accounts.values import Caseworker, Role
from onlineamt.foundation.organisation.models import OrgUnit
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from tests.world import web_environ

# Name → office key, kind of office, role. Nachbar lives in the second town.
STAFF = {
    "Frau Amt": ("steueramt", "steuern", Role.CASEWORKER),
    "Herr Akte": ("steueramt", "steuern", Role.CASEWORKER),
    "Frau Entscheid": ("steueramt", "steuern", Role.DECIDER),
    "Herr Leitung": ("steueramt", "steuern", Role.LEAD),
    "Frau Schlüssel": ("steueramt", "steuern", Role.ADMIN),
    "Herr Prüf": ("steueramt", "steuern", Role.AUDITOR),
    "Herr Fremd": ("ordnungsamt", "ordnung", Role.CASEWORKER),
    "Frau Nachbar": ("steueramt", "steuern", Role.CASEWORKER),
}

Staff = Callable[[str], Caseworker]


@pytest.fixture
def staff(towns: tuple[Tenant, Tenant]) -> Staff:
    """Return a function: somebody of STAFF as actions know them, `staff("Frau Amt")`; the account is made at once."""
    known: dict[str, Caseworker] = {}

    def find(name: str) -> Caseworker:
        if name not in known:
            town = towns[1] if name == "Frau Nachbar" else towns[0]
            known[name] = _employ(town, name)
        return known[name]

    return find


@pytest.fixture
def logged_in(towns: tuple[Tenant, Tenant], staff: Staff) -> Callable[[str], Client]:
    """Return a function: a new browser in which somebody of STAFF is logged in, `logged_in("Herr Akte")`."""

    def client(name: str) -> Client:
        town = towns[1] if name == "Frau Nachbar" else towns[0]
        with in_tenant(town.id):
            token = open_staff_session(staff(name).account_id)
        browser = Client(**web_environ(f"{town.key}.localhost"))
        browser.cookies[SESSION] = token
        return browser

    return client


@pytest.fixture
def frau_amt(logged_in: Callable[[str], Client]) -> Client:
    """Return the browser of a caseworker of Musterstadt's tax office."""
    return logged_in("Frau Amt")


@pytest.fixture
def herr_akte(logged_in: Callable[[str], Client]) -> Client:
    """Return the browser of her colleague in the same office."""
    return logged_in("Herr Akte")


@pytest.fixture
def frau_entscheid(logged_in: Callable[[str], Client]) -> Client:
    """Return the browser of the decider of that office."""
    return logged_in("Frau Entscheid")


@pytest.fixture
def herr_fremd(logged_in: Callable[[str], Client]) -> Client:
    """Return the browser of a caseworker of another office of the same town."""
    return logged_in("Herr Fremd")


@pytest.fixture
def frau_nachbar(logged_in: Callable[[str], Client]) -> Client:
    """Return the browser of a caseworker of the tax office of the next town."""
    return logged_in("Frau Nachbar")


def _employ(town: Tenant, name: str) -> Caseworker:
    key, kind, role = STAFF[name]
    office_id: UUID = OrgUnit.objects.get_or_create(
        tenant=town, key=key, defaults={"kind": kind, "name": f"Amt ({kind})"}
    )[0].id
    with in_tenant(town.id):
        account = make_staff(name, (office_id, role))
        return access_caseworker(open_staff_session(account.id))
