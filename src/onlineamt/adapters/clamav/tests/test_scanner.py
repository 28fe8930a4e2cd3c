import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from onlineamt.adapters.clamav import ClamavScanner
from onlineamt.adapters.clamav.tests.clamd import (
    FOUND,
    HARMFUL,
    LARGEST,
    answering,
    needs_clamd,
    running_clamd,
)
from onlineamt.facilities.documents.ports import CannotScan


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("clamd")


@pytest.fixture(scope="module")
def clamd(folder: Path) -> Iterator[str]:
    with running_clamd(folder) as address:
        yield address


@needs_clamd
class TestRealClamd:
    def test_finds_what_does_harm(self, clamd: str) -> None:
        assert ClamavScanner(clamd).scan(HARMFUL, seconds=10) == FOUND

    def test_finds_it_deep_in_a_file(self, clamd: str) -> None:
        assert ClamavScanner(clamd).scan(b"x" * 300_000 + HARMFUL + b"y" * 9, seconds=10) == FOUND

    @pytest.mark.parametrize("content", [b"", b"x", b"x" * 300_000])
    def test_lets_harmless_files_pass(self, clamd: str, content: bytes) -> None:
        assert ClamavScanner(clamd).scan(content, seconds=10) == ""

    def test_is_reached_through_its_socket_file(self, clamd: str, folder: Path) -> None:
        assert ClamavScanner(f"unix://{folder}/clamd").scan(HARMFUL, seconds=10) == FOUND

    def test_takes_no_file_beyond_its_limit(self, clamd: str) -> None:
        with pytest.raises(CannotScan, match="limit"):
            ClamavScanner(clamd).scan(b"x" * (4 * LARGEST), seconds=10)

    def test_says_what_it_is(self, clamd: str) -> None:
        assert ClamavScanner(clamd).version(seconds=5).startswith("ClamAV ")


class TestClamavScanner:
    def test_is_an_os_error_when_nobody_listens(self, tmp_path: Path) -> None:
        with pytest.raises(OSError, match=r".+"):
            ClamavScanner(f"unix://{tmp_path}/clamd").scan(b"x", seconds=1)
        with pytest.raises(OSError, match=r".+"):
            ClamavScanner("tcp://127.0.0.1:1").scan(b"x", seconds=1)

    def test_waits_no_longer_than_it_was_told(self) -> None:
        begun = time.monotonic()
        with answering(lambda connection: time.sleep(3)) as address, pytest.raises(TimeoutError):
            ClamavScanner(address).scan(b"x", seconds=0.5)
        assert time.monotonic() - begun < 2

    def test_takes_silence_for_no_answer(self) -> None:
        def hang_up(connection: socket.socket) -> None:
            connection.recv(100)

        with answering(hang_up) as address, pytest.raises(OSError, match=r".+"):
            ClamavScanner(address).scan(b"x", seconds=2)

    def test_takes_an_error_for_no_clean_file(self) -> None:
        def fail(connection: socket.socket) -> None:
            connection.recv(100)
            connection.sendall(b"stream: Can't allocate memory ERROR\0")

        with answering(fail) as address, pytest.raises(CannotScan, match="memory"):
            ClamavScanner(address).scan(b"x", seconds=2)
