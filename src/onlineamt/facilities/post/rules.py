"""Where a letter stands, and on which days it can have left or come back."""

from datetime import date, datetime

from onlineamt.facilities.post.values import LetterState
from onlineamt.foundation.core.clock import berlin_day

BATCH_SIZE = 200  # letters one person can fold and check in a sitting


def state_of(
    *, handed_over_at: datetime | None, posted_on: date | None, returned_on: date | None
) -> LetterState:
    """Return where a letter stands."""
    if returned_on is not None:
        return LetterState.RETURNED
    if posted_on is not None:
        return LetterState.POSTED
    return LetterState.WAITING if handed_over_at is None else LetterState.HANDED_OVER


def may_be_posted_on(day: date, *, handed_over_at: datetime, today: date) -> bool:
    """Tell whether a letter can have left on a day: from when it was printed until today."""
    return berlin_day(handed_over_at) <= day <= today


def clean_recipient(lines: list[str]) -> list[str]:
    """Return the lines of an address as an envelope shows them: no control characters, no empty lines."""
    spaced = (" ".join("".join(c if c.isprintable() else " " for c in line).split()) for line in lines)
    return [line for line in spaced if line]
