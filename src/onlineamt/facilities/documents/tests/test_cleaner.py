import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from onlineamt.facilities.documents import cleaner as module
from onlineamt.facilities.documents.cleaner import Cleaner
from onlineamt.facilities.documents.errors import (
    FileNotKept,
    FileTooComplex,
)
from onlineamt.facilities.documents.tests import files
from onlineamt.facilities.documents.values import FileKind


@pytest.fixture(scope="module")
def cleaner() -> Iterator[Cleaner]:
    cleaner = Cleaner()
    yield cleaner
    cleaner.close()


class TestCleaner:
    def test_ends_a_file_that_takes_too_long_and_goes_on(self) -> None:
        impatient = Cleaner(processor_seconds=0.05)
        try:
            with pytest.raises(FileTooComplex):
                impatient.clean(files.picture("PNG", mode="RGBA", size=(7_000, 7_000)), FileKind.PNG)
            assert impatient.clean(files.paper(), FileKind.PDF).content
        finally:
            impatient.close()

    def test_starts_its_program_again_when_it_was_killed(self, cleaner: Cleaner) -> None:
        cleaner.clean(files.picture(), FileKind.JPEG)
        first = cleaner.program_id
        assert first is not None
        os.kill(first, 9)

        assert cleaner.clean(files.picture(), FileKind.JPEG).content
        assert cleaner.program_id != first

    def test_asks_a_new_program_when_the_file_was_lost_with_the_old_one(self, cleaner: Cleaner) -> None:
        cleaner.clean(files.picture(), FileKind.JPEG)
        first = cleaner.program_id
        assert first is not None
        os.kill(first, signal.SIGSTOP)
        threading.Timer(0.3, os.kill, (first, signal.SIGKILL)).start()

        assert cleaner.clean(files.picture(), FileKind.JPEG).content
        assert cleaner.program_id != first

    def test_gives_up_where_no_program_lives(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(module, "_PROGRAM", "onlineamt.nowhere")
        homeless = Cleaner()
        try:
            with pytest.raises(FileNotKept):
                homeless.clean(files.picture(), FileKind.JPEG)
        finally:
            homeless.close()

    def test_cleans_for_many_threads(self, cleaner: Cleaner) -> None:
        taken = [files.picture(size=(60 + number, 80)) for number in range(12)]
        with ThreadPoolExecutor(6) as threads:
            kept = list(threads.map(lambda content: cleaner.clean(content, FileKind.JPEG).content, taken))

        sizes = [Image.open(BytesIO(content)).size for content in kept]
        assert sizes == [(60 + number, 80) for number in range(12)]

    def test_leaves_nobody_waiting_for_ever(self, cleaner: Cleaner, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(module, "WAIT_SECONDS", 0.01)
        for _ in range(module.AT_ONCE):
            cleaner._turns.acquire()
        try:
            with pytest.raises(FileNotKept):
                cleaner.clean(files.picture(), FileKind.JPEG)
        finally:
            for _ in range(module.AT_ONCE):
                cleaner._turns.release()

    def test_has_a_program_without_secrets_or_files_to_write(self, cleaner: Cleaner) -> None:
        cleaner.clean(files.picture(), FileKind.JPEG)
        place = Path(f"/proc/{cleaner.program_id}")

        assert place.joinpath("environ").read_bytes() == b""
        assert [str(place.joinpath("fd", number).readlink()) for number in "012"] == [os.devnull] * 3
        assert "NoNewPrivs:\t1" in place.joinpath("status").read_text()
        limits = place.joinpath("limits").read_text()
        assert [line.split()[3:5] for line in limits.splitlines() if line.startswith("Max file size")] == [
            ["0", "0"]
        ]

    @pytest.mark.skipif(
        os.geteuid() != 0, reason="only root may always leave for an empty folder and network"
    )
    def test_has_a_program_that_sees_neither_files_nor_network(self, cleaner: Cleaner) -> None:
        cleaner.clean(files.picture(), FileKind.JPEG)
        place = Path(f"/proc/{cleaner.program_id}")
        shown = subprocess.run(
            ["ls", "-A", f"{place / 'root'}{os.sep}"], capture_output=True, text=True, check=True
        )

        assert shown.stdout == ""
        assert place.joinpath("ns/net").readlink() != Path("/proc/self/ns/net").readlink()
        assert "Uid:\t65534\t65534" in place.joinpath("status").read_text()
