"""A German postcode."""

import re
from datetime import date

from onlineamt.procedure.forms.definition import PostcodeField
from onlineamt.procedure.forms.engine.kinds.base import Json, Kind, Raw, expect_text
from onlineamt.procedure.forms.engine.kinds.typing_in import typed_code
from onlineamt.procedure.forms.engine.problems import Problem

_POSTCODE = re.compile(r"(?!00)[0-9]{5}")


class PostcodeKind(Kind[PostcodeField, str]):
    """A German postcode of five digits."""

    name = "postcode"

    def parse(self, raw: Raw, *, today: date) -> str | Problem | None:
        return re.sub(r"^D\s*-?\s*(?=[0-9])", "", typed_code(raw, self.id)).replace(" ", "") or None

    def validate(self, value: str, *, today: date) -> Problem | None:
        return None if _POSTCODE.fullmatch(value) else self.problem("not_a_postcode")

    def display(self, value: str) -> str:
        return value

    def from_json(self, stored: Json) -> str:
        return expect_text(stored)

    def json_schema(self) -> dict[str, Json]:
        return {"type": "string", "pattern": f"^{_POSTCODE.pattern}$"}

    def html_attributes(self) -> dict[str, str]:
        return {"inputmode": "numeric", "autocomplete": "postal-code"} | super().html_attributes()
