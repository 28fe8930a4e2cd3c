"""Names say what things are: no catch-all words, a sentence at the head of every file, views that ask modules."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from tests.architecture.house import SOURCE, named, product_files, syntax

CATCH_ALL_WORDS = {"util", "utils", "helper", "helpers", "common", "misc", "stuff", "manager"}
EMPTY_FIELD_NAMES = {"data", "info", "type", "value2"}
ASK_THE_DATABASE_ON_PURPOSE = {
    "src/onlineamt/audiences/operations/readiness.py": "whether the database answers is what it is asked",
}
TAKEN_WORD = "user"  # applicant, representative, caseworker, account (STYLE, names 3)
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+")


def words(name: str) -> set[str]:
    """Split a name into its words, whatever its case."""
    return {word.lower() for word in WORD.findall(name)}


def definitions(path: Path) -> Iterator[ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def is_django_manager(node: ast.AST) -> bool:
    return isinstance(node, ast.ClassDef) and any("Manager" in ast.unparse(base) for base in node.bases)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("case_helpers", {"case", "helpers"}),
        ("CaseManager", {"case", "manager"}),
        ("XMLUtils", {"xml", "utils"}),
        ("communal", {"communal"}),
    ],
)
def test_names_are_split_into_words(name: str, expected: set[str]) -> None:
    assert words(name) == expected


def test_no_file_is_named_by_a_catch_all_word() -> None:
    wrong = [
        named(p)
        for p in product_files()
        for part in p.relative_to(SOURCE).parts
        if words(part) & CATCH_ALL_WORDS
    ]

    assert wrong == []


def test_nothing_is_named_by_a_catch_all_word() -> None:
    wrong = [
        f"{named(path)}:{node.lineno} {node.name}"
        for path in product_files()
        for node in definitions(path)
        if words(node.name) & CATCH_ALL_WORDS and not is_django_manager(node)
    ]

    assert wrong == []


def test_nobody_is_called_a_user() -> None:
    wrong = [
        f"{named(path)}:{node.lineno} {node.name}"
        for path in product_files()
        for node in definitions(path)
        if TAKEN_WORD in words(node.name)
    ]

    assert wrong == []


def test_fields_of_tables_say_what_they_hold() -> None:
    wrong = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("onlineamt.")
        for field in model._meta.local_fields
        if field.name in EMPTY_FIELD_NAMES
    ]

    assert wrong == []


def test_every_file_says_in_a_sentence_what_is_found_there() -> None:
    wrong = []
    for path in product_files():
        document = ast.get_docstring(syntax(path)) or ""
        if not is_sentence(document) and (path.name != "__init__.py" or syntax(path).body):
            wrong.append(named(path))

    assert wrong == []


def is_sentence(document: str) -> bool:
    """Say whether the first paragraph is more than two words and comes to an end, or to a usage after a colon."""
    first = document.split("\n\n", maxsplit=1)[0].strip()
    return len(first.split()) > 2 and (first[-1] in ".:!?)]…" or ": " in first)


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ("The offices of a municipality.", True),
        ("Prüft das Protokoll: onlineamt audit verify [--tenant SCHLÜSSEL]", True),
        ("Models", False),
        ("Legt die Musterwelt an: onlineamt sample", True),
        ("The models of this module", False),
        ("", False),
    ],
)
def test_a_sentence_is_known_when_seen(document: str, expected: bool) -> None:
    assert is_sentence(document) is expected


def test_pages_ask_modules_and_never_the_database() -> None:
    """A view does: who → access → one action → answer. A query in it is one that may forget the tenant."""
    wrong = [
        f"{named(path)}:{node.lineno} {ast.unparse(node)}"
        for path in (SOURCE / "audiences").rglob("*.py")
        if "tests" not in path.parts and named(path) not in ASK_THE_DATABASE_ON_PURPOSE
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "cursor"}
    ]

    assert wrong == []
