"""One answer of several."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import TypeVar

from onlineamt.procedure.forms.definition import ChoiceField, ChoiceManyField, OptionDefinition
from onlineamt.procedure.forms.engine.kinds.base import Json, Kind, Raw, V, expect_text
from onlineamt.procedure.forms.engine.kinds.typing_in import typed
from onlineamt.procedure.forms.engine.problems import Problem

C = TypeVar("C", ChoiceField, ChoiceManyField)

_MOST_BUTTONS = 7


class ChoosingKind(Kind[C, V]):
    """What choosing one and choosing many have in common."""

    @property
    def options(self) -> tuple[OptionDefinition, ...]:
        if self.definition.codelist:
            return self.surroundings.codelists[self.definition.codelist].entries
        return self.definition.options

    @property
    def is_list(self) -> bool:
        """Whether the answers are shown as a list to open rather than as buttons."""
        if self.definition.layout == "auto":
            return len(self.options) > _MOST_BUTTONS
        return self.definition.layout == "list"

    @cached_property
    def labels(self) -> dict[str, str]:
        """The label of each code."""
        return {option.code: option.label for option in self.options}

    @property
    def codes_schema(self) -> dict[str, Json]:
        """What JSON Schema says of one code."""
        return {"oneOf": [{"const": code, "title": label} for code, label in self.labels.items()]}

    def knows(self, codes: Iterable[str]) -> bool:
        """Whether all codes are among the options."""
        return all(code in self.labels for code in codes)


class ChoiceKind(ChoosingKind[ChoiceField, str]):
    """One answer of several."""

    name = "choice"
    is_sent_empty = False

    def parse(self, raw: Raw, *, today: date) -> str | Problem | None:
        return typed(raw, self.id) or None

    def validate(self, value: str, *, today: date) -> Problem | None:
        return None if value in self.labels else self.problem("not_an_option")

    def display(self, value: str) -> str:
        return self.labels.get(value, value)

    def from_json(self, stored: Json) -> str:
        return expect_text(stored)

    def json_schema(self) -> dict[str, Json]:
        return self.codes_schema

    def to_raw(self, value: str) -> dict[str, list[str]]:
        return {self.id: [value]}
