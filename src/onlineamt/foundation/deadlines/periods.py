"""Periods (Zeitspannen) and where they end by the Civil Code: §§ 187 to 189 BGB, before weekends and holidays."""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from onlineamt.foundation.core.formats import show_date
from onlineamt.foundation.deadlines.errors import CannotReckon

_PERIOD = re.compile(r"P(?=\d)(?:(\d{1,3})Y)?(?:(\d{1,3})M)?(?:(\d{1,3})W)?(?:(\d{1,4})D)?", re.ASCII)
_DAYS_OF_A_WEEK = 7
_MONTHS_OF_A_YEAR = 12


@dataclass(frozen=True)
class Period:
    """A length of time as the law says it: years and months by the calendar, weeks and days by counting."""

    months: int = 0
    days: int = 0

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read an ISO 8601 period such as `P1M` or `P2W`. Raises ValueError."""
        match = _PERIOD.fullmatch(text)
        if match is None:
            raise ValueError(f"not an ISO 8601 period: {text}")
        years, months, weeks, days = (int(part or 0) for part in match.groups())
        return cls(months=years * _MONTHS_OF_A_YEAR + months, days=weeks * _DAYS_OF_A_WEEK + days)

    def after(self, day: date) -> date:
        """Return the last day of the period that an event on `day` begins (§§ 187 Abs. 1, 188 Abs. 2 and 3 BGB)."""
        year, month = self._month_after(day)
        last_of_month = calendar.monthrange(year, month)[1]
        return date(year, month, min(day.day, last_of_month)) + timedelta(days=self.days)

    def from_start_of(self, day: date) -> date:
        """Return the last day of the period that begins with `day` itself (§§ 187 Abs. 2, 188 BGB): rents, ages."""
        if not self.months:
            return day + timedelta(days=self.days - 1)
        year, month = self._month_after(day)
        last_of_month = calendar.monthrange(year, month)[1]
        if day.day > last_of_month:  # the deciding day is missing: the month's last day (§ 188 Abs. 3)
            return date(year, month, last_of_month) + timedelta(days=self.days)
        return date(year, month, day.day) + timedelta(days=self.days - 1)

    def is_cut_short(self, day: date) -> bool:
        """Say whether the month in which the period ends lacks the day of the event (§ 188 Abs. 3 BGB)."""
        return bool(self.months) and calendar.monthrange(*self._month_after(day))[1] < day.day

    @property
    def rough_days(self) -> int:
        """The length in days, a month as thirty: for comparing periods only."""
        return self.months * 30 + self.days

    def _month_after(self, day: date) -> tuple[int, int]:
        months = day.year * _MONTHS_OF_A_YEAR + day.month - 1 + self.months
        year, month = divmod(months, _MONTHS_OF_A_YEAR)
        return year, month + 1


HALF_MONTH = Period(days=15)  # § 189 Abs. 1 BGB
QUARTER = Period(months=3)
HALF_YEAR = Period(months=6)


def read_period(text: str) -> Period:
    """Return a period that somebody typed. Raises CannotReckon."""
    try:
        return Period.parse(text)
    except ValueError:
        raise CannotReckon(
            f"„{text}“ ist keine Zeitspanne; schreiben Sie zum Beispiel P1M, P2W oder P10D."
        ) from None


def end_after(day: date, period: Period) -> date:
    """Return the last day of the period that an event on `day` begins. Raises CannotReckon beyond the calendar."""
    return _within_the_calendar(day, period, Period.after)


def end_from_start_of(day: date, period: Period) -> date:
    """Return the last day of the period that begins with `day` itself. Raises CannotReckon beyond the calendar."""
    return _within_the_calendar(day, period, Period.from_start_of)


def reaches_age_on(born_on: date, years: int) -> date:
    """Return the day with whose start somebody reaches an age: the day of birth counts (§ 187 Abs. 2 Satz 2 BGB).

    Who was born on 29 February reaches it on 1 March of a year without that day.
    """
    last_day = end_from_start_of(born_on, Period(months=years * _MONTHS_OF_A_YEAR))
    return last_day + timedelta(days=1)


def period_in_words(period: Period) -> str:
    """Return a period as a sentence says it after "Frist von": `1 Monat`, `2 Wochen`, `1 Jahr und 10 Tagen`."""
    years, months = divmod(period.months, _MONTHS_OF_A_YEAR)
    weeks, days = divmod(period.days, _DAYS_OF_A_WEEK)
    if days:
        weeks, days = 0, period.days
    counted = (
        (years, "Jahr", "Jahren"), (months, "Monat", "Monaten"), (weeks, "Woche", "Wochen"), (days, "Tag", "Tagen")
    )  # fmt: skip
    parts = [f"{count} {one if count == 1 else many}" for count, one, many in counted if count]
    return " und ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]])) or "0 Tagen"


def _within_the_calendar(day: date, period: Period, reckon: Callable[[Period, date], date]) -> date:
    try:
        return reckon(period, day)
    except (ValueError, OverflowError):
        raise CannotReckon(
            f"Eine Frist von {period_in_words(period)} nach dem {show_date(day)} endet jenseits des Kalenders."
        ) from None
