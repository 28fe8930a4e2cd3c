"""A whole number."""

from datetime import date

from onlineamt.procedure.forms.definition import IntegerField
from onlineamt.procedure.forms.engine.expressions import Scalar
from onlineamt.procedure.forms.engine.kinds.base import (
    LARGEST_NUMBER,
    Json,
    Kind,
    Raw,
    expect_number,
    whole_number_schema,
)
from onlineamt.procedure.forms.engine.kinds.typing_in import places_of, read_decimal, show_decimal, typed_code
from onlineamt.procedure.forms.engine.problems import Problem


class IntegerKind(Kind[IntegerField, int]):
    """A whole number."""

    name = "integer"
    value_type = Scalar.NUMBER

    def parse(self, raw: Raw, *, today: date) -> int | Problem | None:
        text = typed_code(raw, self.id)
        if not text:
            return None
        number = read_decimal(text, unit=self.definition.unit or "")
        if number is None:
            return self.problem("not_a_number", example="12")
        return self.problem("not_whole") if places_of(number) else int(number)

    def validate(self, value: int, *, today: date) -> Problem | None:
        smallest = -LARGEST_NUMBER if self.definition.min is None else self.definition.min
        largest = LARGEST_NUMBER if self.definition.max is None else self.definition.max
        if value < smallest:
            return self.problem("too_small", min=show_decimal(str(smallest)))
        if value > largest:
            return self.problem("too_large", max=show_decimal(str(largest)))
        return None

    def display(self, value: int) -> str:
        return f"{show_decimal(str(value))} {self.definition.unit or ''}".strip()

    def from_json(self, stored: Json) -> int:
        return expect_number(stored)

    def json_schema(self) -> dict[str, Json]:
        return whole_number_schema(self.definition.min, self.definition.max)

    def to_raw(self, value: int) -> dict[str, list[str]]:
        return {self.id: [str(value)]}

    def read_in_browser(self, *, today: date) -> dict[str, Json]:
        return {"as": "number", "places": 0, "unit": self.definition.unit or ""}

    def html_attributes(self) -> dict[str, str]:
        return super().html_attributes() | {"inputmode": "numeric"}
