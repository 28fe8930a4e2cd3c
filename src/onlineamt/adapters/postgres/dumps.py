"""pg_dump and pg_restore: one schema into one file, and back."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import conninfo

from onlineamt.adapters.postgres.binaries import find_client_binaries

_ENVIRONMENT = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
}


class DumpFailed(Exception):
    """pg_dump or pg_restore refused; the message is its own."""


@contextmanager
def shared_snapshot(url: str) -> Iterator[str]:
    """Hold one moment of the database, so that several dumps show the same."""
    with psycopg.connect(url) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert row is not None
        yield row[0]


def dump_schema(url: str, schema: str, target: Path, *, snapshot: str) -> None:
    """Write one schema, compressed, as the role of the address, which must see all rows. Raises DumpFailed."""
    _run(
        url,
        "pg_dump",
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        f"--schema={schema}",
        f"--snapshot={snapshot}",
        f"--file={target}",
    )


def restore_schema(url: str, schema: str, source: Path) -> None:
    """Read one schema into an empty one, all or nothing, as the role of the address, which then owns it.

    Rows come in before row-level security is switched on, so the owner may do it. Raises DumpFailed.
    """
    _run(
        url,
        "pg_restore",
        "--no-owner",
        "--no-privileges",
        "--single-transaction",
        f"--schema={schema}",
        f"--dbname={conninfo.conninfo_to_dict(url)['dbname']}",
        str(source),
    )


def is_empty(url: str) -> bool:
    """Tell whether the database holds no table yet."""
    with psycopg.connect(url) as connection:
        tables = connection.execute("SELECT 1 FROM pg_tables WHERE schemaname IN ('public', 'vault') LIMIT 1")
        return tables.fetchone() is None


def _run(url: str, program: str, *arguments: str) -> None:
    with psycopg.connect(url) as connection:
        major = connection.info.server_version // 10_000
    # The password goes by the environment: arguments can be read by everybody on the machine.
    parts = conninfo.conninfo_to_dict(url)
    environ = {**os.environ, **{name: str(parts[key]) for key, name in _ENVIRONMENT.items() if key in parts}}
    command = [str(find_client_binaries(major).program(program)), *arguments]
    result = subprocess.run(command, check=False, capture_output=True, text=True, env=environ)
    if result.returncode != 0:
        raise DumpFailed(result.stderr.strip())
