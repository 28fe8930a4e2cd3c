"""What both standards say of anything, read from its parts: id and version, name, keywords, history, values."""

import re
from typing import Any

from onlineamt.packages.fim.facts import day, instant
from onlineamt.packages.fim.model import CodeValue, Identity, Keyword
from onlineamt.packages.fim.notes import Notes, shown
from onlineamt.packages.fim.parts import Parts, as_line
from onlineamt.packages.fim.xml import Node

RULE = "R"
NAMELESS = "Der Verweis auf eine Codeliste nennt keine <canonicalIdentification>."
NAME_IT = "Ergänzen Sie die Kennung der Liste, zum Beispiel urn:de:fim:codeliste:…."
_MEDIA_TYPE = re.compile(r"[\w.+-]{1,80}/(?:[\w.+-]{1,120}|\*)", re.ASCII)


def identity_of(parts: Parts, letter: str, digits: int) -> Identity:
    """Return id and version. Without an id a rule can still be read, anything else is an error."""
    node = parts.one("identifikation", decides=True)
    inside = Parts(node, parts.notes) if node else None
    given, place = inside.placed("id", decides=True) if inside else ("", parts.node.place)
    version = inside.placed("version", decides=True)[0] if inside else ""
    if inside:
        inside.finish()
    if not given:
        say = parts.notes.remark if letter == RULE else parts.notes.error
        say(
            place,
            "fim.id",
            f"<{parts.node.name}> hat keine ID (<identifikation><id>).",
            "Tragen Sie die ID ein, die das Element im FIM-Katalog hat.",
        )
    elif not re.fullmatch(rf"{letter}\d{{{digits}}}", given, re.ASCII):
        parts.notes.remark(
            place,
            "fim.id",
            f"Die ID „{shown(given)}“ sieht anders aus als üblich.",
            f"Nach dem Standard folgen auf „{letter}“ {digits} Ziffern.",
        )
    return Identity(id=given, version=version)


def name_of(parts: Parts, otherwise: str) -> str:
    """Return the name; a missing one is remarked, and something else taken."""
    name, place = parts.placed("name")
    if not name:
        parts.notes.remark(
            place,
            "fim.missing",
            f"<{parts.node.name}> hat keinen Namen.",
            f"Gelesen wurde „{shown(otherwise)}“. Ergänzen Sie <name>.",
        )
    return name or otherwise


def history_of(parts: Parts) -> dict[str, Any]:
    """Return who made it, since when it is valid, and when it was released, published and changed."""
    return {
        "status_set_on": day(parts, "statusGesetztAm"),
        "status_set_by": parts.short("statusGesetztDurch"),
        "creator": parts.short("fachlicherErsteller"),
        "version_note": parts.long("versionshinweis"),
        "valid_from": day(parts, "gueltigAb"),
        "valid_until": day(parts, "gueltigBis"),
        "released_on": day(parts, "freigabedatum"),
        "published_on": day(parts, "veroeffentlichungsdatum"),
        "changed_at": instant(parts, "letzteAenderung"),
    }


def keywords_of(parts: Parts) -> tuple[Keyword, ...]:
    """Return the Stichwörter."""
    found = [
        Keyword(text=as_line(parts.text_of(node)), uri=node.attributes.get("uri", ""))
        for node in parts.all("stichwort")
    ]
    return tuple(one for one in found if one.text or one.uri)


def profile_of(parts: Parts) -> Identity | None:
    """Return the Dokumentsteckbrief a schema fills, None where it names none."""
    node = parts.one("dokumentsteckbrief")
    if node is None:
        return None
    inside = Parts(node, parts.notes)
    identity = Identity(id=inside.short("id"), version=inside.short("version"))
    inside.finish()
    return identity if identity.id else None


def list_names_of(node: Node, notes: Notes) -> tuple[str, str, str]:
    """Return how a reference names a code list: canonical id, version, and both as one URI."""
    parts = Parts(node, notes)
    names = (
        parts.short("canonicalIdentification"),
        parts.short("version"),
        parts.short("canonicalVersionUri"),
    )
    parts.finish()
    return names


def values_of(parts: Parts) -> tuple[CodeValue, ...]:
    """Return the values that stand in a field itself; one without a code is remarked and left out."""
    node = parts.one("werte")
    if node is None:
        return ()
    inside = Parts(node, parts.notes)
    found = [(one.place, _value(one, inside)) for one in inside.all("wert")]
    inside.finish()
    first: dict[str, CodeValue] = {}
    for place, value in found:
        if value and first.setdefault(value.code, value) is not value:
            parts.notes.remark(
                place,
                "fim.values",
                f"Der Code „{shown(value.code)}“ steht in dieser Liste schon für „{shown(first[value.code].name)}“.",
                "Geben Sie einem der beiden Werte einen anderen Code.",
            )
    return tuple(value for _, value in found if value)


def _value(node: Node, held: Parts) -> CodeValue | None:
    parts = Parts(node, held.notes)
    code, name = parts.verbatim("code"), parts.placed("name")[0]
    value = CodeValue(code=code, name=name or code, help=parts.long("hilfe"), line=node.line)
    parts.finish()
    if not code:
        held.notes.remark(
            node.place,
            "fim.values",
            f"Der Wert „{shown(name)}“ hat keinen Code.",
            "Er wurde nicht übernommen. Ergänzen Sie <code>.",
        )
        return None
    if not name:
        held.notes.remark(
            node.place,
            "fim.values",
            f"Der Wert mit dem Code „{shown(code)}“ hat keinen Namen.",
            "Gelesen wurde der Code. Ergänzen Sie <name>.",
        )
    return value


def media_types_of(parts: Parts) -> tuple[str, ...]:
    """Return the media types a file may have, such as application/pdf."""
    found = []
    for node in parts.all("mediaType"):
        text = as_line(parts.text_of(node))
        if _MEDIA_TYPE.fullmatch(text):
            found.append(text)
        elif text:
            parts.notes.remark(
                node.place,
                "fim.media-type",
                f"„{shown(text)}“ ist keine Dateiart wie application/pdf.",
                "Prüfen Sie die Angabe im Schema. Sie wurde nicht übernommen.",
            )
    return tuple(dict.fromkeys(found))
