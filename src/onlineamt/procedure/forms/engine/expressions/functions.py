"""The functions of expressions: `date.…`, `time.…` and `number.…`. The browser's twin is `expressions.js`."""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from onlineamt.procedure.forms.engine.expressions.types import Scalar


@dataclass(frozen=True)
class Function:
    """A function as expressions call it, and the code behind it."""

    name: str
    takes: tuple[Scalar, ...]
    gives: Scalar
    run: Callable[..., Any]


def of(text: str) -> date:
    """The day written as 2026-03-20."""
    if len(text) != len("2026-03-20") or text[4] != "-" or text[7] != "-":
        raise ValueError(f"{text!r} is not written as 2026-03-20")
    return date.fromisoformat(text)


def year(day: date) -> int:
    """The year."""
    return day.year


def month(day: date) -> int:
    """The month, 1 to 12."""
    return day.month


def day_of_month(day: date) -> int:
    """The day in its month, 1 to 31."""
    return day.day


def weekday(day: date) -> int:
    """The day of the week, Monday 1 to Sunday 7."""
    return day.isoweekday()


def month_after(day: date) -> int:
    """The month that follows: 2 to 13. 13 is January of the next year, so that 13 less it counts the rest of the year."""
    return day.month + 1


def years_between(start: date, end: date) -> int:
    """Full years from one day to another: an age. Who is born on 29 February is a year older on 1 March."""
    return months_between(start, end) // 12 if end >= start else -years_between(end, start)


def months_between(start: date, end: date) -> int:
    """Full months from one day to another."""
    if end < start:
        return -months_between(end, start)
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def days_between(start: date, end: date) -> int:
    """Days from one day to another; negative if the second is earlier."""
    return (end - start).days


def plus_days(day: date, days: int) -> date:
    """The day so many days later."""
    return day + timedelta(days=days)


def plus_months(day: date, months: int) -> date:
    """The same day so many months later; the last day of a shorter month (§ 188 Abs. 3 BGB)."""
    index = day.year * 12 + day.month - 1 + months
    target_year, target_month = index // 12, index % 12 + 1
    last = calendar.monthrange(target_year, target_month)[1]
    return date(target_year, target_month, min(day.day, last))


def plus_years(day: date, years: int) -> date:
    """The same day so many years later; 28 February where 29 is missing."""
    return plus_months(day, 12 * years)


def first_of_month(day: date) -> date:
    """The first day of the month."""
    return day.replace(day=1)


def first_of_next_month(day: date) -> date:
    """The first day of the month that follows."""
    return plus_months(day.replace(day=1), 1)


def last_of_month(day: date) -> date:
    """The last day of the month."""
    return first_of_next_month(day) - timedelta(days=1)


def divide_down(amount: int, by: int) -> int:
    """A quotient, rounded to the smaller number."""
    return amount // by


def divide_up(amount: int, by: int) -> int:
    """A quotient, rounded to the larger number."""
    return -(-amount // by)


def divide_half_up(amount: int, by: int) -> int:
    """A quotient, rounded to the nearest number; a half away from zero, as in commerce."""
    whole, rest = divmod(abs(amount), abs(by))
    rounded = whole + (2 * rest >= abs(by))
    return rounded if (amount < 0) == (by < 0) else -rounded


def minutes(text: str) -> int:
    """The minutes of a time of day (08:30) since midnight, also of the time in a moment (2026-03-20T08:30)."""
    found = _MOMENT.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is not written as 08:30 or 2026-03-20T08:30")
    return 60 * int(found["hour"]) + int(found["minute"])


def day_of_moment(text: str) -> date:
    """The day of a moment (2026-03-20T08:30)."""
    day, _, time = text.partition("T")
    minutes(time)
    return of(day)


def minutes_between(start: str, end: str) -> int:
    """Minutes by the clock on the wall from one time to another, or from one moment to another; negative if it is earlier."""
    if ("T" in start) != ("T" in end):
        raise ValueError("a time of day and a moment have nothing between them")
    days = (day_of_moment(end) - day_of_moment(start)).days if "T" in start else 0
    return 24 * 60 * days + minutes(end) - minutes(start)


_MOMENT = re.compile(r"(?:\d{4}-\d\d-\d\dT)?(?P<hour>[01][0-9]|2[0-3]):(?P<minute>[0-5][0-9])", re.ASCII)
_T, _N, _D = Scalar.TEXT, Scalar.NUMBER, Scalar.DATE

FUNCTIONS = (
    Function("date.of", (_T,), _D, of),
    Function("date.year", (_D,), _N, year),
    Function("date.month", (_D,), _N, month),
    Function("date.day", (_D,), _N, day_of_month),
    Function("date.weekday", (_D,), _N, weekday),
    Function("date.month_after", (_D,), _N, month_after),
    Function("date.years_between", (_D, _D), _N, years_between),
    Function("date.months_between", (_D, _D), _N, months_between),
    Function("date.days_between", (_D, _D), _N, days_between),
    Function("date.plus_days", (_D, _N), _D, plus_days),
    Function("date.plus_months", (_D, _N), _D, plus_months),
    Function("date.plus_years", (_D, _N), _D, plus_years),
    Function("date.first_of_month", (_D,), _D, first_of_month),
    Function("date.first_of_next_month", (_D,), _D, first_of_next_month),
    Function("date.last_of_month", (_D,), _D, last_of_month),
    Function("time.minutes", (_T,), _N, minutes),
    Function("time.day", (_T,), _D, day_of_moment),
    Function("time.minutes_between", (_T, _T), _N, minutes_between),
    Function("number.divide_down", (_N, _N), _N, divide_down),
    Function("number.divide_up", (_N, _N), _N, divide_up),
    Function("number.divide_half_up", (_N, _N), _N, divide_half_up),
    Function("number.min", (_N, _N), _N, min),
    Function("number.max", (_N, _N), _N, max),
)


def on_instants(function: Function) -> Callable[..., Any]:
    """Return the function as the CEL library calls it: a date is midnight UTC there."""

    def run(*arguments: Any) -> Any:
        result = function.run(*(a.date() if isinstance(a, datetime) else a for a in arguments))
        return (
            datetime(result.year, result.month, result.day, tzinfo=UTC)
            if isinstance(result, date)
            else result
        )

    return run
