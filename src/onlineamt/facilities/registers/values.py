"""What is entered into a register, and what is read of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID


class EntryStatus(StrEnum):
    """Whether an entry counts on a day."""

    VALID = "valid"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    ENDED = "ended"


class Standing(StrEnum):
    """Which entries of a register somebody wants to see."""

    ANY = "any"
    VALID = "valid"
    ENDING = "ending"  # valid, and its last day comes soon
    OVER = "over"  # expired or ended


@dataclass(frozen=True, kw_only=True)
class NewEntry:
    """What a decision enters. The same idempotency key enters once.

    `register`: service and register, `hund-anmelden/hundemarken`. `scheme`: `{year}-{sequence:05}`.
    `titles`: what the register is called, by language code; German (`de`) must be there.
    `valid_until`: the last day; None while it lasts. `holder`: what staff search by, such as a name; kept as a hash.
    `stored`: answers as machines read them, by field, for all that is entered, compared or one of a kind.
    `one_per`: of what there is to be one entry only, by name: the fields that together say what it is.
    `answer`: what its person knows, kept as a hash. `compared`: the field that whoever checks it may type.
    `shown`: fields that whoever checks it sees, with their labels by language.
    """

    register: str
    scheme: str
    subject_id: UUID
    idempotency_key: str
    titles: Mapping[str, str]
    values: Mapping[str, Any]
    valid_from: date
    valid_until: date | None = None
    holder: str = ""
    stored: Mapping[str, Any] = field(default_factory=dict)
    one_per: Mapping[str, Sequence[str]] = field(default_factory=dict)
    answer: str = ""
    compared: str = ""
    shown: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class OpenedEntry:
    """An entry with what is sealed in it. `check_token` stands in the QR code on tag or letter.

    `stored`: what machines read of the same fields and of those by which it is known among others (`one_per`).
    """

    id: UUID
    number: str
    values: Mapping[str, Any]
    check_token: str
    stored: Mapping[str, Any] = field(default_factory=dict)
    one_per: Mapping[str, Sequence[str]] = field(default_factory=dict)
    compared: str = ""
    shown: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Change:
    """What an entry says from now on: fields as people read them, and as machines do."""

    values: Mapping[str, str]
    stored: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class CheckedEntry:
    """What anybody may know of an entry whose tag they hold: nothing of the person, and not why it ended.

    `shown`: labels by language, and the value. `is_compared`: whether something may be typed to be compared.
    """

    register: str
    titles: Mapping[str, str]
    number: str
    status: EntryStatus
    valid_from: date
    valid_until: date | None
    shown: Sequence[tuple[Mapping[str, str], str]] = ()
    is_compared: bool = False


@dataclass(frozen=True, kw_only=True)
class ListedEntry:
    """An entry as staff see it in a list. `values` is None when it was erased."""

    id: UUID
    subject_id: UUID
    register: str
    number: str
    values: Mapping[str, Any] | None
    status: EntryStatus
    valid_from: date
    valid_until: date | None
    ended_on: date | None
    end_reason: str


@dataclass(frozen=True, kw_only=True)
class EntryPage:
    """One page of a register, newest number first. `next_after` is the place the next page begins after, or empty."""

    entries: tuple[ListedEntry, ...]
    next_after: str
