"""Asking: from what somebody typed to the services they may mean, best first, with what was corrected."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection

from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.catalogue.search.index import SHARED_SCOPE, scope_of, stems
from onlineamt.procedure.catalogue.search.words import MIN_PART, fold, halves, nearest, typed_words

LIMIT = 30
_NEAR = 5
_CANDIDATES = 20
_ALIKE_ENOUGH = 0.75  # the distance by trigrams up to which a word is worth showing
_MIN_PREFIX = 3
_MIN_CORRECTABLE = 3
_NEVER = "_none"  # a lexeme no card has

# ts_rank's weights for D, C, B, A: a word of the title counts more than a search word.
_MATCH = """
WITH term AS MATERIALIZED (
  SELECT * FROM unnest(%(n)s::int[], %(exact)s::tsquery[], %(loose)s::tsquery[], %(inner)s::tsquery[])
    AS term(n, exact, loose, inside)
), hit AS (
  SELECT n, card.id, greatest(ts_rank('{0, 0, 0.5, 1}', head, exact), 0.5 * ts_rank('{0, 0, 0.5, 1}', head, loose)) AS score
  FROM term JOIN service_card card ON head @@ (loose && %(scope)s::tsquery)
  UNION ALL
  SELECT n, card.id, 0.1 FROM term JOIN service_card card ON parts @@ (inside && %(scope)s::tsquery)
  UNION ALL
  SELECT n, card.id, 0.03 FROM term JOIN service_card card ON body @@ (exact && %(scope)s::tsquery)
), best AS (
  SELECT n, offering.id AS offering_id, max(score) AS score
  FROM hit JOIN offering ON offering.tenant_id = %(tenant)s AND offering.card_id = hit.id
  GROUP BY n, offering.id
), weighed AS (
  SELECT n, offering_id, score / (1 + ln(count(*) OVER (PARTITION BY n))) AS score FROM best
), ranked AS (
  SELECT offering_id, sum(score) * count(*) AS rank FROM weighed GROUP BY offering_id
)
SELECT offering.key, offering.is_online, card.texts, ranked.rank, (SELECT array_agg(DISTINCT n) FROM best)
FROM ranked
JOIN offering ON offering.id = ranked.offering_id
JOIN service_card card ON card.id = offering.card_id
ORDER BY ranked.rank DESC, offering.is_online DESC, offering.key
LIMIT %(limit)s
"""

# Words that are spelt alike, the most alike first, as far as they find something in this municipality.
_ALIKE = """
SELECT typed.n, known.word, known.shown, known.stem, known.distance
FROM unnest(%(n)s::int[], %(words)s::text[]) AS typed(n, word), LATERAL (
  SELECT * FROM (
    SELECT word, shown, stem, search_word.word <-> typed.word AS distance FROM search_word
    ORDER BY search_word.word <-> typed.word LIMIT 3 * %(limit)s
  ) AS alike
  WHERE EXISTS (
    SELECT FROM (  -- OFFSET keeps the planner from reading every card of the municipality instead
      SELECT id FROM service_card WHERE head @@ (stem::tsquery && %(scope)s::tsquery) OFFSET 0
    ) AS card
    JOIN offering ON offering.tenant_id = %(tenant)s AND offering.card_id = card.id
  )
  ORDER BY distance LIMIT %(limit)s
) AS known
"""
_WHOLE_WORDS = "SELECT part FROM unnest(%(parts)s::text[]) AS part WHERE EXISTS (SELECT FROM search_word WHERE part IN (stem, word))"
_ENDS_OF_WORDS = """
SELECT part FROM unnest(%(parts)s::text[]) AS part
WHERE EXISTS (SELECT FROM service_card WHERE parts @@ (part::tsquery && %(scope)s::tsquery))
"""


@dataclass(frozen=True, kw_only=True)
class Found:
    """A service that was found. `texts` holds title and teaser by language."""

    key: str
    texts: Mapping[str, Mapping[str, str]]
    is_online: bool
    rank: float


@dataclass(frozen=True, kw_only=True)
class Correction:
    """A word that was taken for a typing error."""

    typed: str
    shown: str


@dataclass(frozen=True, kw_only=True)
class SearchAnswer:
    """What a search found, best first; where it found nothing, `near` holds services with words spelt alike."""

    found: Sequence[Found] = ()
    corrected: Sequence[Correction] = ()
    near: Sequence[Found] = ()


@dataclass(frozen=True)
class _Term:
    """One thing that was asked for, in the spellings it is looked up by."""

    typed: str
    forms: tuple[str, ...]


@dataclass(frozen=True)
class _Known:
    """A word of the catalogue that is spelt like a typed one; the distance is by trigrams."""

    shown: str
    stem: str
    distance: float


@dataclass
class _Matches:
    found: list[Found] = field(default_factory=list)
    known: set[int] = field(default_factory=set)


def search_services(
    tenant_id: UUID, typed: str, *, language: Language = Language.GERMAN, limit: int = LIMIT
) -> SearchAnswer:
    """Return the services of a municipality that answer to what was typed, whatever was typed.

    Words that are found nowhere are tried as compounds of known words, then as typing errors.
    """
    terms = _terms(typed, language)
    if not terms:
        return SearchAnswer()
    matches = _match(tenant_id, terms, limit)
    unknown = [
        term for n, term in enumerate(terms) if n not in matches.known and len(term.typed) >= _MIN_CORRECTABLE
    ]
    if not unknown:
        return SearchAnswer(found=matches.found)
    known = [term for n, term in enumerate(terms) if n in matches.known]
    mended, corrected, alike = _mend(tenant_id, unknown)
    if known or mended:
        found = _match(tenant_id, [*known, *mended], limit).found if mended else matches.found
        return SearchAnswer(found=found, corrected=corrected)
    return SearchAnswer(near=_match(tenant_id, alike, _NEAR).found if alike else ())


def _terms(typed: str, language: Language) -> list[_Term]:
    """Return what was asked for; words without meaning are left out unless there are no others."""
    words = [word for word in typed_words(typed) if fold(word)]
    if not words:
        return []
    stems_of = stems(words)
    telling = [word for word in words if stems_of[word].of(language) is not None] or words
    return [
        _Term(word, tuple(dict.fromkeys(form for form in (*stems_of[word], fold(word)) if form)))
        for word in telling
    ]


def _match(tenant_id: UUID, terms: Sequence[_Term], limit: int) -> _Matches:
    with connection.cursor() as cursor:
        cursor.execute(
            _MATCH,
            {
                "n": list(range(len(terms))),
                "exact": [_any_of(term.forms) for term in terms],
                "loose": [_any_of(map(_prefix, term.forms)) for term in terms],
                "inner": [
                    _any_of(f"{form}:*" for form in term.forms if len(form) >= MIN_PART) for term in terms
                ],
                "scope": _scope(tenant_id),
                "tenant": tenant_id,
                "limit": limit,
            },
        )
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    found = [
        Found(key=key, is_online=is_online, texts=json.loads(texts), rank=round(rank, 4))
        for key, is_online, texts, rank, _ in rows
    ]
    return _Matches(found=found, known=set(rows[0][4]) if rows else set())


def _mend(tenant_id: UUID, unknown: Sequence[_Term]) -> tuple[list[_Term], list[Correction], list[_Term]]:
    """Return other terms for words that find nothing, which of them are corrections, and what is spelt alike."""
    split = _split_compounds(tenant_id, unknown)
    mended = [part for term in unknown for part in split.get(term.typed, ())]
    misspelt = [term for term in unknown if term.typed not in split]
    corrected: list[Correction] = []
    alike: list[_Term] = []
    for term, candidates in zip(misspelt, _list_alike(tenant_id, misspelt), strict=True):
        meant = nearest(fold(term.typed), candidates)
        if meant is not None:
            mended.append(_Term(term.typed, (candidates[meant].stem, meant)))
            corrected.append(Correction(typed=term.typed, shown=candidates[meant].shown))
        worth_showing = [known.stem for known in candidates.values() if known.distance < _ALIKE_ENOUGH]
        alike += [_Term(term.typed, (stem,)) for stem in worth_showing[:_NEAR]]
    return mended, corrected, alike


def _split_compounds(tenant_id: UUID, terms: Sequence[_Term]) -> dict[str, list[_Term]]:
    """Return two known words for each compound that is made of them: „Hundeanmeldung“ is Hund and Anmeldung.

    The second must be a word of its own; the first may be the end of another: „Steueranmeldung“, from Hundesteuer.
    """
    ways = {term.typed: list(halves(term.forms[0])) for term in terms}
    words = _known(_WHOLE_WORDS, {part for pairs in ways.values() for pair in pairs for part in pair})
    likely = {typed: [pair for pair in pairs if pair[1] in words] for typed, pairs in ways.items()}
    firsts = {first for pairs in likely.values() for first, _ in pairs if first not in words}
    known = words | _known(_ENDS_OF_WORDS, firsts, scope=_scope(tenant_id))
    return {
        typed: [_Term(typed, (part,)) for part in pair]
        for typed, pairs in likely.items()
        if (pair := next((pair for pair in pairs if pair[0] in known), None))
    }


def _known(statement: str, parts: Iterable[str], **more: str) -> set[str]:
    wanted = sorted(part for part in parts if len(part) >= _MIN_CORRECTABLE)
    if not wanted:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(statement, {"parts": wanted, **more})
        return {part for (part,) in cursor.fetchall()}


def _list_alike(tenant_id: UUID, terms: Sequence[_Term]) -> list[dict[str, _Known]]:
    """Return for each term the words of the catalogue that are spelt most alike, the most alike first."""
    alike: list[dict[str, _Known]] = [{} for _ in terms]
    if not terms:
        return alike
    with connection.cursor() as cursor:
        cursor.execute(
            _ALIKE,
            {
                "n": list(range(len(terms))),
                "words": [fold(term.typed) for term in terms],
                "tenant": tenant_id,
                "scope": _scope(tenant_id),
                "limit": _CANDIDATES,
            },
        )
        for n, word, shown, stem, distance in cursor.fetchall():
            alike[n][word] = _Known(shown, stem, distance)
    return alike


def _scope(tenant_id: UUID) -> str:
    return f"{SHARED_SCOPE} | {scope_of(tenant_id)}"


def _prefix(form: str) -> str:
    return f"{form}:*" if len(form) >= _MIN_PREFIX else form


def _any_of(forms: Iterable[str]) -> str:
    return " | ".join(forms) or _NEVER
