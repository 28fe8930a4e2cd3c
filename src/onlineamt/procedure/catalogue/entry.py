"""What the keys of a catalogue entry mean: a service that is described here and done elsewhere, or not yet online."""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import Field

from onlineamt.procedure.catalogue.definition import (
    Definition,
    Key,
    Line,
    Link,
    Name,
    Prose,
    ServiceNumber,
    Version,
)
from onlineamt.procedure.catalogue.values import Audience, Channel, ServiceKind


class EntryModules(Definition):
    """The text modules an entry may have; names and numbers as in the FIM text modules of a service."""

    teaser: Prose = Field(description="Ein, zwei Sätze (FIM 24).")
    volltext: Prose | None = Field(None, description="Beschreibung (FIM 06).")
    erforderliche_unterlagen: Prose | None = Field(None, description="Unterlagen (FIM 08).")
    voraussetzungen: Prose | None = Field(None, description="Voraussetzungen (FIM 09).")
    kosten: Prose | None = Field(None, description="Kosten in Worten (FIM 10).")
    verfahrensablauf: Prose | None = Field(None, description="Wie es abläuft (FIM 11).")
    bearbeitungsdauer: Prose | None = Field(None, description="Wie lange es dauert (FIM 12).")
    frist: Prose | None = Field(None, description="Bis wann die Person handeln muss (FIM 13).")
    hinweise: Prose | None = Field(None, description="Hinweise (FIM 16).")
    begriffe_im_kontext: tuple[Line, ...] = Field((), description="Verwandte Begriffe (FIM 04).")
    weiterfuehrende_informationen: tuple[Link, ...] = Field((), description="Links (FIM 15).")


class EntryTexts(Definition):
    """The words of an entry in one language."""

    title: Line | None = Field(None, description="Titel in dieser Sprache; auf Deutsch steht er oben.")
    search_words: tuple[Line, ...] = Field((), description="Suchwörter in dieser Sprache.")
    modules: EntryModules = Field(description="Textbausteine.")


class EntryDefinition(Definition):
    """A service without form and procedure: how it is reached today, or where it is done."""

    key: Key = Field(description="Schlüssel der Leistung.")
    version: Version = Field(description="Version; eine veröffentlichte Version ändert sich nie mehr.")
    title: Line = Field(description="Titel für Bürgerinnen und Bürger.")
    kind: ServiceKind = Field(description="Was die Person tut.")
    leistungsschluessel: tuple[ServiceNumber, ...] = Field(
        (), description="Leistungsschlüssel, wenn bekannt."
    )
    audience: tuple[Audience, ...] = Field(min_length=1, description="Für wen die Leistung ist.")
    office: Name = Field(description="Art des Amtes, das Fragen beantwortet.")
    channels: tuple[Channel, ...] = Field(description="Wege bei uns; leer, wenn es nur woanders geht.")
    link: Link | None = Field(None, description="Wo die Leistung online erledigt wird, wenn nicht hier.")
    maturity: int = Field(ge=0, le=1, description="Reifegrad: 0 nur vor Ort, 1 Auskunft online.")
    life_situations: tuple[Key, ...] = Field((), description="Lebenslagen, unter denen die Leistung steht.")
    search_words: tuple[Line, ...] = Field((), description="Wörter, mit denen Menschen die Leistung suchen.")
    legal_basis: tuple[Line, ...] = Field((), description="Rechtsgrundlagen.")
    is_sample: bool = Field(False, description="Ein Beispiel der Musterwelt; die Seite sagt es.")
    texts: dict[str, EntryTexts] = Field(min_length=1, description="Wörter je Sprache.")


def load_entry(written: Mapping[str, Any]) -> EntryDefinition:
    """Return the entry that plain values describe, as they are read from a file. Raises ValidationError."""
    return EntryDefinition.model_validate_json(json.dumps(written))
