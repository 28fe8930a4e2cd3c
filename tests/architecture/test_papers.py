"""What the papers promise is there: links lead somewhere, commands exist, versions agree."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.architecture.house import ROOT, named, repository_files

LINK = re.compile(r"\[[^\]]*\]\(([^)\s#]+)[^)]*\)")
COMMAND = re.compile(r"\bbin/[a-z]+")
CHAPTERS = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "CODE_OF_CONDUCT.md", "LICENSE"]


def papers() -> list[Path]:
    return [path for path in repository_files() if path.suffix == ".md"]


@pytest.fixture(scope="module")
def publiccode() -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    return dict(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"])


@pytest.mark.parametrize("name", CHAPTERS)
def test_the_usual_papers_are_there(name: str) -> None:
    assert (ROOT / name).is_file()


def test_links_between_papers_lead_somewhere() -> None:
    wrong = [
        f"{named(path)} → {target}"
        for path in papers()
        for target in LINK.findall(path.read_text(encoding="utf-8"))
        if "://" not in target and not target.startswith("mailto:") and not (path.parent / target).exists()
    ]

    assert wrong == []


def test_commands_named_in_papers_exist() -> None:
    wrong = [
        f"{named(path)}: {command}"
        for path in papers()
        for command in COMMAND.findall(path.read_text(encoding="utf-8"))
        if not (ROOT / command).is_file()
    ]

    assert wrong == []


def test_the_licence_is_the_whole_eupl() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")

    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert re.findall(r"^(\d+)\.[A-Z]", text, re.MULTILINE) == [str(number) for number in range(1, 16)]
    assert "Appendix" in text
    assert text.rstrip().endswith("require the production of a new EUPL version.")


def test_every_decision_record_is_in_the_list() -> None:
    records = {path.name for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md")}
    listed = set(LINK.findall((ROOT / "docs" / "decisions" / "README.md").read_text(encoding="utf-8")))

    assert records == listed


def test_decision_records_are_dated_and_have_a_status() -> None:
    head = re.compile(r"# \d{4} .+\n\n\d{4}-\d{2}-\d{2} · (accepted|superseded by \[\d{4}\]\(.+\))\n")
    wrong = [
        path.name
        for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md")
        if not head.match(path.read_text(encoding="utf-8"))
    ]

    assert wrong == []


class TestPubliccode:
    """The rules of publiccode.yml 0.4 that a catalogue refuses an entry for."""

    def test_has_what_the_standard_asks_for(self, publiccode: dict[str, Any]) -> None:
        required = {
            "publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType",
            "description", "legal", "maintenance", "localisation",
        }  # fmt: skip

        assert required <= set(publiccode)
        assert publiccode["publiccodeYmlVersion"] == "0.4"
        assert publiccode["maintenance"]["type"] == "community"
        assert publiccode["maintenance"]["contacts"]

    def test_descriptions_have_the_right_length(self, publiccode: dict[str, Any]) -> None:
        for description in publiccode["description"].values():
            assert len(description["shortDescription"]) <= 150
            assert 150 <= len(description["longDescription"]) <= 10_000
            assert all(len(feature) <= 100 for feature in description["features"])

    def test_agrees_with_the_package(self, publiccode: dict[str, Any], project: dict[str, Any]) -> None:
        assert publiccode["softwareVersion"] == project["version"]
        assert publiccode["legal"]["license"] == project["license"]
