"""A day, in three boxes, or typed whole into the first."""

import re
from dataclasses import dataclass
from datetime import date

from onlineamt.foundation.core.formats import show_date
from onlineamt.procedure.forms.definition import DateField
from onlineamt.procedure.forms.engine.expressions import Scalar
from onlineamt.procedure.forms.engine.expressions.functions import plus_days, plus_months
from onlineamt.procedure.forms.engine.kinds.base import Json, Kind, NotReadable, Raw, expect_text
from onlineamt.procedure.forms.engine.kinds.typing_in import typed_code
from onlineamt.procedure.forms.engine.problems import Problem

PARTS = ("day", "month", "year")
_FIRST_YEAR = 1000  # four digits; earlier days are typing mistakes
_MONTH_NAMES = (
    ("jan", "jän"), ("feb",), ("mär", "mar"), ("apr",), ("mai", "may"), ("jun",), ("jul",), ("aug",), ("sep",),
    ("okt", "oct"), ("nov",), ("dez", "dec"),
)  # fmt: skip
_WHOLE = re.compile(r"(?P<day>\d{1,2})[.\-/ ]+(?P<month>\d{1,2}|[^\W\d]+)[.\-/ ]+(?P<year>\d+)")
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)")
_BOUND = re.compile(r"today(?:(?P<sign>[+-])P(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<days>\d+)D)?)?")


@dataclass(frozen=True)
class _Bound:
    day: date
    is_today: bool


class DateKind(Kind[DateField, date]):
    """A day. Says which of its three parts is wrong."""

    name = "date"
    value_type = Scalar.DATE

    @property
    def inputs(self) -> tuple[str, ...]:
        return tuple(f"{self.id}.{part}" for part in PARTS)

    def parse(self, raw: Raw, *, today: date) -> date | Problem | None:
        typed_parts = self._typed(raw)
        if not any(typed_parts.values()):
            return None
        if missing := tuple(part for part in PARTS if not typed_parts[part]):
            if missing == PARTS[1:] and not typed_parts["day"].isdigit():
                return self.problem("not_a_date", parts=PARTS)
            return self.problem("date_incomplete", parts=missing, missing=missing)
        return self._made_of(typed_parts, today)

    def _typed(self, raw: Raw) -> dict[str, str]:
        parts = {part: typed_code(raw, f"{self.id}.{part}").rstrip(".") for part in PARTS}
        whole = typed_code(raw, self.id) or (parts["day"] if not parts["month"] and not parts["year"] else "")
        if found := _WHOLE.fullmatch(whole) or _ISO.fullmatch(whole):
            return {part: found[part] for part in PARTS}
        return parts if any(parts.values()) else parts | {"day": whole}

    def _made_of(self, parts: dict[str, str], today: date) -> date | Problem:
        day, month = _number(parts["day"], 31), _month(parts["month"])
        year = self._year(parts["year"], today)
        if day is None:
            return self.problem("no_such_day", "day", parts=("day",))
        if month is None:
            return self.problem("no_such_month", parts=("month",))
        if year is None:
            return self.problem("no_such_year", parts=("year",), example=str(today.year))
        try:
            return date(year, month, day)
        except ValueError:
            variant = "year" if (day, month) == (29, 2) else ""
            return self.problem("no_such_day", variant, parts=("day",), day=day, month=month, year=year)

    def _year(self, text: str, today: date) -> int | None:
        """Two digits mean the latest such year that the field allows, or at most ten years from now."""
        if not re.fullmatch(r"[0-9]{2}|[0-9]{4}", text):
            return None
        if len(text) == 2:
            last = self._last_year(today)
            return last - (last - int(text)) % 100
        return int(text) if int(text) >= _FIRST_YEAR else None

    def _last_year(self, today: date) -> int:
        latest = self._latest(today)
        return latest.day.year if latest else today.year + 10

    def validate(self, value: date, *, today: date) -> Problem | None:
        earliest, latest = self._earliest(today), self._latest(today)
        if earliest and value < earliest.day:
            return self.problem(
                "too_early", "today" if earliest.is_today else "", parts=PARTS, min=earliest.day
            )
        if latest and value > latest.day:
            return self.problem("too_late", "today" if latest.is_today else "", parts=PARTS, max=latest.day)
        return None

    def _earliest(self, today: date) -> _Bound | None:
        return _bound(self.definition.min, today)

    def _latest(self, today: date) -> _Bound | None:
        return _bound(self.definition.max, today)

    def display(self, value: date) -> str:
        return show_date(value, self.surroundings.language)

    def to_json(self, value: date) -> Json:
        return value.isoformat()

    def from_json(self, stored: Json) -> date:
        if isinstance(stored, date):
            return stored  # examples in YAML write days as they are
        text = expect_text(stored)
        if not _ISO.fullmatch(text) or int(text[:4]) < _FIRST_YEAR:
            raise NotReadable(f"{stored!r} is not a day")
        try:
            return date.fromisoformat(text)
        except ValueError as fault:
            raise NotReadable(f"{stored!r} is not a day") from fault

    def json_schema(self) -> dict[str, Json]:
        return {"type": "string", "format": "date"}

    def to_raw(self, value: date) -> dict[str, list[str]]:
        parts = (value.day, value.month, value.year)
        return {name: [str(part)] for name, part in zip(self.inputs, parts, strict=True)}

    def read_in_browser(self, *, today: date) -> dict[str, Json]:
        return {"as": "date", "last_year": self._last_year(today)}

    def part_labels(self) -> tuple[str, ...]:
        """Return the words above the three boxes."""
        return tuple(self.surroundings.wording.word(part) for part in PARTS)

    def part_attributes(self) -> tuple[dict[str, str], ...]:
        """Return the attributes of the three boxes; a birthday is offered part by part."""
        birthday = getattr(self.definition, "autocomplete", None) == "bday"
        return tuple(
            {"inputmode": "numeric"} | ({"autocomplete": f"bday-{part}"} if birthday else {})
            for part in PARTS
        )

    def html_attributes(self) -> dict[str, str]:
        return {}


def _number(text: str, largest: int) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,2}", text) and 1 <= int(text) <= largest else None


def _month(text: str) -> int | None:
    for number, names in enumerate(_MONTH_NAMES, start=1):
        if text.lower().startswith(names):
            return number
    return _number(text, 12)


def _bound(written: str | None, today: date) -> _Bound | None:
    if written is None:
        return None
    found = _BOUND.fullmatch(written)
    if found is None:
        return _Bound(date.fromisoformat(written), is_today=False)
    years, months, days = (int(found[unit] or 0) for unit in ("years", "months", "days"))
    sign = -1 if found["sign"] == "-" else 1
    moved = plus_days(plus_months(today, sign * (12 * years + months)), sign * days)
    return _Bound(moved, is_today=moved == today)
