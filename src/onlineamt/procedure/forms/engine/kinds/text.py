"""One line of text."""

import re
from datetime import date
from typing import TypeVar

from onlineamt.foundation.core.latin import foreign_in, spell_latin
from onlineamt.procedure.forms.definition import LongTextField, TextField
from onlineamt.procedure.forms.engine.kinds.base import Json, Kind, Raw, expect_text
from onlineamt.procedure.forms.engine.kinds.typing_in import holds_only_text, typed_line
from onlineamt.procedure.forms.engine.problems import Problem

T = TypeVar("T", TextField, LongTextField)


class WrittenKind(Kind[T, str]):
    """What all free text has in common. Emoji and right-to-left scripts are text like any other."""

    def display(self, value: str) -> str:
        return value

    def from_json(self, stored: Json) -> str:
        return expect_text(stored)

    def json_schema(self) -> dict[str, Json]:
        return {
            "type": "string",
            "minLength": self.definition.min_length or 1,
            "maxLength": self.definition.max_length,
        }

    def validate(self, value: str, *, today: date) -> Problem | None:
        if not holds_only_text(value):
            return self.problem("not_text")
        length = len(value)
        if length > self.definition.max_length:
            return self.problem("too_long", max=self.definition.max_length, length=length)
        if self.definition.min_length and length < self.definition.min_length:
            return self.problem("too_short", min=self.definition.min_length, length=length)
        return None


class TextKind(WrittenKind[TextField]):
    """One line of text."""

    name = "text"

    def parse(self, raw: Raw, *, today: date) -> str | Problem | None:
        text = typed_line(raw, self.id)
        return (text if self.definition.characters == "any" else spell_latin(text)) or None

    def json_schema(self) -> dict[str, Json]:
        pattern = self.definition.pattern
        return super().json_schema() | ({"pattern": f"^(?:{pattern})$"} if pattern else {})

    def validate(self, value: str, *, today: date) -> Problem | None:
        if problem := super().validate(value, today=today):
            return problem
        if self.definition.characters != "any":
            is_name = self.definition.characters == "name"
            if foreign := foreign_in(value, is_name=is_name):
                variant = "digit" if is_name and foreign.isdecimal() else ""
                return self.problem("not_latin", variant, character=foreign)
        if self.definition.pattern and not re.fullmatch(self.definition.pattern, value):
            return self.problem("pattern")
        return None
