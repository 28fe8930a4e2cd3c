"""Small values of delivery: the channel, whom a letter is for, and what keeps a case from being erased."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from onlineamt.foundation.deadlines.periods import Period
from onlineamt.procedure.cases.values import HoldKind


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


class EntryStep(StrEnum):
    """What the holder of an entry can do with it."""

    RENEW = "renew"
    CHANGE = "change"
    END = "end"


class ReminderWay(StrEnum):
    """How the holder of an entry was told that it ends soon."""

    EMAIL = "email"
    POST = "post"
    NONE = "none"  # no confirmed address, and no letter or nowhere to send it


@dataclass(frozen=True, kw_only=True)
class Addressee:
    """A person who gets the decision; period and remedy are kept per person. `position` 0 is the applicant."""

    position: int
    lines: Sequence[str]
    by_portal: bool


class Obstacle(StrEnum):
    """What keeps a case from being erased. The German words are the page's."""

    NOT_CLOSED = "not_closed"
    RETENTION = "retention"  # its time is not over
    LASTING_ENTRY = "lasting_entry"  # what it entered into a register still counts
    OPEN_CLAIM = "open_claim"
    ON_ITS_WAY = "on_its_way"  # a decision has not reached everybody, or a letter lies in the print room
    REMEDY = "remedy"
    LEGAL = "legal"
    ARCHIVE = "archive"  # the archive wants it
    NOT_OFFERED = "not_offered"  # the archive was not asked
    OFFERED = "offered"  # the archive was asked and has still time to answer


@dataclass(frozen=True, kw_only=True)
class ErasureFacts:
    """What is known of a case that is to be erased.

    `erase_on`: the last day of its retention, None while it is not closed. `keep`: that period. `entries_end_on`: the
    last day of each register entry, None where it knows none. `offers_to_archive`: whether the municipality asks its
    archive first.
    """

    erase_on: date | None
    keep: Period
    entries_end_on: Sequence[date | None]
    has_open_claim: bool
    is_on_its_way: bool
    holds: frozenset[HoldKind]
    offers_to_archive: bool
    offered_on: date | None
