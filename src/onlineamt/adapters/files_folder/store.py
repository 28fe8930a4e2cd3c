"""Bytes as files below one folder: written beside, made safe on disk, then given their name."""

import os
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from onlineamt.facilities.documents.ports import BytesMissing, is_key

_DRAFT = ".draft-"


class FolderStore:
    """A byte store in a folder, readable by the portal only. See the port `ByteStore`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, key: str, content: bytes) -> None:
        """See ByteStore."""
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=_DRAFT)  # mode 0600
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(draft).rename(path)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise
        self._make_names_safe(path.parent)

    def read(self, key: str) -> bytes:
        """See ByteStore."""
        try:
            return self._path(key).read_bytes()
        except FileNotFoundError as missing:
            raise BytesMissing(key) from missing

    def delete(self, key: str) -> None:
        """See ByteStore."""
        self._path(key).unlink(missing_ok=True)

    def list_keys(self, *, older_than: datetime) -> Iterator[str]:
        """See ByteStore. Drafts that a crash left are removed on the way; what others have put there stays unnamed."""
        limit = older_than.timestamp()
        for folder, _, names in os.walk(self._folder):
            for name in names:
                path = Path(folder, name)
                try:
                    if path.stat().st_mtime >= limit:
                        continue
                    if name.startswith(_DRAFT):
                        path.unlink()
                        continue
                except FileNotFoundError:  # erased meanwhile
                    continue
                key = path.relative_to(self._folder).as_posix()
                if is_key(key):
                    yield key

    def _path(self, key: str) -> Path:
        if not is_key(key):
            raise ValueError(f"not a key: {key!r}")
        return self._folder / key

    def _make_names_safe(self, folder: Path) -> None:
        """A new name outlives a power cut only when its folder, and the folders above it, are written too."""
        while True:
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
            if folder == self._folder:
                return
            folder = folder.parent
