"""The data folder of the demonstration: marked as such, so that beginning anew never empties anything else."""

import json
import os
import shutil
from collections.abc import Mapping, MutableMapping
from pathlib import Path

from onlineamt.config.plain_words import disk_is_full, plain_words
from onlineamt.config.progress import CannotGoOn

MARK = "demo.txt"
MARK_TEXT = "Dieser Ordner gehört der Vorführung. „bin/demo --fresh“ leert ihn.\n"
RUNNING = "running.json"  # the settings of the demonstration that runs, for commands typed beside it
NEEDED_MEGABYTES = 300
_DECIDES = ("ONLINEAMT_MODE", "DATABASE_URL")
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

    def tell_commands(self, settings: Mapping[str, str]) -> None:
        """Keep the settings for commands typed beside the demonstration; only our own account reads them."""
        file = self.path / RUNNING
        file.unlink(missing_ok=True)
        file.touch(mode=0o600)
        file.write_text(json.dumps(dict(settings)), "utf-8")

    def end_telling(self) -> None:
        """The demonstration ends: commands have nothing to speak with any more."""
        (self.path / RUNNING).unlink(missing_ok=True)

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


def join_demonstration(environ: MutableMapping[str, str] = os.environ) -> None:
    """Let a command without any settings speak with the demonstration that runs in its data folder."""
    folder = Path(environ.get("ONLINEAMT_DATA", "var"))
    if any(environ.get(name) for name in _DECIDES) or not (folder / MARK).exists():
        return
    try:
        environ |= json.loads((folder / RUNNING).read_text("utf-8"))
    except (OSError, ValueError):
        return
