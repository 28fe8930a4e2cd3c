"""What the keys of `service.yaml` and `texts/<lang>.yaml` mean; their JSON Schemas are made from these models."""

import json
from datetime import date
from typing import Any, Literal

from pydantic import Field

from onlineamt.procedure.catalogue.basics import (
    Definition,
    Expression,
    FieldId,
    IsoPeriod,
    Key,
    Line,
    Name,
    OzgId,
    Prose,
    ServiceNumber,
    Typisierung,
    Version,
)
from onlineamt.procedure.catalogue.parameters import (
    BooleanParameter,
    CentsParameter,
    CodesParameter,
    DateParameter,
    IntegerParameter,
    Parameter,
    TableParameter,
    TextParameter,
)
from onlineamt.procedure.catalogue.values import (
    Audience,
    Channel,
    CourtRules,
    DecidedIn,
    FeeDue,
    Land,
    ProcedureLaw,
    RemedyKind,
    Retrieval,
    Rounding,
    ServiceKind,
    TrustLevel,
)

__all__ = [  # what other files take from here although it stands elsewhere
    "BooleanParameter",
    "CentsParameter",
    "CodesParameter",
    "DateParameter",
    "Definition",
    "Expression",
    "FieldId",
    "IntegerParameter",
    "IsoPeriod",
    "Key",
    "Line",
    "Name",
    "OzgId",
    "Parameter",
    "Prose",
    "ServiceNumber",
    "TableParameter",
    "TextParameter",
    "Typisierung",
    "Version",
]


class Fee(Definition):
    """A sum the person owes, computed in whole cents (Gebühr, Steuer)."""

    name: Name = Field(description="Kurzname; Ergebnisse in procedure.yaml und Beispiele nennen ihn.")
    label: Line | None = Field(None, description="Wie die Gebühr auf der Seite und im Bescheid heißt.")
    when: Expression = Field(
        "true", description="CEL: wann sie zu erwarten ist. Unbekannt heißt: noch nicht berechnet."
    )
    amount: Expression = Field(
        description="CEL: Betrag in Cent. Erst malnehmen; geteilt wird einmal und zuletzt."
    )
    rounding: Rounding | None = Field(
        None, description="Was mit Bruchteilen eines Cents geschieht, wenn geteilt wird."
    )
    due: FeeDue = Field(description="Wann bezahlt wird: with_application oder with_decision.")
    legal_basis: Line | None = Field(
        None, description="Rechtsgrundlage der Gebühr, zum Beispiel die Satzung."
    )


class Evidence(Definition):
    """A document the person has to show (Nachweis)."""

    id: Name = Field(description="Kurzname des Nachweises.")
    title: Line = Field(description="Wie der Nachweis heißt.")
    hint: Line | None = Field(None, description="Woran man ihn erkennt oder woher man ihn bekommt.")
    when: Expression = Field("true", description="CEL: wann er gebraucht wird.")
    when_text: Line | None = Field(
        None, description="Dasselbe in Worten, für die Seite vor dem Antrag: „Nur bei großen Hunden“."
    )
    field: FieldId | None = Field(
        None, description="Das Feld, in dem er hochgeladen wird; ohne Feld fordert das Amt ihn an."
    )
    may_follow: bool = Field(True, description="Er darf nachgereicht werden.")
    legal_basis: Line | None = Field(None, description="Warum das Amt ihn verlangen darf.")


class Clock(Definition):
    """A time limit of the office (Frist)."""

    period: IsoPeriod = Field(description="Länge, zum Beispiel P4W.")
    starts: Literal["received", "complete"] = Field(
        "received", description="Ab Eingang oder ab Vollständigkeit."
    )
    legal_basis: Line | None = Field(
        None, description="Vorschrift; ohne Vorschrift ist es ein Ziel des Amtes."
    )


class Clocks(Definition):
    """The time limits of the office."""

    completeness: Clock | None = Field(None, description="Bis wann das Amt sagt, was fehlt.")
    decision: Clock | None = Field(None, description="Bis wann das Amt entscheidet.")
    deemed_approval: Clock | None = Field(
        None, description="Wann der Antrag als genehmigt gilt (§ 42a VwVfG)."
    )


