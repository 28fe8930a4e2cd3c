"""On which day a decision counts as notified (Bekanntgabe), step by step."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from onlineamt.foundation.core.formats import show_date
from onlineamt.foundation.deadlines.errors import CannotReckon
from onlineamt.foundation.deadlines.periods import end_after
from onlineamt.foundation.deadlines.rules import (
    ARRIVALS,
    POST_REFORM,
    RETRIEVAL,
    ArrivalRule,
    Fiction,
    cited,
    find_fiction,
    is_land_checked,
)
from onlineamt.foundation.deadlines.values import LocalHoliday, Mode, ProcedureLaw, Sending, Step
from onlineamt.foundation.deadlines.working_days import next_working_day, reason_of_rest

_ORDINALS = {1: "ersten", 2: "zweiten", 3: "dritten", 4: "vierten", 5: "fünften"}
_OWN_PROCEDURE_LAW = frozenset({ProcedureLaw.VWVFG, ProcedureLaw.PSTG})


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What a reckoning stands on: the authority's Land and municipality, the law, and where a town decides otherwise.

    `local`: holidays of the municipality alone. `fiction_rolls`: whether the day of notification moves from a weekend or
    holiday; None leaves it to the law's table. `fiction_days`: the days of a Land whose act differs from the table.
    """

    land: str
    law: ProcedureLaw
    local: tuple[LocalHoliday, ...] = ()
    fiction_rolls: bool | None = None
    fiction_days: int | None = None

    def cite(self, paragraph: str) -> str:
        """Return a paragraph as the Land has it, where the Land has an act of its own."""
        return cited(paragraph, self.land) if self.law in _OWN_PROCEDURE_LAW else paragraph

    def rolled(self, day: date) -> date:
        """Return the day or the next working day."""
        return next_working_day(day, self.land, self.local)

    def why_rolled(self, day: date) -> str | None:
        """Return why a day is none of work, as a sentence, or nothing where it is one."""
        reason = reason_of_rest(day, self.land, self.local)
        return f"Der {show_date(day)} ist {reason}." if reason else None


def notify(sending: Sending, ground: Ground) -> tuple[date | None, tuple[Step, ...]]:
    """Return the day of notification with its steps; no day where nobody retrieved, or no arrival abroad is proved.

    Raises CannotReckon.
    """
    if sending.mode is Mode.FORMAL and sending.delivered_on is not None:
        return _handed_over(sending.delivered_on)
    if sending.mode is Mode.PORTAL and ground.law in _OWN_PROCEDURE_LAW:
        return _retrieved(sending, ground)
    if sending.sent_on is None:
        raise CannotReckon("Es fehlt der Tag, an dem der Bescheid abgesendet wurde.")
    if sending.mode is Mode.ABROAD and (rule := ARRIVALS.get(ground.law)):
        return _arrived(sending.sent_on, sending.received_on, rule, ground)
    return _deemed(sending.sent_on, sending.received_on, find_fiction(ground.law, sending.mode), ground)


def retrievable_until(notice_on: date, ground: Ground) -> date:
    """Return the last day on which retrieval notifies (§ 41 Abs. 2a Satz 4 VwVfG); a period, so it ends on a working day."""
    return ground.rolled(_later(notice_on, RETRIEVAL.days_after_notice))


def _handed_over(day: date) -> tuple[date, tuple[Step, ...]]:
    rule = "Der Bescheid wird mit Zustellungsurkunde oder gegen Empfangsbekenntnis übergeben. An diesem Tag ist er zugestellt."
    return day, (Step(day, rule, "§§ 3, 5 VwZG"),)


def _deemed(
    sent_on: date, received_on: date | None, fiction: Fiction, ground: Ground
) -> tuple[date, tuple[Step, ...]]:
    paragraph = ground.cite(fiction.paragraph)
    day, ordinal = _day_of(fiction, sent_on, ground)
    does_roll = bool(fiction.rolls) if ground.fiction_rolls is None else ground.fiction_rolls
    steps = [Step(sent_on, fiction.event, paragraph)]
    effect = fiction.effect.format(day=ordinal)
    why = ground.why_rolled(day)
    tail = f" {why} Die Bekanntgabe verschiebt sich dadurch nicht." if why and not does_roll else ""
    steps.append(Step(day, f"{effect}.{tail}{_doubt(sent_on, fiction, ground)}", paragraph))
    if why and does_roll:
        day = ground.rolled(day)
        rule = f"{why} Die Bekanntgabe verschiebt sich auf den nächsten Werktag."
        steps.append(Step(day, rule, fiction.rolls or "Festlegung der Behörde"))
    if received_on is not None and received_on > day:
        day = received_on
        steps.append(_came_later(received_on, fiction, ground))
    return day, tuple(steps)


