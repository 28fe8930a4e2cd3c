"""Raw bytes for a real server: what no library would send."""

import socket
from dataclasses import dataclass
from random import Random  # noqa: TID251 -- runs are to be repeated

from tests.hostile.fuzz import values

HOST = "messstadt.localhost"
SMUGGLED = "/gibt-es-nicht-smuggled"
_GET = f"GET {SMUGGLED} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode()
_FORM = f"Host: {HOST}\r\nSec-Fetch-Site: same-origin\r\nContent-Type: {values.FORM}\r\n".encode()
_POST = b"POST /status HTTP/1.1\r\n" + _FORM

# Two readers of these would not agree where the first request ends: nothing after it may be answered as a request.
SMUGGLING = (
    _POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + _GET,
    _POST + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + _GET,
    _POST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\na=1&b" + _GET,
    _POST + b"Content-Length: +5\r\n\r\na=1&b" + _GET,
    _POST + b"Content-Length: 5, 5\r\nContent-Length: 7\r\n\r\na=1&b" + _GET,
    _POST + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n" + _GET,
    _POST + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + _GET,
    _POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + _GET,
    _POST + b"Transfer-Encoding:\x0bchunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + _GET,
    _POST + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n" + _GET,
    _POST + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n" + _GET,
    _POST + b"Transfer-Encoding: chunked\r\n\r\n5;" + b"x" * 70_000 + b"\r\n" + _GET,
    _POST + b"X: y\r\n Content-Length: 0\r\n\r\n" + _GET.replace(b"GET", b"G\0T"),
)  # fmt: skip
BROKEN = (
    b"", b"\r\n" * 50, b"\0" * 500, b"\x16\x03\x01\x02\0\x01\0\x01\xfc", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n",
    b"GET / HTTP/1.1\r\n\r\n", b"GET / HTTP/1.0\r\n\r\n", f"GET http://evil.example/ HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode(),
    f"GET /\xff\xfe HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode("latin-1"), f"GET / HTTP/1.1\r\nHost: {HOST}\r\nHost: evil.example\r\n\r\n".encode(),
    f"GET / HTTP/1.1\r\nHost: {HOST}\r\n".encode() + b"X: y\r\n" * 5_000 + b"\r\n", f"GET / HTTP/1.1\r\nHost: {HOST}\r\nX: {'y' * 200_000}\r\n\r\n".encode(),
    f"GET /{'a' * 100_000} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode(), f"GET / HTTP/1.1\nHost: {HOST}\n\n".encode(),
    f"CONNECT evil.example:443 HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode(), f"OPTIONS * HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode(),
    f"GET / HTTP/1.1\r\nHost: {HOST}\r\nUpgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABk\r\n\r\n".encode(),
    f"GET / HTTP/1.1\r\nHost: {HOST}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x\r\n\r\n".encode(),
    f"GET /status HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 5\r\n\r\nabcde".encode() + f"GET /status HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode(),
    _POST + b"Content-Length: 999999999999999999999999\r\n\r\na=1", _POST + b"Content-Length: 500\r\n\r\nhalf", _POST + b"Expect: 100-continue\r\nContent-Length: 3\r\n\r\na=1",
    _POST + b"Content-Length: 3\r\n\r\na=1" * 3 + f"GET / HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode() * 100,
    f"GET / HTTP/1.1\r\nHost: {HOST}\r\nX_Forwarded_For: 127.0.0.1\r\nCookie: \xff=\xfe\r\n\r\n".encode("latin-1"),
    f"HEAD /status HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode() * 3,
)  # fmt: skip


@dataclass(frozen=True)
class Heard:
    """Everything that came back before the connection ended or nothing came any more."""

    content: bytes

    @property
    def statuses(self) -> list[int]:
        """The status of each answer."""
        parts = self.content.split(b"HTTP/1.")[1:]
        return [int(part[2:5]) for part in parts if part[2:5].isdigit()]


def send(port: int, content: bytes, *, patience: float = 0.5) -> Heard:
    """Send bytes on a new connection, say that there are no more, and listen."""
    heard = b""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        try:
            connection.sendall(content)
            connection.settimeout(patience)
            while piece := connection.recv(65_536):
                heard += piece
        except OSError:  # cut off, or nothing more comes
            pass
    return Heard(heard)


def strange(chance: Random) -> bytes:
    """Return a request that was taken apart and put together badly."""
    content = bytearray(chance.choice(BROKEN + SMUGGLING + (_POST + b"Content-Length: 3\r\n\r\na=1", _GET)))
    for _ in range(chance.randrange(1, 6)):
        place = chance.randrange(len(content) + 1)
        act = chance.randrange(4)
        if act == 0:
            content[place:place] = values.value(chance)[:200]
        elif act == 1:
            del content[place : place + chance.randrange(1, 30)]
        elif act == 2:
            content[place : place + 1] = bytes([chance.randrange(256)])
        else:
            content[place:place] = chance.choice(
                [b"\r\n", b"\n", b"\r", b"\0", b": ", b" ", b"\r\n\r\n", b"\r\n "]
            )
    return bytes(content)
