"""Small values of delivery: the channel, and whom a letter is for."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class DeliveryChannel(StrEnum):
    """On which way a decision reaches a person (Versandweg)."""

    PORTAL = "portal"  # provided for retrieval, § 41 Abs. 2a VwVfG
    POST = "post"  # § 41 Abs. 2 VwVfG


class DeliveryState(StrEnum):
    """How far a delivery is; computed from its instants."""

    PROVIDED = "provided"
    RETRIEVED = "retrieved"
    LAPSED = "lapsed"
    TO_PRINT = "to_print"
    POSTED = "posted"
    RETURNED = "returned"
    ADDRESS_MISSING = "address_missing"


@dataclass(frozen=True, kw_only=True)
class Addressee:
    """A person who gets the decision; period and remedy are kept per person. `position` 0 is the applicant."""

    position: int
    lines: Sequence[str]
    by_portal: bool
