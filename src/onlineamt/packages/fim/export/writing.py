"""Writes a schema as XDatenfelder 3.0.0, in the order of elements that published schemas have.

What only XDatenfelder 2.0 has a place for (Freigabedatum, who made a group) is left out. `relation` is not written: the model does not
hold it. Source: XDatenfelder 3.0.0 (urn:xoev-de:fim:standard).
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Final
from xml.etree import ElementTree as ET

from onlineamt.packages.fim.model import (
    CodelistReference,
    CodeValue,
    Described,
    Element,
    Field,
    Group,
    Identity,
    LegalBasis,
    Member,
    Precision,
    Rule,
    RulePart,
    Schema,
)

NAMESPACE: Final = "urn:xoev-de:fim:standard:xdatenfelder_3.0.0"
_LISTS: Final = {
    "freigabestatus": ("urn:xoev-de:xprozess:codeliste:status", "2022-07-12"),
    "schemaelementart": ("urn:xoev-de:fim:codeliste:xdatenfelder.schemaelementart", "1.0"),
    "feldart": ("urn:xoev-de:fim:codeliste:xdatenfelder.feldart", "2.0"),
    "datentyp": ("urn:xoev-de:fim:codeliste:xdatenfelder.datentyp", "2.0"),
    "vorbefuellung": ("urn:xoev-de:fim:codeliste:xdatenfelder.vorbefuellung", "1.0"),
    "typ": ("urn:xoev-de:fim:codeliste:xdatenfelder.regeltyp", "1.0"),
    "art": ("urn:xoev-de:fim:codeliste:xdatenfelder.gruppenart", "1.0"),
    "ableitungsmodifikationenStruktur": ("urn:xoev-de:fim:codeliste:xdatenfelder.ableitungsmodifikationenStruktur", "1.0"),
    "ableitungsmodifikationenRepraesentation": (
        "urn:xoev-de:fim:codeliste:xdatenfelder.ableitungsmodifikationenRepraesentation",
        "1.0",
    ),
}  # fmt: skip


def write_schema(schema: Schema) -> bytes:
    """Return a schema as an XML document in UTF-8."""
    ET.register_namespace("xdf", NAMESPACE)
    root = ET.Element(_named("xdatenfelder.stammdatenschema.0102"))
    head = _add(root, "header")
    _say(head, "nachrichtID", schema.message_id)
    _say(head, "erstellungszeitpunkt", _instant(schema.written_at))
    _schema(_add(root, "stammdatenschema"), schema)
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _schema(node: ET.Element, schema: Schema) -> None:
    _described(node, schema)
    _keywords(node, schema)
    _say(node, "bezeichnung", schema.label)
    _say(node, "hilfetext", schema.help)
    _code(node, "ableitungsmodifikationenStruktur", schema.structure_change)
    _code(node, "ableitungsmodifikationenRepraesentation", schema.presentation_change)
    if schema.profile:
        _identity(node, "dokumentsteckbrief", schema.profile)
    _rules(node, schema.rules)
    _members(node, schema.members)


def _described(node: ET.Element, one: Described) -> None:
    _identity(node, "identifikation", one)
    _say(node, "name", one.name)
    _say(node, "beschreibung", one.description)
    _say(node, "definition", one.definition)
    _bases(node, one.legal_bases)
    _code(node, "freigabestatus", one.status.code if one.status else "")
    _say(node, "statusGesetztAm", _day(one.status_set_on))
    _say(node, "statusGesetztDurch", one.status_set_by)
    _say(node, "gueltigAb", _day(one.valid_from))
    _say(node, "gueltigBis", _day(one.valid_until))
    _say(node, "versionshinweis", one.version_note)
    _say(node, "veroeffentlichungsdatum", _day(one.published_on))
    _say(node, "letzteAenderung", _instant(one.changed_at))


def _element(node: ET.Element, one: Element) -> None:
    _described(node, one)
    _keywords(node, one)
    _say(node, "bezeichnungEingabe", one.label)
    _say(node, "bezeichnungAusgabe", one.label_output)
    _code(node, "schemaelementart", one.element_kind or "")
    _say(node, "hilfetextEingabe", one.help)
    _say(node, "hilfetextAusgabe", one.help_output)


def _group(node: ET.Element, group: Group) -> None:
    _element(node, group)
    _code(node, "art", group.kind or "")
    _rules(node, group.rules)
    _members(node, group.members)


def _field(node: ET.Element, one: Field) -> None:
    _element(node, one)
    _code(node, "feldart", one.kind or "")
    _code(node, "datentyp", one.data_type or "")
    _precision(node, one.precision)
    _say(node, "inhalt", one.content)
    _code(node, "vorbefuellung", one.prefill or "")
    _values(node, one.values)
    _codelist(node, one.codelist)
    _rules(node, one.rules)
    _say(node, "maxSize", "" if one.max_bytes is None else str(one.max_bytes))
    for media_type in one.media_types:
        _say(node, "mediaType", media_type)


def _precision(node: ET.Element, precision: Precision) -> None:
    given = {
        "minLength": precision.min_length,
        "maxLength": precision.max_length,
        "minValue": precision.min_value,
        "maxValue": precision.max_value,
        "pattern": precision.pattern,
    }
    attributes = {name: str(value) for name, value in given.items() if value not in {None, ""}}
    if attributes or precision.note:
        _add(node, "praezisierung", **attributes).text = precision.note or None


def _values(node: ET.Element, values: Iterable[CodeValue]) -> None:
    held = None
    for value in values:
        held = _add(node, "werte") if held is None else held
        one = _add(held, "wert")
        _say(one, "code", value.code)
        _say(one, "name", value.name)
        _say(one, "hilfe", value.help)


def _codelist(node: ET.Element, reference: CodelistReference | None) -> None:
    if reference is None:
        return
    held = _add(node, "codelisteReferenz")
    _say(held, "canonicalIdentification", reference.canonical_id)
    _say(held, "version", reference.version)
    _say(held, "canonicalVersionUri", reference.version_uri)
    _say(node, "codeKey", reference.code_column)
    _say(node, "nameKey", reference.name_column)
    _say(node, "helpKey", reference.help_column)


def _rules(node: ET.Element, rules: Iterable[Rule]) -> None:
    for rule in rules:
        held = _add(node, "regel")
        _identity(held, "identifikation", rule)
        _say(held, "name", rule.name)
        _say(held, "beschreibung", rule.description)
        _say(held, "freitextRegel", rule.text)
        _bases(held, rule.legal_bases)
        _keywords(held, rule)
        _say(held, "fachlicherErsteller", rule.creator)
        _say(held, "letzteAenderung", _instant(rule.changed_at))
        _code(held, "typ", rule.kind or "")
        for name, parts in (("param", rule.parameters), ("ziel", rule.targets)):
            _rule_parts(held, name, parts)
        _say(held, "skript", rule.script)
        _rule_parts(held, "fehler", rule.errors)


def _rule_parts(node: ET.Element, name: str, parts: Iterable[RulePart]) -> None:
    for part in parts:
        held = _add(node, name)
        for inner, text in part.texts:
            _say(held, inner, text)


def _members(node: ET.Element, members: Iterable[Member]) -> None:
    for member in members:
        place = _add(node, "struktur")
        _say(place, "anzahl", f"{member.minimum}:{'*' if member.maximum is None else member.maximum}")
        _bases(place, member.legal_bases)
        held = _add(place, "enthaelt")
        if isinstance(member.element, Group):
            _group(_add(held, "datenfeldgruppe"), member.element)
        else:
            _field(_add(held, "datenfeld"), member.element)


def _identity(node: ET.Element, name: str, identity: Identity) -> None:
    held = _add(node, name)
    _say(held, "id", identity.id)
    _say(held, "version", identity.version)


def _bases(node: ET.Element, bases: Iterable[LegalBasis]) -> None:
    for basis in bases:
        attributes = {"link": basis.link} if basis.link else {}
        _add(node, "bezug", **attributes).text = basis.text


def _keywords(node: ET.Element, one: Described) -> None:
    for keyword in one.keywords:
        attributes = {"uri": keyword.uri} if keyword.uri else {}
        _add(node, "stichwort", **attributes).text = keyword.text


def _code(node: ET.Element, name: str, code: str) -> None:
    if code:
        uri, version = _LISTS[name]
        held = _add(node, name, listURI=uri, listVersionID=version)
        ET.SubElement(held, "code").text = code


def _say(node: ET.Element, name: str, text: str) -> None:
    if text:
        _add(node, name).text = text


def _add(node: ET.Element, name: str, **attributes: str) -> ET.Element:
    return ET.SubElement(node, _named(name), attributes)


def _named(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _instant(instant: datetime | None) -> str:
    return "" if instant is None else instant.astimezone(UTC).isoformat()
