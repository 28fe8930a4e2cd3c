"""Look-ups: what the first fitting row yields, what unknown inputs yield, and which mistakes are found beforehand."""

from datetime import date
from typing import Any

import pytest
import yaml

from onlineamt.procedure.catalogue.tables import ColumnKind, Table
from onlineamt.procedure.forms.definition import FormDefinition
from onlineamt.procedure.forms.engine import CompiledForm, FormRefused, Journey, compile_form, journey
from onlineamt.procedure.forms.engine.expressions import UNKNOWN, Scalar

ZONES = {
    "strasse": ColumnKind.STREET,
    "hausnummern": ColumnKind.HOUSE_NUMBERS,
    "gebiet": ColumnKind.TEXT,
    "seit": ColumnKind.DATE,
}
FEES = {
    "gebiet": ColumnKind.TEXT,
    "laenge_bis": ColumnKind.UP_TO,
    "betrag": ColumnKind.CENTS,
    "offen": ColumnKind.YES_NO,
}
ZONE_ROWS = [
    {"strasse": "Lindenweg", "hausnummern": "1-19 ungerade", "gebiet": "A", "seit": "2026-01-01"},
    {"strasse": "Lindenweg", "gebiet": "B"},
    {"strasse": "Am Markt", "hausnummern": "ab 20", "gebiet": "C"},
]
FEE_ROWS = [
    {"gebiet": "A", "laenge_bis": 400, "betrag": 12000, "offen": False},
    {"gebiet": "A", "betrag": 18000, "offen": True},
    {"gebiet": "B", "laenge_bis": 400, "betrag": 6000, "offen": True},
]
FORM = """
pages:
  - id: adresse
    title: Adresse
    fields:
      - {id: adresse.strasse, kind: text, label: Straße}
      - {id: adresse.hausnummer, kind: text, label: Hausnummer}
      - {id: auto.laenge, kind: integer, label: Länge}
  - id: ohne
    title: Kein Gebiet
    show: computed.gebiet == "keines"
    fields: [{id: ohne.grund, kind: text, label: Grund}]
  - id: teuer
    title: Das wird teuer
    show: computed.doppelt > 30000
    fields: [{id: teuer.ok, kind: yes_no, label: Einverstanden}]
computed:
  doppelt: {kind: money, value: computed.betrag * 2}
  betrag: {kind: money, lookup: {table: parameters.gebuehren, match: {gebiet: computed.gebiet, laenge_bis: auto.laenge}, take: betrag}}
  offen: {kind: yes_no, lookup: {table: parameters.gebuehren, match: {gebiet: computed.gebiet, laenge_bis: auto.laenge}, take: offen, otherwise: false}}
  gebiet: {kind: text, lookup: {table: parameters.gebiete, match: {strasse: adresse.strasse, hausnummern: adresse.hausnummer}, take: gebiet, otherwise: keines}}
  seit: {kind: date, lookup: {table: parameters.gebiete, match: {strasse: adresse.strasse, hausnummern: adresse.hausnummer}, take: seit}}
"""


def make(written: str = FORM) -> CompiledForm:
    return compile_form(
        FormDefinition.model_validate(yaml.safe_load(written)),
        parameters={"satz": Scalar.NUMBER},
        tables={"gebiete": ZONES, "gebuehren": FEES},
    )


def go(*, form: CompiledForm | None = None, **answers: Any) -> Journey:
    given = {name.replace("__", "."): value for name, value in answers.items()}
    parameters = {"gebiete": Table(ZONES, ZONE_ROWS), "gebuehren": Table(FEES, FEE_ROWS), "satz": 1}
    return journey(form or make(), given, today=date(2026, 11, 23), parameters=parameters)


