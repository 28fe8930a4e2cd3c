"""XDatenfelder 3.0: every construct of the standard is in the model, and what it leaves open is remarked."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from onlineamt.packages.fim.model import (
    CodeValue,
    DataType,
    FieldKind,
    GroupKind,
    Identity,
    Keyword,
    LegalBasis,
    Origin,
    Prefill,
    RuleKind,
    Standard,
    Status,
)
from onlineamt.packages.fim.tests.files import (
    XDF3,
    element,
    facts,
    field,
    field_inside,
    group,
    identity,
    message,
    place,
    read,
    remarks,
    the_field,
    the_group,
    xdf3,
)


def one_field(inside: str = "", **given: str) -> str:
    return xdf3(place(field(inside=inside, **given)))


class TestAField:
    @pytest.mark.parametrize("kind", list(FieldKind))
    def test_every_kind(self, kind: FieldKind) -> None:
        assert the_field(read(one_field(feldart=kind.value))).kind is kind

    @pytest.mark.parametrize("data_type", list(DataType))
    def test_every_data_type(self, data_type: DataType) -> None:
        assert the_field(read(one_field(datentyp=data_type.value))).data_type is data_type

    @pytest.mark.parametrize("prefill", list(Prefill))
    def test_every_way_to_prefill(self, prefill: Prefill) -> None:
        assert the_field(read(one_field(vorbefuellung=prefill.value))).prefill is prefill

    @pytest.mark.parametrize(
        ("code", "meaning"),
        [("1", "in Planung"), ("6", "fachlich freigegeben (gold)"), ("8", "vorgesehen zum Löschen")],
    )
    def test_release_status(self, code: str, meaning: str) -> None:
        assert the_field(read(one_field(freigabestatus=code))).status == Status(code=code, meaning=meaning)

    @pytest.mark.parametrize("name", ["feldart", "datentyp", "vorbefuellung", "schemaelementart"])
    def test_a_code_nobody_knows_is_remarked(self, name: str) -> None:
        schema = read(one_field(**{name: "quatsch"}))

        assert remarks(schema) == [
            ("fim.unknown-code", f"F05000000001: Den Code „quatsch“ gibt es für <{name}> nicht.")
        ]

    def test_an_unknown_status_keeps_its_code(self) -> None:
        schema = read(one_field(freigabestatus="10"))

        assert the_field(schema).status == Status(code="10")
        assert [rule for rule, _ in remarks(schema)] == ["fim.unknown-code"]

    def test_missing_kind_and_type_are_remarked(self) -> None:
        schema = read(xdf3(place(element("datenfeld", identity("F05000000001") + facts(name="Ruf")))))

        assert (the_field(schema).kind, the_field(schema).data_type) == (None, None)
        assert [message for _, message in remarks(schema)] == [
            "F05000000001: In <datenfeld> fehlt <feldart>.",
            "F05000000001: In <datenfeld> fehlt <datentyp>.",
        ]

    def test_precision_stands_in_attributes(self) -> None:
        schema = read(one_field('<x:praezisierung minLength="0" maxLength="80" minValue="2026-01-01" maxValue="2026-12-31" pattern="[A-Z]+ ">\n genau </x:praezisierung>'))  # fmt: skip
        one = the_field(schema).precision

        assert (one.min_length, one.max_length, one.pattern) == (0, 80, "[A-Z]+")
        assert (one.min_value, one.lowest, one.max_value) == ("2026-01-01", None, "2026-12-31")
        assert (one.note, schema.remarks) == ("genau", ())

    def test_an_attribute_nobody_knows_is_remarked(self) -> None:
        assert [rule for rule, _ in remarks(read(one_field('<x:praezisierung einheit="cm"/>')))] == [
            "fim.precision"
        ]

    def test_files(self) -> None:
        one = the_field(
            read(
                one_field(
                    facts(maxSize="20000000")
                    + facts(mediaType="application/pdf")
                    + facts(mediaType="image/png")
                    + facts(mediaType="image/png"),
                    datentyp="file",
                )
            )
        )

        assert (one.max_bytes, one.media_types) == (20_000_000, ("application/pdf", "image/png"))

    @pytest.mark.parametrize(
        ("inside", "rule"),
        [(facts(maxSize="20 MB"), "fim.number"), (facts(mediaType="PDF"), "fim.media-type")],
    )
    def test_sizes_and_types_that_are_none_are_remarked(self, inside: str, rule: str) -> None:
        assert [one for one, _ in remarks(read(one_field(inside, datentyp="file")))] == [rule]

    def test_values_in_the_field(self) -> None:
        werte = element("werte", element("wert", facts(code="001", name="Rüde", hilfe="männlich")) + element("wert", facts(code="002", name="Hündin")))  # fmt: skip

        assert the_field(read(one_field(werte, feldart="select"))).values == (
            CodeValue(code="001", name="Rüde", help="männlich"),
            CodeValue(code="002", name="Hündin"),
        )

    def test_values_that_lack_something_are_remarked(self) -> None:
        werte = element("werte", element("wert", facts(name="Rüde")) + element("wert", facts(code="2")) + element("wert", facts(code="2", name="Hündin")))  # fmt: skip
        schema = read(one_field(werte, feldart="select"))

        assert [value.name for value in the_field(schema).values] == ["2", "Hündin"]
        assert [message for _, message in remarks(schema)] == [
            "F05000000001: Der Wert „Rüde“ hat keinen Code.",
            "F05000000001: Der Wert mit dem Code „2“ hat keinen Namen.",
            "F05000000001: Der Code „2“ steht in dieser Liste schon für „2“.",
        ]

    def test_a_reference_to_a_list_with_its_columns(self) -> None:
        names = facts(canonicalIdentification="urn:de:a", version="3", canonicalVersionUri="urn:de:a_3")
        inside = element("codelisteReferenz", names) + facts(codeKey="schluessel", nameKey="kurz", helpKey="hinweis")  # fmt: skip
        one = the_field(read(one_field(inside, feldart="select"))).codelist

        assert one is not None
        assert (one.canonical_id, one.version, one.version_uri) == ("urn:de:a", "3", "urn:de:a_3")
        assert (one.code_column, one.name_column, one.help_column) == ("schluessel", "kurz", "hinweis")

    @pytest.mark.parametrize(
        "inside",
        [
            facts(codeKey="schluessel"),
            "<x:codelisteReferenz/>" + facts(nameKey="name"),
            element("codelisteReferenz", facts(version="3")),
        ],
    )
    def test_half_a_reference_is_remarked(self, inside: str) -> None:
        assert [rule for rule, _ in remarks(read(one_field(inside, feldart="select")))] == ["fim.codelist"]


class TestAGroup:
    def test_a_choice(self) -> None:
        one = the_group(read(xdf3(place(group(inside=place(field(), "0:1"), art="X")))))

        assert (one.kind, len(one.members)) == (GroupKind.CHOICE, 1)

    def test_history_keywords_and_law(self) -> None:
        inside = (
            facts(
                statusGesetztAm="2026-01-02", statusGesetztDurch="Land", gueltigAb="2026-02-01",
                letzteAenderung="2026-01-14T07:32:45+01:00", versionshinweis="neu",
            )
            + '<x:bezug link="https://example.org/hsts">§ 3 HStS</x:bezug><x:bezug/><x:bezug link="https://example.org"/>'
            + '<x:stichwort uri="Freitext">Hund</x:stichwort>'
            + place(field())
        )  # fmt: skip
        one = the_group(read(xdf3(place(group(inside=inside)))))

        assert (one.status_set_on, one.status_set_by) == (date(2026, 1, 2), "Land")
        assert one.changed_at == datetime(2026, 1, 14, 7, 32, 45, tzinfo=timezone(timedelta(hours=1)))
        assert one.keywords == (Keyword(text="Hund", uri="Freitext"),)
        assert one.legal_bases == (
            LegalBasis(text="§ 3 HStS", link="https://example.org/hsts"),
            LegalBasis(text="https://example.org", link="https://example.org"),
        )

    @pytest.mark.parametrize(
        "given",
        [
            {"gueltigAb": "gestern"},
            {"gueltigAb": "2026-02-30"},
            {"letzteAenderung": "2026-01-01T25:00:00Z"},
            {"letzteAenderung": "2026-01-01T12:00:00123Z"},
        ],
    )
    def test_days_that_are_none_are_remarked(self, given: dict[str, str]) -> None:
        schema = read(xdf3(place(group(inside=facts(**given) + place(field())))))

        assert [rule for rule, _ in remarks(schema)] == ["fim.date"]
        assert next(iter(given.values())) in schema.remarks[0].message

    def test_an_instant_without_a_zone_is_of_berlin(self) -> None:
        inside = facts(letzteAenderung="2026-07-01T12:00:00") + place(field())

        assert the_group(read(xdf3(place(group(inside=inside))))).changed_at == datetime(
            2026, 7, 1, 10, tzinfo=UTC
        )


class TestRules:
    def test_text_kind_and_parts(self) -> None:
        inside = (
            identity("R05000000001")
            + facts(name="Alter", freitextRegel="Wenn F05000000001 leer ist, …", typ="V", skript="wahr")
            + element("param", facts(name="alter") + element("element", facts(id="F05000000001")))
            + element("ziel", "F05000000002")
            + '<x:fehler code="1">zu jung</x:fehler>'
        )
        (rule,) = read(xdf3(element("regel", inside) + place(field()))).rules

        assert (rule.kind, rule.text, rule.script) == (
            RuleKind.VALIDATION, "Wenn F05000000001 leer ist, …", "wahr",
        )  # fmt: skip
        assert [part.texts for part in (*rule.parameters, *rule.targets, *rule.errors)] == [
            (("name", "alter"), ("id", "F05000000001")),
            (("ziel", "F05000000002"),),
            (("code", "1"), ("fehler", "zu jung")),
        ]

    def test_a_rule_without_an_id_is_kept_and_remarked(self) -> None:
        schema = read(xdf3(element("regel", facts(freitextRegel="Immer.")) + place(field())))

        assert schema.rules[0].text == "Immer."
        assert [rule for rule, _ in remarks(schema)] == ["fim.id", "fim.missing"]


class TestTheFile:
    def test_a_schema(self) -> None:
        profile = element("dokumentsteckbrief", facts(id="D05000000001", version="1.0.0"))
        one = read(xdf3(profile + place(field()), bezeichnung="Hund anmelden (Musterstadt)", hilfetext="Für Hunde."))  # fmt: skip

        assert (one.standard, one.origin) == (Standard.XDF3, Origin.SCHEMA)
        assert (one.label, one.help) == ("Hund anmelden (Musterstadt)", "Für Hunde.")
        assert one.profile == Identity(id="D05000000001", version="1.0.0")
        assert one.remarks == ()

    def test_a_single_group_and_a_single_field(self) -> None:
        inside = (
            group(inside=place(field()))
            .removeprefix("<x:datenfeldgruppe>")
            .removesuffix("</x:datenfeldgruppe>")
        )
        one, other = read(message(XDF3, "datenfeldgruppe", "0103", inside)), read(message(XDF3, "datenfeld", "0104", field_inside()))  # fmt: skip

        assert (one.origin, one.id, the_group(one).name) == (Origin.GROUP, "G05000000001", "Hund")
        assert (other.origin, other.id, the_field(other).name) == (Origin.FIELD, "F05000000001", "Rufname")

    def test_relations_are_passed_over(self) -> None:
        relation = element(
            "relation", facts(praedikat="<code>ABL</code>") + element("objekt", facts(id="F1"))
        )

        assert read(one_field(relation * 100)) == read(one_field())

    @pytest.mark.parametrize(("revision", "expected"), [("3", []), ("3.0", []), ("3.0.2", []), ("3.1.0", ["fim.revision"])])  # fmt: skip
    def test_later_revisions_are_read(self, revision: str, expected: list[str]) -> None:
        schema = read(one_field().replace("xdatenfelder_3.0.0", f"xdatenfelder_{revision}"))

        assert [rule for rule, _ in remarks(schema)] == expected
