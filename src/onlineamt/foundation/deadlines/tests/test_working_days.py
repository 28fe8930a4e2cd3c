import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onlineamt.foundation.deadlines.errors import CannotReckon
from onlineamt.foundation.deadlines.values import Land, LocalHoliday
from onlineamt.foundation.deadlines.working_days import (
    FIRST_YEAR,
    LAST_YEAR,
    find_holiday,
    is_working_day,
    next_working_day,
    read_land,
)

YEARS = range(1995, LAST_YEAR + 1)  # since then Buß- und Bettag is Saxony's alone

# From the holiday acts of the Länder, written down here once more and by hand: the library is not asked.
EVERYWHERE = (
    "1.1.",
    "Karfreitag",
    "Ostermontag",
    "1.5.",
    "Himmelfahrt",
    "Pfingstmontag",
    "3.10.",
    "25.12.",
    "26.12.",
)
ONLY_IN = {
    "6.1.": {"BW": 0, "BY": 0, "ST": 0},
    "8.3.": {"BE": 2019, "MV": 2023},
    "Ostersonntag": {"BB": 0},
    "Pfingstsonntag": {"BB": 0},
    "Fronleichnam": {"BW": 0, "BY": 0, "HE": 0, "NW": 0, "RP": 0, "SL": 0},
    "15.8.": {"SL": 0},
    "20.9.": {"TH": 2019},
    "31.10.": {"BB": 0, "MV": 0, "SN": 0, "ST": 0, "TH": 0, "HB": 2018, "HH": 2018, "NI": 2018, "SH": 2018},
    "1.11.": {"BW": 0, "BY": 0, "NW": 0, "RP": 0, "SL": 0},
    "Bußtag": {"SN": 0},
}  # fmt: skip
ONCE = {date(2020, 5, 8): "BE", date(2025, 5, 8): "BE", date(2028, 6, 17): "BE"}


