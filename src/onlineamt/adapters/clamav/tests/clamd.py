"""A real clamd that knows one harmless pattern, and a stand-in for one that misbehaves."""

import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

# The test pattern of EICAR, in two pieces: in one it would set off the scanner of whoever checks this file out.
HARMFUL = (rb"X5O!P%@AP[4\PZX54(P^)7CC)7}" + b"$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*").ljust(68)
FOUND = "Eicar-Muster.UNOFFICIAL"
LARGEST = 1_000_000
_CLAMD = shutil.which("clamd", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")

needs_clamd = pytest.mark.skipif(
    _CLAMD is None, reason="clamd fehlt; mit „apt-get install clamav-daemon“ laufen diese Prüfungen"
)


@contextmanager
def running_clamd(folder: Path) -> Iterator[str]:
    """Yield the address of a clamd of the tests' own."""
    assert _CLAMD is not None
    (folder / "signatures").mkdir(parents=True)
    (folder / "signatures" / "muster.ndb").write_text(f"Eicar-Muster:0:*:{HARMFUL.hex()}\n", "ascii")
    port = _free_port()
    choices = {
        "Foreground": "yes",
        "DatabaseDirectory": folder / "signatures",
        "TemporaryDirectory": folder,
        "LocalSocket": folder / "clamd",
        "TCPSocket": port,
        "TCPAddr": "127.0.0.1",
        "StreamMaxLength": LARGEST,
    }
    (folder / "clamd.conf").write_text("".join(f"{name} {value}\n" for name, value in choices.items()))
    program = subprocess.Popen(
        [_CLAMD, f"--config-file={folder / 'clamd.conf'}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + 30
        while not _listens(port):
            assert program.poll() is None, "the clamd of the test has ended"
            assert time.monotonic() < deadline, "the clamd of the test does not begin to listen"
            time.sleep(0.05)
        yield f"tcp://127.0.0.1:{port}"
    finally:
        program.kill()
        program.wait()


@contextmanager
def answering(answer: Callable[[socket.socket], None]) -> Iterator[str]:
    """Yield the address of something that takes one connection after the other and answers as told."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    answer(connection)

        threading.Thread(target=serve, daemon=True).start()
        yield f"tcp://127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
