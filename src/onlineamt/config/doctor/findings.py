"""What a check found: one line, and the mend."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad it is. A warning can wait until morning, a fault cannot."""

    GOOD = "good"
    WARNING = "warning"
    FAULT = "fault"

    @property
    def word(self) -> str:
        """The level in German."""
        return {"good": "gut", "warning": "Hinweis", "fault": "Fehler"}[self]


@dataclass(frozen=True)
class Finding:
    """One line of the doctor."""

    level: Level
    text: str
    mend: str = ""


Check = Callable[[], Iterable[Finding]]


def good(text: str) -> Finding:
    """Return a finding that asks for nothing."""
    return Finding(Level.GOOD, text)


def warning(text: str, mend: str) -> Finding:
    """Return a finding that can wait until morning."""
    return Finding(Level.WARNING, text, mend)


def fault(text: str, mend: str) -> Finding:
    """Return a finding that cannot wait."""
    return Finding(Level.FAULT, text, mend)
