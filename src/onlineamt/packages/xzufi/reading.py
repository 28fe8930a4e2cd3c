"""Reads the services of a XZuFi file. Lenient: it takes any message around `leistung`, and says what it did not take."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from onlineamt.packages.xzufi.modules_reading import ModuleReader
from onlineamt.packages.xzufi.service_text import Approved, Identifier, ServiceText
from onlineamt.packages.xzufi.xml import Node, UnreadableXml, read_tree

_NAMESPACE = re.compile(r"http://xoev\.de/schemata/xzufi/(\d+_\d+_\d+)")
_READ = {"2_1_0", "2_2_0"}
_READ_WITH_REMARK = {"2_3_0"}
_MOST_REMARKS = 100
_NUMBER = re.compile(r"99\d{12}")
_FRAME = {"nachrichtenkopf", "schreibe", "loesche", "antwort", "leistung"}
_OTHER_OBJECTS = {
    "organisationseinheit": "Organisationseinheit", "onlinedienst": "Onlinedienst", "zustaendigkeit": "Zuständigkeit",
    "spezialisierung": "Spezialisierung", "formular": "Formular",
}  # fmt: skip
_IDENTITY = {"id", "idSekundaer", "referenzLeiKa", "typisierung", "versionsinformation", "struktur"}
_OF_VERSION = {"geaendertDatumZeit", "version"}


def read_services(data: bytes) -> tuple[list[ServiceText], list[str]]:
    """Return the services of a file, and German remarks about the rest of it. Raises UnreadableXml."""
    root = read_tree(data)
    remarks = _version_remarks(root)
    services = [_service(node) for node in _services_in(root)]
    if not services:
        raise UnreadableXml(root.line, "In der Datei steht keine Leistung (Element „leistung“)")
    return services, [*remarks, *_other_objects(root)]


def _version_remarks(root: Node) -> list[str]:
    found = _NAMESPACE.fullmatch(root.namespace)
    if not found:
        raise UnreadableXml(root.line, f"Das ist keine XZuFi-Datei: Sie beginnt mit „{root.name}“")
    version = found[1]
    if version in _READ:
        return []
    shown = version.replace("_", ".")
    if version in _READ_WITH_REMARK:
        return [f"Die Datei ist XZuFi {shown}. Gelesen wird sie wie 2.2.0; prüfen Sie das Ergebnis."]
    raise UnreadableXml(root.line, f"Die Datei ist XZuFi {shown}. Gelesen werden 2.1.0 und 2.2.0")


def _services_in(node: Node) -> Iterator[Node]:
    if node.name == "leistung":
        yield node
    elif node.name != "loesche":  # what a message asks to delete is no text to take
        for child in node.children:
            yield from _services_in(child)


def _other_objects(root: Node) -> list[str]:
    counted = Counter(node.name for node in root.walk() if node.name in _OTHER_OBJECTS)
    remarks = [
        f"Nicht übernommen: {count} × {_OTHER_OBJECTS[name]}. Die Kommune legt das in der Verwaltung an."
        for name, count in sorted(counted.items())
    ]
    if deleted := sum(node.name == "loesche" for node in root.walk()):
        remarks.append(
            f"Nicht übernommen: {deleted} × „loesche“. Eine Leistung nehmen Sie von Hand aus dem Angebot."
        )
    return remarks


def _service(node: Node) -> ServiceText:
    reader = ModuleReader()
    unknown = Counter(
        child.name for child in node.children if child.name not in _IDENTITY and not reader.take(child)
    )
    approved, approval_remarks = _approval(node)
    secondary = [_identifier(one) for one in node.all("idSekundaer")]
    text = ServiceText(
        id=_identifier(node.first("id")),
        numbers=_numbers(node),
        typisierung=tuple(dict.fromkeys(_code(one) for one in node.all("typisierung") if _code(one))),
        version=node.said("versionsinformation", "version"),
        changed_on=_day(node.said("versionsinformation", "geaendertDatumZeit")),
        author=reader.author,
        approved=approved,
        modules=reader.modules(),
        line=node.line,
    )
    origin = next((one for one in secondary if not _NUMBER.fullmatch(one.id)), None)
    left = [*reader.remarks, *approval_remarks, *_left_of_version(node), *_left_of_structure(node)]
    if unknown:
        named = ", ".join(
            name if count == 1 else f"{name} ({count} ×)" for name, count in sorted(unknown.items())
        )
        left.append(f"Nicht übernommen, weil ein Paket dafür keinen Platz hat: {named}.")
    left += [
        f"Nicht übernommen: zweite Kennung {one.id}."
        for one in secondary
        if one != origin and one.id not in text.numbers
    ]
    return replace(text, origin=origin, remarks=_the_first(left))


def _the_first(remarks: list[str]) -> tuple[str, ...]:
    more = len(remarks) - _MOST_REMARKS
    return (*remarks[:_MOST_REMARKS], *([f"Dazu kommen {more} weitere Hinweise."] if more > 0 else []))


def _identifier(node: Node | None) -> Identifier:
    if node is None:
        return Identifier(id="")
    given = node.attributes
    return Identifier(
        id=node.text,
        agency=given.get("schemeAgencyID") or given.get("schemeAgencyName", ""),
        version=given.get("schemeVersionID", ""),
        scheme=given.get("schemeID", ""),
    )


def _numbers(node: Node) -> tuple[str, ...]:
    """The Leistungsschlüssel: those it refers to, else those among its ids."""
    for said in (
        [_code(one) for one in node.all("referenzLeiKa")],
        [one.text for one in (*node.all("idSekundaer"), *node.all("id"))],
    ):
        if found := tuple(dict.fromkeys(one for one in said if _NUMBER.fullmatch(one))):
            return found
    return ()


def _code(node: Node) -> str:
    return node.said("code") or node.text


def _approval(node: Node) -> tuple[Approved | None, list[str]]:
    module = node.first("modulFachlicheFreigabe")
    if module is None:
        return None, []
    by = module.said("fachlichFreigegebenDurch")
    on = _day(module.said("fachlichFreigegebenAm"))
    if on and by:
        return Approved(on, by), []
    return None, [
        f"Zeile {module.line}: Die fachliche Freigabe nennt nicht beides, Tag und Stelle. Sie wurde nicht übernommen."
    ]


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said[:10])
    except ValueError:
        return None


def _left_of_version(node: Node) -> list[str]:
    version = node.first("versionsinformation")
    left = sorted({one.name for one in version.children} - _OF_VERSION) if version else []
    return [f"Nicht übernommen aus „versionsinformation“: {', '.join(left)}."] if left else []


def _left_of_structure(node: Node) -> list[str]:
    structure = node.first("struktur")
    if structure is None:
        return []
    said = [f"{one.name} {one.text}" for one in structure.walk() if one.text and one.name != "name"]
    return (
        [f"Die Struktur ist im Leistungsschlüssel enthalten und wurde nicht übernommen: {', '.join(said)}."]
        if said
        else []
    )
