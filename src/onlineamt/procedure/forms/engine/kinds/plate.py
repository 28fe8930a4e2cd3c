"""A licence plate."""

from datetime import date

from onlineamt.foundation.core.plates import PlateWrong, read_any_plate, read_plate
from onlineamt.procedure.forms.definition import PlateField
from onlineamt.procedure.forms.engine.kinds.base import Json, Kind, Raw, expect_text
from onlineamt.procedure.forms.engine.kinds.typing_in import typed_code
from onlineamt.procedure.forms.engine.problems import Problem


class PlateKind(Kind[PlateField, str]):
    """A licence plate, kept as „MU-AB 123“; others than ordinary German ones, where allowed, in capitals."""

    name = "plate"

    def parse(self, raw: Raw, *, today: date) -> str | Problem | None:
        text = typed_code(raw, self.id)
        return self._read(text) if text else None

    def validate(self, value: str, *, today: date) -> Problem | None:
        read = self._read(value)
        if isinstance(read, Problem):
            return read
        return None if read == value else self.problem("not_a_plate")

    def display(self, value: str) -> str:
        return value

    def from_json(self, stored: Json) -> str:
        return expect_text(stored)

    def html_attributes(self) -> dict[str, str]:
        own = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
        return own | super().html_attributes()

    def _read(self, text: str) -> str | Problem:
        read = read_any_plate if self.definition.allow == "any" else read_plate
        try:
            return read(text, districts=self.definition.districts)
        except PlateWrong as wrong:
            return Problem(self.id, "not_a_plate", wrong.part, wrong.facts)
