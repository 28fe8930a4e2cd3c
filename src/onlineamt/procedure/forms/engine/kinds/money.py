"""An amount in euros, counted in cents."""

import re
from datetime import date

from onlineamt.foundation.core.formats import show_cents
from onlineamt.procedure.forms.definition import MoneyField
from onlineamt.procedure.forms.engine.expressions import Scalar
from onlineamt.procedure.forms.engine.kinds.base import (
    LARGEST_NUMBER,
    Json,
    Kind,
    Raw,
    expect_number,
    whole_number_schema,
)
from onlineamt.procedure.forms.engine.kinds.typing_in import places_of, read_decimal, typed_code
from onlineamt.procedure.forms.engine.problems import Problem

_CURRENCY = re.compile(r"\s*(€|euro|eur)\s*", re.IGNORECASE)
_NO_CENTS = re.compile(r",\s*[-–—]+$")


class MoneyKind(Kind[MoneyField, int]):
    """An amount in euros: 1.234,50 €, 12, 12,5 and 12,- are understood."""

    name = "money"
    value_type = Scalar.NUMBER

    def parse(self, raw: Raw, *, today: date) -> int | Problem | None:
        text = typed_code(raw, self.id)
        if not text:
            return None
        number = read_decimal(_NO_CENTS.sub("", _CURRENCY.sub("", text, count=1)))
        if number is None:
            return self.problem("not_a_number", example="12,50")
        return self.problem("too_many_places", places=2) if places_of(number) > 2 else int(number * 100)

    def validate(self, value: int, *, today: date) -> Problem | None:
        smallest = -LARGEST_NUMBER if self.definition.min is None else self.definition.min
        largest = LARGEST_NUMBER if self.definition.max is None else self.definition.max
        if value < smallest:
            return self.problem("too_small", min=self.display(smallest))
        if value > largest:
            return self.problem("too_large", max=self.display(largest))
        return None

    def display(self, value: int) -> str:
        return show_cents(value, self.surroundings.language)

    def from_json(self, stored: Json) -> int:
        return expect_number(stored)

    def json_schema(self) -> dict[str, Json]:
        return whole_number_schema(self.definition.min, self.definition.max)

    def to_raw(self, value: int) -> dict[str, list[str]]:
        sign, cents = "-" * (value < 0), abs(value)
        return {self.id: [f"{sign}{cents // 100},{cents % 100:02}"]}

    def read_in_browser(self, *, today: date) -> dict[str, Json]:
        return {"as": "money", "places": 2}

    def html_attributes(self) -> dict[str, str]:
        return super().html_attributes() | {"inputmode": "decimal"}
