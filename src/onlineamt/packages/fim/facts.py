"""Single facts of an element read from their texts: codes, days, instants, numbers, how often, how long."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import TypeVar

from onlineamt.foundation.core.clock import BERLIN
from onlineamt.packages.fim.model import Precision
from onlineamt.packages.fim.notes import Notes, shown
from onlineamt.packages.fim.parts import Parts
from onlineamt.packages.findings import Place

Code = TypeVar("Code", bound=StrEnum)

_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:T\S{0,40}|Z|[+-]\d\d:\d\d)?", re.ASCII)
_INSTANT = re.compile(
    r"(\d{4}-\d\d-\d\d)(T\d\d:\d\d:\d\d)?(?:(\.\d{1,6})\d{0,30})?(Z|[+-]\d\d:\d\d)?", re.ASCII
)
_HOW_OFTEN = re.compile(r"(\d{1,6}) ?: ?(\d{1,6}|\*)", re.ASCII)
_WHOLE = re.compile(r"\d{1,15}", re.ASCII)
_NOT_KNOWN = "Prüfen Sie die Angabe im Schema. Sie wurde nicht übernommen."


def coded(parts: Parts, name: str, codes: type[Code], *, is_needed: bool = False) -> Code | None:
    """Return the meaning of a code, None where it is missing or unknown to the standard."""
    code, place = parts.code(name, decides=is_needed)
    known = _codes_of(codes)
    if code in known:
        return codes(code)
    if code:
        parts.notes.remark(
            place,
            "fim.unknown-code",
            f"Den Code „{shown(code)}“ gibt es für <{name}> nicht.",
            f"Erlaubt sind: {', '.join(known)}. Die Angabe wurde nicht übernommen.",
        )
    elif is_needed:
        parts.notes.remark(
            place, "fim.missing", f"In <{parts.node.name}> fehlt <{name}>.", f"Möglich sind: {', '.join(known)}."
        )  # fmt: skip
    return None


@cache
def _codes_of(codes: type[StrEnum]) -> tuple[str, ...]:
    return tuple(one.value for one in codes)


def day(parts: Parts, name: str) -> date | None:
    """Return a day, None where it is missing or none."""
    text, place = parts.placed(name)
    try:
        if found := _DAY.fullmatch(text):
            return date.fromisoformat(found[1])
    except ValueError:
        pass
    if text:
        parts.notes.remark(
            place, "fim.date", f"„{shown(text)}“ in <{name}> ist kein Tag wie 2026-01-31.", _NOT_KNOWN
        )
    return None


def instant(parts: Parts, name: str) -> datetime | None:
    """Return an aware instant, None where it is missing or none; without a zone it is Berlin time."""
    text, place = parts.placed(name)
    try:
        if found := _INSTANT.fullmatch(text):
            known = datetime.fromisoformat(
                f"{found[1]}{found[2] or 'T00:00:00'}{(found[3] or '').ljust(7, '0') if found[3] else ''}{found[4] or ''}"
            )
            return known if known.tzinfo else known.replace(tzinfo=BERLIN)
    except ValueError:
        pass
    if text:
        parts.notes.remark(
            place,
            "fim.date",
            f"„{shown(text)}“ in <{name}> ist kein Zeitpunkt wie 2026-01-31T12:00:00Z.",
            _NOT_KNOWN,
        )
    return None


def whole(text: str, what: str, place: Place, notes: Notes) -> int | None:
    """Return a whole number from zero up, None where there is none."""
    if _WHOLE.fullmatch(text):
        return int(text)
    if text:
        notes.remark(
            place, "fim.number", f"„{shown(text)}“ ist für {what} keine ganze Zahl ab null.", _NOT_KNOWN
        )
    return None


def how_often(parts: Parts) -> tuple[int, int | None]:
    """Return the limits of an Anzahl such as 1:*, None for no limit.

    What makes no sense is read so that nobody is asked for more than the file surely wants: 3:1 as 1:3,
    anything else as 0:1.
    """
    text, place = parts.placed("anzahl", decides=True)
    found = _HOW_OFTEN.fullmatch(text)
    if found is None:
        said = f"„{shown(text)}“ ist keine Anzahl wie 0:1 oder 1:*." if text else "Hier fehlt <anzahl>."
        parts.notes.remark(
            place, "fim.how-often", said, "Gelesen wurde 0:1. Prüfen Sie, wie oft es vorkommt."
        )
        return 0, 1
    least, most = int(found[1]), None if found[2] == "*" else int(found[2])
    if most is not None and least > most:
        parts.notes.remark(
            place,
            "fim.how-often",
            f"In der Anzahl „{text}“ ist die kleinste Anzahl größer als die größte.",
            f"Gelesen wurde {most}:{least}. Prüfen Sie, wie oft es vorkommt.",
        )
        return most, least
    if most == 0:
        parts.notes.remark(
            place, "fim.how-often", f"Mit der Anzahl „{text}“ kommt hier nichts vor.",
            "Prüfen Sie, ob die Stelle wegfallen kann.",
        )  # fmt: skip
    return least, most


def precision_of(given: Mapping[str, str], note: str, place: Place, notes: Notes) -> Precision:
    """Return a Präzisierung from the names and texts of its parts; names nobody knows are remarked."""
    known = {"minLength", "maxLength", "minValue", "maxValue", "pattern"}
    for name, text in given.items():
        if name not in known:
            notes.remark(
                place, "fim.precision", f"Die Präzisierung nennt {shown(name)}=„{shown(text)}“. Das kennt der Standard nicht.",
                _NOT_KNOWN,
            )  # fmt: skip
    precision = Precision(
        min_length=whole(given.get("minLength", "").strip(), "minLength", place, notes),
        max_length=whole(given.get("maxLength", "").strip(), "maxLength", place, notes),
        min_value=given.get("minValue", "").strip(),
        max_value=given.get("maxValue", "").strip(),
        pattern=given.get("pattern", "").strip(),
        note=note,
        line=place.line,
    )
    _check_limits(precision, place, notes)
    return precision


def _check_limits(given: Precision, place: Place, notes: Notes) -> None:
    least, most = given.min_length, given.max_length
    lowest, highest = given.lowest, given.highest
    if least is not None and most is not None and least > most:
        said = f"Die kleinste Länge {least} ist größer als die größte Länge {most}."
    elif lowest is not None and highest is not None and lowest > highest:
        said = f"Der kleinste Wert {given.min_value} ist größer als der größte Wert {given.max_value}."
    else:
        return
    notes.remark(place, "fim.precision", said, "Keine Antwort kann das erfüllen. Prüfen Sie die Präzisierung.")  # fmt: skip
