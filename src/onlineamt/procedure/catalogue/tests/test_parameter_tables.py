"""Tables of municipalities are kept once, named by their digest, and stay as they were."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from tests.world import found_nachbarstadt

from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.procedure.catalogue.actions import OfferingTerms, change_parameters
from onlineamt.procedure.catalogue.errors import WrongParameters
from onlineamt.procedure.catalogue.models import Offering, ParameterTable
from onlineamt.procedure.catalogue.parameters import TableParameter
from onlineamt.procedure.catalogue.queries import find_offering, with_rows, with_tables
from onlineamt.procedure.catalogue.tables import ColumnKind
from onlineamt.procedure.catalogue.tests.factories import PARAMETERS, offer

ZONES: dict[str, Any] = {
    "type": "table",
    "label": "Gebiete",
    "columns": {"strasse": "street", "gebiet": "text"},
    "default": [],
}
DECLARED = {**PARAMETERS, "gebiete": ZONES}
PARAMETER = TableParameter(
    type="table",
    label="Gebiete",
    columns={"strasse": ColumnKind.STREET, "gebiet": ColumnKind.TEXT},
    default=(),
)
ROWS = [{"strasse": "Ring", "gebiet": "A"}, {"strasse": "Am Markt", "gebiet": "B"}]
OTHER = [{"strasse": "Ring", "gebiet": "B"}]


def set_zones(tenant: Tenant, rows: Any) -> Offering:
    return offer(tenant.id, terms=OfferingTerms(parameters={"gebiete": rows}), parameters=DECLARED)


class TestKeeping:
    def test_the_offering_names_the_table_by_its_digest(self, musterstadt: Tenant) -> None:
        offering = set_zones(musterstadt, ROWS)

        assert offering.parameters == {"gebiete": {"table": ParameterTable.objects.get().digest}}
        assert with_rows(offering.parameters) == {"gebiete": ROWS}

    def test_the_same_rows_are_kept_once_for_all(self, musterstadt: Tenant) -> None:
        set_zones(musterstadt, ROWS)
        set_zones(found_nachbarstadt(), [{**row, "gebiet": row["gebiet"]} for row in ROWS])

        assert ParameterTable.objects.count() == 1

    def test_an_empty_cell_and_none_are_the_same(self, musterstadt: Tenant) -> None:
        first = set_zones(musterstadt, [{"strasse": "Ring", "gebiet": None}])

        assert first.parameters == set_zones(musterstadt, [{"strasse": "Ring"}]).parameters

    @pytest.mark.parametrize(
        "change", ["UPDATE parameter_table SET rows = '[]'", "DELETE FROM parameter_table"]
    )
    def test_the_database_keeps_it_as_it_was(self, musterstadt: Tenant, change: str) -> None:
        set_zones(musterstadt, ROWS)

        with (
            pytest.raises(DatabaseError, match="frozen"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change)

    def test_who_began_before_a_change_sees_the_table_as_it_was(self, musterstadt: Tenant) -> None:
        begun_with = dict(set_zones(musterstadt, ROWS).parameters)
        change_parameters(tenant_id=musterstadt.id, key="hund-anmelden", parameters={"gebiete": OTHER})

        def zone(chosen: dict[str, Any]) -> Any:
            table = with_tables({"gebiete": PARAMETER}, chosen)["gebiete"]
            return table.look_up({"strasse": "RING"}, "gebiet")

        offering = find_offering(musterstadt.id, "hund-anmelden")
        assert offering is not None
        assert (zone(begun_with), zone(offering.parameters)) == ("A", "B")

    def test_another_value_leaves_the_table(self, musterstadt: Tenant) -> None:
        kept = set_zones(musterstadt, ROWS).parameters["gebiete"]

        offering = change_parameters(
            tenant_id=musterstadt.id, key="hund-anmelden", parameters={"gebiete": kept, "steuer": 1}
        )

        assert offering.parameters == {"gebiete": kept, "steuer": 1}

    def test_a_new_version_checks_the_table_anew(self, musterstadt: Tenant) -> None:
        set_zones(musterstadt, ROWS)
        narrower = {**DECLARED, "gebiete": {**ZONES, "columns": {"strasse": "street"}}}

        with pytest.raises(WrongParameters):
            offer(musterstadt.id, version="2.0.0", parameters=narrower)

    def test_a_table_is_read_once_in_a_process(
        self, musterstadt: Tenant, django_assert_num_queries: Any
    ) -> None:
        chosen = set_zones(musterstadt, [{"strasse": "Einmalweg", "gebiet": "A"}]).parameters

        with django_assert_num_queries(1):
            first = with_tables({"gebiete": PARAMETER}, chosen)["gebiete"]
            assert with_tables({"gebiete": PARAMETER}, chosen)["gebiete"] is first


class TestRefusing:
    @pytest.mark.parametrize(
        ("rows", "said"),
        [
            ("Ring", "erwartet die Zeilen einer Tabelle"),
            ([1], "erwartet die Zeilen einer Tabelle"),
            ({"table": "0" * 64}, "erwartet die Zeilen einer Tabelle"),
            ({"table": 7}, "erwartet die Zeilen einer Tabelle"),
            ([{"gebiet": "A"}], "„gebiete“, Zeile 1, Spalte „strasse“: Hier fehlt die Straße."),
            ([{"strasse": "Ring", "zone": "A"}], "Die Spalte „zone“ gibt es nicht"),
        ],
    )
    def test_what_is_no_table_is_not_kept(self, musterstadt: Tenant, rows: Any, said: str) -> None:
        with pytest.raises(WrongParameters) as refused:
            set_zones(musterstadt, rows)

        assert said in str(refused.value.args)
        assert not ParameterTable.objects.exists()
