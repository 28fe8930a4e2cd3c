"""The types an expression knows, and the values that stand for "no answer"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final


class Scalar(Enum):
    """A single value. Numbers are whole: money in cents, decimals counted in their last place."""

    TEXT = "string"
    YES_NO = "bool"
    NUMBER = "int"
    DATE = "date"


@dataclass(frozen=True)
class ListOf:
    """Several values of one type, or several records."""

    item: "Scalar | Record"


@dataclass(frozen=True)
class Record:
    """Named values: an area of the form, or one entry of a repeated group."""

    fields: Mapping[str, "ValueType"]


ValueType = Scalar | ListOf
Value = str | bool | int | date | Sequence["Value"] | Mapping[str, "Value | None"]


class Unknown(Enum):
    """What an expression yields when an answer it needs is missing. Neither true nor false."""

    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        """Refuse to be taken for yes or no: ask `is True` or `is UNKNOWN`."""
        raise TypeError("unknown is neither true nor false; compare with `is True`")


UNKNOWN: Final = Unknown.UNKNOWN


def type_to_json(value_type: ValueType | Record) -> object:
    """Return a type as the browser's module reads it: `"int"`, `["string"]`, `{"name": "string"}`."""
    if isinstance(value_type, Scalar):
        return value_type.value
    if isinstance(value_type, ListOf):
        return [type_to_json(value_type.item)]
    return {name: type_to_json(field) for name, field in value_type.fields.items()}


def describe(value_type: ValueType) -> str:
    """Return the German name of a type, for messages to authors."""
    if isinstance(value_type, ListOf):
        return "eine Liste"
    return {
        Scalar.TEXT: "ein Text",
        Scalar.YES_NO: "Ja oder Nein",
        Scalar.NUMBER: "eine ganze Zahl",
        Scalar.DATE: "ein Datum",
    }[value_type]
