"""A disk that can be filled: a file system of our own in memory, or, where nobody may mount one, a limit on files."""

import os
import resource
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

MEGABYTES = 1_200
SMALL_BYTES = 8_192
SMALLEST_PIECE = 4_096


class Disk(Protocol):
    """Where the portal keeps its data."""

    kind: str

    def fill(self, processes: Iterable[int]) -> None:
        """Leave no room."""

    def clear(self, processes: Iterable[int]) -> None:
        """Give the room back."""


class Mounted:
    """A file system in memory; a ballast file takes the room that is left."""

    kind = "a small disk of its own, filled"

    def __init__(self, folder: Path) -> None:
        self._ballast = folder / "ballast"

    def fill(self, processes: Iterable[int]) -> None:
        """Take what is left, down to the last page."""
        with self._ballast.open("ab") as file:
            piece = MEGABYTES * 1_000_000
            while piece >= SMALLEST_PIECE:
                try:
                    os.posix_fallocate(file.fileno(), os.fstat(file.fileno()).st_size, piece)
                except OSError:
                    piece //= 2

    def clear(self, processes: Iterable[int]) -> None:
        """Remove the ballast."""
        self._ballast.unlink(missing_ok=True)


class Limited:
    """No file of the portal's present processes may be written beyond its first kilobytes, as `ulimit -f` does it."""

    kind = "files limited to 8 kB, because no disk can be mounted here"

    def fill(self, processes: Iterable[int]) -> None:
        """Limit every process; those started later are free."""
        self._limit(processes, SMALL_BYTES)

    def clear(self, processes: Iterable[int]) -> None:
        """Lift the limit."""
        self._limit(processes, None)

    def _limit(self, processes: Iterable[int], most: int | None) -> None:
        for process_id in processes:
            try:
                _, hard = resource.prlimit(process_id, resource.RLIMIT_FSIZE)
                resource.prlimit(process_id, resource.RLIMIT_FSIZE, (hard if most is None else most, hard))
            except (ProcessLookupError, PermissionError):
                continue


@contextmanager
def open_disk(folder: Path) -> Iterator[Disk]:
    """Make a disk in a folder, the best this machine allows, and take it away again."""
    folder.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m,mode=0755", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, check=False, capture_output=True).returncode != 0:
        yield Limited()
        return
    try:
        yield Mounted(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=False)
