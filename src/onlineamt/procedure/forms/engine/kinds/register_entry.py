"""The number of a register entry that a service follows: on a permit, a tag, a plate."""

from datetime import date

from onlineamt.procedure.forms.definition import RegisterEntryField
from onlineamt.procedure.forms.engine.kinds.base import Json, Kind, Raw, expect_text
from onlineamt.procedure.forms.engine.kinds.typing_in import holds_only_text, typed_code
from onlineamt.procedure.forms.engine.problems import Problem

_LONGEST = 60


class RegisterEntryKind(Kind[RegisterEntryField, str]):
    """A number as it is printed: capitals, one space where there are several.

    Whether there is such an entry is not judged here: nobody learns anything by trying numbers.
    """

    name = "register_entry"

    def parse(self, raw: Raw, *, today: date) -> str | Problem | None:
        return " ".join(typed_code(raw, self.id).upper().split()) or None

    def validate(self, value: str, *, today: date) -> Problem | None:
        if not holds_only_text(value):
            return self.problem("not_text")
        too_long = len(value) > _LONGEST
        return self.problem("too_long", max=_LONGEST, length=len(value)) if too_long else None

    def display(self, value: str) -> str:
        return value

    def from_json(self, stored: Json) -> str:
        return expect_text(stored)

    def json_schema(self) -> dict[str, Json]:
        return super().json_schema() | {"maxLength": _LONGEST}

    def html_attributes(self) -> dict[str, str]:
        own = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
        return own | super().html_attributes()
