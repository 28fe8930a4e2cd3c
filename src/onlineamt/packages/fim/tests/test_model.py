"""Numbers as Germans and machines write them, and structures walked through."""

from decimal import Decimal

import pytest

from onlineamt.packages.fim.model import Field, Precision, number_of


class TestNumberOf:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("0", "0"), ("-1.5", "-1.5"), ("0,30", "0.30"), ("1.000,50", "1000.50"), ("+7", "7"), (".5", "0.5"), ("1.000", "1.000"),
        ],
    )  # fmt: skip
    def test_numbers(self, text: str, expected: str) -> None:
        assert str(number_of(text)) == str(Decimal(expected))

    @pytest.mark.parametrize(
        "text", ["", "-", ".", "1e9", "NaN", "Infinity", "1,2,3", "2026-01-01", "12:30", "9" * 41, "１"]
    )
    def test_everything_else(self, text: str) -> None:
        assert number_of(text) is None


def test_two_fields_that_say_the_same_are_equal_wherever_they_stand() -> None:
    assert Field(id="F1", name="a", line=3) == Field(id="F1", name="a", line=7, precision=Precision(line=8))
    assert Field(id="F1", name="a") != Field(id="F1", name="b")
