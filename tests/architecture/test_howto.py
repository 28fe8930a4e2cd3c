"""The service that docs/howto/service.md builds is one that the checker takes."""

import re
import shutil
from pathlib import Path

import pytest
from tests.architecture.house import ROOT

from onlineamt.packages.check import check_package

FENCE = re.compile(r"^```(?:yaml|typst) (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
KEY = "osterfeuer-anzeigen"
NO_REAL_KEY = "service.no-service-number"  # inventing one would mislead


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """The files of the page, written into a folder beside the building blocks."""
    shutil.copytree(ROOT / "services" / "_blocks", tmp_path / "_blocks")
    text = (ROOT / "docs" / "howto" / "service.md").read_text(encoding="utf-8")
    for name, content in FENCE.findall(text):
        path = tmp_path / KEY / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return tmp_path / KEY


def test_the_page_shows_every_kind_of_file(package: Path) -> None:
    assert {path.name for path in package.iterdir()} >= {
        "service.yaml",
        "form.yaml",
        "texts",
        "letters",
        "examples",
    }


def test_the_checker_takes_it(package: Path) -> None:
    report = check_package(package)

    assert [str(finding) for finding in report.findings if finding.rule != NO_REAL_KEY] == []
