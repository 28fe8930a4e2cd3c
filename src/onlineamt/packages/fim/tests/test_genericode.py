"""Code lists in genericode: which columns count, what a folder holds, and what is wrong with a list."""

from pathlib import Path

import pytest

from onlineamt.packages.fim.genericode import Codelist, Codelists, find_lists, read_codelist
from onlineamt.packages.fim.model import CodelistReference, CodeValue
from onlineamt.packages.fim.notes import FimRefused
from onlineamt.packages.fim.tests.files import COLUMNS, codelist, row, xdf3
from onlineamt.packages.findings import Finding

BREEDS = "urn:de:musterstadt:codeliste:hunderassen"


def read(text: str) -> Codelist:
    return read_codelist(text.encode(), name="rassen.xml")


def refused(text: str) -> tuple[Finding, ...]:
    with pytest.raises(FimRefused) as caught:
        read(text)
    return caught.value.findings


def lists(folder: Path, **files: str) -> Codelists:
    for name, text in files.items():
        (folder / f"{name}.xml").write_text(text)
    return find_lists(folder)


class TestReadCodelist:
    def test_names_columns_and_rows(self) -> None:
        one = read(codelist(row("001", "Dackel", "klein") + row("002", "Pudel")))

        assert (one.canonical_id, one.version, one.version_uri) == (
            BREEDS,
            "2026-01-01",
            f"{BREEDS}_2026-01-01",
        )
        assert (one.name, one.long_name) == ("Hunderassen", "Rassen von Hunden in Musterstadt")
        assert [(column.id, column.is_required) for column in one.columns] == [
            ("code", True), ("name", True), ("hinweis", False),
        ]  # fmt: skip
        assert one.keys == {"codeKey": "code", "codenameKey": "name"}
        assert one.rows == ((5, ("001", "Dackel", "klein")), (6, ("002", "Pudel", "")))
        assert one.remarks == ()

    def test_a_value_without_a_column_belongs_to_the_next(self) -> None:
        rows = (
            "<gc:Row><gc:Value><gc:SimpleValue>1</gc:SimpleValue></gc:Value><gc:Value><gc:SimpleValue>A</gc:SimpleValue></gc:Value></gc:Row>"
            '<gc:Row><gc:Value ColumnRef="name"><gc:SimpleValue>B</gc:SimpleValue></gc:Value><gc:Value><gc:SimpleValue>groß</gc:SimpleValue></gc:Value>'
            '<gc:Value ColumnRef="code"><gc:SimpleValue>2</gc:SimpleValue></gc:Value></gc:Row>'
        )

        assert [texts for _, texts in read(codelist(rows)).rows] == [("1", "A", ""), ("2", "B", "groß")]

    def test_what_is_missing_or_too_much_is_remarked(self) -> None:
        rows = row("001") + row("002", "B", "C", "D", columns=("code", "name", "farbe", "name"))
        one = read(codelist(rows))

        assert [finding.message for finding in one.remarks] == [
            "In dieser Zeile der Liste fehlt „name“.",
            "Der Wert „C“ steht in einer Spalte, die es nicht gibt („farbe“).",
            "Der Wert „D“ steht noch einmal („name“).",
        ]

    def test_an_undefined_value_is_empty(self) -> None:
        rows = '<gc:Row><gc:Value ColumnRef="code"><gc:SimpleValue>1</gc:SimpleValue></gc:Value><gc:Value ColumnRef="name"/></gc:Row>'

        assert read(codelist(rows)).rows[0][1] == ("1", "", "")

    def test_elements_without_prefix(self) -> None:
        one = read(codelist())
        plain = codelist().replace("<gc:", "<").replace("</gc:", "</").replace("xmlns:gc", "xmlns")

        assert read(plain) == one

    @pytest.mark.parametrize(
        ("text", "rule"),
        [
            (codelist(CanonicalUri=""), "fim.codelist"),
            (codelist().replace("gc:SimpleCodeList>", "gc:Anderes>"), "fim.missing"),
            (codelist(columns="<gc:Column/>"), "fim.columns"),
            (codelist(columns='<gc:Column Id="a"/><gc:Column Id="a"/>'), "fim.columns"),
            (codelist(columns="".join(f'<gc:Column Id="c{n}"/>' for n in range(201))), "fim.size"),
            (codelist().replace("genericode/1.0", "genericode/9.0"), "fim.standard"),
            (xdf3(), "fim.standard"),
            ("<a>", "fim.xml-end"),
        ],
    )
    def test_what_is_no_list_is_refused(self, text: str, rule: str) -> None:
        assert rule in [finding.rule for finding in refused(text)]

    def test_an_empty_list_is_remarked(self) -> None:
        one = read(codelist(rows=" "))

        assert ([finding.rule for finding in one.remarks], one.values().values) == (["fim.empty"], ())


