"""Payment references by ISO 11649, and accounts whose IBAN can be right."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from stdnum import iban, iso11649
from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_97_10

from onlineamt.facilities.payments.values import BankAccount
from onlineamt.foundation.core.codes import new_digits

RANDOM_DIGITS = 11


def new_payment_reference(raised_on: date) -> str:
    """Return a payment reference that nobody can guess from another: RF, two check digits, year, eleven digits."""
    return with_check_digits(f"{raised_on:%y}{new_digits(RANDOM_DIGITS)}")


def with_check_digits(digits: str) -> str:
    """Return the creditor reference around digits: any wrong digit and any two swapped ones are noticed."""
    return f"RF{mod_97_10.calc_check_digits(digits + 'RF')}{digits}"


def read_payment_reference(typed: str) -> str | None:
    """Return a reference as it is stored, however it was typed, or None when its check digits are wrong."""
    try:
        return iso11649.validate(typed)
    except ValidationError:
        return None


def bank_account_in(contact: Mapping[str, Any]) -> BankAccount | None:
    """Return the account among the contact facts of a municipality, or None when it is missing or cannot be right."""
    payee, bank = str(contact.get("payee", "")).strip(), str(contact.get("bank_name", "")).strip()
    try:
        number = iban.validate(str(contact.get("iban", "")))
    except ValidationError:
        return None
    return BankAccount(payee=payee, iban=number, bank_name=bank) if payee and bank else None
