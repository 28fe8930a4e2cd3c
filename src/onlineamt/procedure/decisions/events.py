"""What happens to decisions, for the stage that delivers them."""

from dataclasses import dataclass
from uuid import UUID

from onlineamt.foundation.core.events import Event


@dataclass(frozen=True)
class DecisionIssued(Event):
    """A decision was made and can no longer be changed; its letter is to be written."""

    case_id: UUID
    decision_id: UUID


@dataclass(frozen=True)
class LetterMade(Event):
    """The letter of a decision is written and sealed; it is to reach its people."""

    case_id: UUID
    decision_id: UUID


@dataclass(frozen=True)
class EntryCorrected(Event):
    """Staff put right what a register entry says; its card says something else now."""

    entry_id: UUID
