"""Which German texts the pages can show: those in templates, in code, and in the classes of errors."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir

PACKAGE = Path(__file__).resolve().parents[2]
SOURCES = [
    ("**/tests/**", "ignore"),
    # In German only, until somebody needs another language (decision record 0094).
    ("**/backoffice/**", "ignore"),
    ("**.py", f"{__name__}:find_in_python"),
    ("**/templates/**.html", "jinja2.ext:babel_extract"),
]
# As in audiences/design/environment.py; a template that cannot be read must not pass as one without words.
OPTIONS = {"**/templates/**.html": {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}}
KEYWORDS: dict[str, Any] = {
    "_": (1,),
    "gettext": (1,),
    "gettext_noop": (1,),
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
SAID_BY_ERRORS = frozenset({"title", "next_step"})

Found = tuple[int, str | None, str | tuple[str | None, ...], list[str]]


def collect_messages(package: Path = PACKAGE) -> Catalog:
    """Return every German text with the files that show it, in the order of files and lines."""
    german = Catalog(charset="utf-8")
    for name, line, text, _, context in extract_from_dir(package, SOURCES, OPTIONS, KEYWORDS):
        german.add(text, locations=[(name, line)], context=context)
    return german


def find_in_python(
    file: IO[bytes], keywords: object, comment_tags: object, options: object
) -> Iterator[Found]:
    """Yield the texts of a Python file, as Babel asks its extractors for them."""
    nodes = [node for node in ast.walk(ast.parse(file.read())) if isinstance(node, ast.expr | ast.stmt)]
    for node in sorted(nodes, key=lambda node: (node.lineno, node.col_offset)):
        yield from _texts_of(node)


def _texts_of(node: ast.AST) -> Iterator[Found]:
    if isinstance(node, ast.Call) and _name_of(node.func) in KEYWORDS:
        yield node.lineno, _name_of(node.func), tuple(_literal(argument) for argument in node.args), []
    if isinstance(node, ast.ClassDef):
        yield from _texts_of_error(node)


def _texts_of_error(error: ast.ClassDef) -> Iterator[Found]:
    """Yield what an error says: it stands in its class, and the page that shows it translates it."""
    said = {name: value for line in error.body for name, value in _assigned(line) if name in SAID_BY_ERRORS}
    if "next_step" in said:
        for value in said.values():
            if text := _literal(value):
                yield value.lineno, None, text, []


def _assigned(line: ast.stmt) -> Iterator[tuple[str, ast.expr]]:
    targets = line.targets if isinstance(line, ast.Assign) else [getattr(line, "target", None)]
    value = getattr(line, "value", None)
    for target in targets:
        if isinstance(target, ast.Name) and isinstance(value, ast.expr):
            yield target.id, value


def _literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _name_of(function: ast.expr) -> str:
    return getattr(function, "id", "") or getattr(function, "attr", "")