def easter(year: int) -> date:
    """The Gregorian Easter by the anonymous computus (Meeus)."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), f = divmod(b, 4), (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    shift = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * shift) // 451
    month, day = divmod(h + shift - 7 * m + 114, 31)
    return date(year, month, day + 1)


def day_of(name: str, year: int) -> date:
    from_easter = {
        "Karfreitag": -2, "Ostersonntag": 0, "Ostermontag": 1, "Himmelfahrt": 39, "Pfingstsonntag": 49,
        "Pfingstmontag": 50, "Fronleichnam": 60,
    }  # fmt: skip
    if name in from_easter:
        return easter(year) + timedelta(days=from_easter[name])
    if name == "Bußtag":  # the Wednesday before 23 November
        before = date(year, 11, 22)
        return before - timedelta(days=(before.weekday() - 2) % 7)
    day, month = name.rstrip(".").split(".")
    return date(year, int(month), int(day))


def expected(land: str, year: int) -> set[date]:
    found = {day_of(name, year) for name in EVERYWHERE}
    found |= {day_of(name, year) for name, where in ONLY_IN.items() if land in where and year >= where[land]}
    found |= {day for day, where in ONCE.items() if where == land and day.year == year}
    return found | ({date(2017, 10, 31)} if year == 2017 else set())


class TestEaster:
    """The measure itself, against days that anybody remembers or can look up."""

    @pytest.mark.parametrize(
        "day", ["2000-04-23", "2008-03-23", "2011-04-24", "2024-03-31", "2025-04-20", "2026-04-05", "2038-04-25"]
    )  # fmt: skip
    def test_is_measured_rightly(self, day: str) -> None:
        assert easter(date.fromisoformat(day).year) == date.fromisoformat(day)


class TestFindHoliday:
    @pytest.mark.parametrize("land", sorted(Land))
    def test_knows_the_holidays_of_every_land_and_no_other_day(self, land: Land) -> None:
        for year in YEARS:
            days = (date(year, 1, 1) + timedelta(days=number) for number in range(366))
            found = {day for day in days if day.year == year and find_holiday(day, land)}
            assert found == expected(land, year), year

    @pytest.mark.parametrize(
        ("day", "name"),
        [("2026-04-06", "Ostermontag"), ("2026-10-03", "Tag der Deutschen Einheit"), ("2026-11-01", "Allerheiligen")],
    )  # fmt: skip
    def test_names_them_in_german(self, day: str, name: str) -> None:
        assert find_holiday(date.fromisoformat(day), "NW") == name

    def test_leaves_to_the_municipality_what_is_its_own(self) -> None:
        assumption, peace = date(2026, 8, 15), date(2026, 8, 8)
        augsburg = (LocalHoliday.ASSUMPTION, LocalHoliday.PEACE_FESTIVAL)
        assert [find_holiday(day, "BY") for day in (assumption, peace)] == [None, None]
        assert find_holiday(assumption, "BY", [LocalHoliday.ASSUMPTION]) == "Mariä Himmelfahrt"
        assert find_holiday(peace, "BY", [LocalHoliday.ASSUMPTION]) is None
        assert find_holiday(peace, "BY", augsburg) == "Augsburger Hohes Friedensfest"

    @pytest.mark.parametrize("land", ["SN", "TH"])
    def test_knows_corpus_christi_where_the_municipality_keeps_it(self, land: str) -> None:
        for year in (2024, 2025, 2026, 2027):
            day = day_of("Fronleichnam", year)
            assert find_holiday(day, land) is None
            assert find_holiday(day, land, [LocalHoliday.CORPUS_CHRISTI]) == "Fronleichnam"

    @pytest.mark.parametrize(
        ("land", "holiday"),
        [("NW", LocalHoliday.ASSUMPTION), ("BY", LocalHoliday.CORPUS_CHRISTI), ("SN", LocalHoliday.PEACE_FESTIVAL)],
    )  # fmt: skip
    def test_refuses_a_local_holiday_in_another_land(self, land: str, holiday: LocalHoliday) -> None:
        with pytest.raises(CannotReckon, match="gibt es nur in"):
            find_holiday(date(2026, 1, 7), land, [holiday])

    @pytest.mark.parametrize("year", [1, FIRST_YEAR - 1, LAST_YEAR + 1, 9999])
    def test_says_where_its_knowledge_ends(self, year: int) -> None:
        with pytest.raises(CannotReckon, match="von 1991 bis 2100"):
            find_holiday(date(year, 6, 1), "NW")

    def test_reaches_to_its_edges(self) -> None:
        assert find_holiday(date(FIRST_YEAR, 1, 1), "NW")
        assert find_holiday(date(LAST_YEAR, 12, 26), "NW")


class TestIsWorkingDay:
    @pytest.mark.parametrize(
        "day",
        [
            "2026-12-24",  # Thursday
            "2026-12-31",
            "2026-02-16",  # Rosenmontag, in Cologne too
            "2027-06-17",
            "2026-11-18",  # Buß- und Bettag outside Saxony
        ],
    )
    def test_holds_on_days_that_only_feel_like_holidays(self, day: str) -> None:
        assert is_working_day(date.fromisoformat(day), "NW")

    @pytest.mark.parametrize("day", ["2026-03-07", "2026-03-08", "2026-04-03", "2026-06-04"])
    def test_does_not_hold_on_weekends_and_holidays(self, day: str) -> None:
        assert not is_working_day(date.fromisoformat(day), "NW")

    def test_was_reformation_day_everywhere_once(self) -> None:
        assert not any(is_working_day(date(2017, 10, 31), land) for land in Land)
        assert is_working_day(date(2018, 10, 31), "NW")


class TestNextWorkingDay:
    @pytest.mark.parametrize(
        ("day", "land", "working"),
        [
            ("2026-03-06", "NW", "2026-03-06"),
            ("2026-03-07", "NW", "2026-03-09"),
            ("2026-04-03", "NW", "2026-04-07"),  # Good Friday to Tuesday after Easter
            ("2026-05-14", "NW", "2026-05-15"),
            ("2026-12-25", "NW", "2026-12-28"),
            ("2027-12-25", "NW", "2027-12-27"),  # both Christmas days on a weekend: nothing is made up for
            ("2028-12-30", "NW", "2029-01-02"),
            ("2026-06-04", "NW", "2026-06-05"),
            ("2026-06-04", "NI", "2026-06-04"),
            ("2026-01-06", "BW", "2026-01-07"),
            ("2026-10-31", "SN", "2026-11-02"),
            ("2026-11-01", "NW", "2026-11-02"),
        ],
    )
    def test_is_the_day_itself_or_the_first_after_it(self, day: str, land: str, working: str) -> None:
        assert next_working_day(date.fromisoformat(day), land) == date.fromisoformat(working)

    @given(st.dates(date(1991, 1, 1), date(2100, 12, 20)), st.sampled_from(Land))
    def test_is_at_most_five_days_away(self, day: date, land: Land) -> None:
        found = next_working_day(day, land)
        assert is_working_day(found, land)
        assert timedelta(0) <= found - day <= timedelta(days=5)
        assert not any(is_working_day(day + timedelta(days=n), land) for n in range((found - day).days))


class TestReadLand:
    def test_takes_the_code_in_any_case(self) -> None:
        assert read_land("nw") is Land.NORDRHEIN_WESTFALEN

    @pytest.mark.parametrize("code", ["", "XX", "NRW", "DE-NW", "Augsburg", "BYP"])
    def test_names_those_there_are(self, code: str) -> None:
        with pytest.raises(CannotReckon, match=r"bekannt sind BB, BE, .*TH\."):
            read_land(code)


def loaded_after(statement: str) -> set[str]:
    """Return the packages that a fresh Python has loaded after a statement."""
    code = f"{statement}\nimport sys, json; print(json.dumps(sorted({{name.split('.')[0] for name in sys.modules}})))"
    run: Callable[..., subprocess.CompletedProcess[str]] = subprocess.run
    return set(
        json.loads(run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)
    )


class TestImporting:
    def test_waits_neither_for_the_library_nor_for_django(self) -> None:
        loaded = loaded_after("import onlineamt.foundation.deadlines.reckoning")
        assert not loaded & {"holidays", "django"}

    def test_is_seen_when_it_does_wait(self) -> None:
        question = (
            "from onlineamt.foundation.deadlines.reckoning import is_working_day\nfrom datetime import date\n"
        )
        assert "holidays" in loaded_after(question + "is_working_day(date(2026, 1, 1), 'NW')")
