"""Schemas of XDatenfelder 2.0 and 3.0 (FITKO), read into one model."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from onlineamt.packages.fim import elements as read
from onlineamt.packages.fim.elements import Notes
from onlineamt.packages.fim.errors import refuse
from onlineamt.packages.fim.model import (
    Code,
    CodelistReference,
    DataType,
    ElementKind,
    Field,
    FieldType,
    Group,
    Identity,
    Member,
    Precision,
    Prefill,
    Properties,
    Rule,
    Schema,
    Standard,
)
from onlineamt.packages.fim.xml import Node, read_tree

_SKIPPED: Final = frozenset({"relation"})
_NAMESPACES: Final = (
    (re.compile(r"urn:xoev-de:fim:standard:xdatenfelder_3(\.\d+)*"), Standard.XDF3),
    (re.compile(r"urn:xoev-de:fim:standard:xdatenfelder_2(\.\d+)*"), Standard.XDF2),
)
_ROOTS: Final = {
    "xdatenfelder.stammdatenschema.0102": "stammdatenschema",
    "xdatenfelder.datenfeldgruppe.0103": "datenfeldgruppe",
    "xdatenfelder.datenfeld.0104": "datenfeld",
}
_EMPTY_SCRIPT = re.compile(r"\s*(function\s+script\s*\(\s*\)\s*\{\s*\})?\s*")
_ID = {Standard.XDF2: r"[SGFRCDB]\d{8}", Standard.XDF3: r"[SGFRCDB]\d{11}"}
_COMMON = frozenset(
    [
        "identifikation",
        "name",
        "bezeichnungEingabe",
        "bezeichnungAusgabe",
        "beschreibung",
        "definition",
        "bezug",
        "status",
        "freigabestatus",
        "statusGesetztAm",
        "statusGesetztDurch",
        "gueltigAb",
        "gueltigBis",
        "fachlicherErsteller",
        "versionshinweis",
        "freigabedatum",
        "veroeffentlichungsdatum",
        "letzteAenderung",
        "stichwort",
        "regel",
    ]
)
_HELP = frozenset({"hilfetextEingabe", "hilfetextAusgabe", "schemaelementart"})
_IN_SCHEMA = _COMMON | {
    "bezeichnung", "hilfetext", "struktur", "ableitungsmodifikationenStruktur",
    "ableitungsmodifikationenRepraesentation", "dokumentsteckbrief",
}  # fmt: skip
_IN_GROUP = _COMMON | _HELP | {"struktur", "art"}
_IN_FIELD = _COMMON | _HELP | {
    "feldart", "datentyp", "praezisierung", "inhalt", "vorbefuellung", "werte", "codelisteReferenz", "codeKey",
    "nameKey", "helpKey", "maxSize", "mediaType",
}  # fmt: skip
_IN_RULE = _COMMON | {"freitextRegel", "script", "skript", "typ", "param", "ziel"}


def read_schema(data: bytes) -> Schema:
    """Return what a file of XDatenfelder says. A single group or field becomes a schema around it.

    Raises FimRefused with everything that keeps it from being read.
    """
    root = read_tree(data, skip=_SKIPPED)
    standard = _standard_of(root)
    what = _ROOTS.get(root.name)
    if what is None:
        raise refuse(
            f"„{root.name}“ ist keine Nachricht, die wir lesen: Erwartet wird ein Stammdatenschema (0102), eine "
            "Datenfeldgruppe (0103) oder ein Datenfeld (0104).",
            root.line,
        )
    content = root.first(what)
    if content is None:
        raise refuse(f"In der Nachricht fehlt „{what}“.", root.line)
    return _SchemaReader(standard).read(root, content)


def _standard_of(root: Node) -> Standard:
    for pattern, standard in _NAMESPACES:
        if pattern.fullmatch(root.namespace):
            return standard
    found = root.namespace or "keiner"
    if "xdatenfelder" in root.namespace.lower() or "fim" in root.namespace.lower():
        raise refuse(
            f"Diese Fassung des Standards lesen wir nicht (Namensraum {found}). Wir lesen XDatenfelder 2.0 und 3.0; "
            "das FIM-Portal wandelt ältere Dateien um.",
            root.line,
        )
    raise refuse(
        f"Das ist keine FIM-Datei: Der Namensraum ist {found}. Wir lesen XDatenfelder 2.0 und 3.0.", root.line
    )


class _SchemaReader:
    """Reads one file. The same group or field may stand in many places; each place is read by itself."""

    def __init__(self, standard: Standard) -> None:
        self._standard = standard
        self._notes = Notes()
        self._around: list[str] = []  # ids of the groups that are being read

    def read(self, root: Node, content: Node) -> Schema:
        header = root.first("header")
        if content.name == "stammdatenschema":
            schema = self._schema(content, header)
        else:
            member = Member(self._element(content))
            schema = Schema(
                Identity("S" + member.element.identity.id[1:], member.element.identity.version),
                member.element.other,
                self._standard,
                (member,),
            )
        self._notes.raise_problems()
        return _with_remarks(schema, self._notes)

    def _schema(self, node: Node, header: Node | None) -> Schema:
        self._notes.unknown(node, _IN_SCHEMA)
        profile = read.one(node, "dokumentsteckbrief", self._notes)
        named = self._identity(node)
        return Schema(
            named,
            self._properties(node),
            self._standard,
            self._members(node),
            self._rules(node),
            Identity(profile.said("id"), profile.said("version")) if profile else None,
            read.code(node, "ableitungsmodifikationenStruktur", self._notes),
            read.code(node, "ableitungsmodifikationenRepraesentation", self._notes),
            header.said("nachrichtID") if header else "",
            header.said("erstellungszeitpunkt") if header else "",
        )

    def _identity(self, node: Node) -> Identity:
        return read.identity(node, self._notes, _ID[self._standard])

    def _properties(self, node: Node) -> Properties:
        def said(name: str) -> str:
            return read.text(node, name, self._notes)

        kind = read.code(node, "schemaelementart", self._notes)
        if kind and kind not in set(ElementKind):
            self._notes.odd(f"Die Schemaelementart „{kind}“ gibt es nicht.", node)
        return Properties(
            name=said("name"),
            label_in=said("bezeichnungEingabe") or said("bezeichnung"),
            label_out=said("bezeichnungAusgabe"),
            help_in=said("hilfetextEingabe") or said("hilfetext"),
            help_out=said("hilfetextAusgabe"),
            description=said("beschreibung"),
            definition=said("definition"),
            legal_bases=read.legal_bases(node),
            keywords=read.keywords(node),
            kind=ElementKind(kind) if kind in set(ElementKind) else None,
            status=self._status(node),
            status_set_on=said("statusGesetztAm") or said("freigabedatum"),
            status_set_by=said("statusGesetztDurch"),
            valid_from=said("gueltigAb"),
            valid_until=said("gueltigBis"),
            creator=said("fachlicherErsteller"),
            version_note=said("versionshinweis"),
            published_on=said("veroeffentlichungsdatum"),
            changed_at=said("letzteAenderung"),
        )

    def _status(self, node: Node) -> str:
        name = "status" if self._standard is Standard.XDF2 else "freigabestatus"
        found = read.code(node, name, self._notes)
        known = {"inVorbereitung", "aktiv", "inaktiv"} if self._standard is Standard.XDF2 else set("12345678")
        if found and found not in known:
            self._notes.wrong(f"Den Code „{found}“ gibt es unter „{name}“ nicht.", node)
        return found

    def _members(self, node: Node) -> tuple[Member, ...]:
        found = (self._member(place) for place in node.all("struktur"))
        return tuple(member for member in found if member is not None)

    def _member(self, place: Node) -> Member | None:
        self._notes.unknown(place, {"anzahl", "bezug", "enthaelt"})
        held = read.one(place, "enthaelt", self._notes)
        inside = (
            [one for one in held.children if one.name in {"datenfeld", "datenfeldgruppe"}] if held else []
        )
        if len(inside) != 1:
            self._notes.wrong("Eine „struktur“ enthält genau ein Datenfeld oder eine Datenfeldgruppe.", place)
            return None
        if inside[0].said("identifikation", "id") in self._around:
            self._notes.wrong("Eine Datenfeldgruppe enthält sich selbst.", inside[0])
            return None
        if place.said("anzahl").replace(" ", "") == "0:0":
            self._notes.odd("„anzahl“ ist 0:0: Das Element kommt nicht vor und bleibt weg.", place)
            return None
        least, most = read.occurs(place, self._notes)
        return Member(self._element(inside[0]), least, most, read.legal_bases(place))

    def _element(self, node: Node) -> Field | Group:
        return self._field(node) if node.name == "datenfeld" else self._group(node)

    def _group(self, node: Node) -> Group:
        self._notes.unknown(node, _IN_GROUP)
        named = self._identity(node)
        self._around.append(named.id)
        art = read.code(node, "art", self._notes)
        if art not in {"", "X"}:
            self._notes.odd(
                f"Die Gruppenart „{art}“ gibt es nicht; gelesen wird eine gewöhnliche Gruppe.", node
            )
        members = self._members(node)
        self._around.pop()
        if not members:
            self._notes.odd(f"Die Gruppe {named} ist leer.", node)
        return Group(named, self._properties(node), members, art == "X", self._rules(node), node.line)

    def _field(self, node: Node) -> Field:
        self._notes.unknown(node, _IN_FIELD)
        field_type = read.known_code(node, "feldart", FieldType, FieldType.INPUT, self._notes)
        prefill = Prefill.NONE
        if node.first("vorbefuellung"):
            prefill = read.known_code(node, "vorbefuellung", Prefill, Prefill.NONE, self._notes)
        size = read.whole_number(read.text(node, "maxSize", self._notes), "maxSize", node, self._notes)
        return Field(
            identity=self._identity(node),
            other=self._properties(node),
            field_type=field_type,
            data_type=read.known_code(node, "datentyp", DataType, DataType.TEXT, self._notes),
            precision=self._precision(node),
            content=read.text(node, "inhalt", self._notes),
            prefill=prefill,
            codelist=self._codelist(node),
            codes=self._codes(node),
            rules=self._rules(node),
            max_size=size,
            media_types=tuple(one.text for one in node.all("mediaType") if one.text),
            line=node.line,
        )

    def _precision(self, node: Node) -> Precision:
        found = read.one(node, "praezisierung", self._notes)
        if found is None:
            return Precision()
        said: Mapping[str, Any] = found.attributes
        if self._standard is Standard.XDF2:
            said = _said_as_json(found.text)
            if found.text and not said and found.text != "{}":
                self._notes.odd(
                    f"Die Präzisierung „{found.text[:200]}“ ist ein Satz; sie bleibt als Hinweis.", found
                )
        known = {"minLength", "maxLength", "minValue", "maxValue", "pattern", "note"}
        for name in said.keys() - known:
            self._notes.odd(f"Die Präzisierung „{name}“ kennt der Standard nicht; sie bleibt weg.", found)

        def value(name: str) -> str:
            return str(said.get(name) if said.get(name) is not None else "").strip()

        return Precision(
            read.whole_number(value("minLength"), "minLength", found, self._notes),
            read.whole_number(value("maxLength"), "maxLength", found, self._notes),
            read.number(value("minValue"), "minValue", found, self._notes),
            read.number(value("maxValue"), "maxValue", found, self._notes),
            value("pattern"),
        )

    def _codelist(self, node: Node) -> CodelistReference | None:
        found = read.one(node, "codelisteReferenz", self._notes)
        if found is None:
            return None
        inner = found.first("genericodeIdentification") or found
        columns = {name: inner.said(name) or node.said(name) for name in ("codeKey", "nameKey", "helpKey")}
        named = found.first("identifikation")
        return CodelistReference(
            inner.said("canonicalIdentification"),
            inner.said("version"),
            inner.said("canonicalVersionUri"),
            columns["codeKey"],
            columns["nameKey"],
            columns["helpKey"],
            Identity(named.said("id"), named.said("version")) if named else None,
        )

    def _codes(self, node: Node) -> tuple[Code, ...]:
        found = read.one(node, "werte", self._notes)
        return tuple(
            Code(one.said("code"), one.said("name"), one.said("hilfe"))
            for one in (found.all("wert") if found else ())
        )

    def _rules(self, node: Node) -> tuple[Rule, ...]:
        return tuple(self._rule(one) for one in node.all("regel"))

    def _rule(self, node: Node) -> Rule:
        self._notes.unknown(node, _IN_RULE)
        script = node.said("script") or node.said("skript")
        if self._standard is Standard.XDF2:
            said = node.said("definition") or node.said("beschreibung")
        else:
            said = node.said("freitextRegel")
        targets = [one.said("id") or one.text for name in ("param", "ziel") for one in node.all(name)]
        return Rule(
            identity=self._identity(node),
            name=read.text(node, "name", self._notes),
            text=said,
            script="" if _EMPTY_SCRIPT.fullmatch(script) else script,
            kind=read.code(node, "typ", self._notes),
            targets=tuple(filter(None, targets)),
            other=self._properties(node),
            line=node.line,
        )


def _said_as_json(text: str) -> dict[str, Any]:
    try:
        said = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _with_remarks(schema: Schema, notes: Notes) -> Schema:
    return replace(schema, remarks=notes.all_remarks())
