"""Working days (Werktage ohne Sonnabend) and the holidays of the Länder.

24 and 31 December and Rosenmontag are ordinary days. The place of the authority decides.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache

from onlineamt.foundation.core.formats import show_date, show_weekday
from onlineamt.foundation.deadlines.errors import CannotReckon
from onlineamt.foundation.deadlines.values import Land, LocalHoliday

FIRST_YEAR, LAST_YEAR = 1991, 2100  # what the holiday tables cover: since the Länder are sixteen
_SATURDAY = 5
_PEACE_FESTIVAL = "Augsburger Hohes Friedensfest"

LAENDER_OF: Mapping[LocalHoliday, frozenset[Land]] = {
    LocalHoliday.ASSUMPTION: frozenset({Land.BAYERN}),  # Art. 1 Abs. 1 Nr. 2 FTG
    LocalHoliday.CORPUS_CHRISTI: frozenset({Land.SACHSEN, Land.THUERINGEN}),  # § 1 SächsSFG; § 2 ThürFGtG
    LocalHoliday.PEACE_FESTIVAL: frozenset({Land.BAYERN}),  # Art. 1 Abs. 2 FTG
}
_LOCAL_NAMES = {
    LocalHoliday.ASSUMPTION: "Mariä Himmelfahrt",
    LocalHoliday.CORPUS_CHRISTI: "Fronleichnam",
    LocalHoliday.PEACE_FESTIVAL: _PEACE_FESTIVAL,
}


def is_working_day(day: date, land: str, local: Iterable[LocalHoliday] = ()) -> bool:
    """Say whether a period may end on the day: no Saturday, Sunday or holiday. `local`: holidays of the municipality."""
    return find_holiday(day, land, local) is None and day.weekday() < _SATURDAY


def next_working_day(day: date, land: str, local: Iterable[LocalHoliday] = ()) -> date:
    """Return the day itself where it is a working day, or else the first that follows (§ 193 BGB)."""
    local = tuple(local)
    while not is_working_day(day, land, local):
        day += timedelta(days=1)
    return day


def find_holiday(day: date, land: str, local: Iterable[LocalHoliday] = ()) -> str | None:
    """Return the German name of the holiday that a day is in a Land, if it is one. Raises CannotReckon."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise CannotReckon(
            f"Feiertage sind hier nur von {FIRST_YEAR} bis {LAST_YEAR} bekannt, nicht für den {show_date(day)}."
        )
    return _holidays(read_land(land), frozenset(local), day.year).get(day)


def reason_of_rest(day: date, land: str, local: Iterable[LocalHoliday] = ()) -> str | None:
    """Return why a day is no working day, as `ein Feiertag (Ostermontag)` or `ein Samstag`."""
    if holiday := find_holiday(day, land, local):
        return f"ein Feiertag ({holiday})"
    return f"ein {show_weekday(day)}" if day.weekday() >= _SATURDAY else None


@cache
def read_land(code: str) -> Land:
    """Return the Land of a code such as `NW`. Raises CannotReckon."""
    try:
        return Land(code.upper())
    except ValueError:
        known = ", ".join(sorted(Land))
        raise CannotReckon(f"Das Land „{code}“ gibt es nicht; bekannt sind {known}.") from None


@cache
def _holidays(land: Land, local: frozenset[LocalHoliday], year: int) -> Mapping[date, str]:
    from holidays.countries.germany import Germany  # half a second: only whoever reckons waits for it

    days = dict(Germany(subdiv=land.value, years=year, language="de"))
    for holiday in local:
        if land not in LAENDER_OF[holiday]:
            laender = " und ".join(sorted(LAENDER_OF[holiday]))
            raise CannotReckon(
                f"„{_LOCAL_NAMES[holiday]}“ als Feiertag einer Gemeinde gibt es nur in {laender}."
            )
        if holiday is LocalHoliday.PEACE_FESTIVAL:
            days[date(year, 8, 8)] = _PEACE_FESTIVAL
        else:
            by_name = Germany(subdiv=land.value, years=year, language="de", categories=("catholic",))
            days.update(by_name)
    return days
