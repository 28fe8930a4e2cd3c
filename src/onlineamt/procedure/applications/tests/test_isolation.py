"""Probes as the web role: foreign keys and cascades do not reach over to another town's applications."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg_pool import ConnectionPool

from onlineamt.config.settings import _forget_tenant
from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.applications.models import Holder
from onlineamt.procedure.applications.tests.factories import draft

Connect = Callable[[str], Any]
_INSERT = (
    "INSERT INTO application_holder (id, tenant_id, application_id, token_hash, used_at)"
    " VALUES (%s, %s, %s, 'x', now())"
)


@pytest.fixture
def theirs(towns: tuple[Tenant, Tenant]) -> UUID:
    """Return the id of an application in Nachbarstadt."""
    with in_tenant(towns[1].id):
        return draft()


@pytest.fixture
def ours(towns: tuple[Tenant, Tenant]) -> UUID:
    """Return the id of an application in Musterstadt."""
    with in_tenant(towns[0].id):
        return draft()


class TestAForeignKey:
    def test_accepts_no_row_of_another_town(
        self, towns: tuple[Tenant, Tenant], theirs: UUID, as_role: Connect
    ) -> None:
        with as_role("web") as connection:
            connection.execute("SELECT set_config('app.tenant', %s, true)", [str(towns[0].id)])
            with pytest.raises(psycopg.errors.ForeignKeyViolation):
                connection.execute(_INSERT, [new_id(), towns[0].id, theirs])

    def test_cannot_be_bent_to_another_town(
        self, towns: tuple[Tenant, Tenant], ours: UUID, theirs: UUID, as_role: Connect
    ) -> None:
        with as_role("web") as connection:
            connection.execute("SELECT set_config('app.tenant', %s, true)", [str(towns[0].id)])
            with pytest.raises(psycopg.errors.ForeignKeyViolation):
                connection.execute("UPDATE application_holder SET application_id = %s", [theirs])


class TestACascade:
    def test_takes_our_rows_along_and_no_others(
        self, towns: tuple[Tenant, Tenant], ours: UUID, theirs: UUID, as_role: Connect
    ) -> None:
        with as_role("web") as connection:
            connection.execute("SELECT set_config('app.tenant', %s, true)", [str(towns[0].id)])
            assert connection.execute("DELETE FROM application").rowcount == 1
        with in_tenant(towns[0].id):
            assert not Holder.objects.exists()
        with in_tenant(towns[1].id):
            assert Holder.objects.get().application_id == theirs


class TestAConnectionOfThePool:
    def test_is_handed_on_without_the_tenant_of_the_last_request(
        self, towns: tuple[Tenant, Tenant], theirs: UUID, cluster_urls: Any
    ) -> None:
        options = {"min_size": 1, "max_size": 1, "reset": _forget_tenant}
        with ConnectionPool(cluster_urls.web, kwargs={"autocommit": True}, **options) as pool:
            with pool.connection() as connection:
                process = connection.info.backend_pid
                connection.execute("SELECT set_config('app.tenant', %s, false)", [str(towns[1].id)])
                assert connection.execute("SELECT count(*) FROM application").fetchone() == (1,)
            with pool.connection() as connection:
                assert connection.info.backend_pid == process
                assert connection.execute("SELECT count(*) FROM application").fetchone() == (0,)
