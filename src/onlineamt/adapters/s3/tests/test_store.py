import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest

from onlineamt.adapters.s3 import S3Store
from onlineamt.facilities.documents.tests.store_contract import KEY, ByteStoreContract
from onlineamt.foundation.core.clock import now

RCLONE = Path(sys.executable).parent / "rclone"
NAME, SECRET = "online-amt", "nur-fuer-tests"


@dataclass(frozen=True)
class Server:
    """An S3-compatible store of its own: rclone, which keeps objects as files of a folder."""

    port: int
    folder: Path

    def store(self, *, prefix: str = "", secret: str = SECRET, bucket: str = "akten") -> S3Store:
        endpoint = quote(f"http://127.0.0.1:{self.port}", safe="")
        return S3Store(f"s3://{bucket}/{prefix}?endpoint={endpoint}", access_key=NAME, secret_key=secret)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(folder: Path, port: int) -> Iterator[None]:
    """Serve a folder as S3 until the test is over."""
    program = subprocess.Popen(
        [RCLONE, "serve", "s3", "--addr", f"127.0.0.1:{port}", "--auth-key", f"{NAME},{SECRET}",
         "--config", "", "--dir-cache-time", "0", "--no-cleanup", str(folder)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={"HOME": str(folder)},
    )  # fmt: skip
    try:
        deadline = time.monotonic() + 20
        while True:
            assert program.poll() is None, "the server of the test has ended"
            assert time.monotonic() < deadline, "the server of the test does not begin to listen"
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield
    finally:
        program.kill()
        program.wait()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    assert RCLONE.exists(), "rclone is missing: run bin/setup --dev"
    server = Server(free_port(), tmp_path_factory.mktemp("s3"))
    with running(server.folder, server.port):
        yield server


@pytest.fixture
def bucket(server: Server) -> Iterator[Path]:
    """An empty bucket."""
    folder = server.folder / "akten"
    folder.mkdir()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def store(server: Server, bucket: Path) -> S3Store:
    return server.store()


class TestS3Store(ByteStoreContract):
    def test_keeps_towns_apart_from_other_things_in_its_bucket(self, server: Server, bucket: Path) -> None:
        ours, theirs = server.store(prefix="portal"), server.store(prefix="andere")
        ours.write(KEY, b"x")
        theirs.write(KEY, b"y")

        assert (bucket / "portal" / KEY).read_bytes() == b"x"
        assert ours.read(KEY) == b"x"
        assert list(ours.list_keys(older_than=now() + timedelta(minutes=1))) == [KEY]

    def test_names_nothing_that_is_not_ours(self, store: S3Store, bucket: Path) -> None:
        store.write(KEY, b"x")
        (bucket / "Notiz.txt").write_bytes(b"von Hand")

        assert list(store.list_keys(older_than=now() + timedelta(minutes=1))) == [KEY]

    def test_lists_more_than_one_answer_holds(self, store: S3Store, bucket: Path) -> None:
        (bucket / "aa").mkdir()
        for number in range(1_100):
            (bucket / "aa" / str(number)).write_bytes(b"x")

        assert len(list(store.list_keys(older_than=now() + timedelta(minutes=1)))) == 1_100

    def test_is_an_os_error_with_a_wrong_key(self, server: Server, bucket: Path) -> None:
        with pytest.raises(OSError, match=r".+"):
            server.store(secret="falsch").write(KEY, b"x")
        assert not list(bucket.iterdir())

    def test_is_an_os_error_without_its_bucket(self, server: Server) -> None:
        with pytest.raises(OSError, match=r".+"):
            server.store(bucket="fehlt").write(KEY, b"x")

    def test_says_soon_that_nobody_answers(self) -> None:
        alone = Server(free_port(), Path()).store()
        begun = time.monotonic()
        for act in (lambda: alone.write(KEY, b"x"), lambda: alone.read(KEY), lambda: alone.delete(KEY)):
            with pytest.raises(OSError, match=r".+"):
                act()
        with pytest.raises(OSError, match=r".+"):
            list(alone.list_keys(older_than=now()))
        assert time.monotonic() - begun < 30

    def test_comes_back_with_its_server(self, tmp_path: Path) -> None:
        (tmp_path / "akten").mkdir()
        restarted = Server(free_port(), tmp_path)
        store = restarted.store()
        with running(tmp_path, restarted.port):
            store.write(KEY, b"x")
        with pytest.raises(OSError, match=r".+"):
            store.read(KEY)
        with running(tmp_path, restarted.port):
            assert store.read(KEY) == b"x"

    def test_serves_many_threads(self, store: S3Store) -> None:
        def work(number: int) -> None:
            store.write(f"t/{number}", b"%d" % number * 10_000)

        threads = [threading.Thread(target=work, args=[number]) for number in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert [store.read(f"t/{number}") for number in range(12)] == [b"%d" % n * 10_000 for n in range(12)]
