"""How FIM says the kinds of our questions: what a person does (Feldart), what an answer is (Datentyp), and its limits."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from onlineamt.packages.fim.fields import Question
from onlineamt.packages.fim.model import DataType, Field, FieldKind, Precision

_FILE_TYPES: Final = {
    "pdf": "application/pdf",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "heic": "image/heic",
}
_ONLY_PYTHON: Final = re.compile(r"\(\?|\\[bBAZ]|[*+?}][?+]|[\^$]")
_TEXT_DEFAULTS: Final = {"text": 200, "long_text": 2000}


@dataclass(frozen=True)
class Spoken:
    """How a kind is said: Feldart, Datentyp, and what follows from the keys of a question."""

    data_type: DataType
    precision: Callable[[Question], Precision] = lambda question: Precision()
    kind: FieldKind = FieldKind.INPUT


def facts_of(question: Question) -> dict[str, Any]:
    """Return what a field of FIM says of a question, by the names of `model.Field`; values of lists are left to the caller."""
    spoken = SPOKEN.get(question["kind"], _PLAIN)
    data_type = spoken.data_type
    if question["kind"] == "text" and question.get("characters", "any") != "any":
        data_type = DataType.TEXT_LATIN
    is_locked = bool(question.get("locked")) and spoken.kind is FieldKind.INPUT
    made: dict[str, Any] = {
        "kind": FieldKind.LOCKED if is_locked else spoken.kind,
        "data_type": data_type,
        "precision": spoken.precision(question),
        "content": "" if is_locked else _content(question).strip(),
    }
    if question["kind"] == "file":
        made["max_bytes"] = question.get("max_megabytes", 10) * 1_000_000
        made["media_types"] = tuple(_FILE_TYPES[name] for name in question.get("types", _FILE_TYPES))
    return made


def may_be(kind: str, one: Field) -> bool:
    """Whether a field may be a question of the kind its keyword names: nobody gave it another Datentyp since."""
    spoken = SPOKEN.get(kind, _PLAIN)
    texts = {DataType.TEXT, DataType.TEXT_LATIN}
    is_same = one.data_type is spoken.data_type or {one.data_type, spoken.data_type} <= texts
    return is_same and (
        one.kind is spoken.kind or {one.kind, spoken.kind} <= {FieldKind.INPUT, FieldKind.LOCKED}
    )


def limits_of(kind: str, one: Field) -> Question:
    """Return the limits of a text as keys, for a field whose keyword says its kind."""
    if kind not in _TEXT_DEFAULTS:
        return {}
    precision = one.precision
    made: Question = {"max_length": precision.max_length, "min_length": precision.min_length}
    if kind == "text":
        made["pattern"] = precision.pattern
        made["characters"] = "latin" if one.data_type is DataType.TEXT_LATIN else None
    return {key: value for key, value in made.items() if value}


def _content(question: Question) -> str:
    default = question.get("default")
    if question["kind"] == "label":
        return str(question["label"])
    if question["kind"] in {"text", "long_text", "choice", "date"} and isinstance(default, str):
        return default
    if question["kind"] == "integer" and isinstance(default, int):
        return str(default)
    return ""


def _text(question: Question) -> Precision:
    pattern = question.get("pattern", "")
    return Precision(
        min_length=question.get("min_length"),
        max_length=question.get("max_length", _TEXT_DEFAULTS[question["kind"]]),
        pattern="" if _ONLY_PYTHON.search(pattern) else pattern,
    )


def _whole(question: Question) -> Precision:
    return _between(question.get("min"), question.get("max"))


def _euros(question: Question) -> Precision:
    least, most = question.get("min", 0), question.get("max")
    return _between(*(None if cents is None else Decimal(cents) / 100 for cents in (least, most)))


def _between(least: object, most: object) -> Precision:
    return Precision(
        min_value="" if least is None else str(least), max_value="" if most is None else str(most)
    )


def _day(question: Question) -> Precision:
    least, most = (question.get(key) or "" for key in ("min", "max"))
    return _between(*(None if not day or "today" in day else day for day in (least, most)))


def _of_length(most: int, pattern: str = "", least: int | None = 1) -> Callable[[Question], Precision]:
    return lambda question: Precision(min_length=least, max_length=most, pattern=pattern)


_PLAIN = Spoken(DataType.TEXT)
SPOKEN: Final[Mapping[str, Spoken]] = {
    "text": Spoken(DataType.TEXT, _text),
    "long_text": Spoken(DataType.TEXT, _text),
    "choice": Spoken(DataType.TEXT, kind=FieldKind.SELECT),
    "choice_many": Spoken(DataType.TEXT, kind=FieldKind.SELECT),
    "yes_no": Spoken(DataType.BOOL),
    "consent": Spoken(DataType.BOOL),
    "date": Spoken(DataType.DATE, _day),
    "time": Spoken(DataType.TIME, _whole),
    "date_time": Spoken(DataType.DATETIME),
    "integer": Spoken(DataType.NUM_INT, _whole),
    "decimal": Spoken(DataType.NUM, _whole),
    "money": Spoken(DataType.NUM_CURRENCY, _euros),
    "email": Spoken(DataType.TEXT, _of_length(254)),
    "phone": Spoken(DataType.TEXT, _of_length(40)),
    "iban": Spoken(DataType.TEXT, _of_length(34, "[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", 15)),
    "tax_id": Spoken(DataType.TEXT, _of_length(11, "[0-9]{11}", 11)),
    "postcode": Spoken(DataType.TEXT, _of_length(5, "[0-9]{5}", 5)),
    "house_number": Spoken(DataType.TEXT, _of_length(30)),
    "plate": Spoken(DataType.TEXT, _of_length(20)),
    "register_entry": Spoken(DataType.TEXT, _of_length(60)),
    "country": Spoken(DataType.TEXT, _of_length(2, "[A-Z]{2}", 2)),
    "file": Spoken(DataType.FILE),
    "label": Spoken(DataType.TEXT, kind=FieldKind.LABEL),
    "computed": Spoken(DataType.TEXT, kind=FieldKind.LOCKED),
}  # fmt: skip
"""By kind. A kind that is not here is a text to FIM, and its keyword says what it is."""
