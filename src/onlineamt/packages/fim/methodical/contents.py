"""Limits and preset answers: written as their Datentyp wants, and within each other."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from typing import Final

from onlineamt.packages.fim.methodical.registry import Fault, Subject, check
from onlineamt.packages.fim.model import DataType, Field, number_of

_SET = "Berichtigen Sie die Angabe in der Präzisierung."
_CONTENT = "Berichtigen Sie den Inhalt."


def _is_number(text: str) -> bool:
    return number_of(text) is not None


def _is_whole(text: str) -> bool:
    number = number_of(text)
    return number is not None and number == number.to_integral_value()


def _read_as(read: Callable[[str], object]) -> Callable[[str], bool]:
    def is_one(text: str) -> bool:
        try:
            read(text)
        except ValueError:
            return False
        return True

    return is_one


_IS: Final[Mapping[DataType, tuple[str, Callable[[str], bool]]]] = {
    DataType.NUM: ("eine Zahl", _is_number),
    DataType.NUM_CURRENCY: ("eine Zahl", _is_number),
    DataType.NUM_INT: ("eine ganze Zahl", _is_whole),
    DataType.DATE: ("ein Tag wie 2026-01-31", _read_as(date.fromisoformat)),
    DataType.TIME: ("eine Uhrzeit wie 08:30:00", _read_as(time.fromisoformat)),
    DataType.DATETIME: ("ein Zeitpunkt wie 2026-01-31T08:30:00", _read_as(datetime.fromisoformat)),
    DataType.BOOL: ("true oder false", lambda text: text in {"true", "false"}),
}
# FIM counts what is written wrongly by Datentyp: of the lower limit, the upper limit, the content.
_CODES: Final[Mapping[DataType, tuple[str, str, str]]] = {
    DataType.NUM: ("1062", "1063", "1069"),
    DataType.NUM_CURRENCY: ("1062", "1063", "1069"),
    DataType.NUM_INT: ("1065", "1066", "1070"),
    DataType.DATE: ("1067", "1068", "1071"),
    DataType.TIME: ("1081", "1082", "1084"),
    DataType.DATETIME: ("1079", "1080", "1083"),
    DataType.BOOL: ("", "", "1077"),
}


def _enter_spelling(place: int, name: str, mend: str, text_of: Callable[[Field], str]) -> None:
    """Enter the checks of one place for all data types that FIM counts together."""
    for code in sorted({codes[place] for codes in _CODES.values()} - {""}):
        types = {data_type for data_type, codes in _CODES.items() if codes[place] == code}

        def spelled(subject: Subject, types: set[DataType] = types) -> Iterator[Fault]:
            for one in subject.fields:
                text = text_of(one)
                if one.data_type in types and text:
                    wanted, is_one = _IS[one.data_type]
                    if not is_one(text):
                        yield Fault(one, f"{name} „{text[:40]}“ ist nicht {wanted}.", mend)

        check(code)(spelled)


_enter_spelling(0, "Die untere Wertgrenze", _SET, lambda one: one.precision.min_value)
_enter_spelling(1, "Die obere Wertgrenze", _SET, lambda one: one.precision.max_value)
_enter_spelling(2, "Der Inhalt", _CONTENT, lambda one: one.content)


@check("1061")
def lengths_leave_something(subject: Subject) -> Iterator[Fault]:
    """The shortest is not longer than the longest."""
    for one in subject.fields:
        least, most = one.precision.min_length, one.precision.max_length
        if least is not None and most is not None and least > most:
            yield Fault(one, f"Die kleinste Länge {least} ist größer als die größte {most}.", _SET)


@check("1064")
def ranges_leave_something(subject: Subject) -> Iterator[Fault]:
    """The lower limit is not above the upper one."""
    for one in subject.fields:
        least, most = one.precision.min_value, one.precision.max_value
        if least and most and _is_above(one, least, most):
            yield Fault(one, f"Die untere Wertgrenze {least} liegt über der oberen {most}.", _SET)


@check("1072")
def contents_are_not_too_small(subject: Subject) -> Iterator[Fault]:
    """A preset answer is not below the lower limit."""
    for one in subject.fields:
        if one.content and one.precision.min_value and _is_above(one, one.precision.min_value, one.content):
            yield Fault(one, f"Der Inhalt {one.content} liegt unter der Grenze {one.precision.min_value}.", _CONTENT)  # fmt: skip


@check("1073")
def contents_are_not_too_large(subject: Subject) -> Iterator[Fault]:
    """A preset answer is not above the upper limit."""
    for one in subject.fields:
        if one.content and one.precision.max_value and _is_above(one, one.content, one.precision.max_value):
            yield Fault(one, f"Der Inhalt {one.content} liegt über der Grenze {one.precision.max_value}.", _CONTENT)  # fmt: skip


@check("1074")
def contents_are_not_too_short(subject: Subject) -> Iterator[Fault]:
    """A preset text is as long as it must be."""
    for one in subject.fields:
        least = one.precision.min_length
        if one.content and least is not None and len(one.content) < least:
            yield Fault(one, f"Der Inhalt hat weniger als {least} Zeichen.", _CONTENT)


@check("1075")
def contents_are_not_too_long(subject: Subject) -> Iterator[Fault]:
    """A preset text is as short as it must be; the text of a label may be long."""
    for one in subject.fields:
        most = one.precision.max_length
        if one.content and most is not None and len(one.content) > most:
            yield Fault(one, f"Der Inhalt hat mehr als {most} Zeichen.", _CONTENT)


@check("1085")
def contents_are_in_the_list(subject: Subject) -> Iterator[Fault]:
    """A preset choice is one of the values."""
    for one in subject.fields:
        if one.content and one.values and one.content not in {value.code for value in one.values}:
            yield Fault(one, f"Der Inhalt „{one.content[:40]}“ steht nicht in der Werteliste.", _CONTENT)


def _is_above(one: Field, lower: str, upper: str) -> bool:
    """Whether what should be lower is not; what is not spelled as it should be is another check's."""
    wanted = _IS.get(one.data_type) if one.data_type else None
    if wanted is None or not (wanted[1](lower) and wanted[1](upper)):
        return False
    if one.data_type in {DataType.NUM, DataType.NUM_INT, DataType.NUM_CURRENCY}:
        least, most = number_of(lower), number_of(upper)
        return least is not None and most is not None and least > most
    return lower > upper and not re.search(r"[+Z]", lower + upper)
