"""What documents need from outside: a store of bytes (a folder, or an S3-compatible service), and a virus scanner."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

_KEY = re.compile(r"[0-9a-z-]+(/[0-9a-z-]+)*")


class BytesMissing(LookupError):
    """The store has nothing under this key."""


class ByteStore(Protocol):
    """Keeps bytes under keys such as `<tenant>/3f/<id>`. It sees sealed bytes only.

    Every method raises OSError when the store does not answer; nothing may be taken for done then.
    """

    def write(self, key: str, content: bytes) -> None:
        """Keep the bytes; after this returns they outlive a crash. Whoever reads sees all of them or none."""

    def read(self, key: str) -> bytes:
        """Return the bytes. Raises BytesMissing."""

    def delete(self, key: str) -> None:
        """Remove the bytes; removing what is not there is harmless."""

    def list_keys(self, *, older_than: datetime) -> Iterator[str]:
        """Yield the keys of everything written before an instant."""


class CannotScan(ValueError):
    """The scanner answers, but takes no file like this one."""


class VirusScanner(Protocol):
    """Knows files that do harm."""

    def scan(self, content: bytes, *, seconds: float) -> str:
        """Return what was found by its name, or nothing.

        Raises OSError when the scanner does not answer within so many seconds, CannotScan for a file it does not take.
        """


def is_key(key: str) -> bool:
    """Whether bytes can lie under this key."""
    return _KEY.fullmatch(key) is not None
