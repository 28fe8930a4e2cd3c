"""Tables that a municipality sets: their columns, what a cell may hold, and how a row is found."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from onlineamt.foundation.core.addresses import (
    EVERY_HOUSE,
    HouseNumbers,
    Place,
    read_house_number,
    read_house_numbers,
    street_key,
)

MOST_ROWS: Final = 50_000
LONGEST_CELL: Final = 500
_LARGEST: Final = 10**15
Cell = str | int | bool | date
Row = Mapping[str, Any]


class ColumnKind(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    INTEGER = "integer"
    CENTS = "cents"
    YES_NO = "yes_no"
    DATE = "date"
    STREET = "street"  # compares as streets do
    HOUSE_NUMBERS = "house_numbers"  # „1-19 ungerade“; an empty cell is all of them
    UP_TO = "up_to"  # the row counts up to this number; an empty cell has no end


Columns = Mapping[str, ColumnKind]
_NUMBERS = frozenset({ColumnKind.INTEGER, ColumnKind.CENTS, ColumnKind.UP_TO})
_SPREADING = frozenset({ColumnKind.HOUSE_NUMBERS, ColumnKind.UP_TO})
_IS_NOT = {
    ColumnKind.INTEGER: "keine ganze Zahl",
    ColumnKind.CENTS: "kein Betrag in ganzen Cent ab 0",
    ColumnKind.UP_TO: "keine ganze Zahl",
    ColumnKind.YES_NO: "weder true noch false",
    ColumnKind.DATE: "kein Tag wie 2026-01-31",
}


@dataclass(frozen=True)
class CellProblem:
    """What is wrong in a table, in German. `row` counts from 0; `column` is empty where the whole row is meant."""

    row: int
    column: str
    message: str


def read_cell(kind: ColumnKind, stored: Any) -> Cell:
    """Return what a stored cell means; house numbers and streets stay as they are written.

    Raises ValueError with the reason in German.
    """
    if kind in _NUMBERS:
        fits = isinstance(stored, int) and not isinstance(stored, bool) and abs(stored) < _LARGEST
        if not fits or (kind is ColumnKind.CENTS and stored < 0):
            raise ValueError(f"„{stored}“ ist {_IS_NOT[kind]}")
        return int(stored)
    if kind is ColumnKind.YES_NO:
        if not isinstance(stored, bool):
            raise ValueError(f"„{stored}“ ist {_IS_NOT[kind]}")
        return stored
    if kind is ColumnKind.DATE:
        return _read_day(stored)
    return _read_text(kind, stored)


def row_problems(columns: Columns, rows: Sequence[Row]) -> Iterator[CellProblem]:
    """Yield what in rows does not fit the columns."""
    if len(rows) > MOST_ROWS:
        yield CellProblem(MOST_ROWS, "", f"Die Tabelle hat mehr als {MOST_ROWS} Zeilen")
        return
    for number, row in enumerate(rows):
        for name in row.keys() - columns.keys():
            yield CellProblem(number, name, f"Die Spalte „{name}“ gibt es nicht")
        for name, kind in columns.items():
            stored = row.get(name)
            if stored is None:
                if kind is ColumnKind.STREET:
                    yield CellProblem(number, name, "Hier fehlt die Straße")
                continue
            try:
                read_cell(kind, stored)
            except ValueError as wrong:
                yield CellProblem(number, name, str(wrong))


class Table:
    """Rows ready to be looked up. Nothing in it changes; threads share it.

    What finding needs is laid out once for each set of columns, when they are first asked for.
    """

    def __init__(self, columns: Columns, rows: Sequence[Row]) -> None:
        """Take columns and rows that `row_problems` has found sound."""
        self.columns = {name: ColumnKind(kind) for name, kind in columns.items()}
        self.rows = rows
        self._indexes: dict[frozenset[str], _Index] = {}

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.rows)

    def find(self, match: Mapping[str, Any]) -> int | None:
        """Return the number of the first row that fits the values of these columns, from 0; None where none does."""
        return self._index(frozenset(match)).find(match)

    def cell(self, row: int, column: str) -> Cell | None:
        """Return what a cell means; None where it is empty."""
        stored = self.rows[row].get(column)
        return None if stored is None else read_cell(self.columns[column], stored)

    def look_up(self, match: Mapping[str, Any], take: str) -> Cell | None:
        """Return the cell of the first row that fits; None where no row does, or the cell is empty."""
        row = self.find(match)
        return None if row is None else self.cell(row, take)

    def overlaps(self, columns: frozenset[str]) -> Iterator[tuple[int, int]]:
        """Yield pairs of rows of which the second is not reached, wholly or for some values, as the first comes before."""
        yield from self._index(columns).overlaps()

    def _index(self, columns: frozenset[str]) -> "_Index":
        index = self._indexes.get(columns)
        if index is None:
            index = self._indexes[columns] = _Index(self, sorted(columns))
        return index


@dataclass(frozen=True)
class _Entry:
    """A row among those whose exact columns are alike."""

    row: int
    houses: tuple[HouseNumbers, ...]
    bounds: tuple[int | None, ...]

    def fits(self, houses: Sequence[Place | None], numbers: Sequence[int]) -> bool:
        return all(
            bound is None or number <= bound for bound, number in zip(self.bounds, numbers, strict=True)
        ) and all(
            spans == EVERY_HOUSE if house is None else any(span.covers(house) for span in spans)
            for spans, house in zip(self.houses, houses, strict=True)
        )

    def hides(self, later: "_Entry") -> bool:
        """Whether some values that fit the later row are taken by this one.

        Steps that rise are no overlap, nor is „alle“ below single numbers: that is the rest of the street.
        """
        is_rest = any(
            other == EVERY_HOUSE != own for own, other in zip(self.houses, later.houses, strict=True)
        )
        rises = any(
            own is not None and (other is None or other > own)
            for own, other in zip(self.bounds, later.bounds, strict=True)
        )
        return not (rises or is_rest) and all(
            any(one.meets(other) for one in own for other in others)
            for own, others in zip(self.houses, later.houses, strict=True)
        )


class _Index:
    """The rows of a table by the columns that compare exactly; house numbers and bounds are gone through."""

    def __init__(self, table: Table, columns: Sequence[str]) -> None:
        kinds = table.columns
        self._exact = [(name, _COMPARED[kinds[name]]) for name in columns if kinds[name] not in _SPREADING]
        self._houses = [name for name in columns if kinds[name] is ColumnKind.HOUSE_NUMBERS]
        self._bounds = [name for name in columns if kinds[name] is ColumnKind.UP_TO]
        self._days = [name for name, _ in self._exact if kinds[name] is ColumnKind.DATE]
        self._groups: dict[tuple[Any, ...], list[_Entry]] = {}
        for number, row in enumerate(table.rows):
            self._add(number, row)

    def _add(self, number: int, row: Row) -> None:
        key = tuple(
            None if row.get(name) is None else compared(_day(row[name]) if name in self._days else row[name])
            for name, compared in self._exact
        )
        if None in key:
            return  # an empty cell equals nothing
        houses = tuple(read_house_numbers(str(row.get(name) or "")) for name in self._houses)
        bounds = tuple(row.get(name) for name in self._bounds)
        self._groups.setdefault(key, []).append(_Entry(number, houses, bounds))

    def find(self, match: Mapping[str, Any]) -> int | None:
        key = tuple(compared(match[name]) for name, compared in self._exact)
        houses = [read_house_number(match[name]) for name in self._houses]
        numbers = [match[name] for name in self._bounds]
        entries = self._groups.get(key, ())
        return next((entry.row for entry in entries if entry.fits(houses, numbers)), None)

    def overlaps(self) -> Iterator[tuple[int, int]]:
        for entries in self._groups.values():
            for place, later in enumerate(entries):
                earlier = next((one for one in entries[:place] if one.hides(later)), None)
                if earlier:
                    yield earlier.row, later.row


def _as_text(value: str) -> str:
    return " ".join(value.casefold().split())


def _as_it_is(value: Any) -> Any:
    return value


_COMPARED: Mapping[ColumnKind, Callable[[Any], Any]] = {
    ColumnKind.TEXT: _as_text,
    ColumnKind.STREET: street_key,
    ColumnKind.INTEGER: _as_it_is,
    ColumnKind.CENTS: _as_it_is,
    ColumnKind.YES_NO: _as_it_is,
    ColumnKind.DATE: _as_it_is,
}


def _day(stored: Any) -> date:
    return stored if isinstance(stored, date) else date.fromisoformat(stored)


def _read_day(stored: Any) -> date:
    try:
        return _day(stored)
    except (TypeError, ValueError):
        raise ValueError(f"„{stored}“ ist {_IS_NOT[ColumnKind.DATE]}") from None


def _read_text(kind: ColumnKind, stored: Any) -> str:
    if kind is ColumnKind.HOUSE_NUMBERS and isinstance(stored, int) and not isinstance(stored, bool):
        stored = str(stored)
    if not isinstance(stored, str) or len(stored) > LONGEST_CELL:
        raise ValueError(f"Hier muss ein Text mit höchstens {LONGEST_CELL} Zeichen stehen")
    if kind is ColumnKind.HOUSE_NUMBERS:
        read_house_numbers(stored)
    elif kind is ColumnKind.STREET and not street_key(stored):
        raise ValueError(f"„{stored}“ ist keine Straße")
    elif not stored.strip():
        raise ValueError("Der Text ist leer; lassen Sie die Zelle weg")
    return stored
