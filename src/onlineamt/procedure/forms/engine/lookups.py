"""Values that are found in a municipality's table rather than computed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from onlineamt.procedure.catalogue.tables import Cell, ColumnKind, Columns, Table, read_cell
from onlineamt.procedure.forms.definition import ComputedDefinition, LookupDefinition
from onlineamt.procedure.forms.engine.expressions import (
    UNKNOWN,
    Activation,
    Expression,
    Scalar,
    Unknown,
)

COLUMN_TYPES: Mapping[ColumnKind, Scalar] = {
    ColumnKind.TEXT: Scalar.TEXT,
    ColumnKind.STREET: Scalar.TEXT,
    ColumnKind.HOUSE_NUMBERS: Scalar.TEXT,
    ColumnKind.INTEGER: Scalar.NUMBER,
    ColumnKind.CENTS: Scalar.NUMBER,
    ColumnKind.UP_TO: Scalar.NUMBER,
    ColumnKind.YES_NO: Scalar.YES_NO,
    ColumnKind.DATE: Scalar.DATE,
}
"""What an expression must yield to be matched against a column."""

_TAKEN_AS: Mapping[ColumnKind, tuple[str, ...]] = {
    ColumnKind.TEXT: ("text",),
    ColumnKind.STREET: ("text",),
    ColumnKind.HOUSE_NUMBERS: ("text",),
    ColumnKind.INTEGER: ("integer",),
    ColumnKind.CENTS: ("money", "integer"),
    ColumnKind.UP_TO: ("integer", "money"),
    ColumnKind.YES_NO: ("yes_no",),
    ColumnKind.DATE: ("date",),
}


@dataclass(frozen=True)
class CompiledLookup:
    """A look-up ready to run."""

    table: str
    match: Mapping[str, Expression]
    take: str
    otherwise: Cell | None

    @property
    def references(self) -> frozenset[str]:
        """The answers and computed values it reads."""
        return frozenset().union(*(one.references for one in self.match.values()))

    def find(self, table: Table, activation: Activation) -> Cell | Unknown:
        """Return the value for what is known. Raises ExpressionFailed.

        Unknown where an input is unknown, and where no row fits (or its cell is empty) and nothing is said for that.
        """
        row = self.find_row(table, activation)
        if isinstance(row, Unknown):
            return UNKNOWN
        found = None if row is None else table.cell(row, self.take)
        if found is None:
            found = self.otherwise
        return UNKNOWN if found is None else found

    def find_row(self, table: Table, activation: Activation) -> int | Unknown | None:
        """Return the number of the row that fits, None where none does. Raises ExpressionFailed."""
        match = {column: one.evaluate(activation) for column, one in self.match.items()}
        return UNKNOWN if any(value is UNKNOWN for value in match.values()) else table.find(match)


def taking_problem(computed: ComputedDefinition, lookup: LookupDefinition, columns: Columns) -> str:
    """Return in German why a computed value of its kind cannot be taken from the column; empty when it can."""
    kind = columns[lookup.take]
    if computed.kind in _TAKEN_AS[kind]:
        return ""
    fitting = " oder ".join(_TAKEN_AS[kind])
    return f"Die Spalte „{lookup.take}“ hat die Art {kind}, der Wert aber {computed.kind}. Dazu passt: {fitting}."


def read_otherwise(lookup: LookupDefinition, columns: Columns) -> Cell | None:
    """Return what holds where no row fits. Raises ValueError with the reason in German."""
    stored = lookup.otherwise
    if stored is None:
        return None
    kind = columns[lookup.take]
    if COLUMN_TYPES[kind] is Scalar.TEXT:  # need not be a street, or a list of house numbers
        kind = ColumnKind.TEXT
    value: str | int | bool | date = read_cell(kind, stored)
    return value
