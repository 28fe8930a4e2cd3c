"""What the journeys of imported schemas share: the files they are made of, and the town that offers them."""

import os
from pathlib import Path

from onlineamt.packages.check import check_package
from onlineamt.packages.fim.genericode import Codelists, find_lists
from onlineamt.packages.fim.importing import import_schema, write_package
from onlineamt.packages.package import Package

SAMPLES = Path(os.environ.get("ONLINEAMT_FIM_SAMPLES", "/nowhere"))
REAL = sorted([*SAMPLES.glob("xdf3/S*.xml"), *SAMPLES.glob("xdf2/[BS]*.xml")])
APPROVED = "wir haben Ihren Antrag geprüft und genehmigen ihn."


def package_of(data: bytes, folder: Path) -> Package:
    """Return what a schema becomes, checked as `install` does it. Raises FimRefused."""
    lists = find_lists(SAMPLES / "genericode") if SAMPLES.is_dir() else Codelists()
    report = check_package(write_package(import_schema(data, lists), folder))
    assert report.package is not None
    assert not report.has_errors, report.findings
    return report.package
