"""A bank account by its IBAN."""

from datetime import date

from stdnum import iban
from stdnum.exceptions import InvalidLength, ValidationError

from onlineamt.procedure.forms.definition import IbanField
from onlineamt.procedure.forms.engine.kinds.base import Json, Kind, Raw, expect_text
from onlineamt.procedure.forms.engine.kinds.typing_in import typed_code
from onlineamt.procedure.forms.engine.problems import Problem

# Countries of the SEPA schemes: European Payments Council, EPC409-09, as of May 2026.
SEPA = frozenset({
    "AD", "AL", "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GI", "GR", "HR", "HU", "IE", "IS",
    "IT", "LI", "LT", "LU", "LV", "MC", "MD", "ME", "MK", "MT", "NL", "NO", "PL", "PT", "RO", "RS", "SE", "SI", "SK", "SM", "VA",
})  # fmt: skip
_LENGTHS = {
    "DE": 22,
    "AT": 20,
    "CH": 21,
    "NL": 18,
    "FR": 27,
    "PL": 28,
    "IT": 27,
    "BE": 16,
    "LU": 20,
    "DK": 18,
    "CZ": 24,
}


class IbanKind(Kind[IbanField, str]):
    """A bank account by its IBAN, kept without blanks, shown in groups of four."""

    name = "iban"

    def parse(self, raw: Raw, *, today: date) -> str | Problem | None:
        return "".join(typed_code(raw, self.id).upper().removeprefix("IBAN").strip(" :").split()) or None

    def validate(self, value: str, *, today: date) -> Problem | None:
        country = value[:2]
        if not (country.isascii() and country.isalpha()):
            return self.problem("not_an_iban", "country")
        expected = _LENGTHS.get(country)
        if expected and len(value) != expected:
            return self.problem("not_an_iban", "length", length=len(value), expected=expected)
        if not _is_sound(value):
            return self.problem("not_an_iban")
        if self.definition.sepa_only and country not in SEPA:
            return self.problem("iban_outside_sepa")
        return None

    def display(self, value: str) -> str:
        return " ".join(value[start : start + 4] for start in range(0, len(value), 4))

    def from_json(self, stored: Json) -> str:
        return expect_text(stored)

    def json_schema(self) -> dict[str, Json]:
        return {"type": "string", "pattern": "^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$"}

    def html_attributes(self) -> dict[str, str]:
        return {"spellcheck": "false", "autocapitalize": "characters"} | super().html_attributes()


def _is_sound(value: str) -> bool:
    try:
        return bool(value.isascii() and iban.validate(value) == value)
    except (InvalidLength, ValidationError):
        return False