class Remedy(Definition):
    """What somebody can do against the decision (Rechtsbehelf)."""

    kind: RemedyKind = Field(description="Widerspruch, Einspruch, Klage, Antrag bei Gericht oder keiner.")
    period: IsoPeriod | None = Field(None, description="Frist, zum Beispiel P1M.")
    rules: CourtRules | None = Field(
        None,
        description="Wessen Regeln gelten: vwgo, sgg, fgo, owig oder famfg; ohne Angabe die üblichen, meist vwgo.",
    )
    legal_basis: Line | None = Field(None, description="Vorschrift, zum Beispiel § 70 VwGO.")


class Retention(Definition):
    """How long what is kept (Aufbewahrung)."""

    draft: IsoPeriod = Field(
        description="Entwürfe nach der letzten Änderung, höchstens P30D (§ 8a Abs. 3 OZG)."
    )
    closed_case: IsoPeriod = Field(description="Akten nach dem Abschluss.")


class DataProtection(Definition):
    """What the person is told by Art. 13 DSGVO about this service."""

    purpose: Line = Field(description="Wozu die Angaben gebraucht werden.")
    legal_basis: tuple[Line, ...] = Field(min_length=1, description="Rechtsgrundlagen der Verarbeitung.")
    recipients: tuple[Line, ...] = Field(
        description="Wer die Angaben außerhalb des Amtes bekommt; leer: niemand."
    )
    retention: Line = Field(description="Wie lange die Angaben gespeichert werden, in Worten.")
    special_categories: bool = Field(
        False, description="Besondere Kategorien nach Art. 9 DSGVO, etwa Gesundheit."
    )


class Approval(Definition):
    """Who approved the texts, and when (FIM: fachlich freigegeben am, durch)."""

    am: date = Field(description="Tag der fachlichen Freigabe.")
    durch: Line = Field(description="Stelle, die freigegeben hat.")


class OriginalText(Definition):
    """The text of an editorial office that a service's texts were taken from (FIM: Stammtext)."""

    id: Line = Field(description="Kennung der Leistung in der Redaktion.")
    redaktion: Line | None = Field(None, description="Kennung der Redaktion, die sie vergeben hat.")
    version: Line | None = Field(None, description="Fassung des Stammtextes.")
    stand: date | None = Field(None, description="Wann die Redaktion ihn zuletzt geändert hat.")


class Follows(Definition):
    """The register whose entries a service renews, changes or ends (Folgeleistung)."""

    service: Key = Field(description="Leistung, die in das Register einträgt.")
    into: Name = Field(alias="register", description="Register in deren procedure.yaml.")
    unchanged: dict[FieldId, bool | int | str] = Field(
        {},
        description="Feld → Antwort, die schon gegeben hat, wer im eigenen Vorgang „Nichts hat sich geändert: verlängern“ drückt.",
    )

    @property
    def key(self) -> str:
        """The register among all: hund-anmelden/hundemarken."""
        return f"{self.service}/{self.into}"


