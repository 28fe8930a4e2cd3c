"""The world of the tests: Musterstadt, its neighbour, and the people who live there."""

import shutil
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.conf import settings

from onlineamt.foundation.tenancy.actions import TenantFacts, found_tenant
from onlineamt.foundation.tenancy.directory import directory
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant

CONTACT = {
    "street": "Rathausplatz 1",
    "postcode": "99999",
    "place": "Musterstadt",
    "telephone": "115",
    "payee": "Stadtkasse Musterstadt",
    "bank_name": "Bank der Tests",
    "iban": "DE35000000000000000115",  # no bank has the number 00000000
}


def found_musterstadt() -> Tenant:
    """Found the town most tests play in."""
    return found_tenant(
        TenantFacts(
            key="musterstadt",
            name="Musterstadt",
            official_name="Stadt Musterstadt",
            kind="city",
            land="NW",
            regional_key="059990000000",
            inhabitants=600_000,
            hosts=["musterstadt.localhost"],
            contact=CONTACT,
            is_live=True,
        )
    )


def found_nachbarstadt() -> Tenant:
    """Found the town whose rows nobody in Musterstadt may see."""
    return found_tenant(
        TenantFacts(
            key="nachbarstadt",
            name="Nachbarstadt",
            official_name="Gemeinde Nachbarstadt",
            kind="town",
            land="NW",
            regional_key="059999999001",
            inhabitants=9_000,
            hosts=["nachbarstadt.localhost"],
            contact={**CONTACT, "place": "Nachbarstadt"},
            is_live=True,
        )
    )


def change_town(town: Tenant, **facts: Any) -> None:
    """Change what is known of a town, at once for this process; others would notice within a second."""
    Tenant.objects.filter(id=town.id).update(**facts)
    directory.forget()


@pytest.fixture
def towns(real_transactions: None) -> Iterator[tuple[Tenant, Tenant]]:
    """Return Musterstadt and Nachbarstadt, committed; nobody has any mail yet."""
    shutil.rmtree(
        settings.ENV.data / "mail", ignore_errors=True
    )  # only so many are kept, by the clock of their day
    directory.forget()
    yield found_musterstadt(), found_nachbarstadt()
    directory.forget()


@pytest.fixture
def musterstadt(db: None) -> Iterator[Tenant]:
    """Return Musterstadt inside a test transaction."""
    directory.forget()
    yield found_musterstadt()
    directory.forget()


@pytest.fixture
def in_musterstadt(musterstadt: Tenant) -> Iterator[Tenant]:
    """Return Musterstadt with its tenant transaction open."""
    with in_tenant(musterstadt.id):
        yield musterstadt


def web_environ(host: str = "musterstadt.localhost") -> dict[str, Any]:
    """Return what Django's test client must send to stand at a town's door."""
    return {"HTTP_HOST": host, "HTTP_SEC_FETCH_SITE": "same-origin"}


def empty_tables(superuser_url: str) -> None:
    """Empty every table, past all guards: what a test committed is gone."""
    with psycopg.connect(superuser_url, options="-c search_path=public,vault") as connection:
        tables = connection.execute(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname IN ('public', 'vault')"
            " AND tablename NOT IN ('django_migrations', 'django_content_type')"
        ).fetchall()
        connection.execute("SET session_replication_role = replica")
        connection.execute(f"TRUNCATE {', '.join(name for (name,) in tables)} CASCADE")
