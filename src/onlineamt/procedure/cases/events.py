"""What happens to cases, for the stages that come after."""

from dataclasses import dataclass
from uuid import UUID

from onlineamt.foundation.core.events import Event


@dataclass(frozen=True)
class CaseOpened(Event):
    """An application has become a case; its rules are to be looked at."""

    case_id: UUID


@dataclass(frozen=True)
class CaseInReview(Event):
    """A person of the office has to look at a case; nothing was decided by rule."""

    case_id: UUID


@dataclass(frozen=True)
class EvidenceRequested(Event):
    """The office asked the applicant for something."""

    case_id: UUID
    request_id: UUID


@dataclass(frozen=True)
class EvidenceReceived(Event):
    """The applicant answered what was asked."""

    case_id: UUID
    request_id: UUID


@dataclass(frozen=True)
class CaseWithdrawn(Event):
    """The applicant took the case back."""

    case_id: UUID


@dataclass(frozen=True)
class CaseClosed(Event):
    """Nothing more is to be done; the retention period runs."""

    case_id: UUID
