"""The data folder of the demonstration: marked as such, so that beginning anew never empties anything else."""

import shutil
from pathlib import Path

from onlineamt.config.plain_words import disk_is_full, plain_words
from onlineamt.config.progress import CannotGoOn

MARK = "demo.txt"
MARK_TEXT = "Dieser Ordner gehört der Vorführung. „bin/demo --fresh“ leert ihn.\n"
NEEDED_MEGABYTES = 300
# What may lie there beside the demonstration's own data, and stays: it holds nothing a person has entered.
NEIGHBOURS = frozenset({MARK, "setup.lock", "static", "caches"})


class DemoFolder:
    """Where the demonstration keeps its database, keys, files, mail and logs."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()

    def open(self) -> None:
        """Make the folder ours. Raises CannotGoOn: it belongs to something else, is not ours to write, or is full."""
        with plain_words(self.path):
            self.path.mkdir(parents=True, exist_ok=True)
            if not self._is_ours():
                raise CannotGoOn(
                    f"In {self.path} liegen schon andere Daten. "
                    "Wählen Sie mit ONLINEAMT_DATA einen leeren Ordner für die Vorführung."
                )
            (self.path / MARK).write_text(MARK_TEXT, "utf-8")
        if shutil.disk_usage(self.path).free < NEEDED_MEGABYTES * 1_000_000:
            raise disk_is_full(self.path)

    def demand_ours(self) -> None:
        """Raise CannotGoOn when the folder holds anything that is not of the demonstration."""
        if self.path.exists() and not self._is_ours():
            raise CannotGoOn(f"{self.path} gehört nicht der Vorführung; --fresh leert den Ordner nicht.")

    def empty(self) -> None:
        """Remove what the demonstration has stored. Raises CannotGoOn."""
        self.demand_ours()
        if not self.path.exists():
            return
        with plain_words(self.path):
            for entry in self.path.iterdir():
                if entry.name in NEIGHBOURS:
                    continue
                if entry.is_dir() and not entry.is_symlink():
                    shutil.rmtree(entry)
                else:
                    entry.unlink()

    def _is_ours(self) -> bool:
        return (self.path / MARK).exists() or {entry.name for entry in self.path.iterdir()} <= NEIGHBOURS
