"""The words of the pages: collected from templates and code, translated in `locale/`, compiled for gettext."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parent.parent
LOCALE = PACKAGE / "locale"
LANGUAGES = ("de_Easy", "en")  # German is the source
METHODS = [("**/tests/**", "ignore"), ("**/templates/**.html", "jinja2"), ("**.py", "python")]
OPTIONS = {"**/templates/**.html": {"trim_blocks": "true", "lstrip_blocks": "true"}}
KEYWORDS = {**DEFAULT_KEYWORDS, "gettext_noop": None, "gettext_lazy": None}
SAID_BY_ERRORS = frozenset({"title", "next_step"})

Message = str | tuple[str, ...]


@dataclass(frozen=True)
class Gap:
    """A text that a language does not have."""

    language: str
    text: str


def catalog_path(language: str) -> Path:
    """Return the file a language is translated in."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def collect_messages() -> list[tuple[Message, str | None]]:
    """Return every text that pages and errors may show, with its context, in the order of the files."""
    found: dict[tuple[Message, str | None], None] = {}
    for _, _, message, _, context in extract_from_dir(
        PACKAGE, METHODS, OPTIONS, KEYWORDS, comment_tags=(), strip_comment_tags=False
    ):
        found[(message, context)] = None
    for text in _said_by_errors():
        found[(text, None)] = None
    return list(found)


def find_gaps() -> list[Gap]:
    """Return what is not translated yet."""
    texts = collect_messages()
    return [
        Gap(language, message if isinstance(message, str) else message[0])
        for language in LANGUAGES
        for catalog in [_read(language)]
        for message, context in texts
        if not _is_translated(catalog, message, context)
    ]


def update_catalogs() -> None:
    """Take new texts into every language's file and leave out those that nothing shows any more."""
    texts = collect_messages()
    for language in LANGUAGES:
        old, new = _read(language), Catalog(locale=_locale(language))
        for message, context in texts:
            known = old.get(message, context=context)
            new.add(message, string=known.string if known else None, context=context)
        with catalog_path(language).open("wb") as file:
            write_po(file, new, width=120, omit_header=True, no_location=True)


def compile_catalogs() -> bool:
    """Write what gettext reads, beside each file that has changed; return False when nothing had."""
    is_changed = False
    for language in LANGUAGES:
        source = catalog_path(language)
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            with target.open("wb") as file:
                write_mo(file, _read(language))
            is_changed = True
    return is_changed


def _read(language: str) -> Catalog:
    path = catalog_path(language)
    if not path.exists():
        return Catalog(locale=_locale(language))
    with path.open("rb") as file:
        return read_po(file, locale=_locale(language))


def _locale(language: str) -> str:
    return language.partition("_")[0]


def _is_translated(catalog: Catalog, message: Message, context: str | None) -> bool:
    known = catalog.get(message, context=context)
    if known is None or known.fuzzy:
        return False
    strings = known.string if isinstance(known.string, tuple | list) else (known.string,)
    return all(strings)


def _said_by_errors() -> Iterator[str]:
    """Yield titles and next steps of errors: they stand in the class and are translated by the error page."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and any(_names_http_status(part) for part in node.body):
                yield from _texts_of(node)


def _names_http_status(node: ast.stmt) -> bool:
    return "http_status" in _targets(node)


def _texts_of(error: ast.ClassDef) -> Iterator[str]:
    for node in error.body:
        value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
        if (
            _targets(node) & SAID_BY_ERRORS
            and isinstance(value, ast.Constant)
            and isinstance(value.value, str)
        ):
            yield value.value


def _targets(node: ast.stmt) -> set[str]:
    targets = (
        node.targets
        if isinstance(node, ast.Assign)
        else [node.target]
        if isinstance(node, ast.AnnAssign)
        else []
    )
    return {target.id for target in targets if isinstance(target, ast.Name)}
