"""A real S3-compatible server for tests: rclone, which keeps objects as files of a folder and buckets as folders in it."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from onlineamt.adapters.s3.store import S3Store

RCLONE = Path(sys.executable).parent / "rclone"
ACCESS_KEY, SECRET_KEY = "online-amt", "nur-fuer-tests"


@dataclass(frozen=True)
class Server:
    """Where it listens and what it keeps."""

    port: int
    folder: Path

    def url(self, bucket: str, prefix: str = "") -> str:
        endpoint = quote(f"http://127.0.0.1:{self.port}", safe="")
        return f"s3://{bucket}/{prefix}?endpoint={endpoint}"

    def store(self, bucket: str = "akten", *, prefix: str = "", secret_key: str = SECRET_KEY) -> S3Store:
        return S3Store(self.url(bucket, prefix), access_key=ACCESS_KEY, secret_key=secret_key)

    def environ(self, bucket: str) -> dict[str, str]:
        """Return the settings with which an installation keeps its files here."""
        return {
            "ONLINEAMT_FILES_URL": self.url(bucket),
            "ONLINEAMT_FILES_ACCESS_KEY": ACCESS_KEY,
            "ONLINEAMT_FILES_SECRET_KEY": SECRET_KEY,
        }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(folder: Path, port: int | None = None) -> Iterator[Server]:
    """Serve a folder as S3 until the test is over."""
    assert RCLONE.exists(), "rclone is missing: run bin/setup --dev"
    server = Server(port or free_port(), folder)
    login = f"{ACCESS_KEY},{SECRET_KEY}"
    program = subprocess.Popen(
        [RCLONE, "serve", "s3", "--addr", f"127.0.0.1:{server.port}", "--auth-key", login,
         "--config", "", "--dir-cache-time", "0", "--no-cleanup", str(folder)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={"HOME": str(folder)},
    )  # fmt: skip
    try:
        deadline = time.monotonic() + 30
        while not _listens(server.port):
            assert program.poll() is None, "the server of the test has ended"
            assert time.monotonic() < deadline, "the server of the test does not begin to listen"
            time.sleep(0.05)
        yield server
    finally:
        program.kill()
        program.wait()


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
