import csv
import os
import stat
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from onlineamt.adapters.print_folder import FolderPrintRoom
from onlineamt.facilities.post.ports import PrintRoom
from onlineamt.facilities.post.tests.print_room_contract import JOB, JOHN, PrintRoomContract
from onlineamt.facilities.post.values import PrintedLetter


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "print"


@pytest.fixture
def room(folder: Path) -> FolderPrintRoom:
    return FolderPrintRoom(folder)


def batch(folder: Path) -> Path:
    return folder / JOB.town / JOB.key


def disk_full(*_: object) -> None:
    raise OSError("no space left on device")


class TestFolderPrintRoom(PrintRoomContract):
    @pytest.fixture(autouse=True)
    def place(self, folder: Path) -> None:
        self.folder = folder

    def pdfs(self, room: PrintRoom, town: str, key: str) -> list[bytes]:
        return [path.read_bytes() for path in sorted((self.folder / town / key).glob("*.pdf"))]

    def test_lets_nobody_else_read(self, room: FolderPrintRoom, folder: Path) -> None:
        room.hand_over(JOB)

        assert {stat.S_IMODE(path.stat().st_mode) for path in batch(folder).iterdir()} == {0o600}
        assert stat.S_IMODE(batch(folder).stat().st_mode) == 0o700

    @pytest.mark.parametrize("call", ["fsync", "fdopen"])
    def test_leaves_nothing_half_written(
        self, room: FolderPrintRoom, folder: Path, monkeypatch: pytest.MonkeyPatch, call: str
    ) -> None:
        monkeypatch.setattr(os, call, disk_full)
        with pytest.raises(OSError, match="no space"):
            room.hand_over(JOB)

        assert list((folder / JOB.town).iterdir()) == []

    def test_keeps_what_was_there_when_a_longer_batch_does_not_fit(
        self, room: FolderPrintRoom, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        room.hand_over(replace(JOB, letters=(JOHN,)))
        monkeypatch.setattr(os, "fsync", disk_full)
        with pytest.raises(OSError, match="no space"):
            room.hand_over(JOB)

        assert self.pdfs(room, JOB.town, JOB.key) == [JOHN.pdf]

    def test_clears_away_what_a_kill_left(self, room: FolderPrintRoom, folder: Path) -> None:
        for remains in (f".draft-{JOB.key}-abc", f".former-{JOB.key}"):
            (folder / JOB.town / remains).mkdir(parents=True)
            (folder / JOB.town / remains / "001.pdf").write_bytes(b"half")
        room.hand_over(JOB)

        assert [path.name for path in (folder / JOB.town).iterdir()] == [JOB.key]

    def test_does_not_touch_a_folder_that_says_the_same(self, room: FolderPrintRoom, folder: Path) -> None:
        room.hand_over(JOB)
        before = batch(folder).stat().st_ino, (batch(folder) / "001.pdf").stat().st_mtime_ns
        room.hand_over(JOB)

        assert (batch(folder).stat().st_ino, (batch(folder) / "001.pdf").stat().st_mtime_ns) == before

    def test_names_no_file_after_a_person(self, room: FolderPrintRoom, folder: Path) -> None:
        room.hand_over(JOB)

        assert sorted(path.name for path in batch(folder).iterdir()) == [
            "001.pdf",
            "002.pdf",
            "liste.csv",
            "liste.html",
        ]


class TestTheList:
    def test_opens_in_a_german_spreadsheet(self, room: FolderPrintRoom, folder: Path) -> None:
        room.hand_over(JOB)
        content = (batch(folder) / "liste.csv").read_bytes()

        assert content.startswith(b"\xef\xbb\xbf")
        assert list(csv.reader(content.decode("utf-8-sig").splitlines(), delimiter=";")) == [
            ["Nr.", "Datei", *(f"Anschrift {line}" for line in range(1, 6))],
            ["1", "001.pdf", "Erika Mustermann", "Heidestraße 17", "05100 Musterstadt", "", ""],
            ["2", "002.pdf", "John Doe", "c/o Müller & Söhne", "Main Street 1", "New York", "USA"],
        ]

    @pytest.mark.parametrize(
        "name",
        [
            "=HYPERLINK(1)",
            "+49",
            "-1",
            "@x",
            "\uff1dHYPERLINK(1)",
            "\u3000=1",
            "<script>alert(1)</script>",
            'a";b',
        ],
    )
    def test_runs_nothing_that_somebody_is_called(
        self, room: FolderPrintRoom, folder: Path, name: str
    ) -> None:
        room.hand_over(replace(JOB, letters=(PrintedLetter(recipient=(name, "Musterstadt"), pdf=b"%PDF"),)))
        rows = (batch(folder) / "liste.csv").read_text(encoding="utf-8-sig").splitlines()
        cell = list(csv.reader(rows, delimiter=";"))[1][2]
        page = html.fromstring((batch(folder) / "liste.html").read_bytes())

        assert unicodedata.normalize("NFKC", cell).lstrip()[0] not in "=+-@"
        assert cell.lstrip("'") == name
        assert page.xpath("//script") == []
        assert name in page.text_content()

    def test_shows_every_letter_to_tick_off(self, room: FolderPrintRoom, folder: Path) -> None:
        room.hand_over(JOB)
        page = html.fromstring((batch(folder) / "liste.html").read_bytes())

        assert [row.xpath("string(td[2])") for row in page.xpath("//tbody/tr")] == ["001.pdf", "002.pdf"]
        assert "20. März 2026, 2 Briefe" in page.text_content()
