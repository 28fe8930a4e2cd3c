"""`onlineamt serve` as a user starts it, for attacks on its sockets."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.load.installation import free_port
from tests.operations.conftest import portal, prepared_portal
from tests.operations.portal import Portal, fetch, wait_until

__all__ = ["portal", "prepared_portal", "server_port"]


@pytest.fixture(scope="module")
def server_port(portal: Portal) -> Iterator[int]:
    """Return the port of a server for a municipality, with few threads, so that they would be used up soon."""
    founded = portal.python(
        "-c",
        "import django; django.setup(); from tests.load.applications import offer_small_service; offer_small_service()",
    )
    assert founded.returncode == 0, founded.stderr
    assert portal.run("assets").returncode == 0
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "onlineamt", "serve", "--port", str(port)],
        env={**portal.environ, "ONLINEAMT_WEB_THREADS": "4"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert wait_until(lambda: fetch(port, "/healthz")[0] == 200)
    yield port
    process.terminate()
    process.wait()
