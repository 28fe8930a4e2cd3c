"""CSV files as people in town halls have them: read whatever Excel does, refused with line and column."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onlineamt.packages.table_changes import compare_rows, lost_places
from onlineamt.packages.tabular import UnusableTable, read_table, write_table
from onlineamt.procedure.catalogue.tables import ColumnKind, Table

ZONES = {"strasse": ColumnKind.STREET, "hausnummern": ColumnKind.HOUSE_NUMBERS, "gebiet": ColumnKind.TEXT}
ALL = {
    "strasse": ColumnKind.STREET, "hausnummern": ColumnKind.HOUSE_NUMBERS, "gebiet": ColumnKind.TEXT,
    "monate": ColumnKind.INTEGER, "laenge_bis": ColumnKind.UP_TO, "betrag": ColumnKind.CENTS, "offen": ColumnKind.YES_NO,
    "seit": ColumnKind.DATE,
}  # fmt: skip
FILE = "Straße;Hausnummern;Gebiet;Monate;Länge bis (cm);Betrag (€);Offen;Seit\nMühlenweg;1-19 ungerade;Süd;12;400;1.030,70 €;ja;01.03.2026\nAm Markt;;;;;;;\n"
ROWS: list[dict[str, Any]] = [
    {"strasse": "Mühlenweg", "hausnummern": "1-19 ungerade", "gebiet": "Süd", "monate": 12, "laenge_bis": 400,
     "betrag": 103070, "offen": True, "seit": "2026-03-01"},
    {"strasse": "Am Markt"},
]  # fmt: skip


def said(content: str | bytes, columns: dict[str, ColumnKind] = ALL) -> list[str]:
    with pytest.raises(UnusableTable) as refused:
        read_table(content.encode() if isinstance(content, str) else content, columns)
    return [str(problem) for problem in refused.value.problems]


class TestReadTable:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
    def test_umlauts_come_through_in_every_spelling_excel_has(self, encoding: str) -> None:
        assert read_table(FILE.encode(encoding), ALL) == ROWS

    @pytest.mark.parametrize("delimiter", ["\t", ","])
    def test_other_delimiters_are_seen(self, delimiter: str) -> None:
        content = FILE.replace(",", "#").replace(";", delimiter).replace("1.030#70 €", '"1.030,70 €"')

        assert read_table(content.encode(), ALL) == ROWS

    def test_line_ends_empty_lines_and_the_name_of_the_delimiter_do_no_harm(self) -> None:
        content = "sep=;\r\n" + FILE.replace("\n", "\r\n") + ";;;;;;;\r\n\r\n"

        assert read_table(content.encode("cp1252"), ALL) == ROWS

    def test_columns_stand_in_any_order(self) -> None:
        assert read_table(b"gebiet;STRASSE;Hausnummern;\nA;Ring;7;\n", ZONES) == [
            {"gebiet": "A", "strasse": "Ring", "hausnummern": "7"}
        ]

    @pytest.mark.parametrize(
        ("line", "message"),
        [
            (";1;A;1;1;1;ja;01.03.2026", "Zeile 2, Spalte „strasse“: Hier fehlt die Straße."),
            ("Ring;19-1;A;1;1;1;ja;", "Zeile 2, Spalte „hausnummern“: „19-1“ beginnt hinter seinem Ende."),
            ("Ring;;A;zwölf;1;1;ja;", "Zeile 2, Spalte „monate“: „zwölf“ ist keine ganze Zahl."),
            ("Ring;;A;1,5;1;1;ja;", "Zeile 2, Spalte „monate“: „1,5“ ist keine ganze Zahl."),
            ("Ring;;A;1;1;1,005;ja;", "Zeile 2, Spalte „betrag“: „1,005“ ist kein Betrag in Euro wie 30,70."),
            (
                "Ring;;A;1;1;-5;ja;",
                "Zeile 2, Spalte „betrag“: „-5“ ist kein Betrag in Euro wie 30,70.",
            ),
            ("Ring;;A;1;1;1;vielleicht;", "Zeile 2, Spalte „offen“: „vielleicht“ ist weder ja noch nein."),
            (
                "Ring;;A;1;1;1;ja;31.02.2026",
                "Zeile 2, Spalte „seit“: „2026-02-31“ ist kein Tag wie 31.01.2026.",
            ),
            ("Ring;;A;1;1;1;ja;;zu viel", "Zeile 2: Die Zeile hat mehr Zellen als die Kopfzeile."),
        ],
    )
    def test_mistakes_name_line_and_column(self, line: str, message: str) -> None:
        assert said(FILE.partition("\n")[0] + "\n" + line + "\n") == [message]

    @pytest.mark.parametrize("cell", ["01. Dez", "Jan 19", "2. Aug", "01.12.2026"])
    def test_house_numbers_that_excel_made_days_of_are_seen(self, cell: str) -> None:
        (message,) = said(f"strasse;hausnummern;gebiet\nRing;{cell};A\n", ZONES)

        assert message.startswith(f"Zeile 2, Spalte „hausnummern“: „{cell}“ ist ein Datum.")
        assert "1 bis 12" in message

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (b"", "Die Datei ist leer"),
            (b"strasse;hausnummern;gebiet\n", "keine Zeile"),
            (b"strasse;hausnummern\nRing;1\n", "Spalte „gebiet“: Diese Spalte fehlt"),
            (b"strasse;hausnummern;gebiet;farbe\n", "Spalte „farbe“: Diese Spalte gibt es nicht. Vorhanden sind: strasse"),
            (b"strasse;strasse;hausnummern;gebiet\n", "steht zweimal da"),
            (b"PK\x03\x04", "Excel-Mappe"),
            (b"a\x00b", "keine Textdatei"),
            (b"strasse;hausnummern;gebiet\nM\x81hlenweg;;A\n", "CSV UTF-8"),
        ],
    )  # fmt: skip
    def test_files_that_are_no_table_are_refused(self, content: bytes, message: str) -> None:
        assert message in "\n".join(said(content, ZONES))

    def test_the_line_is_counted_as_excel_counts_it(self) -> None:
        content = 'strasse;hausnummern;gebiet\nRing;;A\n\nRing;;"zwei\nZeilen"\nRing;x;A\n'

        assert said(content, ZONES)[0].startswith("Zeile 6, Spalte „hausnummern“")

    @given(st.binary(max_size=200))
    def test_any_bytes_are_read_or_refused(self, content: bytes) -> None:
        for given_ in (content, b"strasse;hausnummern;gebiet\n" + content):
            try:
                rows = read_table(given_, ZONES)
            except UnusableTable as refused:
                assert refused.problems
            else:
                assert rows


class TestWriteTable:
    def test_what_is_written_is_read_again(self) -> None:
        assert read_table(write_table(ALL, ROWS), ALL) == ROWS

    def test_excel_knows_the_umlauts(self) -> None:
        assert write_table(ALL, ROWS).startswith(b"\xef\xbb\xbfstrasse;hausnummern;")


class TestCompareRows:
    def test_rows_that_come_go_and_change_are_told_apart(self) -> None:
        before = [
            {"strasse": "Ring", "gebiet": "A"},
            {"strasse": "Alleestr.", "gebiet": "A"},
            {"strasse": "Markt", "gebiet": "B"},
        ]
        after = [
            {"strasse": "RING", "gebiet": "B"},
            {"strasse": "Alleestraße", "gebiet": "a"},
            {"strasse": "Weg", "gebiet": "B"},
        ]

        changes = compare_rows(Table(ZONES, before), Table(ZONES, after), ["strasse", "hausnummern"])

        assert changes.added == ("strasse Weg, gebiet B",)
        assert changes.removed == ("strasse Markt, gebiet B",)
        assert changes.changed == ("strasse Ring, gebiet A → strasse RING, gebiet B",)

    def test_another_spelling_is_no_change(self) -> None:
        tables = [Table(ZONES, [{"strasse": one, "gebiet": "A"}]) for one in ("Lindenstr.", "Linden-Straße")]

        assert not compare_rows(*tables, ["strasse"])


class TestLostPlaces:
    COLUMNS = frozenset({"strasse", "hausnummern"})

    def lost(self, before: list[tuple[str, str]], after: list[tuple[str, str]]) -> set[str]:
        tables = [
            Table(ZONES, [{"strasse": one, "hausnummern": cell, "gebiet": "A"} for one, cell in rows])
            for rows in (before, after)
        ]
        return set(lost_places(*tables, self.COLUMNS))

    def test_a_street_that_goes_is_lost(self) -> None:
        assert self.lost([("Ring", "alle"), ("Markt", "7a")], [("RING", "")]) == {"Markt 7a"}

    def test_a_gap_in_the_middle_is_seen(self) -> None:
        lost = self.lost([("Ring", "1-19")], [("Ring", "1-5"), ("Ring", "11-19")])

        assert {"Ring 6", "Ring 7", "Ring 9", "Ring 10"} <= lost
        assert not lost & {"Ring 5", "Ring 11", "Ring 20"}

    def test_a_side_that_goes_is_seen(self) -> None:
        lost = self.lost([("Ring", "alle")], [("Ring", "ungerade")])

        assert "Ring 2" in lost
        assert "Ring 1" not in lost

    def test_nothing_is_lost_where_rows_are_only_split(self) -> None:
        assert self.lost([("Ring", "alle")], [("Ring", "ab 20"), ("Ring", "bis 19")]) == set()

    @given(*[st.lists(st.sampled_from(["1-9", "2-8 gerade", "5", "ab 4", "bis 3 ungerade"]), max_size=3)] * 2)
    def test_it_is_empty_exactly_where_no_number_is_lost(self, was: list[str], now: list[str]) -> None:
        before, after = ([("Ring", cell) for cell in cells] for cells in (was, now))
        tables = [
            Table(ZONES, [{"strasse": one, "hausnummern": cell} for one, cell in rows])
            for rows in (before, after)
        ]
        gone = [
            house
            for house in range(1, 200)
            if tables[0].find({"strasse": "Ring", "hausnummern": str(house)}) is not None
            and tables[1].find({"strasse": "Ring", "hausnummern": str(house)}) is None
        ]

        assert bool(self.lost(before, after)) is bool(gone)

    def test_bounds_that_go_are_seen(self) -> None:
        fees = {"zone": ColumnKind.TEXT, "bis": ColumnKind.UP_TO}
        before, after = (Table(fees, [{"zone": "A", "bis": bound}]) for bound in (500, 400))

        assert set(lost_places(before, after, frozenset(fees))) == {"A 401", "A 500"}
