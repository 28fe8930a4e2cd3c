"""What a municipality may set: parameters are checked against what the version declares."""

from collections.abc import Mapping
from datetime import date
from itertools import islice
from typing import Any

from onlineamt.procedure.catalogue.tables import ColumnKind, Columns, row_problems

_MAX_TEXT = 2_000
_MOST_SAID = 20  # of what is wrong in one table


def parameter_problems(declared: Mapping[str, Mapping[str, Any]], chosen: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with chosen parameters, in German; nothing when they fit."""
    problems = [f"Die Einstellung „{name}“ gibt es nicht." for name in chosen if name not in declared]
    for name, value in chosen.items():
        if name not in declared:
            continue
        if declared[name]["type"] == "table":
            problems += _table_problems(name, columns_of(declared[name]), value)
        elif not _fits(declared[name], value):
            problems.append(f"Die Einstellung „{name}“ erwartet {_EXPECTED[declared[name]['type']]}.")
    return problems


def columns_of(declared: Mapping[str, Any]) -> Columns:
    """Return the columns of a declared table."""
    return {name: ColumnKind(kind) for name, kind in declared["columns"].items()}


def is_kept_table(value: Any) -> bool:
    """Whether a chosen value names a kept table by its digest."""
    return isinstance(value, Mapping) and list(value) == ["table"] and isinstance(value["table"], str)


def _table_problems(name: str, columns: Columns, rows: Any) -> list[str]:
    if not isinstance(rows, list | tuple) or not all(isinstance(row, Mapping) for row in rows):
        return [f"Die Einstellung „{name}“ erwartet die Zeilen einer Tabelle."]
    return [
        f"„{name}“, Zeile {one.row + 1}{f', Spalte „{one.column}“' if one.column else ''}: {one.message}."
        for one in islice(row_problems(columns, rows), _MOST_SAID)
    ]


_EXPECTED = {
    "cents": "einen Betrag in ganzen Cent ab 0",
    "integer": "eine ganze Zahl im erlaubten Bereich",
    "text": f"einen Text mit höchstens {_MAX_TEXT} Zeichen",
    "boolean": "ja oder nein",
    "date": "einen Tag wie 2026-01-31",
    "codes": "eine Liste von Codes",
}


def _fits(declared: Mapping[str, Any], value: Any) -> bool:
    match declared["type"]:
        case "cents":
            return _is_integer(value) and value >= 0
        case "integer":
            return _is_integer(value) and _is_within(declared, value)
        case "text":
            return isinstance(value, str) and len(value) <= _MAX_TEXT
        case "boolean":
            return isinstance(value, bool)
        case "date":
            return isinstance(value, str) and _is_day(value)
        case _:
            return isinstance(value, list) and all(isinstance(code, str) for code in value)


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_within(declared: Mapping[str, Any], value: int) -> bool:
    minimum, maximum = declared.get("minimum"), declared.get("maximum")
    return (minimum is None or value >= minimum) and (maximum is None or value <= maximum)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
