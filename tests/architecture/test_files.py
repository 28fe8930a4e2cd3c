"""What lies in the repository: files short enough to read, and no trace of the machine they were written on."""

import re
from pathlib import Path

import pytest
from tests.architecture.house import named, repository_files

LONGEST_FILE = 400
READ_BY_PEOPLE = {".py", ".js", ".css", ".html", ".md", ".typ", ".sh", ""}
LONGER_ON_PURPOSE: dict[str, str] = {}

# Places that only one machine has, and package indexes: locks hold names, versions and hashes, no address.
TRACES = {
    "a home or work folder": re.compile(r"(?<![\w.])/(root|work|home/\w+|Users/\w+)/"),
    "a scratch folder": re.compile(r"(?<![\w.{}])/tmp/\w"),
    "a package index": re.compile(
        r"https?://(?:\S*@)?(?:registry\.|files\.|pypi\.|test\.pypi\.|download\.)?"
        r"(?:pypi\.org|npmjs\.org|pythonhosted\.org|npmjs\.com|yarnpkg\.com|debian\.org)",
    ),
    "an index setting": re.compile(r"^\s*--(?:extra-)?index-url|^registry\s*=", re.MULTILINE),
}
IS_THE_LIST_OF_TRACES = "tests/architecture/test_files.py"


def texts() -> list[tuple[Path, str]]:
    found = []
    for path in repository_files():
        try:
            found.append((path, path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue  # pictures and fonts
    return found


def test_files_are_short_enough_to_read() -> None:
    long = {
        named(path): text.count("\n")
        for path, text in texts()
        if path.suffix in READ_BY_PEOPLE and text.count("\n") > LONGEST_FILE
    }

    assert {name: lines for name, lines in long.items() if name not in LONGER_ON_PURPOSE} == {}


def test_long_files_are_still_long() -> None:
    names = {named(path) for path in repository_files()}

    assert set(LONGER_ON_PURPOSE) <= names


@pytest.mark.parametrize("trace", TRACES)
def test_no_file_names_a_machine(trace: str) -> None:
    wrong = [
        f"{named(path)}: {found.group()}"
        for path, text in texts()
        if named(path) != IS_THE_LIST_OF_TRACES and (found := TRACES[trace].search(text))
    ]

    assert wrong == []


@pytest.mark.parametrize(
    ("trace", "line"),
    [
        ("a home or work folder", "PATH=/root/.local/bin"),
        ("a home or work folder", 'open("/home/erika/online-amt/var")'),
        ("a scratch folder", "cp -r build /tmp/build"),
        ("a package index", '"resolved": "https://registry.npmjs.org/axe-core"'),
        ("an index setting", "--index-url https://packages.example/simple"),
    ],
)
def test_traces_are_known_when_seen(trace: str, line: str) -> None:
    assert TRACES[trace].search(line)
