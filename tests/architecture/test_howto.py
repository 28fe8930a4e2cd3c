"""The service that the guides for authors build is one that the checker takes, and what they list is all there is."""

import re
import shutil
from pathlib import Path

import pytest
from tests.architecture.house import ROOT

from onlineamt.packages.check import check_package
from onlineamt.procedure.forms.engine.expressions.functions import FUNCTIONS
from onlineamt.procedure.forms.engine.kinds import KINDS

FENCE = re.compile(r"^```(?:yaml|typst) (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
KEY = "osterfeuer-anzeigen"
GUIDES = ("docs/howto/service.md", "docs/handbuch/leistung-bauen.md")
KINDS_LISTED = ("docs/howto/service-fields.md", "docs/handbuch/leistung-nachschlagen.md")
FUNCTIONS_LISTED = ("docs/howto/service-expressions.md", "docs/handbuch/leistung-nachschlagen.md")
LISTED_KIND = re.compile(r"^\| `(\w+)` \|", re.MULTILINE)
LISTED_FUNCTION = re.compile(r"`((?:date|time|number)\.\w+)\(")


def read(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


@pytest.fixture(params=GUIDES)
def package(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The files of a guide, written into a folder beside the building blocks."""
    shutil.copytree(ROOT / "services" / "_blocks", tmp_path / "_blocks")
    for name, content in FENCE.findall(read(request.param)):
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
    assert [str(finding) for finding in check_package(package).findings] == []


def test_both_guides_build_the_same_service() -> None:
    english, german = (dict(FENCE.findall(read(page))) for page in GUIDES)
    assert english == german


@pytest.mark.parametrize("page", KINDS_LISTED)
def test_every_kind_of_field_is_listed(page: str) -> None:
    assert set(LISTED_KIND.findall(read(page))) >= KINDS.keys()


@pytest.mark.parametrize("page", FUNCTIONS_LISTED)
def test_every_function_is_listed_and_no_other(page: str) -> None:
    assert set(LISTED_FUNCTION.findall(read(page))) == {function.name for function in FUNCTIONS}
