"""The virus scanner of this installation, if it has one: set once when the application starts."""

from onlineamt.facilities.documents.ports import VirusScanner

_scanner: VirusScanner | None = None


def use_scanner(chosen: VirusScanner | None) -> None:
    """Install the virus scanner of this installation; None: there is none, and files stay marked as not scanned."""
    global _scanner  # noqa: PLW0603 -- set once at start
    _scanner = chosen


def scanner() -> VirusScanner | None:
    """Return the virus scanner, or None."""
    return _scanner
