"""The only clock: instants in UTC, legal days in Berlin."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 -- the one place


def today() -> date:
    """Return the present legal day: the date in Berlin (a form sent at 23:59:59 counts that day)."""
    return now().astimezone(BERLIN).date()


def berlin_day(instant: datetime) -> date:
    """Return the legal day of an instant."""
    return instant.astimezone(BERLIN).date()
