"""The drill: a backup is made, somebody is erased, the disk dies, the backup comes back, the erased one does not."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from tests.operations.portal import Portal

from onlineamt.adapters.postgres.launcher import ConnectionUrls
from onlineamt.adapters.s3.tests.server import Server, free_port, serving
from onlineamt.config.backup.making import forget_old_keys
from onlineamt.config.backup.manifest import moment_of

DATA = "tests.operations.drill_data"
Destroy = Callable[[ConnectionUrls], None]


def fill_and_back_up(portal: Portal, backups: Path) -> Path:
    """Let Erika and Max apply, and make a backup."""
    assert portal.python("-m", DATA, "make").stderr == ""
    made = portal.run("backup", str(backups))
    assert made.returncode == 0, made.stderr
    return backups


def count_rows(portal: Portal) -> dict[str, int]:
    """Return how many rows every table has."""
    with psycopg.connect(portal.urls.superuser) as connection:
        tables = connection.execute(
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('public', 'vault')"
        ).fetchall()
        counted = {}
        for schema, table in tables:
            query = psycopg.sql.SQL("SELECT count(*) FROM {}").format(psycopg.sql.Identifier(schema, table))
            counted[table] = connection.execute(query).fetchall()[0][0]
    return counted


@pytest.fixture(scope="module")
def backups(portal: Portal, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a backup; it is not to be changed."""
    return fill_and_back_up(portal, tmp_path_factory.mktemp("backups"))


@pytest.mark.slow
class TestRestore:
    def test_brings_back_everything_but_what_was_erased_since(
        self, spare_portal: Portal, tmp_path: Path, empty_database: Destroy
    ) -> None:
        assert spare_portal.run("sample").returncode == 0
        backups = fill_and_back_up(spare_portal, tmp_path / "backups")
        before = count_rows(spare_portal)
        assert spare_portal.python("-m", DATA, "erase", "erika").returncode == 0
        empty_database(spare_portal.urls)
        shutil.rmtree(spare_portal.data / "documents")

        restored = spare_portal.run("restore", str(backups))

        assert restored.returncode == 0, restored.stderr
        assert "1 Schlüssel" in restored.stdout
        assert "unverändert" in restored.stdout
        changed = count_rows(spare_portal).items() - before.items()
        assert dict(changed) == {"subject_key": before["subject_key"] - 1, "erasure": before["erasure"] + 1}
        read = spare_portal.python("-m", DATA, "read")
        assert read.stdout.splitlines() == ["erika: gelöscht", "Antrag von max"]
        assert spare_portal.run("doctor", "--only", "database,roles,migrations").returncode == 0

    def test_brings_files_from_one_bucket_to_another(
        self, spare_portal: Portal, tmp_path: Path, empty_database: Destroy
    ) -> None:
        for bucket in ("alt", "neu"):
            (tmp_path / "s3" / bucket).mkdir(parents=True)
        with serving(tmp_path / "s3") as server:
            spare_portal.python("-m", DATA, "make")
            key = spare_portal.python("-m", DATA, "keep", **server.environ("alt")).stdout
            made = spare_portal.run("backup", str(tmp_path / "backups"), **server.environ("alt"))
            assert made.returncode == 0, made.stderr
            empty_database(spare_portal.urls)
            restored = spare_portal.run("restore", str(tmp_path / "backups"), **server.environ("neu"))

        assert restored.returncode == 0, restored.stderr
        assert (tmp_path / "s3" / "neu" / key).read_bytes() == (tmp_path / "s3" / "alt" / key).read_bytes()

    def test_refuses_to_go_on_without_the_journal(
        self, spare_portal: Portal, tmp_path: Path, empty_database: Destroy
    ) -> None:
        spare_portal.python("-m", DATA, "make")
        spare_portal.python("-m", DATA, "erase", "erika")
        spare_portal.run("backup", str(tmp_path / "backups"))
        shutil.rmtree(spare_portal.data.parent / "elsewhere")
        (tmp_path / "backups" / "erasures.jsonl").unlink()
        empty_database(spare_portal.urls)

        restored = spare_portal.run("restore", str(tmp_path / "backups"))

        assert restored.returncode == 1
        assert "Löschjournal" in restored.stderr

    def test_says_so_when_the_keys_of_the_municipalities_are_gone(
        self, spare_portal: Portal, tmp_path: Path, empty_database: Destroy
    ) -> None:
        backups = fill_and_back_up(spare_portal, tmp_path / "backups")
        empty_database(spare_portal.urls)
        shutil.rmtree(spare_portal.data / "keys")

        restored = spare_portal.run("restore", str(backups))

        assert restored.returncode == 1
        assert "fehlen Schlüssel von Kommunen" in restored.stderr

    def test_refuses_a_database_that_is_in_use(self, portal: Portal, backups: Path) -> None:
        restored = portal.run("restore", str(backups))

        assert restored.returncode == 1
        assert "nicht leer" in restored.stderr

    def test_refuses_a_damaged_file(self, portal: Portal, backups: Path, tmp_path: Path) -> None:
        damaged = shutil.copytree(backups, tmp_path / "damaged")
        dump = next(damaged.glob("[0-9]*/main.dump"))
        dump.write_bytes(dump.read_bytes()[:-1] + b"?")

        restored = portal.run("restore", str(damaged))

        assert restored.returncode == 1
        assert "beschädigt" in restored.stderr


