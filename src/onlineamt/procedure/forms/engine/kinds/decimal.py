"""A number with a comma, counted in its last place so that nothing is ever rounded by accident."""

import re
from datetime import date
from decimal import Decimal

from onlineamt.procedure.forms.definition import DecimalField
from onlineamt.procedure.forms.engine.expressions import Scalar
from onlineamt.procedure.forms.engine.kinds.base import (
    LARGEST_NUMBER,
    Json,
    Kind,
    NotReadable,
    Raw,
    expect_text,
)
from onlineamt.procedure.forms.engine.kinds.typing_in import places_of, read_decimal, show_decimal, typed_code
from onlineamt.procedure.forms.engine.problems import Problem

_STORED = re.compile(r"-?\d{1,15}(\.\d{1,6})?")


class DecimalKind(Kind[DecimalField, int]):
    """A number with a comma. With two places, 12,50 is 1250 in expressions and "12.50" where it is stored."""

    name = "decimal"
    value_type = Scalar.NUMBER

    def parse(self, raw: Raw, *, today: date) -> int | Problem | None:
        text = typed_code(raw, self.id)
        if not text:
            return None
        number = read_decimal(text, unit=self.definition.unit or "")
        if number is None:
            return self.problem("not_a_number", example="12,5")
        if places_of(number) > self.definition.places:
            return self.problem("too_many_places", places=self.definition.places)
        return self._counted(number)

    def validate(self, value: int, *, today: date) -> Problem | None:
        smallest, largest = self._bound(self.definition.min), self._bound(self.definition.max)
        if smallest is not None and value < smallest:
            return self.problem("too_small", min=self._shown(smallest))
        if largest is not None and value > largest:
            return self.problem("too_large", max=self._shown(largest))
        if abs(value) > LARGEST_NUMBER:
            return self.problem("too_large", max=self._shown(LARGEST_NUMBER))
        return None

    def display(self, value: int) -> str:
        return f"{self._shown(value)} {self.definition.unit or ''}".strip()

    def to_json(self, value: int) -> Json:
        sign, digits = "-" * (value < 0), str(abs(value)).rjust(self.definition.places + 1, "0")
        return f"{sign}{digits[: -self.definition.places]}.{digits[-self.definition.places :]}"

    def from_json(self, stored: Json) -> int:
        text = expect_text(stored)
        if not _STORED.fullmatch(text) or places_of(Decimal(text)) > self.definition.places:
            raise NotReadable(f"{stored!r} is not a number with {self.definition.places} places")
        return self._counted(Decimal(text))

    def json_schema(self) -> dict[str, Json]:
        return {"type": "string", "pattern": rf"^-?\d{{1,15}}\.\d{{{self.definition.places}}}$"}

    def to_raw(self, value: int) -> dict[str, list[str]]:
        return {self.id: [self.to_json(value).replace(".", ",")]}

    def read_in_browser(self, *, today: date) -> dict[str, Json]:
        return {"as": "number", "places": self.definition.places, "unit": self.definition.unit or ""}

    def html_attributes(self) -> dict[str, str]:
        return super().html_attributes() | {"inputmode": "decimal"}

    def _counted(self, number: Decimal) -> int:
        return int(number.scaleb(self.definition.places))

    def _bound(self, written: str | None) -> int | None:
        return None if written is None else self._counted(Decimal(written))

    def _shown(self, value: int) -> str:
        return show_decimal(self.to_json(value))
