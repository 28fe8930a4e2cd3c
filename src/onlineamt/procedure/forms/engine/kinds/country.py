"""A state, by its two-letter code (ISO 3166-1)."""

from collections.abc import Mapping
from datetime import date

from onlineamt.foundation.core.countries import names_of_states
from onlineamt.procedure.forms.definition import CountryField, OptionDefinition
from onlineamt.procedure.forms.engine.kinds.base import Json, Kind, Raw, expect_text
from onlineamt.procedure.forms.engine.kinds.typing_in import typed
from onlineamt.procedure.forms.engine.problems import Problem


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

    def json_schema(self) -> dict[str, Json]:
        return {"type": "string", "pattern": "^[A-Z]{2}$"}

    def to_raw(self, value: str) -> dict[str, list[str]]:
        return {self.id: [value]}

    def html_attributes(self) -> dict[str, str]:
        return {"autocomplete": "country"} | super().html_attributes()

    def _names(self) -> Mapping[str, str]:
        return names_of_states(self.surroundings.language)
