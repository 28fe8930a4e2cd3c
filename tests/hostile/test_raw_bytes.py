"""Bytes that are no requests, or two where one should be: the server refuses them and goes on serving."""

from random import Random  # noqa: TID251 -- what is tried is the same each time

import pytest

from tests.hostile.effort import TIMES
from tests.hostile.fuzz.sockets import BROKEN, SMUGGLED, SMUGGLING, send, strange
from tests.hostile.served import portal, prepared_portal, server_port
from tests.operations.portal import fetch

__all__ = ["portal", "prepared_portal", "server_port"]

pytestmark = pytest.mark.slow
HOST = "messstadt.localhost"


@pytest.fixture(autouse=True)
def evening() -> None:
    """The clock of these servers is the real one."""


def is_well(port: int) -> bool:
    """Tell whether an ordinary visitor gets a page, kept or made."""
    return {fetch(port, path, Host=HOST)[0] for path in ("/", "/status")} == {200}


class TestRawBytes:
    def test_are_refused_without_a_fault(self, server_port: int) -> None:
        for content in BROKEN:
            heard = send(server_port, content, patience=0.2)
            assert all(status < 500 for status in heard.statuses), (content[:200], heard.content[:300])
        assert is_well(server_port)

    def test_hide_no_second_request(self, server_port: int) -> None:
        """What follows an ambiguous request on a connection is no request of anybody."""
        for content in SMUGGLING:
            heard = send(server_port, content, patience=0.3)
            assert len(heard.statuses) <= 1, (content[:200], heard.content[:300])
            assert SMUGGLED.encode() not in heard.content
            assert not {200, 302} & set(heard.statuses), content[:200]
        assert is_well(server_port)

    def test_put_together_by_chance_are_refused_as_well(self, server_port: int) -> None:
        chance = Random(7)
        for _ in range(60 * TIMES):
            content = strange(chance)
            heard = send(server_port, content, patience=0.1)
            assert all(status < 500 for status in heard.statuses), (content[:300], heard.content[:300])
        assert is_well(server_port)
