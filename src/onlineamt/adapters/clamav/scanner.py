"""Asking clamd, through a socket file or the network, whether it knows a file (clamd(8), INSTREAM)."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from onlineamt.facilities.documents.ports import CannotScan

PORT = 3310
_STEP = 65_536
_LONGEST_ANSWER = 4_096


class ClamavScanner:
    """A clamd by its address: `unix:///run/clamav/clamd.ctl` or `tcp://host:3310`. See the port `VirusScanner`."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._socket_file = parts.path if parts.scheme == "unix" else ""
        self._host, self._port = parts.hostname or "", parts.port or PORT

    def scan(self, content: bytes, *, seconds: float) -> str:
        """See VirusScanner."""
        deadline = time.monotonic() + seconds
        with self._connect(seconds) as asker:
            try:
                asker.sendall(b"zINSTREAM\0")
                for start in range(0, len(content), _STEP):
                    piece = content[start : start + _STEP]
                    asker.settimeout(_left(deadline))
                    asker.sendall(len(piece).to_bytes(4, "big") + piece)
                asker.sendall(bytes(4))
            except (BrokenPipeError, ConnectionResetError):
                pass  # it has answered already: larger than it takes
            answer = _answer(asker, deadline)
        if answer.endswith(" FOUND"):
            return answer.removeprefix("stream: ").removesuffix(" FOUND")
        if answer == "stream: OK":
            return ""
        if answer:
            raise CannotScan(answer)
        raise ConnectionAbortedError("clamd ended the connection without an answer")

    def version(self, *, seconds: float) -> str:
        """Return what clamd says of itself and its signatures: `ClamAV 1.4.6/27412/Mon Nov 23 08:30:12 2026`."""
        with self._connect(seconds) as asker:
            asker.sendall(b"zVERSION\0")
            return _answer(asker, time.monotonic() + seconds)

    @contextmanager
    def _connect(self, seconds: float) -> Iterator[socket.socket]:
        if not self._socket_file:
            with socket.create_connection((self._host, self._port), timeout=seconds) as asker:
                yield asker
            return
        with socket.socket(socket.AF_UNIX) as asker:
            asker.settimeout(seconds)
            asker.connect(self._socket_file)
            yield asker


def _answer(asker: socket.socket, deadline: float) -> str:
    answer = bytearray()
    while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
        asker.settimeout(_left(deadline))
        piece = asker.recv(_LONGEST_ANSWER)
        if not piece:
            break
        answer += piece
    return answer.rstrip(b"\0\n").decode(errors="replace")


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("clamd takes too long")
    return left
