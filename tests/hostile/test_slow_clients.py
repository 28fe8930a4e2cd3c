"""Whoever sends slowly, reads slowly or says nothing keeps nobody else waiting: `onlineamt serve` as a user starts it."""

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from tests.hostile.slow import KINDS, measure
from tests.load.installation import free_port
from tests.operations.conftest import portal, prepared_portal
from tests.operations.portal import Portal, fetch, wait_until

__all__ = ["portal", "prepared_portal"]

pytestmark = pytest.mark.slow
HOST = "messstadt.localhost"
CONNECTIONS = 100


@pytest.fixture(autouse=True)
def evening() -> None:
    """The clock of these servers is the real one."""


@pytest.fixture(scope="module")
def port(portal: Portal) -> Iterator[int]:
    """Return the port of a server for a municipality."""
    port = free_port()
    founded = portal.python(
        "-c",
        "import django; django.setup(); from tests.load.applications import offer_small_service; offer_small_service()",
    )
    assert founded.returncode == 0, founded.stderr
    assert portal.run("assets").returncode == 0
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


class TestSlowClients:
    def test_keep_nobody_waiting(self, port: int) -> None:
        """Half of all answers come within a quarter of a second; before there was a front, none came at all."""
        for kind in KINDS:
            figures = measure(kind, port, connections=CONNECTIONS, seconds=1.0, settle=0.5)
            assert figures.failed == 0, figures
            assert figures.median_ms < 250, figures


class TestABody:
    def test_may_come_in_small_pieces(self, port: int) -> None:
        with socket.create_connection(("127.0.0.1", port), timeout=10) as slow:
            slow.sendall(_head(11))
            for byte in b"reference=1":
                slow.sendall(bytes([byte]))
                time.sleep(0.05)
            answer = http.client.HTTPResponse(slow)
            answer.begin()
            assert answer.status == 200

    def test_leaves_the_connection_open_for_the_next_request(self, port: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        headers = {
            "Host": HOST,
            "Sec-Fetch-Site": "same-origin",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        for _ in range(3):
            connection.request("POST", "/status", b"reference=1", headers)
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200
            assert connection.sock is not None
        connection.close()

    def test_that_is_too_large_is_answered_in_words(self, port: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        headers = {
            "Host": HOST,
            "Sec-Fetch-Site": "same-origin",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection.request("POST", "/status", b"a" * 20_000_000, headers)
        answer = connection.getresponse()
        assert answer.status == 413
        assert b"zu viele Daten" in answer.read()
        connection.close()


def _head(length: int) -> bytes:
    return (
        f"POST /status HTTP/1.1\r\nHost: {HOST}\r\nSec-Fetch-Site: same-origin\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n"
    ).encode()
