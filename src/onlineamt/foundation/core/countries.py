"""States of the world by their two-letter codes (ISO 3166-1), and which addresses lie abroad."""

import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from babel import Locale

from onlineamt.foundation.core.languages import Language

GERMANY: Final = "DE"
# Codes of CLDR that ISO 3166-1 does not know: unions, parts of states, test data, unknown region. Kosovo (XK) stays.
_NO_STATES = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})
# People write some states in short, or in the languages of posts; letters compare without case, so „ß“ is „ss“.
_LANGUAGES_OF_THE_POST = ("de", "en", "fr")
_IN_SHORT = frozenset({
    "usa", "uk", "grossbritannien", "great britain", "england", "schottland", "wales", "nordirland", "holland",
    "hongkong", "hong kong", "moldau",
})  # fmt: skip


def names_of_states(language: Language) -> Mapping[str, str]:
    """Return the states by their codes, Germany first, then by their names."""
    return _names("en" if language is Language.ENGLISH else "de")


def name_for_the_post(code: str) -> str:
    """Return a state as it stands in capitals below an address, in German; the code where it is unknown."""
    return _names("de").get(code, code).upper()


def is_abroad(address: Sequence[str]) -> bool:
    """Tell whether the lines of an address end with a state other than Germany, as every letter abroad needs."""
    lines = [line for line in address if line.strip()]
    return bool(lines) and _folded(lines[-1]) in _foreign_names()


@cache
def _names(language: str) -> Mapping[str, str]:
    territories = Locale(language).territories
    states = {code: name for code, name in territories.items() if len(code) == 2 and code not in _NO_STATES}
    ordered = sorted(states, key=lambda code: (code != GERMANY, _without_accents(states[code])))
    return {code: states[code] for code in ordered}


@cache
def _foreign_names() -> frozenset[str]:
    names = (
        _folded(name)
        for language in _LANGUAGES_OF_THE_POST
        for code, name in _names(language).items()
        if code != GERMANY
    )
    return _IN_SHORT.union(names)


def _folded(line: str) -> str:
    return " ".join(line.casefold().split())


def _without_accents(name: str) -> str:
    return "".join(
        mark for mark in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(mark)
    )
