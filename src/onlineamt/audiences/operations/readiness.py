"""Whether the portal may be given work: the database answers, and its tables are those of this version."""

from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from psycopg_pool import PoolTimeout

from onlineamt.foundation.tenancy.pools import renew_pools

_is_migrated = False


def find_obstacle() -> str:
    """Return what stands in the way, `database` or `migrations`, or an empty text."""
    global _is_migrated  # noqa: PLW0603 -- once true it stays true: the migrations of a running version do not change
    try:
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT 1")
        _is_migrated = _is_migrated or not find_waiting_migrations("default")
    except (DatabaseError, PoolTimeout):
        renew_pools()
        return "database"
    return "" if _is_migrated else "migrations"


def find_waiting_migrations(using: str) -> list[str]:
    """Return the migrations that this version brings and the database has not seen."""
    executor = MigrationExecutor(connections[using])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]
