"""The only clock: instants in UTC, legal days in Berlin."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")
_shown: ContextVar[datetime | None] = ContextVar("shown", default=None)
_behind: ContextVar[int] = ContextVar("behind", default=0)  # nanoseconds that the shown instant lies back
_is_settable = False


class ClockFixed(RuntimeError):
    """Somebody tried to set the clock of an installation that people rely on."""


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return _shown.get() or datetime.now(UTC)  # noqa: TID251 -- the one place


def allow_setting() -> None:
    """Let the clock of this process be set, for the sample world. The settings call it outside production only."""
    global _is_settable  # noqa: PLW0603 -- set once at start
    _is_settable = True


@contextmanager
def showing(instant: datetime) -> Iterator[None]:
    """Let what is done inside happen at an instant that is over. Raises ClockFixed in production and for the future."""
    if not _is_settable or instant > datetime.now(UTC):  # noqa: TID251
        raise ClockFixed
    shown = _shown.set(instant.astimezone(UTC))
    behind = _behind.set(time.time_ns() - int(instant.timestamp() * 1_000_000_000))
    try:
        yield
    finally:
        _behind.reset(behind)
        _shown.reset(shown)


def nanoseconds() -> int:
    """Return a Unix time that runs on, for ids: also where the clock shows an instant that is over."""
    return time.time_ns() - _behind.get()


def today() -> date:
    """Return the present legal day: the date in Berlin (a form sent at 23:59:59 counts that day)."""
    return now().astimezone(BERLIN).date()


def berlin_day(instant: datetime) -> date:
    """Return the legal day of an instant."""
    return instant.astimezone(BERLIN).date()
