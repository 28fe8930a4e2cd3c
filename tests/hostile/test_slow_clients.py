"""Whoever sends slowly, reads slowly or says nothing keeps nobody else waiting: `onlineamt serve` as a user starts it."""

import http.client
import socket
import time

import pytest

from tests.hostile.served import portal, prepared_portal, server_port
from tests.hostile.slow import KINDS, measure

__all__ = ["portal", "prepared_portal", "server_port"]

pytestmark = pytest.mark.slow
HOST = "messstadt.localhost"
CONNECTIONS = 100


@pytest.fixture(autouse=True)
def evening() -> None:
    """The clock of these servers is the real one."""


class TestSlowClients:
    def test_keep_nobody_waiting(self, server_port: int) -> None:
        """Every visitor gets a page before giving up; before there was a front, nobody did while bodies dripped."""
        for kind in KINDS:
            figures = measure(kind, server_port, connections=CONNECTIONS, seconds=1.0, settle=0.5)
            assert (figures.failed, figures.answered > 0) == (0, True), figures


class TestABody:
    def test_may_come_in_small_pieces(self, server_port: int) -> None:
        with socket.create_connection(("127.0.0.1", server_port), timeout=10) as slow:
            slow.sendall(_head(11))
            for byte in b"reference=1":
                slow.sendall(bytes([byte]))
                time.sleep(0.05)
            answer = http.client.HTTPResponse(slow)
            answer.begin()
            assert answer.status == 200

    def test_leaves_the_connection_open_for_the_next_request(self, server_port: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server_port, timeout=10)
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

    def test_that_is_too_large_is_answered_in_words(self, server_port: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server_port, timeout=20)
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
