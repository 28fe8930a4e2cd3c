"""What happens to claims."""

from dataclasses import dataclass
from uuid import UUID

from onlineamt.foundation.core.events import Event


@dataclass(frozen=True)
class ClaimPaid(Event):
    """A claim was paid in full."""

    claim_id: UUID
    subject_id: UUID
