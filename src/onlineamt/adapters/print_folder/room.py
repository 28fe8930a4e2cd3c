"""Batches as folders: written beside, made safe on disk, then given their name."""

import os
import re
import shutil
import tempfile
from pathlib import Path

from onlineamt.adapters.print_folder.lists import file_name, write_csv, write_html
from onlineamt.facilities.post.values import PrintJob

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
_DRAFT, _FORMER = ".draft-", ".former-"


class FolderPrintRoom:
    """A print room in a folder, readable by the portal's account only. See the port `PrintRoom`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def hand_over(self, job: PrintJob) -> None:
        """See PrintRoom. A folder that says the same is left as it is; one that says less is replaced as a whole."""
        place = self._place(job.town, job.key)
        if not job.letters:
            raise ValueError(f"batch {job.key} is empty")
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._remove_remains(place)
        files = _files(job)
        if _read(place) == files:
            return
        draft = Path(tempfile.mkdtemp(dir=place.parent, prefix=f"{_DRAFT}{job.key}-"))  # mode 0700
        try:
            _write(draft, files)
            self._swap(draft, place)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
        for folder in (place.parent, self._folder, self._folder.parent):
            _make_safe(folder)

    def clear_away(self, *, town: str, key: str) -> None:
        """See PrintRoom. The name goes first, so nobody finds half a batch."""
        place = self._place(town, key)
        if place.is_dir():
            place.rename(place.with_name(f"{_FORMER}{key}"))
        if place.parent.is_dir():
            self._remove_remains(place)
            _make_safe(place.parent)

    def _place(self, town: str, key: str) -> Path:
        for name in (town, key):
            if not _NAME.fullmatch(name):
                raise ValueError(f"not a name: {name!r}")
        return self._folder / town / key

    def _swap(self, draft: Path, place: Path) -> None:
        if place.exists():
            place.rename(place.with_name(f"{_FORMER}{place.name}"))
        draft.rename(place)
        self._remove_remains(place)

    def _remove_remains(self, place: Path) -> None:
        """Remove what a crash left of this batch beside its folder."""
        for remains in (*place.parent.glob(f"{_DRAFT}{place.name}-*"), place.with_name(_FORMER + place.name)):
            shutil.rmtree(remains, ignore_errors=True)


def _files(job: PrintJob) -> dict[str, bytes]:
    letters = {file_name(number): letter.pdf for number, letter in enumerate(job.letters, start=1)}
    return {**letters, "liste.csv": write_csv(job), "liste.html": write_html(job)}


def _read(folder: Path) -> dict[str, bytes] | None:
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.is_dir() else None


def _write(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    _make_safe(folder)


def _make_safe(folder: Path) -> None:
    """A new name outlives a power cut only when its folder is written too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
