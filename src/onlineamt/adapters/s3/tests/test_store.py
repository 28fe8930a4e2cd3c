import shutil
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from onlineamt.adapters.s3 import S3Store
from onlineamt.adapters.s3.tests.server import Server, free_port, serving
from onlineamt.facilities.documents.tests.store_contract import KEY, ByteStoreContract
from onlineamt.foundation.core.clock import now


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("s3")) as server:
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
            server.store(secret_key="falsch").write(KEY, b"x")
        assert not list(bucket.iterdir())

    def test_is_an_os_error_without_its_bucket(self, server: Server) -> None:
        with pytest.raises(OSError, match=r".+"):
            server.store("fehlt").write(KEY, b"x")

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
        with serving(tmp_path) as server:
            server.store().write(KEY, b"x")
        store = server.store()
        with pytest.raises(OSError, match=r".+"):
            store.read(KEY)
        with serving(tmp_path, server.port):
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
