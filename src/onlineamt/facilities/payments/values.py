"""What is claimed, and to which account it is paid."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class NewClaim:
    """What is to be paid for a decision. The same idempotency key claims once."""

    subject_id: UUID
    idempotency_key: str
    name: str
    cents: int
    due_on: date


@dataclass(frozen=True, kw_only=True)
class BankAccount:
    """The account of a municipality, as a letter names it."""

    payee: str
    iban: str
    bank_name: str
