"""The byte store of this installation: set once when the application starts."""

from onlineamt.facilities.documents.ports import ByteStore

_store: ByteStore | None = None


def use_byte_store(chosen: ByteStore) -> None:
    """Install the byte store of this installation."""
    global _store  # noqa: PLW0603 -- set once at start
    _store = chosen


def byte_store() -> ByteStore:
    """Return the byte store. Raises RuntimeError before the application has started."""
    if _store is None:
        raise RuntimeError("no byte store is installed")
    return _store
