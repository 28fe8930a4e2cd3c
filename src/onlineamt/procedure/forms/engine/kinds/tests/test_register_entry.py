"""The number of a register entry."""

from datetime import date

import pytest

from onlineamt.procedure.forms.engine.problems import Problem
from onlineamt.procedure.forms.engine.tests.making import make_field

TODAY = date(2026, 3, 20)


class TestRegisterEntry:
    @pytest.mark.parametrize("typed", ["BP-2026 00042", " bp-2026  00042 ", "ＢＰ-2026 00042"])
    def test_is_kept_as_it_is_printed_however_it_was_typed(self, typed: str) -> None:
        assert make_field("register_entry").parse({"a.b": [typed]}, today=TODAY) == "BP-2026 00042"

    def test_may_be_left_empty(self) -> None:
        assert make_field("register_entry", required=False).parse({"a.b": [" "]}, today=TODAY) is None

    @pytest.mark.parametrize("typed", ["7" * 61, "BP\x0042"])
    def test_refuses_what_no_number_can_be(self, typed: str) -> None:
        assert isinstance(make_field("register_entry").validate(typed, today=TODAY), Problem)

    def test_takes_any_number_that_could_be_one(self) -> None:
        assert make_field("register_entry").validate("BP-2026-99999", today=TODAY) is None
