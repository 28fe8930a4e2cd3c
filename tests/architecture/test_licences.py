"""Everything the product is built from has a licence that fits the EUPL-1.2."""

import json
import re
from importlib import metadata

import pytest
from tests.architecture.house import ROOT

PERMISSIVE = "asks to keep its notice and nothing else of the work that uses it"
IN_THE_APPENDIX = "a compatible licence by the appendix of the EUPL-1.2"
FITTING = {
    r"(MIT|MIT-0|MIT-CMU|ISC|0BSD)( License| license)?( \(ISCL\))?": PERMISSIVE,
    r"(\d-Clause )?BSD( |-)?(\d-Clause)?( License)?": PERMISSIVE,
    r"Apache(-2.0| 2.0| Software License)": PERMISSIVE,
    r"PSF-2.0|PSFL|Python Software Foundation License|CNRI-Python": PERMISSIVE,
    r"MPL-2.0|Mozilla Public License 2.0 \(MPL 2.0\)": IN_THE_APPENDIX,
    r"LGPL-(2.1|3.0)-(only|or-later)|GNU Lesser General Public License v(2 or later \(LGPLv2\+\)|3 \(LGPLv3\))": IN_THE_APPENDIX,
    r"OFL-1.1": "fonts; may be embedded in documents under any licence (section 5 of the OFL)",
    r"EUPL-1.2": "ours",
}
JUDGED_BY_HAND = {
    "djlint": "GPL-3.0-or-later; a program of the developers, run on its own, never shipped nor imported",
    "pypdfium2": "BSD-3-Clause or Apache-2.0, with PDFium's own permissive licences; tests only",
}


def locked(name: str) -> set[str]:
    """Return the names of the Python distributions of a lock."""
    lock = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    return set(re.findall(r"^([A-Za-z0-9._-]+)(?:\[.*\])?==", lock, re.MULTILINE))


def licences(distribution: metadata.Distribution) -> list[str]:
    """Return what a distribution says of its licence: the expression, else its classifiers, else its words."""
    facts = distribution.metadata
    if expression := facts.get("License-Expression"):
        return re.split(r" AND | OR ", expression)
    prefix = "License :: OSI Approved :: "
    classifiers = [
        text.removeprefix(prefix) for text in facts.get_all("Classifier", []) if text.startswith(prefix)
    ]
    return classifiers or [facts.get("License") or ""]


def fits(licence: str) -> bool:
    return any(re.fullmatch(pattern, licence) for pattern in FITTING)


@pytest.mark.parametrize("lock", ["base.txt", "dev.txt"])
def test_locked_distributions_fit(lock: str) -> None:
    installed = {re.sub(r"[-_.]+", "-", d.metadata["Name"].lower()): d for d in metadata.distributions()}
    names = locked(lock) & set(installed)  # what only other systems need is not installed here
    wrong = {
        name: licences(installed[name])
        for name in names - set(JUDGED_BY_HAND)
        if not all(fits(licence) for licence in licences(installed[name]))
    }

    assert names
    assert wrong == {}


def test_packages_from_npm_fit() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    wrong = {
        name: facts.get("license", "")
        for name, facts in packages.items()
        if not fits(facts.get("license", ""))
    }

    assert wrong == {}


def test_what_was_judged_by_hand_is_used_by_developers_only() -> None:
    assert set(JUDGED_BY_HAND) <= locked("dev.txt") - locked("base.txt")


@pytest.mark.parametrize(
    "licence", ["AGPL-3.0-only", "GPL-2.0-only", "BUSL-1.1", "Proprietary", "UNKNOWN", ""]
)
def test_other_licences_do_not_fit(licence: str) -> None:
    assert not fits(licence)
