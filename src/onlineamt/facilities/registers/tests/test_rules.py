from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from onlineamt.facilities.registers.rules import (
    TOKEN_CHARACTERS,
    new_check_token,
    read_check_token,
    read_place,
    read_scheme,
    renewed_from,
    status_on,
    write_place,
)
from onlineamt.facilities.registers.values import EntryStatus
from onlineamt.foundation.core.codes import ALPHABET, show_code
from onlineamt.procedure.cases.definition import NumberScheme

A_DAY = timedelta(days=1)
days = st.dates(min_value=date(2020, 1, 1), max_value=date(2035, 12, 31))
schemes = st.builds(
    lambda before, year, digits, after: f"{before}{year}{{sequence:0{digits}}}{after}",
    st.text("AZ09 /-", max_size=5),
    st.sampled_from(["", "{year}", "{year}-", "{year}/", "{year} "]),
    st.integers(1, 9),
    st.text("AZ09 /-", max_size=5),
)


class TestReadScheme:
    @pytest.mark.parametrize(
        ("scheme", "sequence", "number"),
        [
            ("{year}-{sequence:05}", 42, "2026-00042"),
            ("{year}-{sequence:05}", 99_999, "2026-99999"),
            ("{year}-{sequence:05}", 100_000, "2026-100000"),
            ("HM {sequence:04}", 7, "HM 0007"),
            ("BPA-{year}/{sequence:03}-NW", 1, "BPA-2026/001-NW"),
            ("{sequence:01}", 1, "1"),
        ],
    )
    def test_makes_numbers(self, scheme: str, sequence: int, number: str) -> None:
        assert read_scheme(scheme).number(year=2026, sequence=sequence) == number

    @pytest.mark.parametrize(
        "scheme",
        [
            "",
            "{year}",
            "{sequence}",
            "{sequence:5}",
            "{sequence:00}",
            "{sequence:010}",
            "{sequence:05}{year}",
            "{year}--{sequence:05}",
            "{year}{year}{sequence:05}",
            "hm{sequence:05}",
            "{0.__class__}{sequence:05}",
            "{sequence:05}\n",
        ],
    )
    def test_refuses_what_is_no_scheme(self, scheme: str) -> None:
        with pytest.raises(ValueError, match="scheme"):
            read_scheme(scheme)

    @given(schemes)
    def test_understands_what_a_package_may_say(self, scheme: str) -> None:
        """One grammar in two places: what the checker lets through can be counted."""
        assert TypeAdapter(NumberScheme).validate_python(scheme) == scheme
        assert read_scheme(scheme).number(year=2026, sequence=1)

    @given(schemes, st.integers(1, 10**12), st.integers(1, 10**12))
    def test_never_makes_one_number_of_two(self, scheme: str, one: int, other: int) -> None:
        assume(one != other)
        numbering = read_scheme(scheme)

        assert numbering.number(year=2026, sequence=one) != numbering.number(year=2026, sequence=other)
        if numbering.has_year:
            assert numbering.number(year=2026, sequence=one) != numbering.number(year=2027, sequence=other)

    def test_counts_by_year_only_where_the_number_names_it(self) -> None:
        assert read_scheme("{year}-{sequence:05}").counting_year(date(2026, 12, 31)) == 2026
        assert read_scheme("HM {sequence:05}").counting_year(date(2026, 12, 31)) == 0


class TestStatusOn:
    @pytest.mark.parametrize(
        ("day", "status"),
        [
            (date(2026, 3, 31), EntryStatus.NOT_YET),
            (date(2026, 4, 1), EntryStatus.VALID),
            (date(2027, 3, 31), EntryStatus.VALID),
            (date(2027, 4, 1), EntryStatus.EXPIRED),
        ],
    )
    def test_counts_from_the_first_day_through_the_last(self, day: date, status: EntryStatus) -> None:
        assert (
            status_on(day, valid_from=date(2026, 4, 1), valid_until=date(2027, 3, 31), ended_on=None)
            is status
        )

    @given(days, days, st.none() | days)
    def test_has_ended_from_the_day_on_which_it_ends(
        self, first: date, ended: date, last: date | None
    ) -> None:
        def status(day: date) -> EntryStatus:
            return status_on(day, valid_from=first, valid_until=last, ended_on=ended)

        assert status(ended) is EntryStatus.ENDED
        assert status(ended - A_DAY) is not EntryStatus.ENDED

    @given(days, days)
    def test_lasts_where_no_end_is_known(self, first: date, day: date) -> None:
        assume(day >= first)
        assert status_on(day, valid_from=first, valid_until=None, ended_on=None) is EntryStatus.VALID


class TestRenewedFrom:
    FROM, UNTIL = date(2026, 1, 1), date(2026, 12, 31)

    def renewed(self, new_from: date, new_until: date | None, today: date = date(2026, 12, 1)) -> date | None:
        return renewed_from(
            valid_from=self.FROM, valid_until=self.UNTIL, new_from=new_from, new_until=new_until, today=today
        )

    def test_counts_on_from_where_it_began(self) -> None:
        assert self.renewed(date(2027, 1, 1), date(2027, 12, 31)) == self.FROM
        assert self.renewed(date(2027, 1, 1), None) == self.FROM

    def test_takes_no_end_that_is_not_later(self) -> None:
        assert self.renewed(date(2026, 6, 1), self.UNTIL) is None

    def test_leaves_no_gap_before_it_has_run_out(self) -> None:
        assert self.renewed(date(2027, 1, 2), date(2027, 12, 31)) is None

    def test_begins_anew_after_a_gap_once_it_has_run_out(self) -> None:
        assert self.renewed(date(2027, 3, 1), date(2028, 2, 29), today=date(2027, 2, 1)) == date(2027, 3, 1)
        assert self.renewed(date(2027, 3, 1), date(2028, 2, 29), today=self.UNTIL) is None

    def test_has_nothing_to_give_to_what_lasts_anyway(self) -> None:
        assert (
            renewed_from(
                valid_from=self.FROM, valid_until=None, new_from=self.FROM, new_until=None, today=self.FROM
            )
            is None
        )

    @given(days, days, days, days)
    def test_never_makes_a_day_count_that_was_not_given(
        self, new_from: date, new_until: date, today: date, day: date
    ) -> None:
        since = self.renewed(new_from, new_until, today)
        assume(since is not None and new_from <= new_until)
        assert since is not None
        status = status_on(day, valid_from=since, valid_until=new_until, ended_on=None)
        if status is EntryStatus.VALID:
            assert self.FROM <= day <= self.UNTIL or new_from <= day <= new_until


class TestCheckToken:
    def test_is_read_however_it_is_written(self) -> None:
        token = new_check_token()

        assert len(token) == TOKEN_CHARACTERS
        assert read_check_token(f" {show_code(token).lower()} ") == token

    @given(st.text(ALPHABET, min_size=17, max_size=17), st.integers(0, 16), st.sampled_from(ALPHABET))
    def test_notices_a_wrong_character(self, typed: str, place: int, other: str) -> None:
        token = new_check_token()
        assume(token[place] != other)

        assert read_check_token(token[:place] + other + token[place + 1 :]) is None


class TestPlace:
    @given(st.integers(0, 9999), st.integers(1, 10**17))
    def test_is_read_as_it_was_written(self, year: int, sequence: int) -> None:
        assert read_place(write_place(year=year, sequence=sequence)) == (year, sequence)

    @given(st.text())
    def test_is_nothing_or_two_numbers_whatever_was_typed(self, text: str) -> None:
        place = read_place(text)
        assert place is None or all(number >= 0 for number in place)
