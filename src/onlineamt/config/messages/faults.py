"""What can be wrong with translations: missing, empty, doubtful or needless ones, and gaps that nobody fills."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message

from onlineamt.config.messages.catalogues import (
    LOCALE,
    TRANSLATED,
    catalogue_path,
    read_catalogue,
    updated,
)
from onlineamt.foundation.core.languages import Language

_GAP = re.compile(r"%\(\w+\)[a-z]|%%|%|\{\w+\}")
_COUNT = frozenset({"%(num)d"})  # "one service" needs no number


@dataclass(frozen=True)
class Fault:
    """What is wrong with a translation; without `german`, with the whole file."""

    language: Language
    german: str
    problem: str

    def __str__(self) -> str:
        return (
            f"{self.language}: „{self.german}“ {self.problem}"
            if self.german
            else f"{self.language}: {self.problem}"
        )


def find_faults(german: Catalog, folder: Path = LOCALE) -> list[Fault]:
    """Return everything that is wrong with the translations of today's German texts."""
    return [fault for language in TRANSLATED for fault in _faults_of(german, language, folder)]


def _faults_of(german: Catalog, language: Language, folder: Path) -> list[Fault]:
    path = catalogue_path(language, folder)
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    translations = read_catalogue(text)
    faults = [
        Fault(language, _texts(message.id)[0], problem)
        for message in german
        for problem in _problems(message, translations.get(message.id, message.context))
    ]
    faults += [
        Fault(language, _texts(message.id)[0], "wird nirgends mehr gezeigt")
        for message in [*translations, *translations.obsolete.values()]
        if message.id and german.get(message.id, message.context) is None
    ]
    if not faults and text != updated(text, german, language):
        faults.append(
            Fault(language, "", "die Datei ist nicht so, wie „onlineamt messages extract“ sie schreibt")
        )
    return faults


def _problems(german: Message, translation: Message | None) -> Iterator[str]:
    if not german.id:  # what stands at the head of a file
        return
    if translation is None:
        yield "fehlt"
        return
    if translation.fuzzy:
        yield "ist nur vermutet: prüfen Sie die Übersetzung, und streichen Sie die Zeile mit „fuzzy“"
    originals, forms = _texts(german.id), _texts(translation.string)
    if len(forms) != len(originals) or not all(forms):
        yield "ist nicht übersetzt"
        return
    if not all(map(_has_same_gaps, originals, forms, [len(originals) > 1, False])):
        yield "hat andere Lücken als der deutsche Text"
    if any(_edges(original) != _edges(form) for original, form in zip(originals, forms, strict=True)):
        yield "beginnt oder endet mit anderen Leerzeichen als der deutsche Text"


def _has_same_gaps(original: str, form: str, is_singular: bool) -> bool:
    free = _COUNT if is_singular else frozenset()
    return set(_GAP.findall(original)) - free == set(_GAP.findall(form)) - free


def _edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def _texts(said: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (said or "",) if isinstance(said, str | None) else tuple(said)
