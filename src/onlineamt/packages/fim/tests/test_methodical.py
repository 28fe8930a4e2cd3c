"""Every methodical check finds what it is about, and nothing where a schema is as FIM wants it."""

import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from onlineamt.packages.fim import FimRefused, read_schema
from onlineamt.packages.fim.methodical import CHECKS, methodical_findings
from onlineamt.packages.fim.methodical.catalogue import NOT_CHECKED
from onlineamt.packages.fim.model import (
    CodelistReference,
    CodeValue,
    DataType,
    ElementKind,
    Field,
    FieldKind,
    Group,
    GroupKind,
    Identity,
    LegalBasis,
    Member,
    Precision,
    Prefill,
    Rule,
    Schema,
    Standard,
    Status,
)
from onlineamt.packages.findings import Level

SAMPLES = Path(os.environ.get("ONLINEAMT_FIM_SAMPLES", "/nowhere"))
LAW = (LegalBasis(text="§ 1 Mustersatzung"),)
DRAFT = Status(code="3", meaning="Entwurf")
DAY = date(2026, 3, 20)
COMMON: dict[str, Any] = {
    "version": "1.0.0", "legal_bases": LAW, "status": DRAFT, "status_set_on": DAY, "status_set_by": "Stadt Musterstadt",
}  # fmt: skip


def field(number: int = 1, name: str = "Rufname", **how: Any) -> Field:
    said: dict[str, Any] = {
        **COMMON,
        "id": f"F05000{number:06}", "name": name, "label": name, "label_output": name,
        "element_kind": ElementKind.BOUND_BY_LAW, "kind": FieldKind.INPUT, "data_type": DataType.TEXT,
        "prefill": Prefill.NONE, "precision": Precision(min_length=1, max_length=80),
    }  # fmt: skip
    return Field(**(said | how))


def of(data_type: DataType, **how: Any) -> Field:
    """A field of another data type, without the limits of a text."""
    return field(data_type=data_type, **{"precision": Precision(min_value="1", max_value="9"), **how})


def chosen(**how: Any) -> Field:
    values = (CodeValue(code="1", name="Braun"), CodeValue(code="2", name="Schwarz"))
    return field(**{"kind": FieldKind.SELECT, "precision": Precision(), "values": values, **how})


def listed(**how: Any) -> Field:
    """A choice from a code list with a name."""
    given = {"canonical_id": "urn:de:musterstadt:rassen", "version": "2026-01-01", **how}
    return chosen(values=(), codelist=CodelistReference(**given))


def told(**how: Any) -> Field:
    return field(**{"kind": FieldKind.LABEL, "precision": Precision(), "content": "Bitte lesen.", **how})


def paper(**how: Any) -> Field:
    return field(**{"data_type": DataType.FILE, "precision": Precision(), "max_bytes": 10, **how})


def place(
    element: Field | Group, least: int = 1, most: int | None = 1, law: tuple[LegalBasis, ...] = ()
) -> Member:
    return Member(minimum=least, maximum=most, element=element, legal_bases=law)


def group(*members: Member, number: int = 1, **how: Any) -> Group:
    said: dict[str, Any] = {
        **COMMON,
        "id": f"G05000{number:06}", "name": "Hund", "label": "Hund", "label_output": "Hund",
        "element_kind": ElementKind.BOUND_BY_LAW,
    }  # fmt: skip
    return Group(**(said | how), members=members)


def rule(text: str = "F05000000001 darf nicht leer sein.", **how: Any) -> Rule:
    return Rule(
        **{
            "id": "R05000000001",
            "version": "1.0.0",
            "name": "Regel",
            "text": text,
            "creator": "Stadt Musterstadt",
            **how,
        }
    )


def schema(*elements: Field | Group | Member, **how: Any) -> Schema:
    members = tuple(
        one if isinstance(one, Member) else place(one) for one in elements or (field(), field(2, "Ruf"))
    )
    said: dict[str, Any] = {
        **COMMON,
        "id": "S05000000001", "name": "Hund anmelden", "label": "Hund anmelden",
        "standard": Standard.XDF3, "namespace": "urn:xoev-de:fim:standard:xdatenfelder_3.0.0",
        "structure_change": "3", "presentation_change": "1", "profile": Identity(id="D05000000001"),
    }  # fmt: skip
    return Schema(**(said | how), members=members)


def choice(*members: Member) -> Group:
    return group(*members, kind=GroupKind.CHOICE, number=2)


def both(inside: Field | Member, **how: Any) -> Group:
    """A group of two, so that it is not too small for another check."""
    first = inside if isinstance(inside, Member) else place(inside)
    return group(first, place(field(9, "Zweites")), **how)


