from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from onlineamt.facilities.payments.rules import (
    bank_account_in,
    new_payment_reference,
    read_payment_reference,
    with_check_digits,
)
from onlineamt.facilities.payments.values import BankAccount

CONTACT = {
    "payee": "Stadt Musterstadt",
    "iban": "DE89 3704 0044 0532 0130 00",
    "bank_name": "Beispielbank",
}
digits = st.text("0123456789", min_size=1, max_size=21)


class TestPaymentReference:
    def test_is_the_one_of_the_standard(self) -> None:
        assert (
            with_check_digits("539007547034") == "RF18539007547034"
        )  # ISO 11649, the standard's own example

    def test_names_the_year_and_nothing_that_can_be_counted_on(self) -> None:
        made = {new_payment_reference(date(2026, 3, 20)) for _ in range(50)}

        assert len(made) == 50
        assert {reference[4:6] for reference in made} == {"26"}
        assert {len(reference) for reference in made} == {17}

    @given(digits)
    def test_is_read_however_it_is_typed(self, payload: str) -> None:
        reference = with_check_digits(payload)

        assert read_payment_reference(f" {reference[:4]} {reference[4:].lower()} ") == reference

    @given(digits, st.data())
    def test_notices_a_wrong_digit(self, payload: str, data: st.DataObject) -> None:
        reference = with_check_digits(payload)
        place = data.draw(st.integers(2, len(reference) - 1))
        other = data.draw(st.sampled_from("0123456789"))
        assume(reference[place] != other)

        assert read_payment_reference(reference[:place] + other + reference[place + 1 :]) is None

    @given(digits, st.data())
    def test_notices_two_swapped_digits(self, payload: str, data: st.DataObject) -> None:
        reference = with_check_digits(payload)
        place = data.draw(st.integers(2, len(reference) - 2))
        one, other = reference[place], reference[place + 1]
        assume(one != other)

        assert read_payment_reference(reference[:place] + other + one + reference[place + 2 :]) is None

    @given(st.text())
    def test_survives_whatever_is_typed(self, typed: str) -> None:
        read = read_payment_reference(typed)
        assert read is None or read.startswith("RF")


class TestBankAccount:
    def test_is_read_from_what_the_municipality_says(self) -> None:
        assert bank_account_in(CONTACT) == BankAccount(
            payee="Stadt Musterstadt", iban="DE89370400440532013000", bank_name="Beispielbank"
        )

    @pytest.mark.parametrize(
        "wrong",
        [{"iban": "DE89370400440532013001"}, {"iban": ""}, {"iban": "x"}, {"payee": " "}, {"bank_name": ""}],
    )
    def test_is_none_rather_than_a_wrong_one(self, wrong: dict[str, str]) -> None:
        assert bank_account_in({**CONTACT, **wrong}) is None
        assert bank_account_in({}) is None
