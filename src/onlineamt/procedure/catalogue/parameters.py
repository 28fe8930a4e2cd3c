"""What a municipality sets for itself: the parameters of a service, one model per type."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from itertools import islice
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from onlineamt.procedure.catalogue.basics import Definition, Line, Name
from onlineamt.procedure.catalogue.tables import ColumnKind, Table, row_problems

StoredCell = str | int | bool | None
StoredRows = tuple[dict[Name, StoredCell], ...]


class _Parameter(Definition):
    label: Line = Field(description="Wie der Wert in der Verwaltung heißt.")
    hint: Line | None = Field(
        None, description="Was die Kommune beim Einstellen wissen muss, zum Beispiel die Satzung."
    )
    is_example: bool = Field(
        False, description="Der Vorgabewert ist ein Beispiel; die Kommune setzt ihren eigenen."
    )


class CentsParameter(_Parameter):
    """An amount of money in cents."""

    type: Literal["cents"] = Field(description="Ein Betrag in ganzen Cent.")
    default: int = Field(ge=0, le=10_000_000_00, description="Vorgabe in Cent: 15600 sind 156,00 €.")


class IntegerParameter(_Parameter):
    """A whole number."""

    type: Literal["integer"] = Field(description="Eine ganze Zahl.")
    default: int = Field(description="Vorgabe.")
    minimum: int | None = Field(None, description="Kleinster erlaubter Wert.")
    maximum: int | None = Field(None, description="Größter erlaubter Wert.")


class TextParameter(_Parameter):
    """A short text."""

    type: Literal["text"] = Field(description="Ein kurzer Text.")
    default: str = Field(max_length=2_000, description="Vorgabe.")


class BooleanParameter(_Parameter):
    """A yes or no."""

    type: Literal["boolean"] = Field(description="Ja oder nein.")
    default: bool = Field(description="Vorgabe: true oder false.")


class DateParameter(_Parameter):
    """A day."""

    type: Literal["date"] = Field(description="Ein Tag.")
    default: date = Field(description="Vorgabe: 2026-01-31.")


class CodesParameter(_Parameter):
    """A choice of codes from a code list of the package."""

    type: Literal["codes"] = Field(description="Eine Auswahl aus einer Codeliste des Pakets.")
    codelist: Name = Field(description="Name der Datei in codelists/ ohne Endung.")
    default: tuple[str, ...] = Field(description="Vorgabe: Codes der Liste.")


class TableParameter(_Parameter):
    """A table in which `lookup` finds rows: zones by address, fees by zone and months (Tabelle)."""

    type: Literal["table"] = Field(description="Eine Tabelle, in der die Leistung nachschlägt.")
    columns: dict[Name, ColumnKind] = Field(
        min_length=1,
        max_length=30,
        description="Spalte → Art: text, integer, cents, yes_no, date, street, house_numbers oder up_to.",
    )
    default: StoredRows = Field(
        description="Zeilen, die gelten, solange die Kommune keine eigenen hat: Spalte → Inhalt. Die erste passende zählt."
    )

    @field_validator("columns", mode="before")
    @classmethod
    def _kinds_by_name(cls, columns: object) -> object:
        """Strict models take no word for one of an enumeration unless it comes as JSON."""
        if not isinstance(columns, Mapping):
            return columns
        known = set(ColumnKind)
        for name, kind in columns.items():
            if kind not in known:
                raise ValueError(
                    f"Die Art „{kind}“ der Spalte „{name}“ gibt es nicht | Möglich sind: {', '.join(sorted(known))}."
                )
        return {name: ColumnKind(kind) for name, kind in columns.items()}

    @model_validator(mode="after")
    def _rows_fit(self) -> "TableParameter":
        problems = list(islice(row_problems(self.columns, self.default), 5))
        if problems:
            raise ValueError(
                "; ".join(
                    f"Zeile {one.row + 1}{f', Spalte {one.column}' if one.column else ''}: {one.message}"
                    for one in problems
                )
            )
        return self

    @cached_property
    def table(self) -> Table:
        """The rows that apply unless a municipality has its own, ready to be looked up."""
        return Table(self.columns, self.default)


Parameter = Annotated[
    CentsParameter
    | IntegerParameter
    | TextParameter
    | BooleanParameter
    | DateParameter
    | CodesParameter
    | TableParameter,
    Field(discriminator="type"),
]
