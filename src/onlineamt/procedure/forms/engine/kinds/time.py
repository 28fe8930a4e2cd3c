"""A time of day."""

import re
from datetime import date

from onlineamt.procedure.forms.definition import TimeField
from onlineamt.procedure.forms.engine.kinds.base import Json, Kind, NotReadable, Raw, expect_text
from onlineamt.procedure.forms.engine.kinds.typing_in import typed_code
from onlineamt.procedure.forms.engine.problems import Problem

_O_CLOCK = re.compile(r"\s*(?:uhr|h)\s*")  # 8 Uhr · 8 Uhr 30 · 8:30 Uhr · 8h30
_TYPED = re.compile(r"([0-9]{1,2})(?:\s?[:. ]\s?([0-9]{2}))?|([0-9]{2})([0-9]{2})")
_STORED = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")


class TimeKind(Kind[TimeField, str]):
    """A time of day by the clock on the wall, kept as „08:30“; expressions compare it as text."""

    name = "time"

    def parse(self, raw: Raw, *, today: date) -> str | Problem | None:
        text = typed_code(raw, self.id)
        if not text:
            return None
        time = read_time(text)
        return time if is_time(time) else self.problem("not_a_time", time)

    def validate(self, value: str, *, today: date) -> Problem | None:
        earliest, latest = self.definition.min, self.definition.max
        if earliest is not None and value < earliest:
            return self.problem("time_too_early", min=self.display(earliest))
        if latest is not None and value > latest:
            return self.problem("time_too_late", max=self.display(latest))
        return None

    def display(self, value: str) -> str:
        return self.surroundings.wording.word("o_clock").format(time=value)

    def to_raw(self, value: str) -> dict[str, list[str]]:
        return {self.id: [value]}

    def from_json(self, stored: Json) -> str:
        text = expect_text(stored)
        if not is_time(text):
            raise NotReadable(f"{stored!r} is not a time")
        return text

    def json_schema(self) -> dict[str, Json]:
        return {"type": "string", "pattern": f"^(?:{_STORED.pattern})$"}

    def read_in_browser(self, *, today: date) -> dict[str, Json]:
        return {"as": "time"}

    def html_attributes(self) -> dict[str, str]:
        return {"autocomplete": "off"} | super().html_attributes()


def read_time(text: str) -> str:
    """Return a time as it is kept, or what is wrong with it: hour, minute, midnight, or nothing more than that."""
    found = _TYPED.fullmatch(_O_CLOCK.sub(":", text.lower()).strip(":"))
    if found is None:
        return ""
    hour, minute = int(found[1] or found[3]), int(found[2] or found[4] or 0)
    if (hour, minute) == (24, 0):
        return "midnight"  # the end of a day is the beginning of the next one, and a time has no day
    if hour > 23 or minute > 59:
        return "hour" if hour > 23 else "minute"
    return f"{hour:02}:{minute:02}"


def is_time(text: str) -> bool:
    """Whether this is a time as it is kept."""
    return _STORED.fullmatch(text) is not None
