"""The tests' world: one cluster, one database, two towns, a frozen clock."""

import atexit
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import django
import psycopg
import pytest

from onlineamt.foundation.core.passing_folders import make_passing_folder

os.environ["ONLINEAMT_MODE"] = "test"
os.environ["DJANGO_SETTINGS_MODULE"] = "onlineamt.config.settings"
_data = make_passing_folder("onlineamt-test-", Path(tempfile.gettempdir()))
atexit.register(shutil.rmtree, _data, ignore_errors=True)  # gone when the tests are over
os.environ["ONLINEAMT_DATA"] = str(_data)  # each process of the tests has its own
# A name to parse until the cluster runs; tests without database never connect.
os.environ.setdefault("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")

django.setup()  # the world below names models

pytest_plugins = ["tests.world", "tests.staff", "tests.accessibility.browser", "tests.cases"]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Let each process of the tests read the settings after the lines above have given it a folder of its own."""
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)


def pytest_sessionstart(session: pytest.Session) -> None:
    """Make what pages load and say, as the sources have it today: once, before the processes of the tests begin."""
    from django.conf import settings

    from onlineamt.audiences.design.assets import REPOSITORY, build_assets
    from onlineamt.config.messages.catalogues import compile_catalogues

    settings.STATIC_ROOT = (
        REPOSITORY / "var" / "static"
    )  # where the demo has them: a moment when nothing has changed
    if not hasattr(session.config, "workerinput"):
        build_assets(target=settings.STATIC_ROOT)
        compile_catalogues()


@pytest.fixture(scope="session")
def cluster_urls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Start one PostgreSQL for all tests; `bin/test` and a lone `pytest` do it alike.

    ONLINEAMT_TEST_CLUSTER names one that runs already: its four addresses as JSON. Its database must be empty.
    """
    running = os.environ.get("ONLINEAMT_TEST_CLUSTER")
    if running:
        yield SimpleNamespace(**json.loads(running))
        return
    from onlineamt.adapters.postgres.launcher import Cluster

    cluster = Cluster(tmp_path_factory.mktemp("cluster"), durable=False)
    yield cluster.start()
    cluster.remove()


@pytest.fixture(scope="session")
def django_db_setup(cluster_urls: Any, django_db_blocker: Any) -> None:
    """Point Django at the cluster and migrate as owner. The web role serves the tests, as it serves people."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connections

    from onlineamt.config.env import database_parameters

    for alias, url in {
        "default": cluster_urls.web,
        "apart": cluster_urls.web,
        "owner": cluster_urls.owner,
        "maintenance": cluster_urls.maintenance,
    }.items():
        settings.DATABASES[alias].update(database_parameters(url))
        connections[alias].settings_dict.update(database_parameters(url))
        connections[alias].settings_dict["OPTIONS"].pop("pool", None)
    with django_db_blocker.unblock():
        call_command("migrate", database="owner", verbosity=0)


@pytest.fixture
def real_transactions(cluster_urls: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Let a test commit, as the web role; afterwards every table is empty again."""
    with django_db_blocker.unblock():
        yield
        _close_connections()
    from tests.world import empty_tables

    empty_tables(cluster_urls.superuser)


@pytest.fixture
def as_role(cluster_urls: Any) -> Callable[[str], Any]:
    """Return a context manager that opens a plain connection as `web`, `owner`, `maintenance` or `superuser`."""

    @contextmanager
    def connect(role: str) -> Iterator[psycopg.Connection[Any]]:
        with psycopg.connect(
            getattr(cluster_urls, role), options="-c search_path=public,vault"
        ) as connection:
            yield connection

    return connect


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[..., datetime]:
    """Return a function that stops the clock at an instant: `at(2026, 3, 20, 22, 41)` in UTC."""
    from onlineamt.foundation.core import clock

    class StoppedDatetime(datetime):
        stopped: datetime

        @classmethod
        def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
            return cls.stopped.astimezone(tz)

    def stop(*parts: int) -> datetime:
        StoppedDatetime.stopped = datetime(*parts, tzinfo=UTC)  # type: ignore[misc]
        monkeypatch.setattr(clock, "datetime", StoppedDatetime)
        return StoppedDatetime.stopped

    return stop


def _close_connections() -> None:
    from django.db import connections

    for connection in connections.all():
        connection.close()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let tests in Musterstadt's transaction use both connections of the web role; begin with what takes longest.

    Files with a browser come last: from its first use on, its event loop occupies the thread; nothing else can run one of
    its own then. Where several processes share the work, each takes whole files, in this order: the tests of a file share
    what is costly to begin.
    """
    for item in items:
        if "musterstadt" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.django_db(databases=["default", "apart"]))
    items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    return 2 if _in_browser(item) else int(item.get_closest_marker("slow") is None)


def _in_browser(item: pytest.Item) -> bool:
    return "chromium" in getattr(item, "fixturenames", ())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the quick checks that failed before the tests began: `bin/test` ends with pytest's own line."""
    for title in filter(None, os.environ.get("ONLINEAMT_FAILED_CHECKS", "").splitlines()):
        terminalreporter.write_line(f"FAILED {title}: siehe oben", red=True)
