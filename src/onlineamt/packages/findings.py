"""What the checker tells the author of a package: where, what is wrong, and how to mend it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Level(StrEnum):
    """How much a finding weighs: an error keeps a package from being installed, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, order=True)
class Place:
    """A place in a file, counted from one as editors do."""

    line: int = 1
    column: int = 1


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing the author should know, in German: the checker speaks with the municipality."""

    file: str
    line: int
    column: int
    rule: str
    level: Level
    message: str
    mend: str

    def __str__(self) -> str:
        label = "Fehler" if self.level is Level.ERROR else "Warnung"
        return (
            f"{self.file}:{self.line}:{self.column}  {label} [{self.rule}] {self.message}\n    → {self.mend}"
        )

    def as_json(self) -> dict[str, Any]:
        """Return the finding for `check --json`."""
        return asdict(self)


def has_errors(findings: Iterable[Finding]) -> bool:
    """Say whether one of the findings keeps the package from being installed."""
    return any(finding.level is Level.ERROR for finding in findings)


def in_reading_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings by file and line, each once."""
    return sorted(set(findings), key=lambda one: (one.file, one.line, one.column, one.rule, one.message))
