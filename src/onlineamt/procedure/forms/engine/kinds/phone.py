"""A telephone number."""

from datetime import date

from onlineamt.procedure.forms.definition import PhoneField
from onlineamt.procedure.forms.engine.kinds.base import Json, Kind, Raw, expect_text
from onlineamt.procedure.forms.engine.kinds.typing_in import typed_code
from onlineamt.procedure.forms.engine.problems import Problem

_LONGEST = 40  # typed, with blanks and brackets


class PhoneKind(Kind[PhoneField, str]):
    """A telephone number, kept as +4930123456; without country code it is a German one."""

    name = "phone"

    def parse(self, raw: Raw, *, today: date) -> str | Problem | None:
        text = typed_code(raw, self.id)
        if not text:
            return None
        return (_international(text) if len(text) <= _LONGEST else None) or self.problem("not_a_phone")

    def validate(self, value: str, *, today: date) -> Problem | None:
        return None if _international(value) == value else self.problem("not_a_phone")

    def display(self, value: str) -> str:
        import phonenumbers

        try:
            number = phonenumbers.parse(value)
        except phonenumbers.NumberParseException:
            return value  # stored by other rules than today's
        return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))

    def from_json(self, stored: Json) -> str:
        return expect_text(stored)

    def json_schema(self) -> dict[str, Json]:
        return {"type": "string", "pattern": r"^\+[0-9]{3,17}$"}

    def html_attributes(self) -> dict[str, str]:
        return {"type": "tel", "autocomplete": "tel"} | super().html_attributes()


def _international(text: str) -> str | None:
    import phonenumbers

    try:
        number = phonenumbers.parse(text, "DE")
    except phonenumbers.NumberParseException:
        return None
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return None  # too short, too long, or without area code
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
