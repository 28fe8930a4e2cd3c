"""What a decision must have before it may be issued, and until when it is to be paid."""

from collections.abc import Iterable
from datetime import date

from onlineamt.foundation.deadlines.periods import Period, end_after
from onlineamt.foundation.deadlines.reckoning import last_day, reckon
from onlineamt.foundation.deadlines.values import Mode, Sending
from onlineamt.procedure.cases.definition import Outcome
from onlineamt.procedure.catalogue.values import ProcedureLaw

TIME_TO_PAY = Period(months=1)  # after notification, as most fee statutes say; a letter names the day
TIME_ABROAD = Period(months=1)  # on its way there
SHORTEST_REASONS = 10  # characters; fewer are no reasons


def has_reasons(outcome: Outcome, reasons: str, *, is_restricted: bool = False) -> bool:
    """Tell whether the reasons are enough for an outcome (§ 39 Abs. 1 VwVfG, § 121 AO).

    `is_restricted`: something else is granted than what was applied for; whoever gets less reads why.
    """
    return (outcome.reasons != "required" and not is_restricted) or len(reasons.strip()) >= SHORTEST_REASONS


def needs_second_person(four_eyes: Iterable[bool]) -> bool:
    """Tell whether somebody else must issue what one person drafted: any task of the case demands it."""
    return any(four_eyes)


def payment_due_on(issued_on: date, *, law: ProcedureLaw, land: str, is_abroad: bool = False) -> date:
    """Return the day a letter names for paying: a month after it counts as notified by post.

    Whoever retrieves it in the portal earlier has a few days more; nobody has fewer. A penalty notice is served by
    registered letter (§ 51 OWiG, § 4 VwZG). Abroad the letter is given the month of § 122 Abs. 2 Nr. 2 AO in every law.
    """
    if is_abroad:
        return last_day(end_after(issued_on, TIME_ABROAD), TIME_TO_PAY, land=land, law=law.value)
    mode = Mode.FORMAL if law is ProcedureLaw.OWIG else Mode.POST
    reckoning = reckon(Sending(mode, sent_on=issued_on), TIME_TO_PAY, land=land, law=law.value)
    assert reckoning.period_ends_on is not None  # what is sent is always notified in these modes
    return reckoning.period_ends_on
