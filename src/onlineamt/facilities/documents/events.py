"""What happens to documents."""

from dataclasses import dataclass
from uuid import UUID

from onlineamt.foundation.core.events import Event


@dataclass(frozen=True)
class InfectionFound(Event):
    """A virus scanner found something in a file that was kept already; nobody can open it any more."""

    document_id: UUID
    subject_id: UUID
