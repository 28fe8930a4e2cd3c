"""XDatenfelder 2.0: every construct of the standard is in the model, and what it leaves open is remarked."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from onlineamt.packages.fim.model import (
    DataType,
    ElementKind,
    FieldKind,
    Identity,
    LegalBasis,
    Origin,
    Standard,
    Status,
)
from onlineamt.packages.fim.tests.files import (
    XDF2,
    element,
    facts,
    identity,
    message,
    place,
    read,
    remarks,
    the_field,
    xdf2,
    xdf2_field,
    xdf2_schema,
)

DESCRIBED = facts(
    bezeichnungAusgabe="Chip",
    beschreibung="Nummer\n      des Chips",
    definition="-",
    hilfetextEingabe="15 Ziffern.\r\nSie stehen im Heimtierausweis.",
    hilfetextAusgabe="Die Nummer.",
    status="inVorbereitung",
    gueltigAb="2026-01-01",
    gueltigBis="2027-12-31+01:00",
    fachlicherErsteller="Landesredaktion\n   Musterland",
    versionshinweis="Erste Fassung",
    freigabedatum="2026-02-01",
    veroeffentlichungsdatum=" 2026-02-02 ",
)


class TestAField:
    def test_what_is_said_of_it_is_kept(self) -> None:
        one = the_field(read(xdf2(DESCRIBED)))

        assert (one.id, one.version, one.name, one.label, one.label_output) == (
            "F05000001", "1.1", "Chip", "Chipnummer", "Chip",
        )  # fmt: skip
        assert (one.description, one.definition) == ("Nummer\ndes Chips", "")
        assert (one.help, one.help_output) == ("15 Ziffern.\nSie stehen im Heimtierausweis.", "Die Nummer.")
        assert one.status == Status(code="inVorbereitung", meaning="in Vorbereitung")
        assert (one.valid_from, one.valid_until) == (date(2026, 1, 1), date(2027, 12, 31))
        assert (one.released_on, one.published_on) == (date(2026, 2, 1), date(2026, 2, 2))
        assert (one.creator, one.version_note) == ("Landesredaktion Musterland", "Erste Fassung")
        assert (one.element_kind, one.kind, one.data_type) == (
            ElementKind.BOUND_BY_LAW, FieldKind.INPUT, DataType.TEXT,
        )  # fmt: skip

    def test_a_complete_file_leaves_nothing_to_remark(self) -> None:
        assert read(xdf2(DESCRIBED)).remarks == ()

    @pytest.mark.parametrize(
        ("bezug", "expected"),
        [
            ("§ 5 HStS", ["§ 5 HStS"]),
            ("§ 5 HStS; § 6 HStS;", ["§ 5 HStS", "§ 6 HStS"]),
            ("§ 5 HStS&#13;\n§ 6 HStS", ["§ 5 HStS", "§ 6 HStS"]),
            ("Satzung über die Hundesteuer,\n\t\tFassung 2", ["Satzung über die Hundesteuer, Fassung 2"]),
            ("-", []),
            ("", []),
        ],
    )
    def test_legal_bases_are_told_apart(self, bezug: str, expected: list[str]) -> None:
        one = the_field(read(xdf2(element("bezug", bezug))))

        assert one.legal_bases == tuple(LegalBasis(text=text) for text in expected)

    def test_the_content_is_kept_as_it_stands(self) -> None:
        assert (
            the_field(read(xdf2(facts(inhalt="\n Erste Zeile\n  zweite\n")))).content
            == "Erste Zeile\n  zweite"
        )

    def test_a_reference_to_a_list(self) -> None:
        named = facts(
            canonicalIdentification="urn:de:musterstadt:codeliste:hunderassen",
            version="2026-01-01",
            canonicalVersionUri="urn:de:musterstadt:codeliste:hunderassen_2026-01-01",
        )
        inside = identity("C05000001", "1.0") + element("genericodeIdentification", named)
        one = the_field(read(xdf2(element("codelisteReferenz", inside)))).codelist

        assert one is not None
        assert (one.canonical_id, one.version) == ("urn:de:musterstadt:codeliste:hunderassen", "2026-01-01")
        assert one.version_uri == "urn:de:musterstadt:codeliste:hunderassen_2026-01-01"
        assert one.own == Identity(id="C05000001", version="1.0")

    def test_a_reference_that_names_only_the_catalogue_is_remarked(self) -> None:
        schema = read(xdf2(element("codelisteReferenz", identity("C05000001", "1.0"))))
        codelist = the_field(schema).codelist

        assert codelist is not None
        assert codelist.own == Identity(id="C05000001", version="1.0")
        assert [rule for rule, _ in remarks(schema)] == ["fim.codelist"]

    def test_an_empty_reference_is_none(self) -> None:
        assert the_field(read(xdf2("<x:codelisteReferenz/>"))).codelist is None


class TestPrecision:
    def test_lengths_limits_and_pattern(self) -> None:
        text = (
            '{"minLength":"1","maxLength":"50","minValue":"0.10","maxValue":"1.000,50","pattern":"[0-9]{15}"}'
        )
        one = the_field(read(xdf2(facts(praezisierung=text + "\n\t\t")))).precision

        assert (one.min_length, one.max_length, one.pattern) == (1, 50, "[0-9]{15}")
        assert (one.min_value, one.lowest) == ("0.10", Decimal("0.10"))
        assert (one.max_value, one.highest) == ("1.000,50", Decimal("1000.50"))

    @pytest.mark.parametrize(
        ("written", "pattern"),
        [
            (r"\\d{5}\\.", r"\d{5}\."), (r"\d{5}\.", r"\d{5}\."), (r"[\w\\-]\"", r'[\w\-]"'), ("a\tb", "a\tb"),
        ],
    )  # fmt: skip
    def test_patterns_are_often_not_escaped(self, written: str, pattern: str) -> None:
        schema = read(xdf2(facts(praezisierung=f'{{"pattern":"{written}"}}')))

        assert (the_field(schema).precision.pattern, schema.remarks) == (pattern, ())

    def test_numbers_are_kept_exactly(self) -> None:
        one = the_field(read(xdf2(facts(praezisierung='{"minLength":1,"maxValue":0.30,"minValue":null,"pattern":""}'))))  # fmt: skip

        assert (one.precision.min_length, one.precision.max_value, one.precision.min_value) == (1, "0.30", "")

    @pytest.mark.parametrize("text", ["", "-", "{}", "{ }"])
    def test_nothing(self, text: str) -> None:
        schema = read(xdf2(facts(praezisierung=text)))

        assert (the_field(schema).precision.min_length, schema.remarks) == (None, ())

    @pytest.mark.parametrize(
        "text", ["Nur Ziffern.", '{"minLength":"1"', '["1"]', "{" * 3000, '{"a":' * 3000, "{minLength:1}"]
    )
    def test_prose_becomes_a_note(self, text: str) -> None:
        schema = read(xdf2(facts(praezisierung=text)))

        assert the_field(schema).precision.note == text
        assert [rule for rule, _ in remarks(schema)] == ["fim.precision"]

    @pytest.mark.parametrize(
        ("text", "rule"),
        [
            ('{"minLength":"viele"}', "fim.number"),
            ('{"minLength":"-1"}', "fim.number"),
            ('{"minLength":"5","maxLength":"4"}', "fim.precision"),
            ('{"minValue":"5","maxValue":"4,5"}', "fim.precision"),
            ('{"totalDigits":"5"}', "fim.precision"),
            ('{"pattern":{"a":1}}', None),
        ],
    )
    def test_what_makes_no_sense_is_remarked(self, text: str, rule: str | None) -> None:
        assert [one for one, _ in remarks(read(xdf2(facts(praezisierung=text))))] == ([rule] if rule else [])


class TestRules:
    def test_the_definition_is_the_rule(self) -> None:
        own = facts(
            name="Alter", bezeichnungEingabe="Alter", beschreibung="", definition="Älter als\nacht Wochen.",
            bezug="§ 1 HStS", status="aktiv", script="return true;",
        )  # fmt: skip
        (rule,) = the_field(read(xdf2(element("regel", identity("R05000001", "1.0") + own)))).rules

        assert (rule.id, rule.name, rule.text, rule.definition) == (
            "R05000001", "Alter", "Älter als\nacht Wochen.", "",
        )  # fmt: skip
        assert (rule.script, rule.kind, rule.legal_bases) == (
            "return true;", None, (LegalBasis(text="§ 1 HStS"),),
        )  # fmt: skip

    @pytest.mark.parametrize(
        "script", ["", "function script() {}", "function script() {\r\n\r\n}", "function(){;};"]
    )
    def test_an_empty_function_is_no_script(self, script: str) -> None:
        own = identity("R05000001", "1.0") + facts(name="Alter", definition="Älter.", script=script)

        assert the_field(read(xdf2(element("regel", own)))).rules[0].script == ""

    def test_a_long_blank_script_takes_no_time(self) -> None:
        own = identity("R05000001", "1.0") + facts(
            name="A", definition="B", script="function" + " " * 1_000_000
        )

        assert the_field(read(xdf2(element("regel", own)))).rules[0].script == "function"


class TestTheFile:
    def test_a_schema(self) -> None:
        own = facts(
            hilfetext="Melden Sie Ihren Hund an.", ableitungsmodifikationenStruktur="<code>3</code>",
            ableitungsmodifikationenRepraesentation="<code>1</code>",
        )  # fmt: skip
        one = read(xdf2_schema(own + place(xdf2_field(), anzahl="0:*", bezug=element("bezug", "§ 7; § 8"))))

        assert (one.standard, one.origin, one.namespace) == (Standard.XDF2, Origin.SCHEMA, XDF2)
        assert (one.id, one.version, one.label, one.help) == (
            "S05000001", "1.0", "Hund anmelden", "Melden Sie Ihren Hund an.",
        )  # fmt: skip
        assert (one.structure_change, one.presentation_change) == ("3", "1")
        assert (one.message_id, one.written_at) == ("m-1", datetime(2026, 3, 1, 8, tzinfo=UTC))
        (member,) = one.members
        assert (member.minimum, member.maximum) == (0, None)
        assert member.legal_bases == (LegalBasis(text="§ 7"), LegalBasis(text="§ 8"))
        assert (member.line, member.element.line) == (8, 8)

    def test_a_single_field_is_a_small_schema(self) -> None:
        inside = xdf2_field().removeprefix("<x:datenfeld>").removesuffix("</x:datenfeld>")
        one = read(message(XDF2, "datenfeld", "0104", inside))

        assert (one.origin, one.id, one.name) == (Origin.FIELD, "F05000001", "Chip")
        assert [(member.minimum, member.maximum) for member in one.members] == [(1, 1)]
        assert the_field(one).label == "Chipnummer"

    def test_what_only_version_3_has_is_read_too(self) -> None:
        assert the_field(read(xdf2(facts(letzteAenderung="2026-03-01T08:00:00.1234567Z")))).changed_at == (
            datetime(2026, 3, 1, 8, 0, 0, 123456, tzinfo=UTC)
        )
