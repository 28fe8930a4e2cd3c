"""What the keys of `procedure.yaml` mean; its JSON Schema is made from these models."""

import json
from collections.abc import Mapping
from contextlib import suppress
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from onlineamt.procedure.catalogue.definition import (
    Definition,
    Expression,
    IsoPeriod,
    Key,
    Line,
    Name,
)
from onlineamt.procedure.catalogue.values import Period
from onlineamt.procedure.forms.definition import GrantedDefinition

NumberScheme = Annotated[
    str, StringConstraints(pattern=r"^[A-Z0-9 /-]*(\{year\}[ /-]?)?\{sequence:0[1-9]\}[A-Z0-9 /-]*$")
]


Source = Annotated[
    str,
    StringConstraints(
        pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*\.[a-z][a-z0-9]*(_[a-z0-9]+)*$",
        max_length=120,
    ),
]
"""An answer (`fahrzeug.kennzeichen`) or a computed value (`computed.gebiet`)."""


class Role(StrEnum):
    """Who does a task."""

    CASEWORKER = "caseworker"
    DECIDER = "decider"


class AutomaticRule(Definition):
    """A decision without a person (§ 35a VwVfG, § 155 Abs. 4 AO): only with a legal basis, never on an unknown fact."""

    outcome: Name = Field(description="Ergebnis aus outcomes.")
    when: Expression = Field(
        description="CEL: wann ohne Menschen entschieden wird. Unbekannt entscheidet nie."
    )
    legal_basis: Line | None = Field(
        None, description="Vorschrift, die die automatische Entscheidung erlaubt."
    )
    sample: int = Field(0, ge=0, le=100, description="Prozent, die zur Stichprobe zuerst ein Mensch ansieht.")


class Check(Definition):
    """A point a caseworker looks at (Prüfschritt)."""

    title: Line = Field(description="Die Frage an die Sachbearbeitung.")
    legal_basis: Line | None = Field(None, description="Vorschrift, nach der geprüft wird.")


class Task(Definition):
    """Work to be done on a case (Aufgabe)."""

    title: Line = Field(description="Was zu tun ist.")
    role: Role = Field(description="Wer es tut: caseworker oder decider.")
    due: IsoPeriod | None = Field(
        None,
        description="Bis wann, gerechnet vom Eingang, bei after: decision vom Tag der Entscheidung, zum Beispiel P10D.",
    )
    after: Literal["decision"] | None = Field(
        None,
        description="decision: Die Aufgabe entsteht mit der Entscheidung, zum Beispiel „Plakette verschicken“. Der Vorgang "
        "wird erst geschlossen, wenn sie erledigt ist.",
    )
    outcomes: tuple[Name, ...] = Field(
        (),
        description="Zu after: decision: Bei welchen Ergebnissen die Aufgabe entsteht. Ohne Angabe bei jedem, das nicht "
        "alles ablehnt.",
    )
    checks: tuple[Name, ...] = Field((), description="Prüfschritte aus checks.")
    four_eyes: bool = Field(False, description="Eine zweite Person muss zustimmen (Vier-Augen-Prinzip).")
    when: Expression = Field(
        "true", description="CEL: wann die Aufgabe anfällt. Unbekannt heißt: sie fällt an."
    )


class RenewEntry(Definition):
    """The entry that is followed counts longer, under its number."""

    act: Literal["renew"] = Field(description="renew: Der Eintrag gilt länger.")
    until: Expression = Field(
        description="CEL: der neue letzte Tag, zum Beispiel date.plus_months(entry.valid_until, 12). today ist hier der Tag "
        "der Entscheidung."
    )
    start: Expression | None = Field(
        None,
        alias="from",
        description="CEL: der erste Tag der neuen Zeit. Ohne Angabe der Tag nach dem bisherigen Ende, nach dessen Ablauf der "
        "Tag der Entscheidung.",
    )
    fields: dict[Source, Source] = Field(
        {}, description="Angabe des Eintrags → Angabe dieses Formulars, die an ihre Stelle tritt."
    )


