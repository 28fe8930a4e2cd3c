"""What a backup consists of, with the hash of every file."""

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from onlineamt.config.progress import CannotGoOn

NAME = "manifest.json"
STAMP = "%Y-%m-%dT%H%M%SZ"


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """The list of a backup's files. Paths are relative to the folder of all backups."""

    stamp: str
    portal_version: str
    journal_lines: int  # how many erasures were in the journal; a restore needs at least these
    files: dict[str, str]  # path → SHA-256

    def write(self, folder: Path) -> None:
        """Write the manifest, last of all files: a backup without one is none."""
        write_safely(folder / NAME, json.dumps(asdict(self), indent=2).encode())

    def check(self, backups: Path) -> None:
        """Raise CannotGoOn when a file is missing or is not what it was. Keys may have been deleted, as they must."""
        for name, expected in self.files.items():
            path = backups / name
            if not path.exists():
                raise CannotGoOn(f"{path} fehlt. Nehmen Sie eine andere Sicherung.")
            if digest_of(path) != expected:
                raise CannotGoOn(f"{path} ist beschädigt. Nehmen Sie eine andere Sicherung.")


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a backup. Raises CannotGoOn."""
    try:
        return Manifest(**json.loads((folder / NAME).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        raise CannotGoOn(f"In {folder} liegt keine vollständige Sicherung.") from None


def moment_of(stamp: str) -> datetime:
    """Return the instant a stamp names. Raises ValueError."""
    return datetime.strptime(stamp, STAMP).replace(tzinfo=UTC)


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_safely(path: Path, content: bytes) -> None:
    """Write a file that is whole on disk before it has its name, and readable by nobody else."""
    draft = path.with_name(f".{path.name}.draft")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)