WITH_LIMIT = {
    code: schema(of(data_type, precision=Precision(min_value=lowest, max_value=highest)))
    for code, data_type, lowest, highest in (
        ("1062", DataType.NUM, "viel", "9"), ("1063", DataType.NUM_CURRENCY, "1", "viel"),
        ("1065", DataType.NUM_INT, "1.5", "9"), ("1066", DataType.NUM_INT, "1", "1.5"),
        ("1067", DataType.DATE, "gestern", "2026-01-31"), ("1068", DataType.DATE, "2026-01-31", "31.1.2026"),
        ("1079", DataType.DATETIME, "gestern", "2026-01-31T08:00:00"), ("1080", DataType.DATETIME, "2026-01-31T08:00:00", "bald"),
        ("1081", DataType.TIME, "früh", "08:00:00"), ("1082", DataType.TIME, "08:00:00", "spät"),
        ("1064", DataType.NUM_INT, "9", "1"),
    )
}  # fmt: skip
WITH_CONTENT = {
    code: schema(of(data_type, content=content))
    for code, data_type, content in (
        ("1069", DataType.NUM, "viel"), ("1070", DataType.NUM_INT, "1.5"), ("1072", DataType.NUM_INT, "0"), ("1073", DataType.NUM_INT, "10"),
        ("1071", DataType.DATE, "gestern"), ("1083", DataType.DATETIME, "gestern"), ("1084", DataType.TIME, "früh"),
    )
}  # fmt: skip
INSIDE = place(field(7, "Innen", element_kind=ElementKind.HARMONISED), law=LAW)
FAULTY: dict[str, Schema] = WITH_LIMIT | WITH_CONTENT | {
    "1001": schema(rules=(rule("F05000000099 darf nicht leer sein."),)),
    "1003": schema(field(1), field(1, version="2.0.0")),
    "1004": schema(group(place(field()), place(field()))),
    "1005": schema(listed(canonical_id="rassen")),
    "1006": schema(field(legal_bases=())),
    "1007": schema(profile=None),
    "1009": schema(field(label="")),
    "1010": schema(field(label_output="")),
    "1011": schema(chosen(data_type=DataType.BOOL)),
    "1012": schema(chosen(precision=Precision(max_length=3))),
    "1013": schema(group(element_kind=ElementKind.ABSTRACT)),
    "1014": schema(field(element_kind=ElementKind.ABSTRACT)),
    "1015": schema(of(DataType.BOOL, precision=Precision(max_length=3))),
    "1016": schema(field(precision=Precision(min_length=1, max_length=9, max_value="3"))),
    "1017": schema(field(values=(CodeValue(code="1", name="Braun"), CodeValue(code="2", name="Grau")))),
    "1018": schema(chosen(values=())),
    "1019": schema(rules=(rule("F05000000001V1.0 darf nicht leer sein."),)),
    "1022": schema(group(place(field(7, "Innen", element_kind=ElementKind.HARMONISED)), INSIDE)),
    "1023": schema(group()),
    "1024": schema(rules=(rule(""),)),
    "1025": schema(field(), field()),
    "1027": schema(field(kind=None)),
    "1028": schema(field(data_type=None)),
    "1030": schema(field(prefill=None)),
    "1031": schema(field(element_kind=None)),
    "1032": schema(field(status=None)),
    "1033": schema(structure_change="7"),
    "1034": schema(presentation_change=""),
    "1037": schema(listed(), replace(listed(version="2025-01-01"), id="F05000000002")),
    "1040": schema(listed(canonical_id="")),
    "1041": schema(rules=(rule("F05000001 darf nicht leer sein."),)),
    "1043": schema(choice(place(field(), 0))),
    "1044": schema(chosen(values=(CodeValue(code="1", name="Braun"),))),
    "1045": schema(chosen(values=(CodeValue(code="1", name="Braun"), CodeValue(code="1", name="Grau")))),
    "1048": schema(listed(canonical_id="urn:de:musterstadt:größe")),
    "1050": schema(label=""),
    "1051": schema(legal_bases=()),
    "1056": schema(field(max_bytes=10)),
    "1057": schema(field(media_types=("application/pdf",))),
    "1061": schema(field(precision=Precision(min_length=9, max_length=3))),
    "1074": schema(field(content="A", precision=Precision(min_length=2, max_length=9))),
    "1075": schema(field(content="Bello", precision=Precision(min_length=1, max_length=3))),
    "1077": schema(of(DataType.BOOL, content="vielleicht", precision=Precision())),
    "1078": replace(schema(), members=()),
    "1085": schema(chosen(content="3")),
    "1090": schema(told(data_type=DataType.NUM)),
    "1093": schema(chosen(values=(CodeValue(code="1", name="Braun"), CodeValue(code="2", name="Braun")))),
    "1094": schema(group(place(field(id="F60000000001")), place(field()))),
    "1095": schema(field(id="F60000000001")),
    "1096": schema(profile=Identity(id="D99000000001")),
    "1097": schema(profile=Identity(id="D99000000001"), status=Status(code="6", meaning="gold")),
    "1098": schema(field(help="Rufname")),
    "1099": schema(field(help="Rufname", label="Name des Hundes")),
    "1100": schema(paper(content="Bello")),
    "1101": schema(field(element_kind=ElementKind.HARMONISED, legal_bases=())),
    "1102": schema(field(precision=Precision(max_length=9))),
    "1103": schema(of(DataType.NUM_INT, precision=Precision())),
    "1105": schema(listed(version="2")),
    "1106": schema(group(place(field()))),
    "1109": schema(told(content="")),
    "1116": schema(field(status=Status(code="7", meaning="inaktiv"))),
    "1117": schema(field(status_set_by="")),
    "1118": schema(choice(place(field()), place(field(2), 0))),
    "1120": schema(paper(precision=Precision(pattern="[A-Z]"))),
    "1127": schema(published_on=DAY),
    "1128": schema(both(field(), published_on=DAY)),
    "1129": schema(field(status=Status(code="2", meaning="in Bearbeitung")), published_on=DAY),
    "1130": schema(both(field(status=Status(code="1", meaning="in Planung")), published_on=DAY)),
    "1131": schema(field(label="Собака")),
    "1132": schema(field(legal_bases=(LegalBasis(text="§ 1 Mustersatzung; § 2 Mustersatzung"),))),
    "1133": schema(field(legal_bases=(LegalBasis(text="§ 1", link="gesetze.musterstadt"),))),
    "1135": schema(field(version="")),
    "1139": schema(paper()),
    "1140": schema(field(status_set_by="FIM-Baustein Datenfelder")),
    "1141": schema(status_set_by="FIM-Baustein Datenfelder"),
    "1142": schema(field(status_set_on=None)),
    "1143": schema(status_set_on=None),
}  # fmt: skip
SOUND = schema(
    both(field()), choice(place(field(2, "Mail"), 0), place(field(3, "Ruf"), 0)), chosen(id="F05000000020"), told(id="F05000000021"),
    place(paper(id="F05000000022"), 1, None), of(DataType.NUM_INT, id="F05000000023", content="3"), replace(listed(), id="F05000000024"),
    of(DataType.DATE, id="F05000000025", precision=Precision(min_value="2026-01-01", max_value="2026-12-31"), content="2026-03-20"),
    rules=(rule("Wenn F05000000001 leer ist, dann muss F05000000002 befüllt sein."),),
)  # fmt: skip


