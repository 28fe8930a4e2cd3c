"""What is to be printed, and what comes back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class LetterState(StrEnum):
    """Where a letter stands."""

    WAITING = "waiting"
    HANDED_OVER = "handed_over"
    POSTED = "posted"
    RETURNED = "returned"


class ReturnReason(StrEnum):
    """Why the post brought a letter back."""

    UNKNOWN = "unknown"
    MOVED = "moved"
    REFUSED = "refused"
    NOT_COLLECTED = "not_collected"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class NewLetter:
    """A letter to be printed and posted. `recipient`: the lines of its address, name first."""

    subject_id: UUID
    document_id: UUID
    recipient: Sequence[str]
    idempotency_key: str


@dataclass(frozen=True, kw_only=True)
class TakenLetter:
    """A letter of a batch, opened for the print room."""

    item_id: UUID
    subject_id: UUID
    document_id: UUID
    recipient: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class TakenBatch:
    """Letters that are to be handed over together."""

    id: UUID
    key: str
    letters: tuple[TakenLetter, ...]


@dataclass(frozen=True, kw_only=True)
class PrintedLetter:
    """A letter as the print room gets it."""

    recipient: tuple[str, ...]
    pdf: bytes


@dataclass(frozen=True, kw_only=True)
class PrintJob:
    """A batch as the print room gets it. `town` names a folder, `key` the batch in it."""

    town: str
    key: str
    day: date
    letters: tuple[PrintedLetter, ...]


@dataclass(frozen=True, kw_only=True)
class ListedLetter:
    """A letter as staff see it in a list. `recipient` is None when its subject was erased."""

    id: UUID
    subject_id: UUID
    document_id: UUID
    recipient: tuple[str, ...] | None
    batch: str
    state: LetterState
    posted_on: date | None
    returned_on: date | None
    return_reason: str


@dataclass(frozen=True, kw_only=True)
class LetterCounts:
    """How many letters stand where."""

    waiting: int
    handed_over: int
    posted: int
    returned: int