def _day_of(fiction: Fiction, sent_on: date, ground: Ground) -> tuple[date, str]:
    """Return the assumed day and its ordinal; a Land of its own changes days, never a month."""
    if fiction.period is not None:
        return end_after(sent_on, fiction.period), ""
    days = ground.fiction_days or fiction.days_on(sent_on)
    return _later(sent_on, days), _ordinal(days)


def _arrived(
    sent_on: date, received_on: date | None, rule: ArrivalRule, ground: Ground
) -> tuple[date | None, tuple[Step, ...]]:
    """Post abroad where the law assumes no day: nothing is notified before an arrival is proved."""
    posted = Step(sent_on, rule.event, ground.cite(rule.assumes))
    if received_on is None:
        none = (
            "Für Briefe in das Ausland nimmt das Gesetz keinen Tag an. Der Bescheid ist bekannt gegeben, wenn er "
            "nachweislich angekommen ist."
        )
        return None, (posted, Step(sent_on, none, ground.cite(rule.assumes)))
    came = "Der Bescheid ist nachweislich an diesem Tag angekommen. Damit ist er bekannt gegeben."
    return received_on, (posted, Step(received_on, came, ground.cite(rule.notifies)))


def _came_later(received_on: date, fiction: Fiction, ground: Ground) -> Step:
    if fiction.unless is None:
        raise CannotReckon("Für diesen Weg der Bekanntgabe zählt kein späterer Zugang.")
    rule = "Der Bescheid ist nachweislich erst an diesem Tag angekommen. Damit ist er bekannt gegeben."
    return Step(received_on, rule, ground.cite(fiction.unless))


def _doubt(sent_on: date, fiction: Fiction, ground: Ground) -> str:
    """Return the words for a Land whose own act nobody has looked into yet."""
    is_own = ground.cite(fiction.paragraph) != fiction.paragraph
    if not is_own or sent_on < POST_REFORM or ground.fiction_days or is_land_checked(ground.land):
        return ""
    return " Gerechnet ist wie im Bundesrecht; bitte prüfen Sie das Landesrecht."


def _retrieved(sending: Sending, ground: Ground) -> tuple[date | None, tuple[Step, ...]]:
    """§ 41 Abs. 2a VwVfG: retrieval notifies, and where there is none within ten days nothing does."""
    notice_on, retrieved_on = sending.sent_on, sending.retrieved_on
    if (first := min(filter(None, (notice_on, retrieved_on)), default=None)) is None:
        raise CannotReckon("Es fehlt der Tag, an dem der Bescheid abgerufen wurde.")
    if first < RETRIEVAL.since:
        raise CannotReckon("Den Abruf über ein Portal gibt es erst seit dem 01.01.2017.")
    steps: list[Step] = []
    if notice_on is not None:
        tenth, last = _later(notice_on, RETRIEVAL.days_after_notice), retrievable_until(notice_on, ground)
        steps.append(
            Step(notice_on, "Die Benachrichtigung über den bereitgestellten Bescheid wird abgesendet.",
                 ground.cite("§ 41 Abs. 2a Satz 4 VwVfG"))
        )  # fmt: skip
        if retrieved_on is None or retrieved_on > last:
            return None, (*steps, *_not_retrieved(last, ground.why_rolled(tenth), ground))
    assert retrieved_on is not None
    day = _later(retrieved_on, RETRIEVAL.days_after_retrieval)
    satz_1, satz_3 = ground.cite("§ 41 Abs. 2a Satz 1 VwVfG"), ground.cite("§ 41 Abs. 2a Satz 3 VwVfG")
    steps.append(Step(retrieved_on, "Der Bescheid wird im Portal abgerufen.", satz_1))
    steps.append(Step(day, "Am Tag nach dem Abruf gilt der Bescheid als bekannt gegeben.", satz_3))
    return day, tuple(steps)


def _not_retrieved(last: date, why: str | None, ground: Ground) -> Iterable[Step]:
    days = RETRIEVAL.days_after_notice
    ended = f"Mit diesem Tag sind die {days} Tage um, in denen der Bescheid abgerufen werden konnte. Die Bereitstellung endet."
    yield Step(last, f"{why} {ended}" if why else ended, ground.cite("§ 41 Abs. 2a Satz 4 VwVfG"))
    none = "Der Bescheid ist nicht bekannt gegeben. Stellen Sie ihn neu bereit, oder senden Sie ihn mit der Post."
    yield Step(last, none, ground.cite("§ 41 Abs. 2a Satz 5 VwVfG"))


def _later(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise CannotReckon("Dieser Tag liegt am Ende des Kalenders.") from None


def _ordinal(days: int) -> str:
    return _ORDINALS.get(days, f"{days}.")
