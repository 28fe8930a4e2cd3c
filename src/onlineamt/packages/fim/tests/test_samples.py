"""Real files from the FIM portal, where a folder of them is at hand: all are read, completely and quickly."""

import os
import re
import time
from collections import Counter
from pathlib import Path

import pytest

from onlineamt.packages.fim import FimRefused, read_schema
from onlineamt.packages.fim.genericode import find_lists
from onlineamt.packages.fim.model import DataType, Field, FieldKind, Group, Schema, walk
from onlineamt.packages.fim.notes import Notes
from onlineamt.packages.fim.xml import Node, read_document

SAMPLES = Path(os.environ.get("ONLINEAMT_FIM_SAMPLES", "nowhere"))
SCHEMAS = sorted(SAMPLES.glob("xdf[23]/*.xml"))
REAL = [path for path in SCHEMAS if re.match(r"S\d{8}|BlaueKarte", path.name)]
REFUSED = {
    "WaBeKa.xml": "fim.standard",
    "flxbe_v2_unknown-namespace.xml": "fim.standard",
    "flxbe_v3_unknown-namespace.xml": "fim.standard",
    "flxbe_v3_empty-id-node.xml": "fim.id",
    "flxbe_v3_missing-id-node.xml": "fim.id",
    "yafe_testfield.xml": "fim.missing",
}
REMARKED = {
    "flxbe_v2_duplicate-optional-value.xml": "fim.double",
    "flxbe_v2_duplicate-required-value.xml": "fim.double",
    "flxbe_v3_duplicate-id-node.xml": "fim.double",
    "flxbe_v3_invalid-freigabestatus.xml": "fim.unknown-code",
    "flxbe_v3_unexpected-node.xml": "fim.unknown-element",
}
LOST = {
    "fim.unknown-element",
    "fim.unknown-attribute",
    "fim.unknown-code",
    "fim.text",
    "fim.double",
    "fim.values",
}

pytestmark = pytest.mark.skipif(not SCHEMAS, reason="ONLINEAMT_FIM_SAMPLES names no folder of FIM files")


def read(path: Path) -> Schema:
    return read_schema(path.read_bytes(), name=path.name)


def counted(node: Node, found: Counter[str]) -> Counter[str]:
    """Count the elements of a file by name, without any reader of ours but the XML's."""
    found[node.name] += 1
    for child in node.children:
        counted(child, found)
    return found


def rules_of(schema: Schema) -> int:
    return len(schema.rules) + sum(len(member.element.rules) for _, member in walk(schema.members))


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.name)
def test_every_file_is_read_or_refused_with_a_reason(path: Path) -> None:
    expected = REFUSED.get(path.name)
    try:
        schema = read(path)
    except FimRefused as refused:
        assert [one.rule for one in refused.findings] == [expected]
    else:
        assert expected is None
        assert REMARKED.get(path.name, "fim.id") in [one.rule for one in schema.remarks] or (
            path.name not in REMARKED
        )


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_nothing_of_a_published_schema_is_lost(path: Path) -> None:
    schema = read(path)
    found = counted(read_document(path.read_bytes(), Notes(path.name), skip="relation").root, Counter())
    elements = [member.element for _, member in walk(schema.members)]

    assert not {one.rule for one in schema.remarks} & LOST
    assert sum(isinstance(one, Field) for one in elements) == found["datenfeld"]
    assert sum(isinstance(one, Group) for one in elements) == found["datenfeldgruppe"]
    assert rules_of(schema) == found["regel"]
    assert sum(len(one.values) for one in elements if isinstance(one, Field)) == found["wert"]
    assert (
        sum(isinstance(one, Field) and one.codelist is not None for one in elements)
        == found["codelisteReferenz"]
    )


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_a_published_schema_takes_less_than_a_second(path: Path) -> None:
    started = time.monotonic()
    read(path)

    assert time.monotonic() - started < 3  # a second on a machine that does nothing else


def test_all_published_schemas_together() -> None:
    """The sums of the folder as grep counts them in the files."""
    files = [path for path in REAL if "<xdf3:" in path.read_text()]
    portal = [read(path) for path in files]
    fields = [
        member.element
        for schema in portal
        for _, member in walk(schema.members)
        if isinstance(member.element, Field)
    ]
    text = "".join(path.read_text() for path in files)

    assert len(fields) == text.count("<xdf3:datenfeld>")
    assert Counter(one.kind for one in fields) == {
        kind: count for kind in FieldKind if (count := len(re.findall(rf"datenfelder\.feldart\"[^>]*><code>{kind}<", text)))
    }  # fmt: skip
    assert Counter(one.data_type for one in fields) == {
        kind: count for kind in DataType if (count := len(re.findall(rf"datenfelder\.datentyp\"[^>]*><code>{kind}<", text)))
    }  # fmt: skip
    assert sum(one.precision.pattern != "" for one in fields) == len(
        re.findall(r'praezisierung [^>]*pattern="', text)
    )
    assert sum(one.max_bytes is not None for one in fields) == text.count("<xdf3:maxSize>")
    assert sum(len(one.media_types) for one in fields) == text.count("<xdf3:mediaType>")


def test_code_lists_are_found_and_complete() -> None:
    found = find_lists(SAMPLES / "genericode")

    assert found.findings == ()
    for one in found.by_name.values():
        taken = one.values()
        assert (len(taken.values), taken.findings) == (len(one.rows), ())


def test_lists_for_a_schema_are_found() -> None:
    schema = read(SAMPLES / "xdf2" / "S00000094V1.0_xdf2.parser-fixture.xml")
    found = find_lists(SAMPLES / "genericode")
    references = [
        member.element.codelist
        for _, member in walk(schema.members)
        if isinstance(member.element, Field) and member.element.codelist
    ]

    assert [reference.own.id for reference in references if reference.own and found.find(reference)] == [
        "C60000006", "C60000020", "C00000020", "C00000021",
    ]  # fmt: skip
