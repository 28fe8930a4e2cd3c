"""The drill with a whole case: backed up, erased, the disk dies, the backup comes back, and nobody can read the case."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.hostile.dump import dump
from tests.operations.portal import Portal

from onlineamt.adapters.postgres.launcher import ConnectionUrls

DATA = "tests.operations.erasure_data"
PUBLIC = {"service_version", "service_card", "offering"}  # the texts and examples of packages
WORDS = ("Mustermann", "Waldi", "erika@musterstadt.invalid", "Lindenweg")


def ask(portal: Portal, what: str) -> str:
    done = portal.python("-m", DATA, what)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1] if done.stdout else ""


def found_in(folder: Path) -> set[str]:
    """Return which words stand in clear in any file of a folder."""
    contents = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    return {word for word in WORDS for content in contents if word.encode() in content}


def everything_in(urls: ConnectionUrls) -> str:
    """Return every row of every table as text, as whoever stole the database would read it."""

    @contextmanager
    def connect(role: str) -> Iterator[Any]:
        with psycopg.connect(getattr(urls, role), options="-c search_path=public,vault") as connection:
            yield connection

    return repr({table: rows for table, rows in dump(connect).items() if table not in PUBLIC})


@pytest.mark.slow
def test_a_restored_backup_holds_no_case_that_was_erased_since(
    spare_portal: Portal, tmp_path: Path, empty_database: Callable[[ConnectionUrls], None]
) -> None:
    ask(spare_portal, "make")
    assert [
        word for word in WORDS if word in everything_in(spare_portal.urls)
    ] == []  # sealed from the first day
    assert ask(spare_portal, "read") == "Waldi 1"
    made = spare_portal.run("backup", str(tmp_path / "backups"))
    assert made.returncode == 0, made.stderr
    ask(spare_portal, "erase")
    assert ask(spare_portal, "read") == "gelöscht 0"
    assert found_in(spare_portal.data / "documents") == set()
    empty_database(spare_portal.urls)

    restored = spare_portal.run("restore", str(tmp_path / "backups"))

    assert restored.returncode == 0, restored.stderr
    assert ask(spare_portal, "read") == "gelöscht 1"  # a row nobody can read, until the next night
    ask(spare_portal, "erase")
    assert ask(spare_portal, "read") == "gelöscht 0"
    assert [word for word in WORDS if word in everything_in(spare_portal.urls)] == []
