"""Small FIM files of our own, plainly invented for Musterstadt, and shorthands to read them."""

import pytest

from onlineamt.packages.fim import FimRefused, read_schema
from onlineamt.packages.fim.model import Field, Group, Schema
from onlineamt.packages.findings import Finding

XDF2 = "urn:xoev-de:fim:standard:xdatenfelder_2"
XDF3 = "urn:xoev-de:fim:standard:xdatenfelder_3.0.0"
GENERICODE = "http://docs.oasis-open.org/codelist/ns/genericode/1.0/"
_HEAD = "<x:header><x:nachrichtID>m-1</x:nachrichtID><x:erstellungszeitpunkt>2026-03-01T08:00:00Z</x:erstellungszeitpunkt></x:header>"
_CODES = {
    "schemaelementart",
    "feldart",
    "datentyp",
    "vorbefuellung",
    "status",
    "freigabestatus",
    "typ",
    "art",
}


def message(namespace: str, kind: str, number: str, inside: str, head: str = _HEAD) -> str:
    """A file around a schema, group or field; the outermost element stands in line 2, the next in line 3."""
    root = f"x:xdatenfelder.{kind}.{number}"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns:x="{namespace}">{head}\n'
        f"<x:{kind}>{inside}</x:{kind}>\n</{root}>"
    )


def element(name: str, inside: str) -> str:
    return f"<x:{name}>{inside}</x:{name}>"


def facts(**given: str) -> str:
    """Elements by name; those that hold a code get one."""
    return "\n".join(
        element(name, f"<code>{text}</code>" if name in _CODES else text) for name, text in given.items()
    )


def identity(id_: str, version: str = "1.0.0") -> str:
    return element("identifikation", facts(id=id_, version=version))


def field(id_: str = "F05000000001", name: str = "Rufname", inside: str = "", **given: str) -> str:
    """A field as it stands in <enthaelt>: an input of text unless something else is given."""
    return element("datenfeld", field_inside(id_, name, inside, **given))


def field_inside(id_: str = "F05000000001", name: str = "Rufname", inside: str = "", **given: str) -> str:
    codes = {"schemaelementart": "HAR", "feldart": "input", "datentyp": "text"} | given
    return f"{identity(id_)}\n{facts(name=name, bezeichnungEingabe=name, **codes)}\n{inside}"


def group(id_: str = "G05000000001", inside: str = "", **given: str) -> str:
    return element("datenfeldgruppe", f"{identity(id_)}\n{facts(name='Hund', schemaelementart='RNG', **given)}\n{inside}")  # fmt: skip


def place(inside: str, anzahl: str = "1:1", bezug: str = "") -> str:
    return element("struktur", facts(anzahl=anzahl) + bezug + element("enthaelt", inside))


def schema(inside: str = "", **given: str) -> str:
    """What stands in a schema of version 3.0."""
    return f"{identity('S05000000001')}\n{facts(name='Hund anmelden', **given)}\n{inside}"


def xdf3(inside: str | None = None, **given: str) -> str:
    return message(
        XDF3, "stammdatenschema", "0102", schema(place(field()) if inside is None else inside, **given)
    )


def xdf2(inside: str) -> str:
    """A schema of version 2.0 with a field in it."""
    return xdf2_schema(place(xdf2_field(inside)))


def xdf2_schema(inside: str) -> str:
    own = identity("S05000001", "1.0") + facts(
        name="Hund anmelden", bezeichnungEingabe="Hund anmelden", status="aktiv"
    )
    return message(XDF2, "stammdatenschema", "0102", own + inside)


def xdf2_field(inside: str = "") -> str:
    own = facts(
        name="Chip", bezeichnungEingabe="Chipnummer", feldart="input", datentyp="text", schemaelementart="RNG"
    )
    return element("datenfeld", identity("F05000001", "1.1") + own + inside)


def read(text: str | bytes) -> Schema:
    return read_schema(text.encode() if isinstance(text, str) else text, name="hund.xml")


def refused(text: str | bytes) -> tuple[Finding, ...]:
    with pytest.raises(FimRefused) as caught:
        read(text)
    return caught.value.findings


def remarks(schema_: Schema) -> list[tuple[str, str]]:
    return [(one.rule, one.message) for one in schema_.remarks]


def the_field(schema_: Schema) -> Field:
    """The first element of a schema, which is a field."""
    one = schema_.members[0].element
    assert isinstance(one, Field)
    return one


def the_group(schema_: Schema) -> Group:
    """The first element of a schema, which is a group."""
    one = schema_.members[0].element
    assert isinstance(one, Group)
    return one


def codelist(rows: str = "", columns: str = "", **given: str) -> str:
    """A list of dog breeds in genericode; rows and columns may be given otherwise."""
    head = {
        "ShortName": "Hunderassen",
        "LongName": "Rassen von Hunden in Musterstadt",
        "Version": "2026-01-01",
        "CanonicalUri": "urn:de:musterstadt:codeliste:hunderassen",
        "CanonicalVersionUri": "urn:de:musterstadt:codeliste:hunderassen_2026-01-01",
    } | given
    said = "".join(f"<gc:{name}>{text}</gc:{name}>" for name, text in head.items() if text)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<gc:CodeList xmlns:gc="{GENERICODE}">'
        f"<gc:Identification>{said}</gc:Identification>\n<gc:ColumnSet>{columns or COLUMNS}</gc:ColumnSet>\n"
        f"<gc:SimpleCodeList>{rows or row('001', 'Dackel') + row('002', 'Pudel')}</gc:SimpleCodeList></gc:CodeList>"
    )


COLUMNS = (
    '<gc:Column Id="code" Use="required"><gc:ShortName>Code</gc:ShortName><gc:Data Type="string"/></gc:Column>'
    '<gc:Column Id="name" Use="required"><gc:ShortName>Name</gc:ShortName></gc:Column>'
    '<gc:Column Id="hinweis"><gc:ShortName>Hinweis</gc:ShortName></gc:Column>'
    '<gc:Key Id="codeKey"><gc:ShortName>CodeKey</gc:ShortName><gc:ColumnRef Ref="code"/></gc:Key>'
    '<gc:Key Id="codenameKey"><gc:ShortName>CodenameKey</gc:ShortName><gc:ColumnRef Ref="name"/></gc:Key>'
)


def row(*texts: str, columns: tuple[str, ...] = ("code", "name", "hinweis")) -> str:
    values = "".join(
        f'<gc:Value ColumnRef="{column}"><gc:SimpleValue>{text}</gc:SimpleValue></gc:Value>'
        for column, text in zip(columns, texts, strict=False)
    )
    return f"\n<gc:Row>{values}</gc:Row>"
