"""Rechnet eine Frist aus: onlineamt deadline --mode post|abroad|portal|mailbox|formal --posted TAG --land NW --law vwvfg --period P1M [--json]"""

import argparse
import json
import re
import sys
import textwrap
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NoReturn

from onlineamt.foundation.core.formats import show_date, show_weekday
from onlineamt.foundation.deadlines.errors import CannotReckon
from onlineamt.foundation.deadlines.periods import Period, read_period
from onlineamt.foundation.deadlines.reckoning import DEEMED_APPROVAL, deemed_approval, reckon
from onlineamt.foundation.deadlines.rules import read_law
from onlineamt.foundation.deadlines.values import (
    Ending,
    LocalHoliday,
    Mode,
    ProcedureLaw,
    Reckoning,
    Sending,
    Step,
)

_DEEMED = "deemed-approval"
_REMEDY = Period(months=1)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
# Which days a mode is reckoned from; the first is the one it cannot do without.
_DAYS_OF = {
    Mode.POST: ("posted", "received"),
    Mode.ABROAD: ("posted", "received"),
    Mode.ELECTRONIC: ("posted", "received"),
    Mode.MAILBOX: ("posted",),
    Mode.PORTAL: ("posted", "notice", "retrieved"),
    Mode.FORMAL: ("posted", "delivered", "received"),
    _DEEMED: ("complete",),
}
_DAYS_IN_HELP = {
    "posted": "Tag der Aufgabe zur Post, der Absendung oder Bereitstellung; bei portal allein: Tag des Abrufs",
    "notice": "Tag der Benachrichtigung (portal); ohne --retrieved: niemand hat abgerufen",
    "retrieved": "Tag des Abrufs (portal); --posted ist dann der Tag der Benachrichtigung",
    "delivered": "Tag der Übergabe mit Zustellungsurkunde oder gegen Empfangsbekenntnis (formal)",
    "received": "Tag, an dem der Bescheid nachweislich ankam, wo das Gesetz keinen oder einen früheren annimmt",
    "complete": "Tag, an dem die Unterlagen vollständig waren (deemed-approval)",
}


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one German sentence, as the rest of the command does."""

    def error(self, message: str) -> NoReturn:
        """Refuse what cannot be read."""
        raise CannotReckon(
            "Eine der Angaben ist unbekannt oder unvollständig; onlineamt deadline --help zeigt alle."
        )


def run(arguments: Sequence[str]) -> int:
    """Reckon a deadline step by step; exit code 2 when something is missing or wrong."""
    try:
        options = _parser().parse_args(arguments)
        reckoning = _reckon(options)
    except CannotReckon as wrong:
        print(wrong, file=sys.stderr)
        return 2
    print(_as_json(reckoning) if options.json else "\n".join(_in_words(reckoning)))
    return 0


def _parser() -> _Parser:
    parser = _Parser(prog="onlineamt deadline", description=__doc__, allow_abbrev=False)
    modes = ", ".join((*Mode, _DEEMED))
    parser.add_argument("--mode", default="", help=f"Weg der Bekanntgabe oder Genehmigungsfiktion: {modes}")
    parser.add_argument("--land", default="", help="Land der Behörde, zum Beispiel NW")
    parser.add_argument("--law", default="vwvfg", help=f"Verfahrensrecht: {', '.join(ProcedureLaw)}")
    parser.add_argument("--period", help="Frist, zum Beispiel P1M; ohne Angabe P1M, bei deemed-approval P3M")
    for name, text in _DAYS_IN_HELP.items():
        parser.add_argument(f"--{name}", metavar="TAG", help=text)
    parser.add_argument("--extension", help="um wie viel die Behörde verlängert hat (deemed-approval)")
    parser.add_argument("--fixed-day", action="store_true", help="das Ende wurde als fester Tag mitgeteilt")
    parser.add_argument(
        "--local", action="append", default=[], help=f"Feiertag der Gemeinde: {', '.join(LocalHoliday)}"
    )
    parser.add_argument("--json", action="store_true", help="Ergebnis für Programme")
    return parser


def _reckon(options: argparse.Namespace) -> Reckoning:
    days = _read_days(options)
    local = [_read_local(name) for name in options.local]
    if options.mode == _DEEMED:
        if options.fixed_day:
            raise CannotReckon("Die Angabe --fixed-day passt nicht zu --mode deemed-approval.")
        return deemed_approval(
            days["complete"],
            read_period(options.period) if options.period is not None else DEEMED_APPROVAL,
            land=options.land,
            law=options.law,
            local=local,
            extension=read_period(options.extension) if options.extension is not None else None,
        )
    if options.extension is not None:
        raise CannotReckon(f"Die Angabe --extension passt nicht zu --mode {options.mode}.")
    return reckon(
        _sending(Mode(options.mode), days, read_law(options.law)),
        read_period(options.period) if options.period is not None else _REMEDY,
        land=options.land,
        law=options.law,
        local=local,
        ending=Ending.FIXED_DAY if options.fixed_day else Ending.PERIOD,
    )


def _sending(mode: Mode, days: dict[str, date], law: ProcedureLaw) -> Sending:
    if mode is not Mode.PORTAL:
        sent_on, delivered_on = days.get("posted"), days.get("delivered")
        return Sending(mode, sent_on=sent_on, delivered_on=delivered_on, received_on=days.get("received"))
    posted, notice, retrieved = (days.get(name) for name in _DAYS_OF[Mode.PORTAL])
    if posted is not None and notice is not None:
        raise CannotReckon("Bitte geben Sie bei --mode portal nur --posted oder nur --notice an.")
    # Tax and social law count from the notice. The VwVfG counts from the retrieval, which a single day must be.
    if posted is not None and retrieved is None and law not in {ProcedureLaw.AO, ProcedureLaw.SGB}:
        return Sending(mode, retrieved_on=posted)
    return Sending(mode, sent_on=posted or notice, retrieved_on=retrieved)


def _read_days(options: argparse.Namespace) -> dict[str, date]:
    """Return the days that were given. Raises CannotReckon for one too many and for none."""
    if options.mode not in _DAYS_OF:
        known = ", ".join(_DAYS_OF)
        raise CannotReckon(f"Bitte geben Sie --mode an; bekannt sind {known}.")
    if not options.land:
        raise CannotReckon("Es fehlt das Land der Behörde: Bitte geben Sie --land an, zum Beispiel NW.")
    wanted = _DAYS_OF[options.mode]
    given = {name: text for name in _DAYS_IN_HELP if (text := getattr(options, name)) is not None}
    for name in given:
        if name not in wanted:
            raise CannotReckon(f"Die Angabe --{name} passt nicht zu --mode {options.mode}.")
    if {"posted", "delivered"} <= set(given):
        raise CannotReckon("Bitte geben Sie bei --mode formal nur --posted oder nur --delivered an.")
    if not set(given) - {"received"}:
        raise CannotReckon(f"Es fehlt ein Tag: Bitte geben Sie --{wanted[0]} an, zum Beispiel 2026-03-02.")
    return {name: _read_day(text) for name, text in given.items()}


def _read_day(text: str) -> date:
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise CannotReckon(f"Den Tag „{text}“ gibt es nicht; schreiben Sie ihn wie 2026-03-02.")


def _read_local(name: str) -> LocalHoliday:
    try:
        return LocalHoliday(name.lower())
    except ValueError:
        known = ", ".join(LocalHoliday)
        raise CannotReckon(
            f"Den örtlichen Feiertag „{name}“ gibt es hier nicht; bekannt sind {known}."
        ) from None


def _as_json(reckoning: Reckoning) -> str:
    report = {
        "notified_on": _iso(reckoning.notified_on),
        "period_ends_raw": _iso(reckoning.period_ends_raw),
        "period_ends_on": _iso(reckoning.period_ends_on),
        "steps": [
            {"date": _iso(step.date), "rule": step.rule, "paragraph": step.paragraph}
            for step in reckoning.steps
        ],
    }
    return json.dumps(report, ensure_ascii=False)


def _in_words(reckoning: Reckoning) -> Iterator[str]:
    if reckoning.notified_on:
        yield f"Bekannt gegeben am:  {_spoken(reckoning.notified_on)}"
    if reckoning.period_ends_on:
        yield f"Die Frist endet am:  {_spoken(reckoning.period_ends_on)}"
    else:
        yield "Nicht bekannt gegeben. Es läuft keine Frist."
    yield "\nSo ist gerechnet:"
    for step in reckoning.steps:
        yield from _lines(step)


def _lines(step: Step) -> Iterator[str]:
    day = f"{show_weekday(step.date)[:2]} {step.date.day:02}.{step.date.month:02}.{step.date.year:04}"
    first, *others = textwrap.wrap(step.rule, 80)
    yield f"  {day}  {first}"
    yield from (f"{'':17}{line}" for line in (*others, step.paragraph))


def _spoken(day: date) -> str:
    return f"{show_weekday(day)}, {show_date(day)}"


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
