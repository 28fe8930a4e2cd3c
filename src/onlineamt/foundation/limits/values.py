"""What a limit is."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Limit:
    """How many attempts of what are allowed in a window."""

    name: str
    attempts: int
    per: timedelta
