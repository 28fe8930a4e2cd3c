from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onlineamt.facilities.post.rules import clean_recipient, may_be_posted_on, state_of
from onlineamt.facilities.post.values import LetterState

PRINTED = datetime(2026, 3, 20, 23, 30, tzinfo=UTC)  # in Berlin it is the 21st already


class TestStateOf:
    @pytest.mark.parametrize(
        ("facts", "state"),
        [
            ((None, None, None), LetterState.WAITING),
            ((PRINTED, None, None), LetterState.HANDED_OVER),
            ((PRINTED, date(2026, 3, 23), None), LetterState.POSTED),
            ((PRINTED, date(2026, 3, 23), date(2026, 3, 30)), LetterState.RETURNED),
        ],
    )
    def test_is_the_last_thing_that_happened(
        self, facts: tuple[datetime | None, date | None, date | None], state: LetterState
    ) -> None:
        handed_over_at, posted_on, returned_on = facts
        assert state_of(handed_over_at=handed_over_at, posted_on=posted_on, returned_on=returned_on) is state


class TestMayBePostedOn:
    @pytest.mark.parametrize(
        ("day", "may"),
        [
            (date(2026, 3, 20), False),
            (date(2026, 3, 21), True),
            (date(2026, 3, 24), True),
            (date(2026, 3, 25), False),
        ],
    )
    def test_lies_between_printing_and_today(self, day: date, may: bool) -> None:
        assert may_be_posted_on(day, handed_over_at=PRINTED, today=date(2026, 3, 24)) is may


class TestCleanRecipient:
    def test_shows_what_an_envelope_shows(self) -> None:
        assert clean_recipient([" Erika  Mustermann ", "", "Heidestraße\r\n17\x00", "\t"]) == [
            "Erika Mustermann",
            "Heidestraße 17",
        ]

    @given(st.lists(st.text()))
    def test_leaves_single_printable_lines(self, lines: list[str]) -> None:
        for line in clean_recipient(lines):
            assert line.isprintable()
            assert line == line.strip() != ""
