"""What a municipality sets for itself: the parameters of a service, one model per type."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from onlineamt.procedure.catalogue.basics import Definition, Line, Name


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


Parameter = Annotated[
    CentsParameter | IntegerParameter | TextParameter | BooleanParameter | DateParameter | CodesParameter,
    Field(discriminator="type"),
]
