"""What a client was told, written down and made safe on disk before its next step."""

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Note = dict[str, Any]


class Journal:
    """One client's notes, a JSON object per line. They lie on another disk than the portal's data."""

    def __init__(self, path: Path, *, client: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._client = client

    def note(self, kind: str, **facts: Any) -> None:
        """Append a note; it is on the disk when this returns."""
        line = {"at": time.time(), "client": self._client, "kind": kind, **facts}
        os.write(self._file, json.dumps(line, ensure_ascii=False).encode() + b"\n")
        os.fsync(self._file)


def read_notes(folder: Path) -> list[Note]:
    """Return all notes of all clients, in the order of time; a line cut short by a kill promises nothing."""
    return sorted(_lines(folder), key=lambda note: float(note["at"]))


def _lines(folder: Path) -> Iterator[Note]:
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            try:
                yield json.loads(line)
            except ValueError:
                continue
