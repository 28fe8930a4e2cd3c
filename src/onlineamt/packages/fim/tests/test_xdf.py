import os
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onlineamt.packages.fim.errors import FimRefused
from onlineamt.packages.fim.model import DataType, Field, FieldType, Group, Schema, Standard
from onlineamt.packages.fim.tests.writing import codes, field, group, old_schema, place, rule, schema
from onlineamt.packages.fim.xdf import read_schema

SMALL = schema(
    place(field(1, "Name", more='<x:praezisierung minLength="2" maxLength="80" pattern="[A-Z].*"/>')),
    place(
        group(
            2,
            "Hund",
            place(field(3, "Farbe", kind="select", more=codes(("1", "Braun")))),
            more=rule(4, "Nur braun."),
        )
    ),
)
SAMPLES = Path(os.environ.get("ONLINEAMT_FIM_SAMPLES", "/nowhere"))
needs_samples = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="ONLINEAMT_FIM_SAMPLES nennt keinen Ordner mit FIM-Dateien"
)


def only_field(data: bytes) -> Field:
    (member,) = read_schema(data).members
    assert isinstance(member.element, Field)
    return member.element


class TestReadSchema:
    def test_reads_what_a_schema_says(self) -> None:
        found = read_schema(SMALL)
        name, dog = (member.element for member in found.members)
        assert (str(found.identity), found.standard, found.other.label_in) == (
            "S00000000001V1.0.0",
            Standard.XDF3,
            "Musterantrag",
        )
        assert isinstance(name, Field)
        assert isinstance(dog, Group)
        assert (name.precision.min_length, name.precision.max_length, name.precision.pattern) == (
            2,
            80,
            "[A-Z].*",
        )
        (colour,) = (member.element for member in dog.members)
        assert isinstance(colour, Field)
        assert (colour.field_type, colour.codes[0].name) == (FieldType.SELECT, "Braun")
        assert dog.rules[0].text == "Nur braun."
        assert found.remarks == ()

    @pytest.mark.parametrize(
        ("written", "least", "most"),
        [("1:1", 1, 1), ("0:1", 0, 1), ("0:*", 0, None), ("2:5", 2, 5), ("3:1", 0, 1), ("oft", 1, 1)],
    )
    def test_reads_how_often_something_occurs(self, written: str, least: int, most: int | None) -> None:
        (member,) = read_schema(schema(place(field(1, "Name"), written))).members
        assert (member.minimum, member.maximum) == (least, most)

    def test_leaves_out_what_never_occurs_and_says_so(self) -> None:
        found = read_schema(schema(place(field(1, "Name"), "0:0")))
        assert found.members == ()
        assert "0:0" in str(found.remarks[0])

    def test_reads_the_older_standard(self) -> None:
        one = only_field(
            old_schema(
                '<datentyp><code>num</code></datentyp><praezisierung>{"minValue":"0,5","maxValue":"9"}</praezisierung>'
            )
        )
        assert (one.data_type, one.precision.min_value, one.precision.max_value) == (
            DataType.NUMBER,
            Decimal("0.5"),
            Decimal(9),
        )
        assert [basis.text for basis in one.other.legal_bases] == ["§ 1 Mustersatzung", "§ 2 Mustersatzung"]

    def test_keeps_a_precision_that_is_a_sentence_as_a_remark(self) -> None:
        found = read_schema(
            old_schema(
                "<datentyp><code>text</code></datentyp><praezisierung>mindestens drei Zeichen</praezisierung>"
            )
        )
        assert "mindestens drei Zeichen" in str(found.remarks[0])

    def test_names_what_the_standard_does_not_know_once(self) -> None:
        found = read_schema(
            schema(*(place(field(number, "Name", more="<x:neu/>")) for number in range(1, 9)))
        )
        assert [str(remark) for remark in found.remarks] == [
            "Zeile 7: „datenfeld/neu“ kennt der Standard nicht; es bleibt weg (8-mal)."
        ]

    @pytest.mark.parametrize(
        ("data", "said"),
        [
            (b"", "leer"),
            (b"hallo", "kein XML"),
            (SMALL[: len(SMALL) // 2], "bricht ab"),
            (SMALL.replace(b"xdatenfelder_3.0.0", b"xdatenfelder_1"), "FIM-Portal wandelt"),
            (SMALL.replace(b"urn:xoev-de:fim:standard:xdatenfelder_3.0.0", b"urn:muster"), "keine FIM-Datei"),
            (SMALL.replace(b"stammdatenschema.0102", b"prozess.0102"), "keine Nachricht, die wir lesen"),
            (SMALL.replace(b"<x:id>F00000000001</x:id>", b""), "keine „id“"),
            (SMALL.replace(b"<x:name>Name</x:name>", b"<x:name>Name</x:name><x:name>B</x:name>"), "2-mal"),
            (SMALL.replace(b"<x:id>F00000000003</x:id>", b"<x:id></x:id>"), "keine „id“"),
            (SMALL.replace(b'encoding="UTF-8"', b'encoding="klingonisch"'), "Zeichenkodierung"),
            (SMALL.replace(b"Musterantrag", b"M\xfcster"), "Zeichen, das in XML nicht vorkommt"),
            (b'<!DOCTYPE a [<!ENTITY b "c">]>' + SMALL.partition(b"\n")[2], "DOCTYPE"),
            (b'<!DOCTYPE a SYSTEM "file:///etc/passwd">' + SMALL.partition(b"\n")[2], "DOCTYPE"),
            (b"<a>" * 200_000, "verschachtelt"),
            (schema(place(group(1, "A", place(group(1, "A", place(field(2, "B"))))))), "enthält sich selbst"),
            (SMALL + b" " * 20_000_001, "größer als 20 MB"),
        ],
    )  # fmt: skip
    def test_refuses_what_it_cannot_read(self, data: bytes, said: str) -> None:
        with pytest.raises(FimRefused, match=said):
            read_schema(data)

    def test_names_all_that_is_wrong_with_its_line(self) -> None:
        data = SMALL.replace(b"<x:id>F00000000001</x:id>", b"").replace(b"<x:id>F00000000003</x:id>", b"")
        with pytest.raises(FimRefused) as refused:
            read_schema(data)
        assert [problem.line for problem in refused.value.problems] == [7, 7]

    def test_does_not_read_relations(self) -> None:
        assert read_schema(schema(place(field(1, "Name")), relations=100_000)).remarks == ()

    @settings(deadline=None, max_examples=300)
    @given(st.data())
    def test_never_fails_otherwise(self, data: st.DataObject) -> None:
        start = data.draw(st.integers(0, len(SMALL)))
        end = data.draw(st.integers(start, min(len(SMALL), start + 60)))
        mangled = SMALL[:start] + data.draw(st.binary(max_size=20)) + SMALL[end:]
        try:
            assert isinstance(read_schema(mangled), Schema)
        except FimRefused as refused:
            assert refused.problems


@needs_samples
class TestSamples:
    def test_reads_all_real_schemas_without_a_remark(self) -> None:
        files = sorted((SAMPLES / "xdf3").glob("S*.xml"))
        assert files
        for path in files:
            assert read_schema(path.read_bytes()).remarks == (), path.name
