"""Rules about `texts/*.yaml`: every word in every language the package declares."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from onlineamt.foundation.core.languages import Language
from onlineamt.packages.check.registry import Problem, rule
from onlineamt.packages.check.subject import Subject
from onlineamt.packages.findings import Level
from onlineamt.packages.package import Package, PackageTexts
from onlineamt.packages.source import Path
from onlineamt.procedure.catalogue.definition import TextModules
from onlineamt.procedure.forms.definition import TextsDefinition, each_text

_GERMAN = Language.GERMAN.value
_PLAIN = Language.PLAIN_GERMAN.value
_PLAIN_WORDS = 12
_MOST_WORDS = 25
_SENTENCE_END = re.compile(r"(?<=[.!?:])\s+|\n+")
_LIST_MARK = re.compile(r"^(?:-|\d+\.)\s+")
_HTML = re.compile(r"</?[a-zA-Z][^>]*>")
_BAD_LINK = re.compile(r"\[[^\]]*\]\((?!https://[^\s)]+\))")
_MAX_MISSING = 10


@rule("texts.no-german")
def german_is_there(subject: Subject) -> Iterator[Problem]:
    """German is the language of the office (§ 23 Abs. 1 VwVfG)."""
    if _GERMAN not in subject.package.texts:
        yield Problem(
            "texts/de.yaml",
            (),
            "Die deutschen Texte fehlen.",
            "Legen Sie texts/de.yaml mit den FIM-Textbausteinen an.",
        )


@rule("texts.unknown-language")
def language_is_known(subject: Subject) -> Iterator[Problem]:
    """The portal shows a text only in the languages it speaks."""
    known = [language.value for language in Language]
    for name in subject.package.texts:
        if name not in known:
            yield Problem(
                f"texts/{name}.yaml",
                (),
                f"Die Sprache „{name}“ gibt es nicht.",
                f"Benennen Sie die Datei um. Erlaubt sind: {', '.join(known)}.",
            )


@rule("texts.title-missing")
def title_is_translated(subject: Subject) -> Iterator[Problem]:
    """The title is what people find the service by."""
    for file, texts in _translations(subject.package):
        if not texts.title:
            yield Problem(file, (), "Der Titel fehlt in dieser Sprache.", "Ergänzen Sie „title: …“.")


@rule("texts.form-missing")
def form_is_translated(subject: Subject) -> Iterator[Problem]:
    """A form in two languages at once cannot be understood."""
    wanted = dict(each_text(subject.package.form))
    for file, texts in _translations(subject.package):
        given = said_in(texts.form)
        missing = [path for path in wanted if path not in given]
        for path in missing[:_MAX_MISSING]:
            yield Problem(
                file,
                ("form",),
                f"Es fehlt der Text für „{path}“ („{wanted[path]}“).",
                f"Ergänzen Sie unter „form“: {path.replace('.', ' → ')}.",
            )
        if len(missing) > _MAX_MISSING:
            yield Problem(
                file,
                ("form",),
                f"Es fehlen {len(missing) - _MAX_MISSING} weitere Texte des Formulars.",
                "Ergänzen Sie zuerst die genannten.",
            )


@rule("texts.form-unknown", Level.WARNING)
def form_texts_are_used(subject: Subject) -> Iterator[Problem]:
    """A text for something the form does not have is a leftover or a misspelling."""
    wanted = {path for path, _ in each_text(subject.package.form)}
    for lang, texts in subject.package.texts.items():
        for path in said_in(texts.form) - wanted:
            if not _is_of_a_codelist(path, subject.package) and _stands_in(lang, path, subject.package):
                yield Problem(
                    f"texts/{lang}.yaml",
                    ("form", *_steps(path)),
                    f"Für „{path}“ gibt es im Formular keinen Text.",
                    "Prüfen Sie die Schreibweise, oder löschen Sie die Zeile.",
                )


@rule("texts.service-missing")
def service_words_are_translated(subject: Subject) -> Iterator[Problem]:
    """What a person reads about money, documents and results, they read in their language."""
    package = subject.package
    wanted = {
        "fees": [fee.name for fee in package.service.fees if fee.label],
        "evidence": [evidence.id for evidence in package.service.evidence],
        "outcomes": [name for name, outcome in package.procedure.outcomes.items() if outcome.title],
        "plain": list(package.procedure.outcomes),
        "registers": list(package.procedure.registers),
        "parameters": [name for name, one in package.service.parameters.items() if one.type == "cents"],
    }
    for file, texts in _translations(package):
        for part, names in wanted.items():
            for name in names:
                if name not in getattr(texts, part):
                    yield Problem(
                        file,
                        (part,),
                        f"Es fehlt der Text für „{part}.{name}“.",
                        f"Ergänzen Sie unter „{part}“ die Zeile „{name}: …“.",
                    )
        for evidence in package.service.evidence:
            words = texts.evidence.get(evidence.id)
            if words and evidence.when_text and not words.when_text:
                yield Problem(
                    file,
                    ("evidence", evidence.id),
                    f"Wer „{evidence.id}“ braucht, steht nicht in dieser Sprache da.",
                    "Ergänzen Sie „when_text: …“.",
                )
        if texts.data_protection is None:
            yield Problem(
                file,
                (),
                "Der Datenschutzhinweis fehlt in dieser Sprache.",
                "Ergänzen Sie „data_protection: …“.",
            )


@rule("texts.markup")
def prose_is_plain(subject: Subject) -> Iterator[Problem]:
    """Text modules are paragraphs, lists, bold and safe links; HTML would be shown as it is written."""
    for lang, texts in subject.package.texts.items():
        for name, prose in _prose(texts.modules):
            if _HTML.search(prose):
                yield Problem(
                    f"texts/{lang}.yaml",
                    ("modules", name),
                    f"„{name}“ enthält HTML.",
                    "Schreiben Sie Absätze, Listen mit „- “ und **fett** ohne HTML.",
                )
            if _BAD_LINK.search(prose):
                yield Problem(
                    f"texts/{lang}.yaml",
                    ("modules", name),
                    f"Ein Link in „{name}“ beginnt nicht mit https://.",
                    "Schreiben Sie [Text](https://…).",
                )


@rule("texts.plain-sentence", Level.WARNING)
def plain_german_is_plain(subject: Subject) -> Iterator[Problem]:
    """Leichte Sprache: one statement a line, at most twelve words."""
    texts = subject.package.texts.get(_PLAIN)
    if texts is None:
        return
    words: list[tuple[Path, str]] = [(("modules", name), prose) for name, prose in _prose(texts.modules)]
    words += [(("form", *_steps(path)), said) for path, said in _said(texts.form)]
    words += [
        (("plain", name, part), said)
        for name, plain in texts.plain.items()
        for part, said in plain.model_dump(exclude_none=True).items()
    ]
    mend = f"Leichte Sprache: höchstens {_PLAIN_WORDS} Wörter. Machen Sie zwei Sätze daraus."
    for path, said in words:
        yield from _long_sentences(f"texts/{_PLAIN}.yaml", path, said, _PLAIN_WORDS, mend)


@rule("texts.long-sentence", Level.WARNING)
def sentences_are_short(subject: Subject) -> Iterator[Problem]:
    """Who reads on a phone loses a sentence of more than 25 words."""
    mend = f"Machen Sie zwei Sätze daraus: höchstens {_MOST_WORDS} Wörter."
    for lang, texts in subject.package.texts.items():
        for name, prose in _prose(texts.modules) if lang != _PLAIN else ():
            yield from _long_sentences(f"texts/{lang}.yaml", ("modules", name), prose, _MOST_WORDS, mend)


def _long_sentences(file: str, path: Path, said: str, most: int, mend: str) -> Iterator[Problem]:
    for sentence in _SENTENCE_END.split(said):
        words = _LIST_MARK.sub("", sentence.strip()).split()
        if len(words) > most:
            yield Problem(file, path, f"Der Satz „{' '.join(words[:6])} …“ hat {len(words)} Wörter.", mend)


def said_in(texts: TextsDefinition) -> set[str]:
    """Return the paths of all words that a file has, spelt as `each_text` does."""
    return {path for path, _ in _said(texts)}


def _said(texts: TextsDefinition) -> Iterator[tuple[str, str]]:
    return _paths(texts.model_dump(mode="json", exclude_defaults=True), "")


def _paths(words: Mapping[str, Any], start: str) -> Iterator[tuple[str, str]]:
    for key, value in words.items():
        path = f"{start}.{key}" if start else key
        if isinstance(value, Mapping):
            yield from _paths(value, path)
        elif value is not None:
            is_bare_option = ".options." in path and not path.endswith((".label", ".hint"))
            yield (f"{path}.label" if is_bare_option else path), str(value)


def _steps(path: str) -> tuple[str, ...]:
    """Return the steps of a word's path in its file; a field id is one step although it has a dot."""
    parts = path.split(".")
    return (parts[0], ".".join(parts[1:3]), *parts[3:]) if parts[0] == "fields" else tuple(parts)


def _stands_in(lang: str, path: str, package: Package) -> bool:
    """Whether the file itself says the word; a building block may have brought it along."""
    source = package.sources[f"texts/{lang}.yaml"]
    steps = ("form", *_steps(path))
    return steps in source.places or steps[:-1] in source.places


def _is_of_a_codelist(path: str, package: Package) -> bool:
    parts = path.split(".")
    return parts[0] == "codelists" and parts[1] in package.codelists


def _translations(package: Package) -> Iterator[tuple[str, PackageTexts]]:
    for lang, texts in package.texts.items():
        if lang != _GERMAN:
            yield f"texts/{lang}.yaml", texts


def _prose(modules: TextModules) -> Iterator[tuple[str, str]]:
    for name in type(modules).model_fields:
        if isinstance(text := getattr(modules, name), str):
            yield name, text
