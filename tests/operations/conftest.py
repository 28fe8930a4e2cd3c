"""The fixtures of operations: portals to look at, and portals to break."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from tests.operations.portal import Portal, installed_portal, open_folder, prepare_portal

from onlineamt.adapters.postgres.launcher import ConnectionUrls
from onlineamt.adapters.postgres.roles import database_statements


@pytest.fixture(scope="session")
def prepared_portal() -> Iterator[Path]:
    """Return the folder of a portal that the others are copied from."""
    with open_folder() as folder:
        prepare_portal(folder)
        yield folder


@pytest.fixture(scope="module")
def portal(prepared_portal: Path) -> Iterator[Portal]:
    """Return a portal that the tests of a file share; they leave it as they found it."""
    with installed_portal(prepared_portal) as installed:
        yield installed


@pytest.fixture
def spare_portal(prepared_portal: Path) -> Iterator[Portal]:
    """Return a portal of one's own, to break."""
    with installed_portal(prepared_portal) as installed:
        yield installed


@pytest.fixture
def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def empty_database() -> Callable[[ConnectionUrls], None]:
    """Return a function that destroys everything the database holds, as a dead disk would."""

    def destroy(urls: ConnectionUrls) -> None:
        with psycopg.connect(urls.superuser, autocommit=True) as connection:
            connection.execute("DROP SCHEMA vault CASCADE")
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
            for statement in database_statements():
                connection.execute(statement)

    return destroy