def codes_of(one: Schema) -> set[str]:
    return {finding.rule.removeprefix("fim.") for finding in methodical_findings(one, file="hund.xml")}


def test_every_check_has_a_schema_that_it_finds_wrong() -> None:
    assert FAULTY.keys() == CHECKS.keys()


@pytest.mark.parametrize("code", FAULTY)
def test_finds_what_it_is_about(code: str) -> None:
    assert code in codes_of(FAULTY[code])


def test_finds_nothing_where_there_is_nothing() -> None:
    assert codes_of(SOUND) == set()


def test_says_where_what_and_how_to_mend_it() -> None:
    (finding,) = methodical_findings(schema(field(label_output="", line=17), field(2)), file="hund.xml")
    assert (finding.file, finding.line, finding.level) == ("hund.xml", 17, Level.WARNING)
    assert finding.message == "F05000000001V1.0.0 „Rufname“: Die Bezeichnung Ausgabe fehlt."
    assert finding.mend


def test_an_element_that_is_used_often_is_named_once() -> None:
    bad = field(label_output="")
    assert len(methodical_findings(schema(both(bad, number=1), both(bad, number=2)), file="hund.xml")) == 1


class TestCatalogue:
    def test_a_check_is_made_or_there_is_a_reason(self) -> None:
        assert not CHECKS.keys() & NOT_CHECKED.keys()

    @pytest.mark.skipif(not SAMPLES.is_dir(), reason="ONLINEAMT_FIM_SAMPLES names no folder")
    def test_every_number_of_fim_is_known(self) -> None:
        root = ET.parse(SAMPLES / "qs" / "FIM-XSLT_Meldungen.xml").getroot()
        values = [value for value in root.iter("Value") if value.get("ColumnRef") == "Code"]
        assert {value.findtext("SimpleValue") for value in values} == CHECKS.keys() | NOT_CHECKED.keys()


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("xdf[23]/*.xml")), ids=lambda path: path.stem)
def test_real_schemas_are_asked_everything(path: Path) -> None:
    try:
        one = read_schema(path.read_bytes(), name=path.name)
    except FimRefused:
        pytest.skip("not a schema that can be read")
    assert all(finding.message and finding.mend for finding in methodical_findings(one, file=path.name))