class ServiceDefinition(Definition):
    """A service as its municipality or its authors describe it: `service.yaml`."""

    key: Key = Field(description="Schlüssel der Leistung, wie der Ordner heißt.")
    version: Version = Field(
        description="Version nach semver.org. Eine installierte Version ändert sich nie mehr."
    )
    title: Line = Field(description="Titel für Bürgerinnen und Bürger.")
    leistungsschluessel: tuple[ServiceNumber, ...] = Field(
        description="Leistungsschlüssel (LeiKa): 99 und 12 Ziffern."
    )
    ohne_leistungsschluessel: Line | None = Field(
        None, description="Warum es keinen Leistungsschlüssel gibt, und wann danach gesucht wurde."
    )
    typisierung: tuple[Typisierung, ...] = Field(
        (),
        description="Wer regelt und wer vollzieht (FIM): 1 Bund, 2/3 Bund und Land oder Kommune, 4 Land, 5 Kommune.",
    )
    ozg_id: OzgId | None = Field(None, description="Nummer im OZG-Umsetzungskatalog.")
    kind: ServiceKind = Field(
        description="Was die Person tut: Antrag, Anzeige, Auskunft, Bestellung, Meldung, Verweis."
    )
    procedure_law: ProcedureLaw = Field(description="Verfahrensrecht, das für die Leistung gilt.")
    procedure_law_basis: Line | None = Field(None, description="Warum es gilt, zum Beispiel § 12 KAG NRW.")
    decided_in: DecidedIn = Field(description="Wo entschieden wird.")
    laender: tuple[Land, ...] = Field(min_length=1, description="Länder, in deren Recht das Paket passt.")
    life_situations: tuple[Key, ...] = Field((), description="Lebenslagen, unter denen die Leistung steht.")
    search_words: tuple[Line, ...] = Field((), description="Wörter, mit denen Menschen die Leistung suchen.")
    audience: tuple[Audience, ...] = Field(min_length=1, description="Für wen die Leistung ist.")
    legal_basis: tuple[Line, ...] = Field(min_length=1, description="Rechtsgrundlagen der Leistung.")
    trust_level: TrustLevel = Field(description="Vertrauensniveau zum Absenden.")
    retrieval: Retrieval = Field(description="Wie der Bescheid geöffnet werden darf.")
    office: Name = Field(description="Art des Amtes; jede Kommune ordnet ihr Amt zu.")
    channels: tuple[Channel, ...] = Field(
        min_length=1, description="Wege, auf denen das Anliegen erledigt werden kann."
    )
    duration: int | None = Field(
        None,
        ge=1,
        le=240,
        description="So viele Minuten dauert das Ausfüllen ungefähr; ohne Angabe wird es aus den Fragen geschätzt.",
    )
    maturity: int = Field(ge=0, le=7, description="Reifegrad nach dem Reifegradmodell 2.0.")
    follows: Follows | None = Field(
        None, description="Folgt einem Eintrag: verlängert, ändert oder beendet ihn."
    )
    parameters: dict[Name, Parameter] = Field({}, description="Werte, die jede Kommune selbst setzt.")
    fees: tuple[Fee, ...] = Field((), description="Gebühren und Steuern.")
    evidence: tuple[Evidence, ...] = Field((), description="Nachweise.")
    clocks: Clocks = Field(Clocks(), description="Fristen des Amtes.")
    remedy: Remedy = Field(description="Rechtsbehelf gegen die Entscheidung.")
    retention: Retention = Field(description="Aufbewahrung und Löschung.")
    data_protection: DataProtection = Field(description="Datenschutzhinweis nach Art. 13 DSGVO.")
    urheber: Line | None = Field(None, description="Wer die Texte verfasst hat (FIM: Urheber).")
    fachliche_freigabe: Approval | None = Field(None, description="Fachliche Freigabe der Texte (FIM).")
    stammtext: OriginalText | None = Field(
        None, description="Nach welchem Text einer Redaktion die Texte geschrieben sind."
    )


class Link(Definition):
    """A link to a page outside."""

    title: Line = Field(description="Wohin der Link führt.")
    url: str = Field(pattern=r"^https://[^\s]+$", max_length=500, description="Adresse mit https://.")


