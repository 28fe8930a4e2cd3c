"""What happens to deliveries, for the statistics and hand-overs that come after."""

from dataclasses import dataclass
from uuid import UUID

from onlineamt.foundation.core.events import Event


@dataclass(frozen=True)
class DecisionProvided(Event):
    """A decision lies ready in the portal; its person is to be told that something is there."""

    case_id: UUID
    delivery_id: UUID
