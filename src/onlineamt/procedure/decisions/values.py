"""What a decision says, as it is drafted and as it is kept for ever."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Literal
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What a caseworker writes: the outcome, the reasons where it needs any, and who else gets the letter.

    `despite`: why there is to be another entry although one stands in the way; for the audit trail, not for the letter.
    """

    outcome: str
    reasons: str = ""
    despite: str = ""
    also_to: Sequence[str] = ()  # the lines of a second address, e.g. of a joint keeper
    granted: Mapping[str, Any] = field(default_factory=dict)  # what is granted, by name as it is stored


@dataclass(frozen=True, kw_only=True)
class AutomaticBasis:
    """Why no person decided: which rule, on which facts, allowed by which law."""

    rule: int  # its place in procedure.yaml
    legal_basis: str
    facts: Sequence[Mapping[str, str]]  # label, shown


@dataclass(frozen=True, kw_only=True)
class Charge:
    """What is to be paid for an outcome."""

    name: str
    label: str
    cents: int
    legal_basis: str = ""


@dataclass(frozen=True, kw_only=True)
class EntryEffect:
    """What a decision does to a register entry: what its letter and its record say of it.

    `register`: among all, hund-anmelden/hundemarken. `number` is empty while it is not given yet. `changes`: label, before,
    after.
    """

    act: Literal["enter", "renew", "change", "end"]
    register: str
    title: str
    valid_from: date
    valid_until: date | None
    number: str = ""
    entry_id: UUID | None = None
    changes: Sequence[tuple[str, str, str]] = ()


class EndReason(StrEnum):
    """Why an entry of a register ends."""

    DEREGISTERED = "deregistered"
    MOVED = "moved"
    DIED = "died"
    PASSED_ON = "passed_on"
    REVOKED = "revoked"
    MISTAKE = "mistake"