class ChangeEntry(Definition):
    """The entry that is followed says something else from now on; its validity stays."""

    act: Literal["change"] = Field(description="change: In dem Eintrag steht etwas anderes.")
    fields: dict[Source, Source] = Field(
        min_length=1, description="Angabe des Eintrags → Angabe dieses Formulars, die an ihre Stelle tritt."
    )


class EndEntry(Definition):
    """The entry that is followed ends."""

    act: Literal["end"] = Field(description="end: Der Eintrag endet.")
    on: Expression = Field(description="CEL: der letzte Tag, an dem der Eintrag gilt.")
    reason: Name = Field(
        description="Warum er endet: deregistered, moved, died, passed_on, revoked oder mistake."
    )


EntryAct = Annotated[RenewEntry | ChangeEntry | EndEntry, Field(discriminator="act")]


class Outcome(Definition):
    """What can come of the case (Ergebnis)."""

    title: Line | None = Field(None, description="Wie das Ergebnis heißt.")
    letter: Name = Field(description="Brief in letters/, ohne Endung.")
    enters: Name | None = Field(
        None, alias="register", description="Register, in das die Entscheidung einträgt."
    )
    entry: EntryAct | None = Field(
        None, description="Was mit dem Eintrag geschieht, dem die Leistung folgt (follows in service.yaml)."
    )
    fee: Name | None = Field(
        None, description="Gebühr oder Steuer, die festgesetzt wird, auch wenn ihre Bedingung nicht gilt."
    )
    reasons: Literal["required", "optional", "none"] = Field(
        "none", description="Ob der Bescheid eine eigene Begründung braucht."
    )
    when: Expression = Field(
        "true",
        description="CEL: wann dieses Ergebnis möglich ist. Unbekannt heißt: Ein Mensch darf es wählen.",
    )
    granted: tuple[Name, ...] = Field(
        (),
        description="Namen aus granted: Was die Sachbearbeitung bei diesem Ergebnis selbst festlegt. Ohne Angabe gilt, was "
        "beantragt ist.",
    )
    refuses: Literal["nothing", "part", "all"] = Field(
        "nothing",
        description="Ob es ablehnt, was beantragt war. Eine Anzeige lässt sich nicht ganz ablehnen: Die Pflicht besteht.",
    )


def _check_valid(value: object) -> object:
    """Refuse in one sentence what is neither a period nor `open` nor computed: a union would say three."""
    is_known = value.keys() <= {"from", "until"} if isinstance(value, dict) else isinstance(value, str)
    if isinstance(value, str) and value != "open":
        with suppress(ValueError):
            Period.parse(value)
            return value
        is_known = False
    if not is_known:
        raise ValueError(
            "„valid“ sagt nicht, wie lange ein Eintrag gilt | Schreiben Sie eine Zeitspanne wie P1Y, "
            "oder open, oder {from: …, until: …} mit Ausdrücken, die ein Datum ergeben."
        )
    return value


class Validity(Definition):
    """From when until when an entry counts, computed."""

    start: Expression | None = Field(
        None, alias="from", description="CEL: der erste Tag. Ohne Angabe der Tag der Entscheidung."
    )
    until: Expression | None = Field(None, description="CEL: der letzte Tag. Ohne Angabe, bis er endet.")


class OnePer(Definition):
    """Of what there may be one entry only (eine je Person, eine je Fahrzeug)."""

    fields: tuple[Source, ...] = Field(
        min_length=1, description="Die Angaben, die zusammen dasselbe bezeichnen."
    )
    override: bool = Field(
        False, description="Die Sachbearbeitung darf mit Begründung einen weiteren Eintrag machen."
    )


