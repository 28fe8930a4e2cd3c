"""A state, by its two-letter code (ISO 3166-1)."""

import unicodedata
from datetime import date
from functools import cache

from babel import Locale

from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.forms.definition import CountryField, OptionDefinition
from onlineamt.procedure.forms.engine.kinds.base import Json, Kind, Raw, expect_text
from onlineamt.procedure.forms.engine.kinds.typing_in import typed
from onlineamt.procedure.forms.engine.problems import Problem

# Codes of CLDR that ISO 3166-1 does not know: unions, parts of states, test data, unknown region. Kosovo (XK) stays.
_NO_STATES = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})


class CountryKind(Kind[CountryField, str]):
    """A state, chosen from a list; Germany comes first."""

    name = "country"

    @property
    def options(self) -> tuple[OptionDefinition, ...]:
        return tuple(OptionDefinition(code=code, label=label) for code, label in self._names().items())

    def parse(self, raw: Raw, *, today: date) -> str | Problem | None:
        return typed(raw, self.id) or None

    def validate(self, value: str, *, today: date) -> Problem | None:
        return None if value in self._names() else self.problem("not_an_option")

    def display(self, value: str) -> str:
        return self._names().get(value, value)

    def from_json(self, stored: Json) -> str:
        return expect_text(stored)

    def to_raw(self, value: str) -> dict[str, list[str]]:
        return {self.id: [value]}

    def html_attributes(self) -> dict[str, str]:
        return {"autocomplete": "country"} | super().html_attributes()

    def _names(self) -> dict[str, str]:
        return _names_of_states(self.surroundings.language)


@cache
def _names_of_states(language: Language) -> dict[str, str]:
    territories = Locale("en" if language is Language.ENGLISH else "de").territories
    states = {code: name for code, name in territories.items() if len(code) == 2 and code not in _NO_STATES}
    ordered = sorted(states, key=lambda code: (code != "DE", _without_accents(states[code])))
    return {code: states[code] for code in ordered}


def _without_accents(name: str) -> str:
    return "".join(
        mark for mark in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(mark)
    )
