"""A German house number."""

from datetime import date

from onlineamt.foundation.core.addresses import NO_NUMBER, HouseNumberWrong, spell_house_number
from onlineamt.procedure.forms.definition import HouseNumberField
from onlineamt.procedure.forms.engine.kinds.base import Json, Kind, Raw, expect_text
from onlineamt.procedure.forms.engine.kinds.typing_in import typed_line
from onlineamt.procedure.forms.engine.problems import Problem


class HouseNumberKind(Kind[HouseNumberField, str]):
    """A German house number, kept as „12 a“ or „12-14 b“; „ohne“ where the house has none.

    What a field of text took before is read and counts in any spelling.
    """

    name = "house_number"

    def parse(self, raw: Raw, *, today: date) -> str | Problem | None:
        text = typed_line(raw, self.id)
        return self._read(text) if text else None

    def validate(self, value: str, *, today: date) -> Problem | None:
        read = self._read(value)
        return read if isinstance(read, Problem) else None

    def display(self, value: str) -> str:
        return self.surroundings.wording.word("no_house_number") if value == NO_NUMBER else value

    def from_json(self, stored: Json) -> str:
        return expect_text(stored)

    def to_raw(self, value: str) -> dict[str, list[str]]:
        return {self.id: [value]}

    def html_attributes(self) -> dict[str, str]:
        return {"spellcheck": "false"} | super().html_attributes()

    def _read(self, text: str) -> str | Problem:
        try:
            return spell_house_number(text)
        except HouseNumberWrong as wrong:
            return self.problem("not_a_house_number", wrong.part)
