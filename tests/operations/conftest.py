"""A portal of its own for each test of operations: data folder, cluster, environment, and commands in processes."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from onlineamt.adapters.postgres.launcher import Cluster, ConnectionUrls

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Portal:
    """An installation in a folder; its commands run as they do in production, each in its own process."""

    data: Path
    urls: ConnectionUrls

    @property
    def environ(self) -> dict[str, str]:
        return {
            **os.environ,
            **self.urls.as_environment(),
            "ONLINEAMT_MODE": "demo",
            "ONLINEAMT_DATA": str(self.data),
            "ONLINEAMT_ERASURE_JOURNAL": str(self.data.parent / "elsewhere" / "erasures.jsonl"),
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        }

    def run(self, *arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
        """Run `onlineamt …`; `extra` are variables."""
        return self.python("-m", "onlineamt", *arguments, **extra)

    def python(self, *arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            env={**self.environ, **extra},
            cwd=self.data,
            capture_output=True,
            text=True,
            check=False,
        )

    def start(self, *arguments: str, **extra: str) -> subprocess.Popen[str]:
        """Start `onlineamt …` and leave it running."""
        return subprocess.Popen(
            [sys.executable, "-m", "onlineamt", *arguments],
            env={**self.environ, **extra},
            cwd=self.data,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Portal]:
    """Return a migrated portal without a municipality."""
    data = tmp_path / "data"
    data.mkdir()
    with Cluster(tmp_path / "postgres", durable=False) as urls:
        installed = Portal(data, urls)
        migrated = installed.run("migrate")
        assert migrated.returncode == 0, migrated.stderr
        yield installed


@pytest.fixture
def empty_database() -> Callable[[ConnectionUrls], None]:
    """Return a function that destroys everything the database holds, as a dead disk would."""

    def destroy(urls: ConnectionUrls) -> None:
        with psycopg.connect(urls.superuser, autocommit=True) as connection:
            connection.execute("DROP SCHEMA vault CASCADE")
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
            from onlineamt.adapters.postgres.roles import database_statements

            for statement in database_statements():
                connection.execute(statement)

    return destroy


def environment_without(environ: Mapping[str, str], *names: str) -> dict[str, str]:
    """Return the variables without some."""
    return {name: value for name, value in environ.items() if name not in names}
