from typing import Any

import pytest

from onlineamt.procedure.applications.fees import (
    FeeBill,
    compile_fees,
    compute_fees,
    divide,
    divides_early,
    split_division,
)
from onlineamt.procedure.catalogue.definition import Fee
from onlineamt.procedure.catalogue.values import FeeDue, Rounding
from onlineamt.procedure.forms.engine.expressions import (
    UNKNOWN,
    ExpressionFailed,
    ExpressionRefused,
    ExpressionScope,
    Record,
    Scalar,
)

SCOPE = ExpressionScope(
    {"a": Record({"rate": Scalar.NUMBER, "months": Scalar.NUMBER, "wanted": Scalar.YES_NO})}
)


def fee(amount: str, **more: Any) -> Fee:
    return Fee(name="tax", due=FeeDue.WITH_DECISION, amount=amount, **more)


def bill(*fees: Fee, **values: Any) -> FeeBill:
    activation = SCOPE.activation({f"a.{name}": value for name, value in values.items()})
    return compute_fees(compile_fees(fees, SCOPE), activation)


class TestComputeFees:
    def test_multiplies_before_it_divides(self) -> None:
        assert bill(fee("a.rate * a.months / 12"), rate=15600, months=9).cents == {"tax": 11700}

    @pytest.mark.parametrize(
        ("rounding", "cents"),
        [(None, 833), (Rounding.DOWN, 833), (Rounding.HALF_UP, 833), (Rounding.UP, 834)],
    )
    def test_rounds_as_the_fee_names_it(self, rounding: Rounding | None, cents: int) -> None:
        assert bill(fee("a.rate * a.months / 12", rounding=rounding), rate=10000, months=1).cents == {
            "tax": cents
        }

    def test_leaves_out_what_does_not_arise(self) -> None:
        assert bill(fee("100", when="a.wanted"), wanted=False) == FeeBill()

    def test_leaves_open_what_hangs_on_a_missing_answer(self) -> None:
        assert bill(fee("a.rate * 2")).open == {"tax"}
        assert bill(fee("100", when="a.wanted")).open == {"tax"}

    def test_has_no_total_while_a_fee_is_open(self) -> None:
        one, two = fee("100"), Fee(name="more", due=FeeDue.WITH_DECISION, amount="a.rate")
        assert bill(one, two).values() == {"tax": 100}
        assert bill(one, two, rate=5).values() == {"tax": 100, "more": 5, "total": 105}

    @pytest.mark.parametrize("amount", ["a.rate / a.months", "a.rate - 500", "a.rate * 9223372036854775807"])
    def test_names_a_fee_that_fails(self, amount: str) -> None:
        found = bill(fee(amount), rate=100, months=0)
        assert (found.cents, found.failed) == ({}, {"tax"})

    def test_refuses_an_amount_that_is_no_number(self) -> None:
        with pytest.raises(ExpressionRefused):
            bill(fee("'viel'"))

    def test_keeps_an_amount_that_is_asked_for_although_it_does_not_arise(self) -> None:
        (compiled,) = compile_fees([fee("a.rate", when="false")], SCOPE)
        assert compiled.amount(SCOPE.activation({"a.rate": 7})) == 7
        assert compiled.amount(SCOPE.activation({})) is UNKNOWN


class TestDivide:
    @pytest.mark.parametrize(
        ("dividend", "divisor", "rounding", "quotient"),
        [
            (5, 2, Rounding.DOWN, 2), (5, 2, Rounding.HALF_UP, 3), (5, 2, Rounding.UP, 3),
            (7, 3, Rounding.DOWN, 2), (7, 3, Rounding.HALF_UP, 2), (7, 3, Rounding.UP, 3),
            (8, 3, Rounding.HALF_UP, 3), (6, 3, Rounding.UP, 2), (0, 3, Rounding.UP, 0),
        ],
    )  # fmt: skip
    def test_rounds(self, dividend: int, divisor: int, rounding: Rounding, quotient: int) -> None:
        assert divide(dividend, divisor, rounding) == quotient

    def test_refuses_to_divide_by_nothing(self) -> None:
        with pytest.raises(ExpressionFailed):
            divide(1, 0, Rounding.UP)


class TestSplitDivision:
    @pytest.mark.parametrize(
        ("source", "dividend", "divisor"),
        [
            ("a * b / 12", "a * b ", " 12"),
            ("(a + b) / (c - 1)", "(a + b) ", " (c - 1)"),
            ("-a / 2", "-a ", " 2"),
            ("a * -b / 3", "a * -b ", " 3"),
            ("a", "a", None),
            ("a / 12 * b", "a / 12 * b", None),
            ("a + b / 12", "a + b / 12", None),
            ("x ? a / 2 : b", "x ? a / 2 : b", None),
            ("a == '/'", "a == '/'", None),
        ],
    )
    def test_finds_the_last_division(self, source: str, dividend: str, divisor: str | None) -> None:
        assert split_division(source) == (dividend, divisor)


class TestDividesEarly:
    @pytest.mark.parametrize(
        "source", ["a / 12 * b", "a + b / 12", "x ? a / 2 : b", "(a / 2) * b", "a / b / c"]
    )
    def test_finds_a_division_that_loses_cents(self, source: str) -> None:
        assert divides_early(source)

    @pytest.mark.parametrize("source", ["a * b / 12", "a", "size('/') * a"])
    def test_is_content_with_a_division_at_the_end(self, source: str) -> None:
        assert not divides_early(source)
