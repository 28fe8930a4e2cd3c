"""Writing what the search reads: the vectors of a card, and the words that typing errors are corrected to."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.catalogue.facts import Section, head_of, languages_of, words_in
from onlineamt.procedure.catalogue.models import SearchWord
from onlineamt.procedure.catalogue.search.words import base_form, endings, fold, split_words

SHARED_SCOPE = "_all"  # no word contains an underscore
_MAX_LEXEME = 60
_MIN_CORRECTABLE = 4
_BODY_MODULES = (
    "teaser",
    "kurztext",
    "volltext",
    "voraussetzungen",
    "erforderliche_unterlagen",
    "hinweise",
    "frist",
)

_STEM = """
SELECT word, (ts_lexize('german_stem', word))[1], (ts_lexize('english_stem', word))[1]
FROM unnest(%s::text[]) AS word
"""
_WRITE = """
INSERT INTO service_card (id, version_id, tenant_id, texts, life_situations, head, parts, body)
VALUES (%(id)s, %(version)s, %(tenant)s, %(texts)s::jsonb, %(life_situations)s,
        %(head)s::tsvector, %(parts)s::tsvector, %(body)s::tsvector)
ON CONFLICT (version_id, tenant_id) DO UPDATE
SET texts = excluded.texts, life_situations = excluded.life_situations,
    head = excluded.head, parts = excluded.parts, body = excluded.body
RETURNING id
"""


class Stems(NamedTuple):
    """What is left of a word without its endings; None where the word carries no meaning (stop word)."""

    german: str | None
    english: str | None

    def of(self, language: Language) -> str | None:
        """The stem in a language."""
        return self.english if language is Language.ENGLISH else self.german


@dataclass
class _Vectors:
    """The lexemes of a card, collected language by language."""

    head: dict[str, str] = field(default_factory=dict)  # lexeme → weight
    parts: set[str] = field(default_factory=set)
    body: set[str] = field(default_factory=set)


def scope_of(tenant_id: UUID | None) -> str:
    """Return the lexeme that keeps a municipality's own cards out of everybody else's search."""
    return SHARED_SCOPE if tenant_id is None else f"_{tenant_id.hex}"


def write_card(*, version_id: UUID, sections: Section, words: Section, tenant_id: UUID | None = None) -> UUID:
    """Write the card of a version, or of a municipality with words of its own, and return its id."""
    vectors, vocabulary = _Vectors(), dict[str, str]()
    texts: dict[str, Any] = {}
    for language in languages_of(sections):
        said, _ = words_in(sections, words, language)
        texts[language] = {"title": said["title"], "teaser": said["modules"]["teaser"].strip()}
        _collect(vectors, vocabulary, said, sections, language)
    _write_vocabulary(vocabulary)
    return _write(version_id, tenant_id, texts, head_of(sections), vectors)


def stems(words: Iterable[str]) -> Mapping[str, Stems]:
    """Return the folded stems of words in lower case."""
    base_of = {word: base_form(word) for word in words}
    with connection.cursor() as cursor:
        cursor.execute(_STEM, [sorted(set(base_of.values()))])
        stems_of = {
            word: Stems(fold(german or "") or None, fold(english or "") or None)
            for word, german, english in cursor.fetchall()
        }
    return {word: stems_of[base] for word, base in base_of.items()}


def _collect(
    vectors: _Vectors, vocabulary: dict[str, str], said: Section, sections: Section, language: Language
) -> None:
    modules = said["modules"]
    found_by = [*said["search_words"], *modules.get("begriffe_im_kontext", ()), *_official_names(modules)]
    if language is Language.GERMAN:
        found_by += [
            *head_of(sections).get("search_words", ()),
            *head_of(sections).get("leistungsschluessel", ()),
        ]
    title = _bounded(said["title"])
    named = [word for phrase in found_by for word in _bounded(phrase)]
    told = [word for name in _BODY_MODULES for word in _bounded(modules.get(name) or "")]
    stem_of = {word: stem.of(language) for word, stem in stems([*title, *named, *told]).items()}
    for weight, words in (("A", title), ("B", named)):
        for word in words:
            if (stem := stem_of[word]) is not None:
                for lexeme in {stem, fold(word)} - {""}:
                    vectors.head[lexeme] = min(weight, vectors.head.get(lexeme, weight))
                    vectors.parts.update(endings(lexeme))
    vectors.body.update(stem for word in told if (stem := stem_of[word]))
    for spelling in _spellings([said["title"], *found_by]):
        if len(spelling) >= _MIN_CORRECTABLE and stem_of[spelling.lower()]:
            vocabulary.setdefault(spelling.lower(), spelling)


def _official_names(modules: Section) -> Iterator[str]:
    for name in ("leistungsbezeichnung", "leistungsbezeichnung_2"):
        if modules.get(name):
            yield modules[name]


def _bounded(text: str) -> list[str]:
    return [word.lower() for word in _spellings([text])]


def _spellings(phrases: Iterable[str]) -> Iterator[str]:
    for phrase in phrases:
        yield from (word[:_MAX_LEXEME] for word in split_words(phrase))


def _write_vocabulary(vocabulary: Mapping[str, str]) -> None:
    """Add words that are new; sorted, so that two writers never wait for each other in a circle."""
    stem_of = stems(vocabulary)
    rows = {
        fold(word): SearchWord(word=fold(word), shown=shown, stem=stem_of[word].german or fold(word))
        for word, shown in vocabulary.items()
    }
    SearchWord.objects.bulk_create([rows[word] for word in sorted(rows)], ignore_conflicts=True)


def _write(version_id: UUID, tenant_id: UUID | None, texts: Any, head: Section, vectors: _Vectors) -> UUID:
    scope = scope_of(tenant_id)
    with connection.cursor() as cursor:
        cursor.execute(
            _WRITE,
            {
                "id": new_id(),
                "version": version_id,
                "tenant": tenant_id,
                "texts": json.dumps(texts),
                "life_situations": list(head.get("life_situations", ())),
                "head": " ".join(
                    [scope, *(f"{lexeme}:1{weight}" for lexeme, weight in vectors.head.items())]
                ),
                "parts": " ".join([scope, *vectors.parts]),
                "body": " ".join([scope, *vectors.body]),
            },
        )
        card_id: UUID = cursor.fetchone()[0]
        return card_id
