"""What a file in `examples/` means: the answers a person gives, and what must come of them."""

from datetime import date
from typing import Literal

from pydantic import Field

from onlineamt.procedure.cases.definition import Source
from onlineamt.procedure.catalogue.definition import Definition, FieldId, Line, Name
from onlineamt.procedure.catalogue.parameters import StoredRows

Scalar = bool | int | str | tuple[str, ...] | None
Answer = Scalar | tuple[dict[Name, Scalar], ...]
Decided = Literal["automatically", "by_caseworker"]


class Ruling(Definition):
    """What the caseworker decides in the example, so that its letter can be looked at."""

    outcome: Name = Field(description="Das Ergebnis, das die Sachbearbeitung wählt.")
    reasons: str | None = Field(
        None, max_length=5_000, description="Die Begründung, wenn das Ergebnis eine braucht."
    )
    granted: dict[Name, Answer] = Field(
        {},
        description="Name aus granted → was die Sachbearbeitung bewilligt; ohne Angabe, was vorgeschlagen wird.",
    )


class FollowedEntry(Definition):
    """The register entry that a follow-up is linked to in the example."""

    title: Line = Field("Eintrag", description="Wie er heißt, in der Einzahl: Bewohnerparkausweis.")
    number: Line = Field("MU-00001", description="Seine Nummer.")
    valid_from: date | None = Field(None, description="Sein erster Tag; ohne Angabe ein Jahr vor heute.")
    valid_until: date | None = Field(None, description="Sein letzter Tag; ohne Angabe gilt er, bis er endet.")
    values: dict[Source, Line] = Field({}, description="Was in ihm steht, wie Menschen es lesen.")


class Expectation(Definition):
    """What must come of the answers; what is left out is not compared."""

    pages: tuple[Name, ...] | None = Field(None, description="Die Seiten in ihrer Reihenfolge.")
    errors: dict[FieldId, Line] = Field(
        {}, description="Feld → Fehler: sein Kürzel oder ein Stück seines Textes. Leer: keiner."
    )
    fees: dict[Name, int] | None = Field(None, description="Gebühr → Betrag in Cent.")
    computed: dict[Name, Answer] | None = Field(None, description="Berechneter Wert → Ergebnis.")
    evidence: tuple[Name, ...] | None = Field(None, description="Die Nachweise, die gebraucht werden.")
    tasks: tuple[Name, ...] | None = Field(None, description="Die Aufgaben, die anfallen.")
    outcome: Name | None = Field(None, description="Das automatische Ergebnis.")
    decided: Decided | None = Field(None, description="automatically oder by_caseworker.")
    deadline: date | None = Field(
        None, description="Bis wann das Amt entscheidet, ohne Verschiebung auf Werktage."
    )
    valid_from: date | None = Field(None, description="Ab wann der Eintrag danach gilt.")
    valid_until: date | None = Field(None, description="Bis wann der Eintrag danach gilt.")
    letter_contains: tuple[Line, ...] = Field((), description="Textstücke, die im Bescheid stehen.")


class Example(Definition):
    """A worked example. A package without examples does not install."""

    title: Line | None = Field(None, description="Was das Beispiel zeigt.")
    today: date = Field(description="Der Tag, an dem abgesendet wird.")
    answers: dict[FieldId, Answer] = Field(description="Feld → Antwort, wie sie gespeichert wird.")
    parameters: dict[Name, Answer | StoredRows] = Field(
        {}, description="Werte der Kommune, wenn nicht die Vorgaben gelten."
    )
    entry: FollowedEntry | None = Field(
        None, description="Der Eintrag, dem eine Folgeleistung folgt; ohne Angabe wurde keiner gefunden."
    )
    held: dict[Name, dict[Name, bool]] = Field(
        {},
        description="Register → Name aus one_per: Ob es schon einen anderen gültigen Eintrag gibt. Ohne Angabe nicht.",
    )
    ruling: Ruling | None = Field(None, description="Was die Sachbearbeitung entscheidet.")
    expect: Expectation = Field(description="Was herauskommen muss.")
