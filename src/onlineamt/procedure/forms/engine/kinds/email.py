"""An e-mail address."""

import re
from datetime import date

from onlineamt.procedure.forms.definition import EmailField
from onlineamt.procedure.forms.engine.kinds.base import Json, Kind, Raw, expect_text
from onlineamt.procedure.forms.engine.kinds.typing_in import typed_line
from onlineamt.procedure.forms.engine.problems import Problem

_LONGEST = 254  # RFC 5321
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(r"([^\W_]([^\W_]|-){0,61}(?<!-)\.)+[^\W\d_]([^\W_]|-){0,61}[^\W_]")


class EmailKind(Kind[EmailField, str]):
    """An e-mail address. Whether mail arrives there, only a mail can tell."""

    name = "email"

    def parse(self, raw: Raw, *, today: date) -> str | Problem | None:
        text = typed_line(raw, self.id).removeprefix("mailto:")
        local, at, domain = text.rpartition("@")
        return f"{local}@{domain.lower()}" if at else text or None

    def validate(self, value: str, *, today: date) -> Problem | None:
        local, at, domain = value.rpartition("@")
        if not at:
            return self.problem("not_an_email", "at")
        if "." not in domain.strip("."):
            return self.problem("not_an_email", "domain")
        if (
            len(value) > _LONGEST
            or len(local) > 64
            or not _LOCAL.fullmatch(local)
            or not _DOMAIN.fullmatch(domain)
        ):
            return self.problem("not_an_email")
        return None

    def display(self, value: str) -> str:
        return value

    def from_json(self, stored: Json) -> str:
        return expect_text(stored)

    def json_schema(self) -> dict[str, Json]:
        return {"type": "string", "format": "idn-email", "maxLength": _LONGEST}

    def html_attributes(self) -> dict[str, str]:
        return {"type": "email", "autocomplete": "email", "spellcheck": "false"} | super().html_attributes()
