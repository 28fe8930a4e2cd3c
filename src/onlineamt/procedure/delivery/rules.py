"""When a decision counts as notified, how long it lies ready, when nobody can object, and when a case may be erased."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from onlineamt.foundation.deadlines.notification import Ground, notify, retrievable_until
from onlineamt.foundation.deadlines.periods import Period, end_after
from onlineamt.foundation.deadlines.reckoning import last_day
from onlineamt.foundation.deadlines.values import Mode, Sending
from onlineamt.procedure.cases.remedies import court_rules_of
from onlineamt.procedure.cases.values import HoldKind
from onlineamt.procedure.catalogue.definition import Remedy
from onlineamt.procedure.catalogue.values import CourtRules, ProcedureLaw, RemedyKind
from onlineamt.procedure.delivery.values import ErasureFacts, Obstacle

ARCHIVE_ANSWERS_WITHIN = Period(
    months=6
)  # our default: no law names a time; an archive asks for more by a hold
SOCIAL_COURTS_ABROAD = Period(months=3)
REMINDED_AFTER = timedelta(days=5)  # a second e-mail, while there is time


def collect_until(provided_on: date, *, law: ProcedureLaw, land: str) -> date:
    """Return the last day on which a provided decision can be retrieved with the effect of notification."""
    return retrievable_until(provided_on, Ground(land=land, law=law))


def notified_in_portal(
    *, provided_on: date, retrieved_on: date | None, law: ProcedureLaw, land: str
) -> date | None:
    """Return the day on which a provided decision counts as notified, or None while it does not.

    By § 41 Abs. 2a VwVfG the day after retrieval; by § 122a AO and § 37 Abs. 2a SGB X the fourth day after the notice.
    """
    sending = Sending(Mode.PORTAL, sent_on=provided_on, retrieved_on=retrieved_on)
    return notify(sending, Ground(land=land, law=law))[0]


def hangs_on_retrieval(law: ProcedureLaw) -> bool:
    """Tell whether a decision in the portal is notified by retrieval alone (§ 41 Abs. 2a VwVfG).

    In tax and social law the notice that it lies ready begins the fiction (§ 122a Abs. 4 AO, § 37 Abs. 2a SGB X).
    """
    return law in {ProcedureLaw.VWVFG, ProcedureLaw.PSTG}


def notified_by_post(
    posted_on: date,
    *,
    law: ProcedureLaw,
    land: str,
    is_abroad: bool = False,
    received_on: date | None = None,
) -> date | None:
    """Return the day on which a posted decision counts as notified (§ 41 Abs. 2 VwVfG, § 122 Abs. 2 AO, § 37 SGB X).

    Abroad only tax law assumes a day (§ 122 Abs. 2 Nr. 2 AO); elsewhere there is none before an arrival is proved.
    `received_on`: that of a proved arrival.
    """
    at_home = Mode.FORMAL if law is ProcedureLaw.OWIG else Mode.POST  # § 51 OWiG, § 4 VwZG: registered letter
    mode = Mode.ABROAD if is_abroad else at_home
    return notify(Sending(mode, sent_on=posted_on, received_on=received_on), Ground(land=land, law=law))[0]


def remedy_ends_on(
    remedy: Remedy, *, notified_on: date, law: ProcedureLaw, land: str, is_abroad: bool = False
) -> date | None:
    """Return the last day for the remedy, or None where there is none or it knows no end.

    What is notified abroad leaves three months in social law (§§ 84 Abs. 1 Satz 2, 87 Abs. 1 Satz 2 SGG).
    """
    if remedy.kind is RemedyKind.NONE or remedy.period is None:
        return None
    period = Period.parse(remedy.period)
    if is_abroad and court_rules_of(remedy) is CourtRules.SGG:
        period = max(period, SOCIAL_COURTS_ABROAD, key=lambda one: one.rough_days)
    return last_day(notified_on, period, land=land, law=law.value)


def final_on(ends: Iterable[date | None]) -> date | None:
    """Return the day from which nobody can object: the day after the last end; None while one is not known."""
    days = list(ends)
    known = [day for day in days if day is not None]
    return max(known) + timedelta(days=1) if known and len(known) == len(days) else None


def is_time_to_remind(before: str | None, *, valid_until: date, today: date) -> bool:
    """Tell whether somebody is told today that something ends: from an ISO period before its last day until that day."""
    return before is not None and today <= valid_until <= end_after(today, Period.parse(before))


def may_renew(*, valid_until: date | None, today: date, before: str, after: str | None) -> bool:
    """Tell whether a renewal is offered: from one ISO period before the last day, and for another one after it."""
    if valid_until is None or valid_until > end_after(today, Period.parse(before)):
        return False
    return today <= (end_after(valid_until, Period.parse(after)) if after else valid_until)


def is_deliverable(lines: Sequence[str]) -> bool:
    """Tell whether the lines of an address can be posted: a name, a street or box, and a place at least."""
    return len([line for line in lines if line.strip()]) >= len(("name", "street", "place"))


def retention_ends_on(facts: ErasureFacts) -> date | None:
    """Return the last day a case is kept, or None while it is not known.

    The period runs from the end of the case, and anew from the end of what it entered: a dog's tax from the day the
    dog is gone (§§ 147, 169 AO count from the end of the duty).
    """
    if facts.erase_on is None or None in facts.entries_end_on:
        return None
    return max([facts.erase_on, *(facts.keep.after(day) for day in facts.entries_end_on if day)])


def obstacles_to_erasure(facts: ErasureFacts, *, today: date) -> tuple[Obstacle, ...]:
    """Return what keeps a case from being erased today; nothing means that it must be (Art. 17 Abs. 1 DSGVO)."""
    found = {
        Obstacle.NOT_CLOSED: facts.erase_on is None,
        Obstacle.RETENTION: _is_kept(facts, today),
        Obstacle.LASTING_ENTRY: any(day is None or day >= today for day in facts.entries_end_on),
        Obstacle.OPEN_CLAIM: facts.has_open_claim,
        Obstacle.ON_ITS_WAY: facts.is_on_its_way,
        Obstacle.REMEDY: HoldKind.REMEDY in facts.holds,
        Obstacle.LEGAL: HoldKind.LEGAL in facts.holds,
        Obstacle.ARCHIVE: HoldKind.ARCHIVE in facts.holds,
    }
    standing = tuple(obstacle for obstacle, stands in found.items() if stands)
    return standing or _archive_first(facts, today)


def _is_kept(facts: ErasureFacts, today: date) -> bool:
    """The last day of a period still belongs to it."""
    ends_on = retention_ends_on(facts)
    return ends_on is not None and today <= ends_on


def _archive_first(facts: ErasureFacts, today: date) -> tuple[Obstacle, ...]:
    """What nothing else keeps is offered to the archive, where the municipality has one that asks (§ 4 ArchivG NRW)."""
    if not facts.offers_to_archive:
        return ()
    if facts.offered_on is None:
        return (Obstacle.NOT_OFFERED,)
    return (Obstacle.OFFERED,) if today <= ARCHIVE_ANSWERS_WITHIN.after(facts.offered_on) else ()
