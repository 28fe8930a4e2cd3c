"""One law term, one code word: docs/glossary.md, the models and their docstrings say the same."""

import re
from dataclasses import dataclass
from functools import cache

import pytest
from django.apps import apps
from django.db.models import Model
from tests.architecture.house import ROOT, classes

GLOSSARY = ROOT / "docs" / "glossary.md"
IN_THE_CODE = "In the code"
TO_COME = "Words for what is to come"
LAW = re.compile(
    r"(§{1,2} \d+[a-z]?( Abs\. \d+[a-z]?( S\. \d+)?| Nr\. \d+)*((, | und | bis )\d+[a-z]?( Abs\. \d+[a-z]?)?)*"
    r"|Art\. \d+( Abs\. \d+)?) [A-ZÄÖÜ][\w-]*( [A-ZÄÖÜ0-9][\w.-]*)?"
)


@dataclass(frozen=True)
class Term:
    """A line of the glossary."""

    german: str
    code: str
    source: str

    @property
    def spellings(self) -> list[str]:
        """The German words of the line, without what stands in brackets."""
        return [word.strip() for word in re.sub(r"\([^)]*\)", "", self.german).split("/")]


@cache
def terms(heading: str) -> list[Term]:
    """Return the lines of the table under a heading."""
    text = GLOSSARY.read_text(encoding="utf-8")
    section = text.split(f"\n## {heading}\n", maxsplit=1)[1].split("\n## ", maxsplit=1)[0]
    rows = [row.strip("| ").split(" | ") for row in section.splitlines() if row.startswith("| ")]
    return [Term(german=row[0], code=row[1].strip("`"), source=row[2]) for row in rows[1:]]


def models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("onlineamt.")]


def test_every_table_has_a_line() -> None:
    known = {term.code for term in terms(IN_THE_CODE)}

    assert [model.__name__ for model in models() if model.__name__ not in known] == []


def test_docstrings_of_tables_name_the_german_word() -> None:
    line = {term.code: term for term in terms(IN_THE_CODE)}
    wrong = [
        f"{model.__name__}: {line[model.__name__].german}"
        for model in models()
        if model.__name__ in line
        and not any(word in (model.__doc__ or "") for word in line[model.__name__].spellings)
    ]

    assert wrong == []


def test_every_code_word_exists() -> None:
    existing = {node.name for _, node in classes()}

    assert [term.code for term in terms(IN_THE_CODE) if term.code not in existing] == []


def test_a_code_word_names_one_class() -> None:
    """The same word for two things is the beginning of a misunderstanding."""
    words = {term.code for term in terms(IN_THE_CODE)}
    names = [node.name for _, node in classes()]

    assert [word for word in sorted(words) if names.count(word) > 1] == []


def test_a_word_to_come_moves_up_when_it_is_there() -> None:
    existing = {node.name for _, node in classes()}

    assert [term.code for term in terms(TO_COME) if term.code in existing] == []


def test_every_word_stands_once() -> None:
    lines = terms(IN_THE_CODE) + terms(TO_COME)
    germans = [spelling for term in lines for spelling in term.spellings]
    codes = [term.code for term in lines]

    assert len(codes) == len(set(codes))
    assert len(germans) == len(set(germans))


def test_laws_are_cited_in_one_form() -> None:
    wrong = [
        f"{term.code}: {source}"
        for term in terms(IN_THE_CODE) + terms(TO_COME)
        for source in term.source.split(";")
        if ("§" in source or "Art." in source) and not LAW.fullmatch(source.strip())
    ]

    assert wrong == []


@pytest.mark.parametrize(
    ("source", "is_right"),
    [
        ("§ 22 VwVfG", True),
        ("§ 41 Abs. 2a VwVfG", True),
        ("§§ 48, 49 VwVfG", True),
        ("§ 2 Abs. 4 OZG", True),
        ("§ 7 BITV 2.0", True),
        ("Art. 13 DSGVO", True),
        ("VwVfG § 22", False),
        ("§22 VwVfG", False),
        ("§ 22", False),
        ("VwVfG, Paragraph 22", False),
    ],
)
def test_the_form_of_a_citation(source: str, is_right: bool) -> None:
    assert bool(LAW.fullmatch(source)) is is_right


def test_docstrings_are_read_from_the_class_itself() -> None:
    """A model without words of its own would show Django's."""
    generated = [
        model.__name__ for model in models() if (model.__doc__ or "").startswith(f"{model.__name__}(")
    ]

    assert generated == []
