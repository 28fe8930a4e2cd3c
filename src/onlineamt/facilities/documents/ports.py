"""What documents need from a store of bytes: a folder, or an S3-compatible service."""

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol


class BytesMissing(LookupError):
    """The store has nothing under this key."""


class ByteStore(Protocol):
    """Keeps bytes under keys such as `<tenant>/3f/<id>`. It sees sealed bytes only."""

    def write(self, key: str, content: bytes) -> None:
        """Keep the bytes; after this returns they outlive a crash. Whoever reads sees all of them or none."""

    def read(self, key: str) -> bytes:
        """Return the bytes. Raises BytesMissing."""

    def delete(self, key: str) -> None:
        """Remove the bytes; removing what is not there is harmless."""

    def list_keys(self, *, older_than: datetime) -> Iterator[str]:
        """Yield the keys of everything written before an instant."""