class TextModules(Definition):
    """The text modules of a FIM Leistung. Text in paragraphs, with lists (`- `), **bold** and [links](https://…)."""

    leistungsbezeichnung: Line = Field(description="Bezeichnung im Verwaltungsdeutsch (FIM 02).")
    leistungsbezeichnung_2: Line = Field(description="Bezeichnung für Bürgerinnen und Bürger (FIM 03).")
    begriffe_im_kontext: tuple[Line, ...] = Field((), description="Verwandte Begriffe (FIM 04).")
    teaser: Prose = Field(description="Ein, zwei Sätze für Übersichten (FIM 24).")
    kurztext: Prose = Field(description="Das Wichtigste in Stichpunkten (FIM 05).")
    volltext: Prose = Field(description="Beschreibung der Leistung (FIM 06).")
    handlungsgrundlagen: Prose = Field(description="Vorschriften (FIM 07).")
    erforderliche_unterlagen: Prose = Field(description="Unterlagen (FIM 08).")
    voraussetzungen: Prose = Field(description="Voraussetzungen (FIM 09).")
    kosten: Prose = Field(description="Gebühren und Steuern in Worten (FIM 10).")
    verfahrensablauf: Prose = Field(description="Wie es abläuft (FIM 11).")
    bearbeitungsdauer: Prose = Field(description="Wie lange es dauert (FIM 12).")
    frist: Prose = Field(description="Bis wann die Person handeln muss (FIM 13).")
    formulare: Prose = Field(description="Formulare, Schriftform, persönliches Erscheinen (FIM 14).")
    weiterfuehrende_informationen: tuple[Link, ...] = Field((), description="Links (FIM 15).")
    hinweise: Prose = Field(description="Hinweise und Besonderheiten (FIM 16).")
    zustaendige_stelle: Prose = Field(description="Zuständige Stelle (FIM 22).")
    ansprechpunkt: Prose = Field(description="Ansprechpunkt (FIM 23).")
    rechtsbehelf: Prose = Field(description="Rechtsbehelf in Worten (FIM 25).")


class EvidenceTexts(Definition):
    """The words of a document the person has to show."""

    title: Line = Field(description="Wie der Nachweis heißt.")
    hint: Line | None = Field(None, description="Woran man ihn erkennt oder woher man ihn bekommt.")
    when_text: Line | None = Field(None, description="Wer ihn braucht, in Worten.")


class PlainOutcome(Definition):
    """What an outcome means, in the plain sentences at the head of its letter."""

    decided: Line = Field(description="Was entschieden ist, in einem Satz.")
    to_do: Line | None = Field(None, description="Was die Person außer Zahlen tun muss; ohne Angabe: nichts.")


class DataProtectionTexts(Definition):
    """The data-protection notice in another language; paragraphs of law stay as they are."""

    purpose: Line = Field(description="Wozu die Angaben gebraucht werden.")
    recipients: tuple[Line, ...] = Field(
        (), description="Wer die Angaben bekommt, in der Reihenfolge von service.yaml."
    )
    retention: Line = Field(description="Wie lange die Angaben gespeichert werden.")


class ServiceTexts(Definition):
    """The words of a service in one language: `texts/<lang>.yaml` without its part `form`."""

    title: Line | None = Field(
        None, description="Titel in dieser Sprache; auf Deutsch steht er in service.yaml."
    )
    search_words: tuple[Line, ...] = Field((), description="Suchwörter in dieser Sprache.")
    modules: TextModules = Field(description="Textbausteine nach FIM.")
    parameters: dict[Name, Line] = Field({}, description="Namen der Werte, die auf der Seite stehen.")
    fees: dict[Name, Line] = Field({}, description="Namen der Gebühren.")
    evidence: dict[Name, EvidenceTexts] = Field({}, description="Namen der Nachweise.")
    outcomes: dict[Name, Line] = Field({}, description="Namen der Ergebnisse aus procedure.yaml.")
    registers: dict[Name, Line] = Field(
        {}, description="Wie ein Eintrag der Register aus procedure.yaml heißt, in der Einzahl."
    )
    plain: dict[Name, PlainOutcome] = Field(
        {}, description="Je Ergebnis, was im Brief unter „Das Wichtigste“ steht."
    )
    data_protection: DataProtectionTexts | None = Field(None, description="Datenschutzhinweis.")


def load_service(section: dict[str, Any]) -> ServiceDefinition:
    """Return the definition from the stored section of a frozen version."""
    return ServiceDefinition.model_validate_json(json.dumps(section))


def load_texts(section: dict[str, Any]) -> ServiceTexts:
    """Return the service's words from the stored texts of one language; the form's words stand under `form`."""
    return ServiceTexts.model_validate_json(
        json.dumps({key: part for key, part in section.items() if key != "form"})
    )