class Register(Definition):
    """How a decision lasts: a tag, a permit, a plate (Register)."""

    title: Line | None = Field(None, description="Wie ein Eintrag heißt, in der Einzahl: Hundesteuermarke.")
    number: NumberScheme = Field(description="Nummernfolge, zum Beispiel „{year}-{sequence:05}“.")
    fields: tuple[Source, ...] = Field(
        min_length=1,
        description="Angaben, die eingetragen werden; auch berechnete, als computed.gebiet.",
    )
    valid: Annotated[IsoPeriod | Literal["open"] | Validity, BeforeValidator(_check_valid)] = Field(
        description="Wie lange ein Eintrag gilt: eine Zeitspanne ab der Entscheidung, open (bis er endet) oder from und until "
        "als CEL vom Typ Datum; today ist dort der Tag der Entscheidung."
    )
    one_per: dict[Name, tuple[Source, ...] | OnePer] = Field(
        {},
        description="Wovon es nur einen gültigen Eintrag geben soll. Ausdrücke in procedure.yaml lesen "
        "held.<register>.<name>: Es gibt schon einen anderen.",
    )
    shown: tuple[Source, ...] = Field(
        (), description="Angaben ohne Personenbezug, die sieht, wer den Code auf dem Ausweis prüft."
    )
    compared: Source | None = Field(
        None,
        description="Angabe, die jemand zum Code eintippen darf; er erfährt nur, ob sie passt. Zum Beispiel das Kennzeichen.",
    )
    ends_by: Key | None = Field(None, description="Leistung, die einen Eintrag beendet.")
    changed_by: Key | None = Field(None, description="Leistung, die ändert, was in einem Eintrag steht.")
    renewed_by: Key | None = Field(None, description="Leistung, die einen Eintrag verlängert.")
    renew_from: IsoPeriod = Field(
        "P8W", description="Wie lange vor dem Ende die Verlängerung angeboten wird."
    )
    renew_until: IsoPeriod | None = Field(
        None, description="Wie lange nach dem Ende sie noch angeboten wird. Ohne Angabe gar nicht."
    )
    permit: Name | None = Field(
        None, description="Datei in letters/, ohne Endung, die die Mitte der Ausweiskarte setzt."
    )
    remind: IsoPeriod | None = Field(
        None, description="Wie lange vor dem Ende die Person erinnert wird, zum Beispiel P4W."
    )
    reminder: Name | None = Field(
        None, description="Brief in letters/, mit dem erinnert wird, wer keine E-Mail-Adresse bestätigt hat."
    )

    @property
    def limits(self) -> dict[str, OnePer]:
        """Of what there may be one entry only, by name."""
        return {
            name: one if isinstance(one, OnePer) else OnePer(fields=one) for name, one in self.one_per.items()
        }


INFECTED_FILE = "platform:infected_file"  # no name of a package has a colon
PLATFORM_TASKS: Mapping[str, Task] = {
    INFECTED_FILE: Task(
        title="Datei mit Schadsoftware: die Unterlage neu anfordern oder ohne sie weiterarbeiten",
        role=Role.CASEWORKER,
    ),
}
"""What may have to be done in every service."""


class ProcedureDefinition(Definition):
    """How the office deals with what was submitted: `procedure.yaml`."""

    automatic: tuple[AutomaticRule, ...] = Field((), description="Automatische Entscheidungen.")
    checks: dict[Name, Check] = Field({}, description="Prüfschritte für die Sachbearbeitung.")
    tasks: dict[Name, Task] = Field({}, description="Aufgaben.")
    outcomes: dict[Name, Outcome] = Field(min_length=1, description="Mögliche Ergebnisse.")
    granted: GrantedDefinition | None = Field(
        None,
        description="Was bewilligt werden kann, wenn es anders ist als beantragt: weniger, kürzer, später.",
    )
    registers: dict[Name, Register] = Field({}, description="Register, in die Entscheidungen eintragen.")
    confirmation: Name | None = Field(
        None, description="Brief in letters/, mit dem das Amt den Eingang bestätigt."
    )


def load_procedure(section: dict[str, Any]) -> ProcedureDefinition:
    """Return the definition from the stored section of a frozen version."""
    return ProcedureDefinition.model_validate_json(json.dumps(section))
