"""Code lists of a package that have a name in FIM, as OASIS genericode 1.0."""

from collections.abc import Mapping
from typing import Any, Final
from xml.etree import ElementTree as ET

from onlineamt.packages.fim.genericode import NAMESPACE

CODE, NAME, HELP = "code", "name", "help"
_SHORT: Final = {CODE: "Code", NAME: "Name", HELP: "Hilfe"}


def columns_of(codelist: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the columns of a list: the help only where an entry has one."""
    has_help = any("hint" in entry for entry in codelist["entries"])
    return (CODE, NAME, HELP) if has_help else (CODE, NAME)


def write_codelist(codelist: Mapping[str, Any]) -> bytes:
    """Return a list with `urn`, `title` and `entries` as an XML document in UTF-8."""
    ET.register_namespace("gc", NAMESPACE)
    columns = columns_of(codelist)
    root = ET.Element(f"{{{NAMESPACE}}}CodeList")
    _identify(_add(root, "Identification"), codelist)
    _describe(_add(root, "ColumnSet"), columns)
    rows = _add(root, "SimpleCodeList")
    for entry in codelist["entries"]:
        row = _add(rows, "Row")
        for column, text in zip(
            columns, (entry["code"], entry["label"], entry.get("hint", "")), strict=False
        ):
            if text:
                _say(_add(row, "Value", ColumnRef=column), "SimpleValue", text)
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _identify(node: ET.Element, codelist: Mapping[str, Any]) -> None:
    version = codelist.get("version", "")
    _say(node, "ShortName", codelist["title"])
    _say(node, "LongName", codelist["title"])
    _say(node, "Version", version)
    _say(node, "CanonicalUri", codelist["urn"])
    _say(node, "CanonicalVersionUri", f"{codelist['urn']}_{version}" if version else codelist["urn"])


def _describe(node: ET.Element, columns: tuple[str, ...]) -> None:
    for column in columns:
        held = _add(node, "Column", Id=column, Use="optional" if column == HELP else "required")
        _say(held, "ShortName", _SHORT[column])
        _add(held, "Data", Type="string")
    for key, column in (("codeKey", CODE), ("codenameKey", NAME)):
        held = _add(node, "Key", Id=key)
        _say(held, "ShortName", f"{key[0].upper()}{key[1:]}")
        _add(held, "ColumnRef", Ref=column)


def _say(node: ET.Element, name: str, text: str) -> None:
    _add(node, name).text = text


def _add(node: ET.Element, name: str, **attributes: str) -> ET.Element:
    return ET.SubElement(node, f"{{{NAMESPACE}}}{name}", attributes)
