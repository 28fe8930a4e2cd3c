"""Checks a package with all rules, and says what came of it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onlineamt.packages.blocks import read_blocks
from onlineamt.packages.check import (  # noqa: F401  each module registers its rules
    codelists,
    examples,
    expressions,
    files,
    fim,
    form,
    granted,
    letters,
    parameters,
    procedure,
    reading_level,
    registers,
    service,
    tables,
    texts,
)
from onlineamt.packages.check.registry import RULES
from onlineamt.packages.check.subject import Subject
from onlineamt.packages.findings import Finding, Level, has_errors, in_reading_order
from onlineamt.packages.package import Package
from onlineamt.packages.reading import read_package


@dataclass(frozen=True)
class Report:
    """What the checker found in a folder; the package, if it could be read."""

    folder: Path
    package: Package | None
    findings: tuple[Finding, ...]

    @property
    def has_errors(self) -> bool:
        """Whether the package may not be installed."""
        return has_errors(self.findings)

    @property
    def summary(self) -> str:
        """One line: how many errors, how many warnings."""
        errors = sum(finding.level is Level.ERROR for finding in self.findings)
        return f"{self.folder.name}: {errors} Fehler, {len(self.findings) - errors} Warnungen."

    def as_json(self) -> dict[str, Any]:
        """Return the report for `check --json`."""
        return {
            "folder": str(self.folder),
            "key": self.package.service.key if self.package else None,
            "version": self.package.service.version if self.package else None,
            "ok": not self.has_errors,
            "findings": [finding.as_json() for finding in self.findings],
        }


def check_package(folder: Path, *, with_examples: bool = True) -> Report:
    """Read a package and run every rule on it. Never raises for anything that is wrong with the package."""
    reading = read_package(folder)
    if reading.package is None:
        return Report(folder, None, tuple(reading.findings))
    subject = Subject(reading.package, with_examples=with_examples, shelf=folder.resolve().parent)
    found = [finding for one in RULES.values() for finding in one.run(subject)]
    return Report(folder, reading.package, tuple(in_reading_order([*reading.findings, *found])))


def check_blocks(folder: Path) -> Report:
    """Read a folder of building blocks."""
    _, findings = read_blocks(folder)
    return Report(folder, None, tuple(in_reading_order(findings)))
