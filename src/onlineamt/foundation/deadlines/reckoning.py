"""When periods end: after a notification, for a deemed approval, and for the clocks of a procedure."""

from collections.abc import Iterable
from datetime import date, timedelta

from onlineamt.foundation.deadlines.errors import CannotReckon
from onlineamt.foundation.deadlines.notification import Ground, notify
from onlineamt.foundation.deadlines.periods import Period, end_after, period_in_words
from onlineamt.foundation.deadlines.rules import period_rule, read_law
from onlineamt.foundation.deadlines.values import Ending, LocalHoliday, ProcedureLaw, Reckoning, Sending, Step
from onlineamt.foundation.deadlines.working_days import is_working_day, next_working_day

DEEMED_APPROVAL = Period(months=3)  # § 42a Abs. 2 Satz 1 VwVfG, unless the statute says otherwise
SINGLE_POINT_DAYS = 3  # § 71b Abs. 2 Satz 1 VwVfG: still the third day

__all__ = [
    "add_rest",
    "deemed_approval",
    "deemed_received_on",
    "is_working_day",
    "last_day",
    "next_working_day",
    "reckon",
]


def reckon(
    sending: Sending,
    period: Period,
    *,
    land: str,
    law: str,
    local: Iterable[LocalHoliday] = (),
    ending: Ending = Ending.PERIOD,
    fiction_rolls: bool | None = None,
    fiction_days: int | None = None,
) -> Reckoning:
    """Return when a period that a notification begins ends: the month for an objection, say.

    `local`: holidays of the authority's municipality alone. `fiction_rolls`, `fiction_days`: see `Ground`. Raises
    CannotReckon.
    """
    ground = Ground(
        land=land, law=read_law(law), local=tuple(local), fiction_rolls=fiction_rolls, fiction_days=fiction_days
    )  # fmt: skip
    _check_length(period)
    notified_on, steps = notify(sending, ground)
    if notified_on is None:
        return Reckoning(None, None, None, steps)
    begins = _step_of_begin(notified_on, "Der Tag der Bekanntgabe zählt nicht mit.", ground)
    raw, ends_on, ends = _end(notified_on, period, ground, ending)
    return Reckoning(notified_on, raw, ends_on, (*steps, begins, *ends))


def deemed_approval(
    complete_on: date,
    period: Period = DEEMED_APPROVAL,
    *,
    land: str,
    law: str = ProcedureLaw.VWVFG,
    local: Iterable[LocalHoliday] = (),
    extension: Period | None = None,
) -> Reckoning:
    """Return when an approval counts as given because nobody decided (Genehmigungsfiktion, § 42a VwVfG).

    Only where a statute orders it. `complete_on`: the day on which the last document came in. `extension`: the one that
    the authority has given reasons for and told in time. Nothing is notified, so `notified_on` is None. Raises CannotReckon.
    """
    ground = Ground(land=land, law=read_law(law), local=tuple(local))
    if ground.law is not ProcedureLaw.VWVFG:
        raise CannotReckon("Die Genehmigungsfiktion gibt es hier nur nach dem VwVfG (§ 42a).")
    complete = Step(
        complete_on, "Die Unterlagen sind vollständig eingegangen.", ground.cite("§ 42a Abs. 2 Satz 2 VwVfG")
    )
    begins = _step_of_begin(complete_on, "Der Tag des Eingangs zählt nicht mit.", ground)
    _check_length(period)
    raw, ends_on, ends = _end(complete_on, period, ground, Ending.PERIOD)
    steps = [complete, begins, *ends]
    if extension is not None:
        _check_length(extension)
        rule = f"Die Behörde verlängert die Frist einmal, um {period_in_words(extension)}, vom Ende der bisherigen Frist an."
        steps.append(Step(ends_on, rule, f"{ground.cite('§ 42a Abs. 2 Satz 3 VwVfG')}, § 190 BGB"))
        raw, ends_on, ends = _end(ends_on, extension, ground, Ending.PERIOD)
        steps += ends
    granted = "Ist bis dahin nicht entschieden, gilt die Genehmigung ab diesem Tag als erteilt."
    steps.append(Step(ends_on + timedelta(days=1), granted, ground.cite("§ 42a Abs. 1 Satz 1 VwVfG")))
    return Reckoning(None, raw, ends_on, tuple(steps))


def last_day(
    start_on: date,
    period: Period,
    *,
    land: str,
    law: str = ProcedureLaw.VWVFG,
    local: Iterable[LocalHoliday] = (),
    ending: Ending = Ending.PERIOD,
) -> date:
    """Return the last day of a period that an event on `start_on` begins: that day does not count. Raises CannotReckon."""
    ground = Ground(land=land, law=read_law(law), local=tuple(local))
    return _end(start_on, period, ground, ending)[1]


def add_rest(due_on: date, days: int, land: str, local: Iterable[LocalHoliday] = ()) -> date:
    """Return a due day after the clock has rested for so many days, on a working day.

    Where the due day had moved from a weekend already, pass the day before it moved: rest is added to the period itself.
    """
    if days < 0:
        raise CannotReckon("Eine Frist kann nicht weniger als null Tage ruhen.")
    return next_working_day(end_after(due_on, Period(days=days)), land, local)


def deemed_received_on(arrived_on: date) -> date:
    """Return when the competent authority has what came to the single point of contact (§ 71b Abs. 2 Satz 1 VwVfG).

    Deadlines of the applicant are kept by the arrival itself (Satz 2).
    """
    return end_after(arrived_on, Period(days=SINGLE_POINT_DAYS))


def _end(
    event_on: date, period: Period, ground: Ground, ending: Ending
) -> tuple[date, date, tuple[Step, ...]]:
    """Return the end by the Civil Code, the end that counts, and how both come about."""
    rule = period_rule(ground.law)
    if (paragraph := rule.endings.get(ending)) is None:
        raise CannotReckon("Ein fester Tag als Fristende ist in diesem Recht nicht geregelt.")
    raw = end_after(event_on, period)
    words = f"Die Frist von {period_in_words(period)} endet rechnerisch mit Ablauf dieses Tages."
    step = Step(raw, words, _civil_code(event_on, period))
    why = ground.why_rolled(raw)
    if why is None:
        return raw, raw, (step,)
    paragraph = ground.cite(paragraph)
    if ending is not Ending.PERIOD:
        return raw, raw, (step, Step(raw, f"{why} Dieser Tag bleibt trotzdem das Ende.", paragraph))
    ends_on = ground.rolled(raw)
    moved = Step(ends_on, f"{why} Die Frist endet deshalb mit Ablauf des nächsten Werktags.", paragraph)
    return raw, ends_on, (step, moved)


def _step_of_begin(event_on: date, why: str, ground: Ground) -> Step:
    first = end_after(event_on, Period(days=1))
    paragraph = f"{ground.cite(period_rule(ground.law).counts)}, § 187 Abs. 1 BGB"
    return Step(first, f"Die Frist beginnt mit diesem Tag. {why}", paragraph)


def _civil_code(event_on: date, period: Period) -> str:
    if period.is_cut_short(event_on):
        return "§ 188 Abs. 2 und 3 BGB"
    if not period.months:
        return "§ 188 Abs. 2 BGB" if period.days % 7 == 0 else "§ 188 Abs. 1 BGB"
    return "§ 188 Abs. 1 und 2 BGB" if period.days else "§ 188 Abs. 2 BGB"


def _check_length(period: Period) -> None:
    if period.months <= 0 and period.days <= 0:
        raise CannotReckon("Eine Frist dauert mindestens einen Tag.")