class TestLookUp:
    @pytest.mark.parametrize(
        ("street", "number", "zone"),
        [
            ("LINDENWEG", "7a", "A"),
            ("Linden-Weg", "8", "B"),
            ("Lindenweg", "im Hof", "B"),
            ("Am  Markt", "20", "C"),
            ("Am Markt", "19", "keines"),
            ("Unbekannter Weg", "1", "keines"),
        ],
    )
    def test_the_first_fitting_row_counts(self, street: str, number: str, zone: str) -> None:
        assert go(adresse__strasse=street, adresse__hausnummer=number).computed["gebiet"] == zone

    def test_an_unknown_input_makes_the_value_unknown_and_not_otherwise(self) -> None:
        way = go(adresse__strasse="Nirgends")

        assert way.computed["gebiet"] is UNKNOWN
        assert [page.id for page in way.pages] == ["adresse"]
        assert way.failures == ()

    def test_without_a_row_and_without_otherwise_it_is_unknown(self) -> None:
        way = go(adresse__strasse="Am Markt", adresse__hausnummer="30", auto__laenge=380)

        assert way.computed["betrag"] is UNKNOWN
        assert way.computed["doppelt"] is UNKNOWN
        assert way.computed["offen"] is False

    def test_an_empty_cell_is_unknown(self) -> None:
        assert go(adresse__strasse="Lindenweg", adresse__hausnummer="8").computed["seit"] is UNKNOWN

    def test_values_have_the_type_of_their_column(self) -> None:
        way = go(adresse__strasse="Lindenweg", adresse__hausnummer="7", auto__laenge=401)

        assert way.computed == {
            "gebiet": "A",
            "seit": date(2026, 1, 1),
            "betrag": 18000,
            "doppelt": 36000,
            "offen": True,
        }
        assert way.computed_json()["seit"] == "2026-01-01"

    def test_conditions_and_other_values_hang_on_it_whatever_the_order_in_the_file(self) -> None:
        way = go(adresse__strasse="Lindenweg", adresse__hausnummer="7", auto__laenge=401)
        assert [page.id for page in way.pages] == ["adresse", "teuer"]

        way = go(adresse__strasse="Nirgends", adresse__hausnummer="7", auto__laenge=401)
        assert [page.id for page in way.pages] == ["adresse", "ohne"]

    def test_a_bound_is_within_its_step(self) -> None:
        assert (
            go(adresse__strasse="Lindenweg", adresse__hausnummer="7", auto__laenge=400).computed["betrag"]
            == 12000
        )

    def test_a_table_that_is_not_handed_in_fails_and_decides_nothing(self) -> None:
        answers = {"adresse.strasse": "Lindenweg", "adresse.hausnummer": "7"}
        way = journey(make(), answers, today=date(2026, 11, 23), parameters={"satz": 1})

        assert way.computed["gebiet"] is UNKNOWN
        assert way.failures


class TestCompile:
    @pytest.mark.parametrize(
        ("was", "becomes", "place", "said"),
        [
            ("table: parameters.gebiete, match: {strasse: adresse.strasse, hausnummern: adresse.hausnummer}, take: gebiet",
             "table: parameters.zonen, match: {strasse: adresse.strasse}, take: gebiet",
             "computed.gebiet.lookup.table", "Die Tabelle „parameters.zonen“ gibt es nicht."),
            ("take: gebiet", "take: zone", "computed.gebiet.lookup.take", "Die Spalte „zone“ gibt es nicht."),
            ("laenge_bis: auto.laenge}, take: betrag", "laenge: auto.laenge}, take: betrag",
             "computed.betrag.lookup.match.laenge", "Vorhanden sind: betrag, gebiet, laenge_bis, offen."),
            ("laenge_bis: auto.laenge}, take: betrag", "laenge_bis: adresse.strasse}, take: betrag",
             "computed.betrag.lookup.match.laenge_bis", "Gebraucht wird eine ganze Zahl"),
            ("seit: {kind: date", "seit: {kind: text", "computed.seit.lookup.take", "Dazu passt: date."),
            ("otherwise: false", "otherwise: nein", "computed.offen.lookup.otherwise", "„nein“ ist weder true noch false."),
            ("gebiet: {kind: text, lookup: {table: parameters.gebiete, match: {strasse: adresse.strasse",
             "gebiet: {kind: text, lookup: {table: parameters.gebiete, match: {strasse: computed.gebiet",
             "computed.gebiet", "Das hängt von sich selbst ab"),
            ("value: computed.betrag * 2", "value: parameters.gebuehren * 2", "computed.doppelt.value", "gebuehren"),
        ],
    )  # fmt: skip
    def test_mistakes_of_authors_are_found(self, was: str, becomes: str, place: str, said: str) -> None:
        assert was in FORM
        with pytest.raises(FormRefused) as refused:
            make(FORM.replace(was, becomes, 1))

        assert place in {fault.place for fault in refused.value.faults}
        assert said in str(refused.value)

    @pytest.mark.parametrize(
        "both",
        ["{kind: text}", "{kind: text, value: '1', lookup: {table: parameters.a, match: {b: '1'}, take: c}}"],
    )
    def test_a_value_comes_from_one_place(self, both: str) -> None:
        with pytest.raises(ValueError, match="entweder `value` oder `lookup`"):
            FormDefinition.model_validate(
                yaml.safe_load(
                    f"pages: [{{id: a, title: A, fields: [{{id: a.b, kind: text, label: B}}]}}]\ncomputed: {{x: {both}}}"
                )
            )
