"""A day and a time of day, in four boxes."""

import re
from datetime import date

from onlineamt.procedure.forms.definition import DateField, DateTimeField
from onlineamt.procedure.forms.engine.kinds.base import (
    Json,
    Kind,
    NotReadable,
    Raw,
    Surroundings,
    expect_text,
)
from onlineamt.procedure.forms.engine.kinds.date import PARTS, DateKind
from onlineamt.procedure.forms.engine.kinds.time import is_time, read_time
from onlineamt.procedure.forms.engine.kinds.typing_in import typed_code
from onlineamt.procedure.forms.engine.problems import Problem

_STORED = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)")


class DateTimeKind(Kind[DateTimeField, str]):
    """A moment by the clock on the wall, kept as „2026-03-20T08:30“; expressions compare it as text."""

    name = "date_time"

    def __init__(self, definition: DateTimeField, surroundings: Surroundings) -> None:
        """Take the field; its day is read and judged as that of a date."""
        super().__init__(definition, surroundings)
        day = DateField(
            id=definition.id, kind="date", label=definition.label, min=definition.min, max=definition.max
        )
        self._day = DateKind(day, surroundings)

    @property
    def inputs(self) -> tuple[str, ...]:
        return (*self._day.inputs, f"{self.id}.time")

    def parse(self, raw: Raw, *, today: date) -> str | Problem | None:
        day, typed = self._day.parse(raw, today=today), typed_code(raw, f"{self.id}.time")
        if isinstance(day, Problem):
            return day
        if day is None or not typed:
            missing = (*(PARTS if day is None else ()), *(() if typed else ("time",)))
            both = day is None and not typed
            return None if both else self.problem("date_incomplete", parts=missing, missing=missing)
        time = read_time(typed)
        if not is_time(time):
            return self.problem("not_a_time", time, parts=("time",))
        return f"{day.isoformat()}T{time}"

    def validate(self, value: str, *, today: date) -> Problem | None:
        day, time = self._parts(value)
        if problem := self._day.validate(day, today=today):
            return problem
        earliest, latest = self.definition.min_time, self.definition.max_time
        if earliest is not None and time < earliest:
            return self.problem("time_too_early", parts=("time",), min=self._o_clock(earliest))
        if latest is not None and time > latest:
            return self.problem("time_too_late", parts=("time",), max=self._o_clock(latest))
        return None

    def display(self, value: str) -> str:
        day, time = self._parts(value)
        return f"{self._day.display(day)}, {self._o_clock(time)}"

    def from_json(self, stored: Json) -> str:
        found = _STORED.fullmatch(expect_text(stored))
        if found is None or not is_time(found[2]):
            raise NotReadable(f"{stored!r} is not a moment")
        return f"{self._day.from_json(found[1]).isoformat()}T{found[2]}"

    def json_schema(self) -> dict[str, Json]:
        return {"type": "string", "pattern": f"^{_STORED.pattern}$"}

    def to_raw(self, value: str) -> dict[str, list[str]]:
        day, time = self._parts(value)
        return {**self._day.to_raw(day), f"{self.id}.time": [time]}

    def read_in_browser(self, *, today: date) -> dict[str, Json]:
        return self._day.read_in_browser(today=today) | {"as": "date_time"}

    def part_labels(self) -> tuple[str, ...]:
        """Return the words above the four boxes."""
        return (*self._day.part_labels(), self.surroundings.wording.word("time"))

    def part_attributes(self) -> tuple[dict[str, str], ...]:
        """Return the attributes of the four boxes."""
        return (*self._day.part_attributes(), {"autocomplete": "off"})

    def html_attributes(self) -> dict[str, str]:
        return {}

    def _parts(self, value: str) -> tuple[date, str]:
        day, _, time = value.partition("T")
        return date.fromisoformat(day), time

    def _o_clock(self, time: str) -> str:
        return self.surroundings.wording.word("o_clock").format(time=time)
