"""What a new table of a municipality changes: rows, and the addresses and cases that find nothing any more."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice, product
from typing import Any

from onlineamt.foundation.core.addresses import read_house_numbers, street_key
from onlineamt.packages.tabular import in_reading_order, show_cell
from onlineamt.procedure.catalogue.tables import ColumnKind, Row, Table

_MOST_PROBES = 2_000  # for one street, say
_LAST_HOUSE = 10**5
_SPREADING = (ColumnKind.HOUSE_NUMBERS, ColumnKind.UP_TO)
Key = tuple[str, ...]


@dataclass(frozen=True)
class RowChanges:
    """Rows that come, go, or say something else, each as people read it."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]

    def __bool__(self) -> bool:
        """Whether anything changes."""
        return bool(self.added or self.removed or self.changed)


def compare_rows(before: Table, after: Table, keys: Collection[str]) -> RowChanges:
    """Return what differs between two tables; `keys` are the columns by which rows are looked up."""
    old, new = _by_key(before, keys), _by_key(after, keys)
    changed = [
        f"{_shown(before, was)} → {_shown(after, now)}"
        for key in old.keys() & new.keys()
        for was, now in _different(before, after, old[key], new[key])
    ]
    added = [row for key, rows in new.items() for row in rows[len(old.get(key, ())) :]]
    removed = [row for key, rows in old.items() for row in rows[len(new.get(key, ())) :]]
    return RowChanges(
        tuple(_shown(after, row) for row in added),
        tuple(_shown(before, row) for row in removed),
        tuple(sorted(changed)),
    )


def lost_places(before: Table, after: Table, columns: frozenset[str]) -> Iterator[str]:
    """Yield what a look-up by these columns found before and does not find any more, as „Lindenweg 19“.

    Every span is tried at its ends and beside them, on both sides of the street, in the old table and in the new.
    """
    exact = sorted(name for name in columns if before.columns[name] not in _SPREADING)
    houses = sorted(name for name in columns if before.columns[name] is ColumnKind.HOUSE_NUMBERS)
    bounds = sorted(name for name in columns if before.columns[name] is ColumnKind.UP_TO)
    wanted = _by_key(after, exact)
    for key, rows in _by_key(before, exact).items():
        if any(rows[0].get(name) is None for name in exact):
            continue
        both = [*rows, *wanted.get(key, ())]
        tried = [_houses(both, name) for name in houses] + [_numbers(both, name) for name in bounds]
        for values in islice(product(*tried), _MOST_PROBES):
            match = {name: _meant(before, name, rows[0]) for name in exact}
            match |= dict(zip([*houses, *bounds], values, strict=True))
            if before.find(match) is not None and after.find(match) is None:
                said = [show_cell(before.columns[name], rows[0][name]) for name in exact]
                yield " ".join([*said, *map(str, values)])


def _by_key(table: Table, names: Collection[str]) -> dict[Key, list[Row]]:
    found: dict[Key, list[Row]] = {}
    for row in table.rows:
        key = tuple(_compared(table.columns[name], row.get(name)) for name in sorted(names))
        found.setdefault(key, []).append(row)
    return found


def _compared(kind: ColumnKind, stored: Any) -> str:
    written = "" if stored is None else str(stored)
    if kind is ColumnKind.STREET:
        return street_key(written)
    if kind is ColumnKind.HOUSE_NUMBERS:
        return str(read_house_numbers(written))
    return " ".join(written.casefold().split())


def _different(
    before: Table, after: Table, was: Sequence[Row], now: Sequence[Row]
) -> Iterator[tuple[Row, Row]]:
    """Pair rows of one key in their order; those that say the same are left out."""
    for one, other in zip(was, now, strict=False):
        cells = [
            Counter((name, _compared(table.columns[name], row.get(name))) for name in table.columns)
            for table, row in ((before, one), (after, other))
        ]
        if cells[0] != cells[1]:
            yield one, other


def _shown(table: Table, row: Row) -> str:
    ordered = in_reading_order(table.columns)
    cells = {name: show_cell(kind, row.get(name)) for name, kind in ordered.items()}
    return ", ".join(f"{name} {cell}" for name, cell in cells.items() if cell)


def _houses(rows: Sequence[Row], name: str) -> list[str]:
    spans = [span for row in rows for span in read_house_numbers(str(row.get(name) or ""))]
    numbers = {1, 2}
    for span in spans:
        for end in (span.low[0], span.high[0]):
            numbers |= {end - 2, end - 1, end, end + 1, end + 2} if end < _LAST_HOUSE else set()
    plain = [str(number) for number in sorted(numbers) if number > 0]
    lettered = {f"{number}{letter}" for span in spans for number, letter in (span.low,) if letter.isalpha()}
    return [*plain, *sorted(lettered)]


def _numbers(rows: Sequence[Row], name: str) -> list[int]:
    bounds = {row[name] for row in rows if row.get(name) is not None}
    return sorted({0} | bounds | {bound + 1 for bound in bounds})


def _meant(table: Table, name: str, row: Row) -> Any:
    stored = row[name]
    return date.fromisoformat(stored) if table.columns[name] is ColumnKind.DATE else stored
