"""Probes as the web role over real transactions: no way leads to another town's rows."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import connection, transaction

from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.sealing.actions import create_key
from onlineamt.foundation.sealing.models import SubjectKey
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import NoTenant, OtherTenant, current_tenant_id, in_tenant

Connect = Callable[[str], Any]

# Tables with tenant_id and no row-level security, and why; a table not named here must be under it.
PUBLIC_TABLES = {
    "tenant_host": "host names are looked up before the tenant is known; public",
    "content_version": "one number per tenant, read before the tenant is known; public",
    "org_unit": "offices with address and opening hours; public catalogue",
    "offering": "which services a municipality offers; public catalogue",
    "service_card": "what lists and the search know of a service; public catalogue",
}


@pytest.fixture
def their_key(towns: tuple[Tenant, Tenant]) -> UUID:
    """Return the id of a row that belongs to Nachbarstadt."""
    subject_id = new_id()
    with in_tenant(towns[1].id):
        create_key(subject_id)
    return subject_id


@pytest.fixture
def web_in_musterstadt(towns: tuple[Tenant, Tenant], as_role: Connect) -> Any:
    """Return a plain connection of the web role, bound to Musterstadt for one transaction."""
    with as_role("web") as connection:
        connection.execute("SELECT set_config('app.tenant', %s, true)", [str(towns[0].id)])
        yield connection


class TestEveryTable:
    def test_with_a_tenant_is_under_forced_row_level_security(
        self, real_transactions: None, as_role: Connect
    ) -> None:
        with as_role("superuser") as connection:
            tables = connection.execute(
                """SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity,
                          EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid)
                   FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                   JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
                   WHERE c.relkind = 'r' AND n.nspname IN ('public', 'vault')"""
            ).fetchall()
        assert len(tables) > 5
        unguarded = {name for name, is_forced, has_policy in tables if not (is_forced and has_policy)}
        assert unguarded - set(PUBLIC_TABLES) == set()

    def test_points_at_tenant_tables_with_composite_foreign_keys_only(
        self, real_transactions: None, as_role: Connect
    ) -> None:
        with as_role("superuser") as connection:
            plain = connection.execute(
                """SELECT k.conrelid::regclass::text, k.conname FROM pg_constraint k
                   JOIN pg_class target ON target.oid = k.confrelid AND target.relrowsecurity
                   WHERE k.contype = 'f' AND cardinality(k.conkey) < 2"""
            ).fetchall()
        assert plain == []


class TestAnotherTownsRow:
    def test_is_not_read(self, web_in_musterstadt: Any, their_key: UUID) -> None:
        rows = web_in_musterstadt.execute("SELECT * FROM subject_key WHERE id = %s", [their_key]).fetchall()
        assert rows == []

    def test_is_not_updated(self, web_in_musterstadt: Any, their_key: UUID) -> None:
        assert web_in_musterstadt.execute("UPDATE subject_key SET wrapped_key = ''").rowcount == 0

    def test_is_not_deleted(
        self, web_in_musterstadt: Any, their_key: UUID, towns: tuple[Tenant, Tenant]
    ) -> None:
        assert web_in_musterstadt.execute("DELETE FROM subject_key").rowcount == 0
        web_in_musterstadt.commit()
        with in_tenant(towns[1].id):
            assert SubjectKey.objects.filter(id=their_key).exists()

    def test_is_not_written(self, web_in_musterstadt: Any, towns: tuple[Tenant, Tenant]) -> None:
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            web_in_musterstadt.execute(
                "INSERT INTO subject_key (id, tenant_id, wrapped_key, created_at) VALUES (%s, %s, '', now())",
                [new_id(), towns[1].id],
            )

    def test_is_not_moved_over(self, web_in_musterstadt: Any, towns: tuple[Tenant, Tenant]) -> None:
        web_in_musterstadt.execute(
            "INSERT INTO subject_key (id, tenant_id, wrapped_key, created_at) VALUES (%s, %s, '', now())",
            [new_id(), towns[0].id],
        )
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            web_in_musterstadt.execute("UPDATE subject_key SET tenant_id = %s", [towns[1].id])

    @pytest.mark.parametrize("table", ["subject_key", "audit_entry", "erasure"])
    def test_is_not_truncated(self, web_in_musterstadt: Any, table: str) -> None:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            web_in_musterstadt.execute(f"TRUNCATE {table}")

    @pytest.mark.parametrize(
        "statement",
        [
            "ALTER TABLE subject_key DISABLE ROW LEVEL SECURITY",
            "DROP POLICY of_tenant ON subject_key",
            "SET ROLE onlineamt_maintenance",
            "SET session_replication_role = replica",
        ],
    )
    def test_is_not_reached_by_lifting_the_guard(self, web_in_musterstadt: Any, statement: str) -> None:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            web_in_musterstadt.execute(statement)


class TestWithoutATenant:
    @pytest.mark.parametrize("setting", [None, ""])
    def test_nothing_is_read(self, as_role: Connect, their_key: UUID, setting: str | None) -> None:
        with as_role("web") as connection:
            if setting is not None:
                connection.execute("SELECT set_config('app.tenant', %s, true)", [setting])
            assert connection.execute("SELECT count(*) FROM subject_key").fetchone() == (0,)

    def test_the_owner_reads_nothing_either(self, as_role: Connect, their_key: UUID) -> None:
        with as_role("owner") as connection:
            assert connection.execute("SELECT count(*) FROM subject_key").fetchone() == (0,)

    def test_a_row_cannot_be_made(self, towns: tuple[Tenant, Tenant]) -> None:
        with pytest.raises(NoTenant):
            create_key(new_id())

    def test_a_lazy_queryset_finds_nothing_after_the_transaction(
        self, towns: tuple[Tenant, Tenant], their_key: UUID
    ) -> None:
        with in_tenant(towns[1].id):
            lazy = SubjectKey.objects.filter(id=their_key)
        assert list(lazy) == []


class TestInTenant:
    def test_binds_the_transaction(self, towns: tuple[Tenant, Tenant], their_key: UUID) -> None:
        with in_tenant(towns[0].id):
            assert not SubjectKey.objects.exists()
        with in_tenant(towns[1].id):
            assert SubjectKey.objects.get().id == their_key

    def test_leaves_nothing_behind_on_the_connection(
        self, towns: tuple[Tenant, Tenant], their_key: UUID
    ) -> None:
        with in_tenant(towns[1].id):
            pass
        assert not SubjectKey.objects.exists()
        with transaction.atomic():
            assert not SubjectKey.objects.exists()

    def test_leaves_nothing_behind_when_opened_inside_another_transaction(
        self, towns: tuple[Tenant, Tenant], their_key: UUID
    ) -> None:
        with transaction.atomic():
            with in_tenant(towns[1].id):
                assert SubjectKey.objects.exists()
            assert not SubjectKey.objects.exists()

    def test_stays_bound_through_inner_atomics_that_fail(
        self, towns: tuple[Tenant, Tenant], their_key: UUID
    ) -> None:
        with in_tenant(towns[1].id):
            with pytest.raises(RuntimeError), transaction.atomic():
                raise RuntimeError
            assert SubjectKey.objects.exists()

    def test_may_be_opened_again_for_the_same_tenant(self, towns: tuple[Tenant, Tenant]) -> None:
        with in_tenant(towns[0].id), in_tenant(towns[0].id):
            assert current_tenant_id() == towns[0].id

    def test_refuses_another_tenant_inside(self, towns: tuple[Tenant, Tenant]) -> None:
        with in_tenant(towns[0].id), pytest.raises(OtherTenant), in_tenant(towns[1].id):
            pass

    def test_an_error_rolls_everything_back(self, towns: tuple[Tenant, Tenant]) -> None:
        subject_id = new_id()
        with pytest.raises(RuntimeError), in_tenant(towns[0].id):
            create_key(subject_id)
            raise RuntimeError
        with in_tenant(towns[0].id):
            assert not SubjectKey.objects.filter(id=subject_id).exists()


class TestAPooledConnection:
    def test_forgets_a_session_level_tenant(self, towns: tuple[Tenant, Tenant], their_key: UUID) -> None:
        """A setting made for the session would leak to the next request; the pool's reset clears it."""
        from onlineamt.config.settings import _forget_tenant

        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('app.tenant', %s, false)", [str(towns[1].id)])
        assert SubjectKey.objects.exists()
        _forget_tenant(connection.connection)
        assert not SubjectKey.objects.exists()
