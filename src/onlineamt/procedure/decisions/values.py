"""What a decision says, as it is drafted and as it is kept for ever."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What a caseworker writes: the outcome, the reasons where it needs any, and who else gets the letter."""

    outcome: str
    reasons: str = ""
    also_to: Sequence[str] = ()  # the lines of a second address, e.g. of a joint keeper


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


class EndReason(StrEnum):
    """Why an entry of a register ends."""

    DEREGISTERED = "deregistered"
    MOVED = "moved"
    DIED = "died"
    PASSED_ON = "passed_on"
    REVOKED = "revoked"
    MISTAKE = "mistake"
