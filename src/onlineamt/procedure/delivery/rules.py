"""When a decision counts as notified, how long it lies ready, and when nobody can object any more."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from onlineamt.foundation.deadlines.notification import Ground, notify
from onlineamt.foundation.deadlines.periods import Period
from onlineamt.foundation.deadlines.reckoning import last_day
from onlineamt.foundation.deadlines.values import Law, Mode, Sending
from onlineamt.procedure.catalogue.definition import Remedy
from onlineamt.procedure.catalogue.values import ProcedureLaw, RemedyKind

PROVIDED_FOR = timedelta(days=10)  # § 41 Abs. 2a Satz 4 VwVfG
REMINDED_AFTER = timedelta(days=5)  # a second e-mail, while there is time


def collect_until(provided_on: date) -> date:
    """Return the last day on which a provided decision can be retrieved with the effect of notification."""
    return provided_on + PROVIDED_FOR


def notified_in_portal(
    *, provided_on: date, retrieved_on: date | None, law: ProcedureLaw, land: str
) -> date | None:
    """Return the day on which a provided decision counts as notified, or None while it does not.

    By § 41 Abs. 2a VwVfG the day after retrieval; by § 122a AO and § 37 Abs. 2a SGB X the fourth day after the notice.
    """
    sending = Sending(Mode.PORTAL, sent_on=provided_on, retrieved_on=retrieved_on)
    return notify(sending, Ground(land=land, law=Law(law.value)))[0]


def notified_by_post(posted_on: date, *, law: ProcedureLaw, land: str) -> date | None:
    """Return the day on which a posted decision counts as notified (§ 41 Abs. 2 VwVfG, § 122 Abs. 2 AO, § 37 SGB X)."""
    return notify(Sending(Mode.POST, sent_on=posted_on), Ground(land=land, law=Law(law.value)))[0]


def remedy_ends_on(remedy: Remedy, *, notified_on: date, law: ProcedureLaw, land: str) -> date | None:
    """Return the last day for the remedy, or None where there is none or it knows no end."""
    if remedy.kind is RemedyKind.NONE or remedy.period is None:
        return None
    return last_day(notified_on, Period.parse(remedy.period), land=land, law=law.value)


def final_on(ends: Iterable[date | None]) -> date | None:
    """Return the day from which nobody can object: the day after the last end; None while one is not known."""
    days = list(ends)
    known = [day for day in days if day is not None]
    return max(known) + timedelta(days=1) if known and len(known) == len(days) else None


def is_deliverable(lines: Sequence[str]) -> bool:
    """Tell whether the lines of an address can be posted: a name and a place at least."""
    return len([line for line in lines if line.strip()]) >= len(("name", "place"))
