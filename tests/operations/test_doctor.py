"""`onlineamt doctor`, on a healthy portal and on sick ones; `onlineamt roles`, which it prescribes."""

import json
import os
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from tests.operations.portal import Portal

from onlineamt.adapters.clamav.tests.clamd import answering
from onlineamt.adapters.postgres.binaries import find_binaries
from onlineamt.adapters.s3.tests.server import serving

pytestmark = pytest.mark.slow


def examine(portal: Portal, *checks: str, **environ: str) -> tuple[int, dict[str, set[str]]]:
    """Return the exit code and, by check, the levels found."""
    examined = portal.run("doctor", "--json", "--only", ",".join(checks), **environ)
    assert "Traceback" not in examined.stderr
    levels: dict[str, set[str]] = {}
    for finding in map(json.loads, examined.stdout.splitlines()):
        levels.setdefault(finding["check"], set()).add(finding["level"])
    return examined.returncode, levels


@pytest.fixture
def meddler(portal: Portal) -> Iterator[psycopg.Connection]:
    """Return a superuser's connection."""
    with psycopg.connect(portal.urls.superuser, autocommit=True) as connection:
        yield connection


class TestDoctor:
    def test_finds_nothing_wrong_with_a_new_portal(self, portal: Portal) -> None:
        code, levels = examine(portal, "database", "roles", "migrations", "clock", "data", "journal")
        assert code == 0
        assert set.union(*levels.values()) == {"good"}

    def test_gives_every_fault_a_mend(self, portal: Portal) -> None:
        examined = portal.run("doctor")
        assert examined.returncode == 1  # no worker
        lines = examined.stdout.splitlines()
        assert all("→" in line for line in lines if not line.startswith("gut"))
        assert any(line.startswith("Fehler") and "onlineamt worker" in line for line in lines)

    @pytest.mark.parametrize(
        ("meddle", "mend"),
        [
            ("GRANT TRUNCATE ON tenant TO onlineamt_web", "REVOKE TRUNCATE ON tenant FROM onlineamt_web"),
            ("ALTER ROLE onlineamt_web BYPASSRLS", "ALTER ROLE onlineamt_web NOBYPASSRLS"),
            (
                "GRANT CREATE ON SCHEMA public TO onlineamt_web",
                "REVOKE CREATE ON SCHEMA public FROM onlineamt_web",
            ),
            ("ALTER ROLE onlineamt_maintenance NOBYPASSRLS", "ALTER ROLE onlineamt_maintenance BYPASSRLS"),
        ],
    )
    def test_notices_wrong_rights(
        self, portal: Portal, meddler: psycopg.Connection, meddle: str, mend: str
    ) -> None:
        meddler.execute(meddle)  # type: ignore[call-overload]
        try:
            code, levels = examine(portal, "roles")
        finally:
            meddler.execute(mend)  # type: ignore[call-overload]
        assert code == 1
        assert "fault" in levels["roles"]

    def test_tries_the_store_of_files(self, portal: Portal, tmp_path: Path) -> None:
        (tmp_path / "akten").mkdir()
        with serving(tmp_path) as server:
            assert examine(portal, "store", **server.environ("akten")) == (0, {"store": {"good"}})
            assert examine(portal, "store", **server.environ("fehlt")) == (1, {"store": {"fault"}})
        assert examine(portal, "store", **server.environ("akten")) == (1, {"store": {"fault"}})
        assert not list((tmp_path / "akten" / "probe").glob("*"))

    def test_says_when_nobody_looks_for_viruses(self, portal: Portal) -> None:
        assert examine(portal, "scanner") == (0, {"scanner": {"warning"}})
        assert examine(portal, "scanner", ONLINEAMT_CLAMAV_URL="tcp://127.0.0.1:1") == (
            1,
            {"scanner": {"fault"}},
        )

    @pytest.mark.parametrize(
        ("version", "level"),
        [
            ("ClamAV 1.4.6/27412/{:%a %b %d %H:%M:%S %Y}", "good"),
            ("ClamAV 1.4.6/27000/Mon Nov 24 08:30:12 2025", "warning"),
            ("ClamAV 1.4.6", "warning"),
        ],
    )
    def test_looks_how_old_the_signatures_are(self, portal: Portal, version: str, level: str) -> None:
        text = version.format(datetime.now(UTC)).encode() + b"\0"  # noqa: TID251 -- as clamd says it today
        with answering(lambda asker: asker.sendall(text)) as address:
            assert examine(portal, "scanner", ONLINEAMT_CLAMAV_URL=address)[1] == {"scanner": {level}}

    def test_notices_a_missing_migration(self, portal: Portal, meddler: psycopg.Connection) -> None:
        with meddler.transaction(force_rollback=False):
            row = meddler.execute(
                "DELETE FROM django_migrations WHERE id = (SELECT max(id) FROM django_migrations) RETURNING app, name, applied"
            ).fetchone()
        try:
            code, levels = examine(portal, "migrations")
        finally:
            meddler.execute("INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, %s)", row)
        assert (code, levels) == (1, {"migrations": {"fault"}})

    def test_notices_keys_that_others_can_read(self, portal: Portal) -> None:
        (portal.data / "keys").mkdir(mode=0o755, exist_ok=True)
        code, levels = examine(portal, "keys")
        assert code == 1
        assert "fault" in levels["keys"]
        (portal.data / "keys").chmod(0o700)
        assert examine(portal, "keys")[0] == 0

    def test_says_so_when_the_database_is_away(self, portal: Portal) -> None:
        nowhere = "postgresql://onlineamt_web:geheim@127.0.0.1:1/onlineamt"
        code, levels = examine(portal, "database", "migrations", "jobs", DATABASE_URL=nowhere)
        assert code == 1
        assert all("fault" in found for found in levels.values())

    def test_knows_its_checks(self, portal: Portal) -> None:
        assert portal.run("doctor", "--only", "weather").returncode == 2


class TestRoles:
    def test_makes_sql_that_gives_the_roles_new_passwords(self, spare_portal: Portal, tmp_path: Path) -> None:
        written = spare_portal.run("roles", "--host", "db.invalid:5432").stdout
        urls = dict(
            line.removeprefix("--   ").split("=", 1)
            for line in written.splitlines()
            if line.startswith("--   ")
        )
        assert list(urls) == ["DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_MAINTENANCE_URL"]
        (tmp_path / "roles.sql").write_text(written)
        server = psycopg.conninfo.conninfo_to_dict(spare_portal.urls.superuser)
        environ = {
            "PGHOST": str(server["host"]),
            "PGUSER": str(server["user"]),
            "PGPASSWORD": str(server["password"]),
            "PGDATABASE": "postgres",
        }
        psql = [find_binaries().program("psql"), "-qv", "ON_ERROR_STOP=1", "-f", str(tmp_path / "roles.sql")]
        done = subprocess.run(
            psql, env={**os.environ, **environ}, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        for url in urls.values():
            parts = psycopg.conninfo.conninfo_to_dict(url)
            with psycopg.connect(**{**parts, "host": server["host"], "port": None}):  # type: ignore[arg-type]
                pass
