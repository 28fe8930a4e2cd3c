"""Limits, periods and codes of applications, without a database."""

from datetime import UTC, date, datetime, timedelta

import pytest

from onlineamt.foundation.core.clock import berlin_day
from onlineamt.foundation.core.codes import is_well_formed
from onlineamt.procedure.applications.rules import (
    RESUME_CODE_LENGTH,
    draft_ends_at,
    is_code_fresh,
    new_reference,
    normalise_reference,
    resume_code_of,
)


class TestAReference:
    def test_is_read_as_people_type_it(self) -> None:
        reference = new_reference(2026)
        for typed in (
            reference,
            reference.lower(),
            reference.replace("-", ""),
            f" {reference.replace('-', ' ')} ",
        ):
            assert normalise_reference(typed) == reference

    def test_begins_with_the_year(self) -> None:
        assert new_reference(2026).startswith("26-")

    @pytest.mark.parametrize("typed", ["", "x", "26", "\x00", "🐕" * 50, "x" * 10_000])
    def test_may_be_anything_that_is_typed(self, typed: str) -> None:
        assert isinstance(normalise_reference(typed), str)


class TestAResumeCode:
    def test_is_always_the_same_for_a_draft_and_well_formed(self) -> None:
        code = resume_code_of(bytes(range(32)))
        assert code == resume_code_of(bytes(range(32)))
        assert is_well_formed(code, length=RESUME_CODE_LENGTH)
        assert code != resume_code_of(bytes(range(1, 33)))


class TestADraft:
    @pytest.mark.parametrize(
        ("edited_at", "last_day"),
        [
            (datetime(2026, 3, 20, 22, 41, tzinfo=UTC), date(2026, 4, 19)),
            (datetime(2026, 3, 20, 23, 30, tzinfo=UTC), date(2026, 4, 20)),  # already the 21st in Berlin
            (datetime(2028, 1, 30, 12, tzinfo=UTC), date(2028, 2, 29)),
        ],
    )
    def test_is_kept_to_the_end_of_the_thirtieth_day(self, edited_at: datetime, last_day: date) -> None:
        assert berlin_day(draft_ends_at(edited_at, keep="P30D") - timedelta(seconds=1)) == last_day


class TestAOneTimeCode:
    def test_is_fresh_for_a_quarter_of_an_hour(self) -> None:
        sent_at = datetime(2026, 3, 20, 22, 41, tzinfo=UTC)
        assert is_code_fresh(sent_at, at=sent_at + timedelta(minutes=15))
        assert not is_code_fresh(sent_at, at=sent_at + timedelta(minutes=15, seconds=1))
        assert not is_code_fresh(None, at=sent_at)
