"""What XDatenfelder 2.0 and 3.0 read alike; each standard adds how it writes status, law, limits, lists and rules."""

import re
from abc import ABC, abstractmethod
from dataclasses import fields
from typing import Any

from onlineamt.packages.fim.described import (
    RULE,
    history_of,
    identity_of,
    keywords_of,
    media_types_of,
    name_of,
    profile_of,
    values_of,
)
from onlineamt.packages.fim.facts import coded, how_often, instant, whole
from onlineamt.packages.fim.model import (
    CodelistReference,
    DataType,
    Described,
    ElementKind,
    Field,
    FieldKind,
    Group,
    GroupKind,
    Identity,
    LegalBasis,
    Member,
    Origin,
    Precision,
    Prefill,
    Rule,
    Schema,
    Standard,
    Status,
)
from onlineamt.packages.fim.notes import Notes, shown
from onlineamt.packages.fim.parts import Parts
from onlineamt.packages.fim.xml import Document, Node

_EMPTY_FUNCTION = re.compile(r"function\w{0,80}\(\w{0,80}\)\{;?\};?")


class SchemaReader(ABC):
    """Reads one file; remarks and errors go to its notes."""

    standard: Standard
    id_digits: int
    status_name: str
    statuses: dict[str, str]

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self._within: list[Identity] = []  # the groups that are open
        self._circular: set[Identity] = set()  # they differ from what they contain, of course
        self._first: dict[Identity, Group | Field] = {}

    def read(self, document: Document, origin: Origin) -> Schema:
        """Return the schema of a file; a single group or field becomes its only member. Raises FimRefused."""
        message = Parts(document.root, self.notes)
        head = self._head(message)
        node = message.one(origin.value, decides=True)
        message.finish()
        if node is None:
            raise self.notes.refuse(
                document.root.place, "fim.missing", f"In der Datei fehlt <{origin.value}>.",
                "Laden Sie sie noch einmal aus dem FIM-Portal herunter.",
            )  # fmt: skip
        facts = self._schema(node) if origin is Origin.SCHEMA else self._wrapped(node, origin)
        return Schema(
            standard=self.standard,
            namespace=document.namespace,
            origin=origin,
            **head,
            **facts,
            remarks=self.notes.remarks(),
        )

    @abstractmethod
    def legal_bases(self, parts: Parts) -> tuple[LegalBasis, ...]:
        """Return every Bezug of an element or place."""

    @abstractmethod
    def precision(self, parts: Parts) -> Precision:
        """Return the Präzisierung of a field."""

    @abstractmethod
    def codelist(self, parts: Parts) -> CodelistReference | None:
        """Return the code list a field refers to, None where it refers to none."""

    @abstractmethod
    def rule_facts(self, parts: Parts, definition: str) -> dict[str, Any]:
        """Return what a rule says: `text` and `definition`, and `kind` and parts where the standard has them."""

    def _head(self, message: Parts) -> dict[str, Any]:
        node = message.one("header")
        if node is None:
            self.notes.remark(message.node.place, "fim.missing", "In der Datei fehlt <header>.", "Sie wurde trotzdem gelesen.")  # fmt: skip
            return {}
        parts = Parts(node, self.notes)
        head = {
            "message_id": parts.short("nachrichtID"),
            "written_at": instant(parts, "erstellungszeitpunkt"),
        }
        parts.finish()
        return head

    def _schema(self, node: Node) -> dict[str, Any]:
        parts = Parts(node, self.notes)
        facts = self._described(parts, "S") | {
            "structure_change": parts.code("ableitungsmodifikationenStruktur")[0],
            "presentation_change": parts.code("ableitungsmodifikationenRepraesentation")[0],
            "profile": profile_of(parts),
            "rules": self._rules(parts),
            "members": self._members(parts),
        }
        parts.finish()
        self.notes.leave()
        return facts

    def _wrapped(self, node: Node, origin: Origin) -> dict[str, Any]:
        element = self._group(node) if origin is Origin.GROUP else self._field(node)
        facts = {one.name: getattr(element, one.name) for one in fields(Described)}
        return facts | {"members": (Member(minimum=1, maximum=1, element=element, line=element.line),)}

    def _described(self, parts: Parts, letter: str) -> dict[str, Any]:
        """Read what is said of everything. From here on the notes speak of this element, until they leave it."""
        identity = identity_of(parts, letter, self.id_digits)
        self.notes.enter(identity.id)
        label = parts.short("bezeichnungEingabe") or parts.short("bezeichnung")
        facts = {
            "id": identity.id,
            "version": identity.version,
            "label": label,
            "label_output": parts.short("bezeichnungAusgabe"),
            "description": parts.long("beschreibung"),
            "definition": parts.long("definition"),
            "help": parts.long("hilfetextEingabe") or parts.long("hilfetext"),
            "help_output": parts.long("hilfetextAusgabe"),
            "legal_bases": self.legal_bases(parts),
            "keywords": keywords_of(parts),
            "status": self._status(parts),
            "line": parts.node.line,
        }
        return facts | history_of(parts) | {"name": name_of(parts, label or identity.id)}

    def _status(self, parts: Parts) -> Status | None:
        code, place = parts.code(self.status_name)
        if code and code not in self.statuses:
            known = ", ".join(f"{one} ({meaning})" for one, meaning in self.statuses.items())
            self.notes.remark(
                place,
                "fim.unknown-code",
                f"Den Code „{shown(code)}“ gibt es für <{self.status_name}> nicht.",
                f"Erlaubt sind: {known}.",
            )
        return Status(code=code, meaning=self.statuses.get(code, "")) if code else None

    def _rules(self, parts: Parts) -> tuple[Rule, ...]:
        return tuple(self._rule(node) for node in parts.all("regel"))

    def _rule(self, node: Node) -> Rule:
        parts = Parts(node, self.notes)
        facts = self._described(parts, RULE)
        facts |= self.rule_facts(parts, facts["definition"])
        script = parts.verbatim("skript") or parts.verbatim("script")
        if _EMPTY_FUNCTION.fullmatch("".join(script.split())):
            script = ""
        rule = Rule(**facts, script=script)
        parts.finish()
        self.notes.leave()
        return rule

    def _members(self, parts: Parts) -> tuple[Member, ...]:
        members = tuple(one for node in parts.all("struktur") for one in self._places(node))
        if not members:
            self.notes.remark(
                parts.node.place, "fim.empty", f"<{parts.node.name}> enthält kein Feld und keine Gruppe.",
                "Prüfen Sie, ob etwas fehlt.",
            )  # fmt: skip
        return members

    def _places(self, node: Node) -> list[Member]:
        parts = Parts(node, self.notes)
        held = parts.one("enthaelt", decides=True)
        self.notes.enter(_id_in(held) if held else "")
        least, most = how_often(parts)
        bases = self.legal_bases(parts)
        parts.finish()
        self.notes.leave()
        elements = self._elements(held) if held else []
        if len(elements) != 1:
            said = "mehrere Elemente" if elements else "weder ein Feld noch eine Gruppe"
            self.notes.remark(
                node.place,
                "fim.structure",
                f"<struktur> enthält {said}.",
                "Genau ein Feld oder eine Gruppe gehört hinein.",
            )
        return [
            Member(minimum=least, maximum=most, element=one, legal_bases=bases, line=node.line)
            for one in elements
        ]

    def _elements(self, held: Node) -> list[Group | Field]:
        parts = Parts(held, self.notes)
        found: list[Group | Field] = []
        for node in parts.among("datenfeldgruppe", "datenfeld"):
            element = self._group(node) if node.name == "datenfeldgruppe" else self._field(node)
            self._compare(element, node)
            found.append(element)
        parts.finish()
        return found

    def _compare(self, element: Group | Field, node: Node) -> None:
        identity = Identity(id=element.id, version=element.version)
        first = self._first.setdefault(identity, element)
        if element.id and identity not in self._circular and first != element:
            self.notes.remark(
                node.place,
                "fim.differs",
                f"{element.id} steht in derselben Fassung mit anderem Inhalt schon in Zeile {first.line}.",
                "Jede Stelle wurde so gelesen, wie sie dasteht. Prüfen Sie, welche gilt.",
            )

    def _group(self, node: Node) -> Group:
        parts = Parts(node, self.notes)
        facts = self._described(parts, "G")
        identity = Identity(id=facts["id"], version=facts["version"])
        if identity in self._within:
            self._circular.add(identity)
            self.notes.remark(
                node.place,
                "fim.circle",
                f"Die Gruppe {identity.id} enthält sich selbst.",
                "Gelesen wurde, was die Datei ausschreibt. Prüfen Sie den Aufbau.",
            )
        self._within.append(identity)
        group = Group(
            **facts,
            element_kind=coded(parts, "schemaelementart", ElementKind),
            kind=coded(parts, "art", GroupKind),
            rules=self._rules(parts),
            members=self._members(parts),
        )
        self._within.pop()
        parts.finish()
        self.notes.leave()
        return group

    def _field(self, node: Node) -> Field:
        parts = Parts(node, self.notes)
        size, place = parts.placed("maxSize")
        one = Field(
            **self._described(parts, "F"),
            element_kind=coded(parts, "schemaelementart", ElementKind),
            kind=coded(parts, "feldart", FieldKind, is_needed=True),
            data_type=coded(parts, "datentyp", DataType, is_needed=True),
            precision=self.precision(parts),
            content=parts.verbatim("inhalt"),
            prefill=coded(parts, "vorbefuellung", Prefill),
            codelist=self.codelist(parts),
            values=values_of(parts),
            rules=self._rules(parts),
            max_bytes=whole(size, "maxSize", place, self.notes),
            media_types=media_types_of(parts),
        )
        parts.finish()
        self.notes.leave()
        return one


def _id_in(held: Node) -> str:
    """Return the id of the element in a place before it is read, so that what is said of the place names it."""
    element = next(iter(held.children), None)
    identity = element.child("identifikation") if element else None
    named = identity.child("id") if identity else None
    return named.text if named else ""
