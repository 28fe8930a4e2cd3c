"""What happens to letters on paper."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from onlineamt.foundation.core.events import Event


@dataclass(frozen=True)
class LetterPosted(Event):
    """A letter left the house; from this day the law counts (§ 41 Abs. 2 VwVfG)."""

    item_id: UUID
    subject_id: UUID
    document_id: UUID
    posted_on: date


@dataclass(frozen=True)
class LetterReturned(Event):
    """The post brought a letter back: nobody was notified by it."""

    item_id: UUID
    subject_id: UUID
    document_id: UUID
    returned_on: date
