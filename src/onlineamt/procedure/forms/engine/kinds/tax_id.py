"""The tax identification number of a person (Steuerliche Identifikationsnummer)."""

import re
from datetime import date

from stdnum.de import idnr
from stdnum.exceptions import ValidationError

from onlineamt.procedure.forms.definition import TaxIdField
from onlineamt.procedure.forms.engine.kinds.base import Json, Kind, Raw, expect_text
from onlineamt.procedure.forms.engine.kinds.typing_in import typed_code
from onlineamt.procedure.forms.engine.problems import Problem

_DIGITS = 11


class TaxIdKind(Kind[TaxIdField, str]):
    """Eleven digits (§ 139b AO), kept without blanks, shown as the letter of the tax office shows them: 86 095 742 719."""

    name = "tax_id"

    def parse(self, raw: Raw, *, today: date) -> str | Problem | None:
        return re.sub(r"[ /.-]", "", typed_code(raw, self.id)) or None

    def validate(self, value: str, *, today: date) -> Problem | None:
        if not (value.isascii() and value.isdigit()):
            return self.problem("not_a_tax_id", "digits")
        if len(value) != _DIGITS:
            return self.problem("not_a_tax_id", "length", length=len(value))
        return None if _is_sound(value) else self.problem("not_a_tax_id")

    def display(self, value: str) -> str:
        return " ".join((value[:2], value[2:5], value[5:8], value[8:]))

    def from_json(self, stored: Json) -> str:
        return expect_text(stored)

    def json_schema(self) -> dict[str, Json]:
        return {"type": "string", "pattern": f"^[0-9]{{{_DIGITS}}}$"}

    def html_attributes(self) -> dict[str, str]:
        return {"inputmode": "numeric", "autocomplete": "off"} | super().html_attributes()


def _is_sound(value: str) -> bool:
    """By its check digit, and by how often its digits may repeat."""
    try:
        return idnr.validate(value) == value
    except ValidationError:
        return False