class TestValues:
    def test_the_list_says_which_columns_count(self) -> None:
        assert read(codelist()).values().values == (
            CodeValue(code="001", name="Dackel"),
            CodeValue(code="002", name="Pudel"),
        )

    @pytest.mark.parametrize("asked", ["hinweis", "Hinweis", "HINWEIS"])
    def test_columns_are_asked_for_by_id_or_short_name(self, asked: str) -> None:
        one = read(codelist(row("001", "Dackel", "klein")))

        assert one.values(name=asked, explained="codenameKey").values == (
            CodeValue(code="001", name="klein", help="Dackel"),
        )

    def test_as_a_field_asks(self) -> None:
        reference = CodelistReference(
            canonical_id=BREEDS, code_column="name", name_column="code", help_column="hinweis"
        )

        assert read(codelist(row("001", "Dackel", "klein"))).values_for(reference).values == (
            CodeValue(code="Dackel", name="001", help="klein"),
        )

    def test_a_column_that_is_not_there_is_named(self) -> None:
        taken = read(codelist()).values(code="kennung", explained="hilfe")

        assert [value.code for value in taken.values] == ["001", "002"]
        assert [finding.rule for finding in taken.findings] == ["fim.columns", "fim.columns"]
        assert "„kennung“" in taken.findings[0].message

    @pytest.mark.parametrize(
        ("columns", "expected"),
        [
            ('<gc:Column Id="a"/><gc:Column Id="b"/>', ("1", "2")),
            ('<gc:Column Id="Name"/><gc:Column Id="Code"/>', ("2", "1")),
            (
                '<gc:Column Id="a"/><gc:Column Id="b"/><gc:Key Id="k"><gc:ColumnRef Ref="b"/></gc:Key>',
                ("2", "1"),
            ),
            ('<gc:Column Id="a"/>', ("1", "1")),
        ],
    )
    def test_without_keys_the_usual_columns_count(self, columns: str, expected: tuple[str, str]) -> None:
        rows = "<gc:Row>" + "".join(f"<gc:Value><gc:SimpleValue>{n}</gc:SimpleValue></gc:Value>" for n in "12") + "</gc:Row>"  # fmt: skip
        (value,) = read(codelist(rows, columns)).values().values

        assert (value.code, value.name) == expected

    def test_codes_that_are_doubled_or_missing_are_named(self) -> None:
        taken = read(codelist(row("001", "Dackel") + row("001", "Teckel") + row("", "Pudel") + row("004", ""))).values()  # fmt: skip

        assert [(value.code, value.name) for value in taken.values] == [("001", "Dackel"), ("004", "004")]
        assert [finding.message for finding in taken.findings] == [
            "Der Code „001“ (Teckel) steht schon in Zeile 5 (Dackel).",
            "Der Wert „Pudel“ hat keinen Code.",
            "Der Code „004“ hat keinen Namen.",
        ]


class TestFindLists:
    def test_lists_of_a_folder_by_name_and_version(self, tmp_path: Path) -> None:
        found = lists(tmp_path, a=codelist(), b=codelist(Version="2025-01-01"), schema=xdf3())

        assert set(found.by_name) == {(BREEDS, "2026-01-01"), (BREEDS, "2025-01-01")}
        assert found.findings == ()

    def test_a_list_that_is_there_twice_is_named(self, tmp_path: Path) -> None:
        found = lists(tmp_path, a=codelist(), b=codelist(), c=codelist(row("003", "Mops")))

        assert len(found.by_name[BREEDS, "2026-01-01"].rows) == 2
        assert [(finding.file, finding.message.split(" mit ")[1]) for finding in found.findings] == [
            ("b.xml", "demselben Inhalt schon in a.xml."), ("c.xml", "anderem Inhalt schon in a.xml."),
        ]  # fmt: skip

    def test_files_that_cannot_be_read_are_named(self, tmp_path: Path) -> None:
        found = lists(tmp_path, a="<a>", b=codelist(CanonicalUri=""), c=codelist(row("001")))

        assert [(finding.file, finding.rule) for finding in found.findings] == [
            ("a.xml", "fim.xml-end"), ("b.xml", "fim.codelist"), ("c.xml", "fim.values"),
        ]  # fmt: skip

    def test_other_files_and_folders_do_not_matter(self, tmp_path: Path) -> None:
        (tmp_path / "lies-mich.txt").write_text("<a>")
        (tmp_path / "ordner.xml").mkdir()
        (tmp_path / "RASSEN.GC").write_text(codelist())

        assert list(lists(tmp_path).by_name) == [(BREEDS, "2026-01-01")]

    def test_a_file_that_is_too_large_is_not_opened(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("onlineamt.packages.fim.genericode.LARGEST_FILE", 100)

        assert [finding.rule for finding in lists(tmp_path, a=codelist()).findings] == ["fim.size"]


class TestFind:
    @pytest.fixture
    def found(self, tmp_path: Path) -> Codelists:
        versions = {
            f"v{n}": codelist(Version=n, CanonicalVersionUri=f"{BREEDS}_{n}") for n in ("2", "10", "9")
        }
        return lists(tmp_path, **versions)

    @pytest.mark.parametrize(
        ("version", "uri", "expected"),
        [
            ("9", f"{BREEDS}_9", "9"),
            ("9", "", "9"),
            ("", f"{BREEDS}_2", "2"),
            ("", "", "10"),
            ("", BREEDS, "10"),
            ("9", f"{BREEDS}_2", "9"),
            ("11", "", None),
        ],
    )
    def test_the_version_asked_for_or_the_newest(
        self, found: Codelists, version: str, uri: str, expected: str | None
    ) -> None:
        one = found.find(CodelistReference(canonical_id=BREEDS, version=version, version_uri=uri))

        assert (one.version if one else None) == expected

    def test_versions_are_ordered_as_people_count(self, found: Codelists) -> None:
        assert found.versions(BREEDS) == ["2", "9", "10"]
        assert found.versions("urn:de:andere") == []

    def test_a_list_that_is_not_there(self, found: Codelists) -> None:
        assert found.find(CodelistReference(canonical_id="urn:de:andere")) is None


def test_keys_of_several_columns_are_no_code() -> None:
    both = COLUMNS.replace(
        '<gc:ColumnRef Ref="code"/>', '<gc:ColumnRef Ref="code"/><gc:ColumnRef Ref="hinweis"/>'
    )

    assert read(codelist(columns=both)).keys == {"codenameKey": "name"}
