from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onlineamt.foundation.core.clock import berlin_day
from onlineamt.foundation.deadlines.errors import CannotReckon
from onlineamt.foundation.deadlines.periods import (
    HALF_MONTH,
    HALF_YEAR,
    QUARTER,
    Period,
    end_after,
    end_from_start_of,
    period_in_words,
    reaches_age_on,
    read_period,
)

days = st.dates(date(1991, 1, 1), date(2099, 12, 31))
periods = st.builds(Period, months=st.integers(0, 240), days=st.integers(0, 700))


class TestEndAfter:
    """The day of the event does not count (§ 187 Abs. 1 BGB)."""

    @pytest.mark.parametrize(
        ("event", "period", "end"),
        [
            ("2026-01-15", "P1M", "2026-02-15"),
            ("2026-01-31", "P1M", "2026-02-28"),
            ("2028-01-31", "P1M", "2028-02-29"),
            ("2026-01-29", "P1M", "2026-02-28"),
            ("2028-01-29", "P1M", "2028-02-29"),
            ("2026-02-28", "P1M", "2026-03-28"),  # no rule makes it the last of March
            ("2026-03-31", "P1M", "2026-04-30"),
            ("2026-05-31", "P3M", "2026-08-31"),
            ("2026-11-30", "P3M", "2027-02-28"),
            ("2028-02-29", "P1Y", "2029-02-28"),
            ("2027-02-28", "P1Y", "2028-02-28"),
            ("2028-02-29", "P4Y", "2032-02-29"),
            ("2096-02-29", "P4Y", "2100-02-28"),  # 2100 is no leap year
            ("2026-12-31", "P1M", "2027-01-31"),
            ("2026-12-31", "P1D", "2027-01-01"),
            ("2026-12-18", "P2W", "2027-01-01"),
            ("2026-02-20", "P10D", "2026-03-02"),
            ("2028-02-20", "P10D", "2028-03-01"),
            ("2026-01-31", "P1M1D", "2026-03-01"),  # the month first, then the day
        ],
    )
    def test_is_what_one_counts_by_hand(self, event: str, period: str, end: str) -> None:
        assert end_after(date.fromisoformat(event), read_period(period)) == date.fromisoformat(end)

    @pytest.mark.parametrize("period", ["P999Y999M999W9999D", "P1D", "P1M", "P1Y"])
    def test_refuses_what_lies_beyond_the_calendar(self, period: str) -> None:
        with pytest.raises(CannotReckon, match="jenseits des Kalenders"):
            end_after(date(9999, 12, 31), read_period(period))

    def test_works_on_the_first_day_of_the_calendar(self) -> None:
        assert end_after(date.min, read_period("P1M")) == date(1, 2, 1)

    @given(days, days, periods)
    def test_never_puts_a_later_event_before_an_earlier_one(
        self, one: date, other: date, period: Period
    ) -> None:
        earlier, later = sorted((one, other))
        assert end_after(earlier, period) <= end_after(later, period)

    @given(days, periods, st.integers(1, 50))
    def test_grows_with_the_period(self, day: date, period: Period, more: int) -> None:
        longer = Period(period.months, period.days + more)
        assert end_after(day, longer) == end_after(day, period) + timedelta(days=more)


class TestEndFromStartOf:
    """The first day counts (§ 187 Abs. 2 BGB): a permit from 1 March on, an age."""

    @pytest.mark.parametrize(
        ("first", "period", "end"),
        [
            ("2026-03-01", "P1M", "2026-03-31"),
            ("2026-02-01", "P1M", "2026-02-28"),
            ("2026-03-15", "P1M", "2026-04-14"),
            ("2026-01-01", "P1Y", "2026-12-31"),
            ("2026-01-31", "P1M", "2026-02-28"),
            ("2026-01-29", "P1M", "2026-02-28"),
            ("2028-02-29", "P1Y", "2029-02-28"),
            ("2026-03-02", "P1W", "2026-03-08"),
            ("2026-03-02", "P1D", "2026-03-02"),
            ("2026-03-02", "P1M2D", "2026-04-03"),
        ],
    )
    def test_is_what_one_counts_by_hand(self, first: str, period: str, end: str) -> None:
        assert end_from_start_of(date.fromisoformat(first), read_period(period)) == date.fromisoformat(end)


class TestReachesAgeOn:
    @pytest.mark.parametrize(
        ("born", "years", "day"),
        [
            ("2008-03-27", 18, "2026-03-27"),
            ("2008-02-29", 18, "2026-03-01"),
            ("2008-02-29", 16, "2024-02-29"),
            ("2010-01-01", 16, "2026-01-01"),
            ("2026-12-31", 0, "2026-12-31"),
        ],
    )
    def test_counts_the_day_of_birth(self, born: str, years: int, day: str) -> None:
        assert reaches_age_on(date.fromisoformat(born), years) == date.fromisoformat(day)


class TestNamedPeriods:
    @pytest.mark.parametrize(
        ("named", "period"), [(HALF_MONTH, "P15D"), (QUARTER, "P3M"), (HALF_YEAR, "P6M")]
    )
    def test_are_those_of_the_civil_code(self, named: Period, period: str) -> None:
        assert named == Period.parse(period)


class TestReadPeriod:
    @pytest.mark.parametrize("text", ["", "P", "P1", "1M", "P-1M", "PT5H", "P1.5M", "P١M", "P1M\n", "P1000Y"])
    def test_says_how_to_write_one(self, text: str) -> None:
        with pytest.raises(CannotReckon, match="schreiben Sie zum Beispiel P1M"):
            read_period(text)


class TestPeriodInWords:
    @pytest.mark.parametrize(
        ("period", "words"),
        [
            ("P1M", "1 Monat"), ("P3M", "3 Monaten"), ("P2W", "2 Wochen"), ("P1W", "1 Woche"), ("P10D", "10 Tagen"),
            ("P1D", "1 Tag"), ("P1Y", "1 Jahr"), ("P18M", "1 Jahr und 6 Monaten"), ("P0D", "0 Tagen"),
            ("P1Y2M3W", "1 Jahr, 2 Monaten und 3 Wochen"), ("P1M10D", "1 Monat und 10 Tagen"),
        ],
    )  # fmt: skip
    def test_follows_frist_von(self, period: str, words: str) -> None:
        assert period_in_words(Period.parse(period)) == words


class TestAnInstant:
    """What comes in at night counts for the day that Berlin has."""

    @pytest.mark.parametrize(
        ("instant", "end"),
        [
            (datetime(2026, 3, 28, 22, 59, 59, tzinfo=UTC), "2026-04-28"),  # winter: 23:59:59 on 28 March
            (
                datetime(2026, 3, 28, 23, 0, tzinfo=UTC),
                "2026-04-29",
            ),  # midnight before the clock goes forward
            (
                datetime(2026, 3, 29, 21, 59, 59, tzinfo=UTC),
                "2026-04-29",
            ),  # summer: 23:59:59 on a day of 23 hours
            (datetime(2026, 3, 29, 22, 0, tzinfo=UTC), "2026-04-30"),
            (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), "2026-11-25"),  # the day of 25 hours begins
            (datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC), "2026-11-25"),
            (datetime(2026, 10, 25, 23, 0, tzinfo=UTC), "2026-11-26"),
            (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), "2027-02-01"),  # already 1 January
        ],
    )
    def test_begins_the_period_of_its_berlin_day(self, instant: datetime, end: str) -> None:
        assert end_after(berlin_day(instant), Period(months=1)) == date.fromisoformat(end)
