"""The translations as files: `locale/<language>/LC_MESSAGES/django.po` to write in, `.mo` beside it for gettext."""

import os
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation import to_locale

from onlineamt.config.messages.sources import PACKAGE
from onlineamt.foundation.core.languages import Language

LOCALE = PACKAGE / "locale"
TRANSLATED = tuple(language for language in Language if language is not Language.GERMAN)
WIDTH = 110
# No dates and no names: git knows who wrote what and when. Both languages count like German.
HEADER = """\
# {title}: written by hand; `onlineamt messages extract` brings new German texts in, `check` says what is missing.
msgid ""
msgstr ""
"Language: {locale}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
TITLES = {Language.PLAIN_GERMAN: "Leichte Sprache", Language.ENGLISH: "English"}


def catalogue_path(language: Language, folder: Path = LOCALE) -> Path:
    """Return the file a language is translated in; Django knows `de-easy` as `de_Easy`."""
    return folder / to_locale(language) / "LC_MESSAGES" / "django.po"


def read_catalogue(text: str) -> Catalog:
    """Return what a file says."""
    return read_po(BytesIO(text.encode()), charset="utf-8")


def write_catalogue(catalogue: Catalog, language: Language) -> str:
    """Return a catalogue as its file: in the order of the sources, with the names of files that show a text."""
    written = BytesIO()
    write_po(
        written,
        catalogue,
        width=WIDTH,
        omit_header=True,
        ignore_obsolete=True,
        include_previous=True,
        include_lineno=False,
    )
    header = HEADER.format(title=TITLES[language], locale=to_locale(language))
    return header + written.getvalue().decode().strip() + "\n"


def updated(text: str, german: Catalog, language: Language) -> str:
    """Return the file with all German texts of today: new ones empty, changed ones marked `fuzzy`, old ones gone."""
    catalogue = read_catalogue(text)
    catalogue.update(german)
    return write_catalogue(catalogue, language)


def update_catalogues(german: Catalog, folder: Path = LOCALE) -> None:
    """Bring the files of all languages up to date."""
    for language in TRANSLATED:
        path = catalogue_path(language, folder)
        path.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(updated(text, german, language), encoding="utf-8")


def uncompiled_languages(folder: Path = LOCALE) -> list[Language]:
    """Return the languages whose words gettext would not find, or not as they are today."""
    return [language for language in TRANSLATED if not _is_compiled(catalogue_path(language, folder))]


def compile_catalogues(folder: Path = LOCALE) -> None:
    """Write what gettext reads where it is missing; who reads meanwhile finds the old file or the new one."""
    for language in uncompiled_languages(folder):
        source = catalogue_path(language, folder)
        unfinished = source.with_suffix(f".{os.getpid()}.mo")
        with unfinished.open("wb") as file:
            write_mo(file, read_catalogue(source.read_text(encoding="utf-8")))
        unfinished.replace(source.with_suffix(".mo"))


def _is_compiled(source: Path) -> bool:
    target = source.with_suffix(".mo")
    return target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns
