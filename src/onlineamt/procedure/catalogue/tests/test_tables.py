"""Tables: which row is found, what does not fit, which rows get in each other's way, and how fast it goes."""

from datetime import date
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onlineamt.foundation.core.addresses import covers, read_house_numbers, street_key
from onlineamt.procedure.catalogue.tables import ColumnKind, Table, read_cell, row_problems

ZONES = {
    "strasse": ColumnKind.STREET,
    "nummern": ColumnKind.HOUSE_NUMBERS,
    "zone": ColumnKind.TEXT,
}
FEES = {
    "zone": ColumnKind.TEXT,
    "monate_bis": ColumnKind.UP_TO,
    "laenge_bis": ColumnKind.UP_TO,
    "betrag": ColumnKind.CENTS,
}
streets = st.sampled_from(["Lindenweg", "Linden-Weg", "Am Markt", "Ring"])
cells = st.sampled_from(["alle", "1-9 ungerade", "ab 10", "2, 4", "7a"])
houses = st.sampled_from(["1", "2", "7a", "9", "10", "im Hof", "12 b"])


class TestFind:
    @pytest.mark.parametrize(
        ("months", "length", "amount"), [(6, 400, 1), (6, 401, 2), (7, 10, 3), (12, 500, 4), (13, 1, None)]
    )
    def test_bounds_step_upwards(self, months: int, length: int, amount: int | None) -> None:
        rows = [
            {"zone": "A", "monate_bis": 6, "laenge_bis": 400, "betrag": 1},
            {"zone": "A", "monate_bis": 6, "betrag": 2},
            {"zone": "A", "monate_bis": 12, "laenge_bis": 400, "betrag": 3},
            {"zone": "A", "monate_bis": 12, "betrag": 4},
        ]
        match = {"zone": " a ", "monate_bis": months, "laenge_bis": length}

        assert Table(FEES, rows).look_up(match, "betrag") == amount

    def test_cells_are_what_their_column_holds(self) -> None:
        columns = {"tag": ColumnKind.DATE, "offen": ColumnKind.YES_NO, "zahl": ColumnKind.INTEGER}
        table = Table(columns, [{"tag": "2026-03-01", "offen": False, "zahl": 7}])

        assert table.look_up({"zahl": 7}, "tag") == date(2026, 3, 1)
        assert table.look_up({"tag": date(2026, 3, 1)}, "offen") is False
        assert table.look_up({"offen": True}, "zahl") is None

    def test_an_empty_cell_equals_nothing(self) -> None:
        table = Table(ZONES, [{"strasse": "Ring", "zone": "A"}, {"strasse": "Ring", "nummern": "1"}])

        assert table.look_up({"zone": ""}, "strasse") is None
        assert table.look_up({"strasse": "Ring", "nummern": "1"}, "zone") == "A"

    @given(st.lists(st.tuples(streets, cells), max_size=8), streets, houses)
    def test_it_finds_what_going_through_all_rows_finds(
        self, written: list[tuple[str, str]], street: str, house: str
    ) -> None:
        rows = [{"strasse": one, "nummern": cell, "zone": "A"} for one, cell in written]
        slow = next(
            (
                number
                for number, (one, cell) in enumerate(written)
                if street_key(one) == street_key(street) and covers(read_house_numbers(cell), house)
            ),
            None,
        )

        assert Table(ZONES, rows).find({"strasse": street, "nummern": house}) == slow


class TestOverlaps:
    def test_rows_that_get_in_each_others_way_are_named(self) -> None:
        rows = [
            {"strasse": "Ring", "nummern": "1-19 ungerade", "zone": "A"},
            {"strasse": "Ring", "nummern": "2-20 gerade", "zone": "B"},
            {"strasse": "RING", "nummern": "19-25", "zone": "C"},
            {"strasse": "Lindenweg", "zone": "A"},
            {"strasse": "Lindenweg", "zone": "B"},
        ]

        assert list(Table(ZONES, rows).overlaps(frozenset({"strasse", "nummern"}))) == [(0, 2), (3, 4)]

    def test_the_rest_of_a_street_is_no_overlap_and_what_stands_below_it_is(self) -> None:
        rest: list[dict[str, Any]] = [
            {"strasse": "Ring", "nummern": "1-19 ungerade", "zone": "A"},
            {"strasse": "Ring", "nummern": "alle", "zone": "B"},
        ]
        columns = frozenset({"strasse", "nummern"})

        assert list(Table(ZONES, rest).overlaps(columns)) == []
        assert list(Table(ZONES, rest[::-1]).overlaps(columns)) == [(0, 1)]

    def test_steps_that_rise_are_no_overlap_and_steps_that_fall_are(self) -> None:
        rising: list[dict[str, Any]] = [
            {"zone": "A", "laenge_bis": 400},
            {"zone": "A", "laenge_bis": 500},
            {"zone": "A"},
        ]

        assert list(Table(FEES, rising).overlaps(frozenset({"zone", "laenge_bis"}))) == []
        assert list(Table(FEES, rising[::-1]).overlaps(frozenset({"zone", "laenge_bis"}))) == [(0, 1), (0, 2)]


class TestRowProblems:
    @pytest.mark.parametrize(
        ("row", "column", "said"),
        [
            ({"strasse": "Ring", "farbe": 1}, "farbe", "Die Spalte „farbe“ gibt es nicht"),
            ({"zone": "A"}, "strasse", "Hier fehlt die Straße"),
            ({"strasse": "--"}, "strasse", "keine Straße"),
            ({"strasse": "Ring", "nummern": "19-1"}, "nummern", "beginnt hinter seinem Ende"),
            ({"strasse": "Ring", "zone": 7}, "zone", "ein Text"),
            ({"strasse": "Ring", "zone": " "}, "zone", "leer"),
            ({"strasse": "x" * 501}, "strasse", "höchstens 500 Zeichen"),
        ],
    )
    def test_what_does_not_fit_is_named_with_its_place(
        self, row: dict[str, Any], column: str, said: str
    ) -> None:
        (problem,) = row_problems(ZONES, [{"strasse": "Ring"}, row])

        assert (problem.row, problem.column) == (1, column)
        assert said in problem.message

    @pytest.mark.parametrize(
        ("kind", "stored"),
        [
            ("integer", "7"), ("integer", True), ("integer", 10**15), ("cents", -1), ("cents", 1.5), ("up_to", "x"),
            ("yes_no", 1), ("yes_no", "ja"), ("date", "2026-02-30"), ("date", 7), ("house_numbers", True),
        ],
    )  # fmt: skip
    def test_cells_of_another_type_are_refused(self, kind: str, stored: Any) -> None:
        with pytest.raises(ValueError, match=r"„|muss"):
            read_cell(ColumnKind(kind), stored)

    def test_a_house_number_may_be_written_as_a_number(self) -> None:
        assert read_cell(ColumnKind.HOUSE_NUMBERS, 7) == "7"
        assert (
            Table(ZONES, [{"strasse": "Ring", "nummern": 7, "zone": "A"}]).find(
                {"strasse": "Ring", "nummern": "7"}
            )
            == 0
        )


class TestSpeed:
    def test_five_thousand_streets_do_not_slow_a_page(self) -> None:
        rows = [
            {"strasse": f"Musterstraße {number}", "nummern": side, "zone": "A"}
            for number in range(2_500)
            for side in ("1-99 ungerade", "2-98 gerade")
        ]
        table = Table(ZONES, rows)
        match = {"strasse": "Musterstr. 2499", "nummern": "7a"}
        table.find(match)  # lays the index out
        started = perf_counter()
        for _ in range(100):
            assert table.find(match) == 4998

        assert (perf_counter() - started) / 100 < 0.002  # some 20 µs; going through all rows takes 30 ms