@pytest.mark.slow
class TestBackup:
    def test_keeps_the_keys_of_cases_out_of_the_main_archive(self, backups: Path) -> None:
        manifest = json.loads(next(backups.glob("[0-9]*/manifest.json")).read_text())

        assert sorted(Path(name).name for name in manifest["files"]) == ["documents.tar", "main.dump"]
        assert len(list((backups / "keys").glob("*.dump"))) == 1

    def test_says_when_files_are_not_in_the_store_it_was_told_of(
        self, spare_portal: Portal, tmp_path: Path
    ) -> None:
        spare_portal.python("-m", DATA, "make")
        key = spare_portal.python("-m", DATA, "keep").stdout
        (tmp_path / "s3" / "leer").mkdir(parents=True)
        with serving(tmp_path / "s3") as server:
            made = spare_portal.run("backup", str(tmp_path / "backups"), **server.environ("leer"))

        assert made.returncode == 1
        assert (
            f"1 Dateien, die in der Datenbank stehen, fehlen im Speicher, zum Beispiel {key}" in made.stderr
        )

    def test_is_none_without_the_files(self, portal: Portal, tmp_path: Path) -> None:
        nowhere = Server(free_port(), tmp_path).environ("weg")

        made = portal.run("backup", str(tmp_path / "backups"), **nowhere)

        assert made.returncode == 1
        assert "Der Speicher der Dateien antwortet nicht" in made.stderr
        assert not list((tmp_path / "backups").glob("[0-9]*"))

    def test_can_be_read_by_nobody_else(self, backups: Path) -> None:
        files = [path for path in backups.rglob("*") if path.is_file()]

        assert {path.stat().st_mode & 0o077 for path in files} == {0}

    def test_shows_no_password_when_the_database_is_away(self, portal: Portal, tmp_path: Path) -> None:
        nowhere = "postgresql://onlineamt_maintenance:geheim@127.0.0.1:1/onlineamt"

        made = portal.run("backup", str(tmp_path), DATABASE_MAINTENANCE_URL=nowhere)

        assert made.returncode == 1
        assert "antwortet nicht" in made.stderr
        assert "geheim" not in made.stdout + made.stderr
        assert "Traceback" not in made.stderr


class TestForgetOldKeys:
    def test_deletes_archives_after_thirty_days_and_no_sooner(self, tmp_path: Path) -> None:
        folder = tmp_path / "keys"
        folder.mkdir()
        for stamp in ("2026-10-22T120000Z", "2026-10-23T120000Z"):
            (folder / f"{stamp}.dump").touch()
            (folder / f"{stamp}.sha256").touch()

        forgotten = forget_old_keys(tmp_path, at=moment_of("2026-11-22T120000Z"))

        assert forgotten == ["2026-10-22T120000Z"]
        assert sorted(path.name for path in folder.iterdir()) == [
            "2026-10-23T120000Z.dump",
            "2026-10-23T120000Z.sha256",
        ]
