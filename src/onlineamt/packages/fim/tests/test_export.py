"""What goes out as a FIM schema comes back as the form it was, and what is changed in between is changed here."""

import os
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onlineamt.packages.fim import read_schema
from onlineamt.packages.fim.export.codelists import write_codelist
from onlineamt.packages.fim.export.commands import export_fim
from onlineamt.packages.fim.export.form import schema_of_sections
from onlineamt.packages.fim.export.writing import write_schema
from onlineamt.packages.fim.genericode import Codelists, find_lists, read_codelist
from onlineamt.packages.fim.importing import Imported, import_schema, write_package
from onlineamt.packages.fim.model import Standard, walk
from onlineamt.packages.fim.notes import FimRefused
from onlineamt.packages.fim.tests.files import place as old_place
from onlineamt.packages.fim.tests.files import xdf2_field, xdf2_schema
from onlineamt.packages.fim.tests.writing import codes, field, group, place, rule, schema
from onlineamt.packages.reading import read_package
from onlineamt.packages.tests.test_services import FOLDERS
from onlineamt.procedure.forms.definition import CodelistDefinition, FormDefinition

SAMPLES = Path(os.environ.get("ONLINEAMT_FIM_SAMPLES", "/nowhere"))
REAL = sorted(SAMPLES.glob("xdf[23]/*.xml"))
Sections = Mapping[str, Any]

EVERYTHING = schema(
    place(group(
        10, "Hund",
        place(field(11, "Rufname", more='<x:praezisierung minLength="2" maxLength="80"/>')),
        place(field(12, "Farbe", kind="select", more=codes(("1", "Braun"), ("2", "Schwarz")))),
        place(field(13, "Wurftag", data="date"), "0:1"),
        place(field(14, "Chipnummer", more='<x:praezisierung pattern="[0-9]{15}"/>')),
        place(group(20, "Vorbesitz", place(field(21, "Familienname", data="text_latin")), place(field(22, "Postleitzahl"))), "0:1"),
        more=rule(1, "Wenn F00000000014 leer ist, ist ein Grund anzugeben."),
    )),
    place(group(30, "Impfungen", place(field(31, "Impfstoff")), place(field(32, "Datum", data="date"))), "1:4"),
    place(group(40, "Kontakt", place(field(41, "E-Mail")), place(field(42, "Telefon")), more="<x:art><code>X</code></x:art>")),
    place(field(50, "Heimtierausweis", data="file", more="<x:mediaType>application/pdf</x:mediaType>"), "1:3"),
    place(field(51, "Steuer", data="num_currency", more='<x:praezisierung minValue="0" maxValue="500.50"/>')),
    place(field(52, "Aktenzeichen", kind="hidden", more="<x:inhalt>HUND-1</x:inhalt>")),
    place(field(53, "Bitte lesen Sie das Merkblatt.", kind="label")),
    place(field(54, "Wochentage", kind="select", more=codes(*((str(one), f"Tag {one}") for one in range(1, 10)))), "0:*"),
    rules=[rule(2, "Eine Regel des ganzen Schemas.")],
)  # fmt: skip
MADE_OF_FIM = {
    "groups, lists and choices": EVERYTHING,
    "one field": schema(place(field(1, "Rufname"))),
    "of version 2": xdf2_schema(old_place(xdf2_field())).encode(),
}


def sections_of(folder: Path) -> Sections:
    package = read_package(folder).package
    assert package is not None
    return package.sections


def lists_of(sections: Sections) -> Codelists:
    """The lists with names in FIM, as the export puts them beside the schema."""
    written = [write_codelist(one) for one in sections["codelists"].values() if one.get("urn")]
    read = [read_codelist(one, name="liste.xml") for one in written]
    return Codelists({(one.canonical_id, one.version): one for one in read})


def returned(sections: Sections) -> Imported:
    return import_schema(write_schema(schema_of_sections(sections)), lists_of(sections))


def as_frozen(imported: Imported) -> tuple[dict[str, Any], dict[str, Any]]:
    """Form and lists as the version of an installed package would hold them."""
    lists = imported_lists(imported)
    return FormDefinition.model_validate(imported.form).model_dump(mode="json", exclude_defaults=True), lists


def imported_lists(imported: Imported) -> dict[str, Any]:
    import yaml

    return {
        name.removeprefix("codelists/").removesuffix(".yaml"): CodelistDefinition.model_validate(
            yaml.safe_load(text)
        ).model_dump(mode="json", exclude_defaults=True)
        for name, text in imported.files.items()
        if name.startswith("codelists/")
    }


def assert_the_same(sections: Sections, folder: Path) -> None:
    back = sections_of(write_package(returned(sections), folder))
    assert back["form"] == sections["form"]
    used = {one for one in sections["codelists"] if one in back["codelists"]}
    assert {name: sections["codelists"][name] for name in used} == back["codelists"]


class TestReturn:
    @pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
    def test_every_package_comes_back_as_the_form_it_was(self, folder: Path, tmp_path: Path) -> None:
        assert_the_same(sections_of(folder), tmp_path)

    @pytest.mark.parametrize("data", MADE_OF_FIM.values(), ids=MADE_OF_FIM)
    def test_what_was_imported_comes_back_as_the_form_it_was(self, data: bytes, tmp_path: Path) -> None:
        first = write_package(import_schema(data, Codelists()), tmp_path / "one")
        assert_the_same(sections_of(first), tmp_path / "two")

    @pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
    def test_so_does_every_real_schema(self, path: Path, tmp_path: Path) -> None:
        try:
            imported = import_schema(path.read_bytes(), find_lists(SAMPLES / "genericode"))
        except FimRefused:
            pytest.skip("not a schema that can be imported")
        assert_the_same(sections_of(write_package(imported, tmp_path / "one")), tmp_path / "two")

    def test_the_folder_has_the_name_it_had(self) -> None:
        assert returned(sections_of(FOLDERS[0])).key == FOLDERS[0].name

    def test_no_path_comes_out_of_a_file(self) -> None:
        sections = sections_of(FOLDERS[0])
        written = write_schema(schema_of_sections(sections)).replace(
            f">{FOLDERS[0].name}<".encode(), b">../../anderswo<"
        )
        assert re.fullmatch(r"[a-z0-9-]+", import_schema(written, Codelists()).key)


class TestWriting:
    @pytest.mark.parametrize(
        "path", [one for one in REAL if "xdf3/S" in str(one)], ids=lambda path: path.stem
    )
    def test_a_real_schema_is_written_as_it_was_read(self, path: Path) -> None:
        read = read_schema(path.read_bytes(), name=path.name)
        assert read_schema(write_schema(read), name=path.name) == read

    def test_everything_is_written_as_it_was_read(self) -> None:
        read = read_schema(EVERYTHING, name="alles.xml")
        assert read_schema(write_schema(read), name="alles.xml") == replace(read, remarks=())

    @pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
    def test_readers_find_nothing_to_remark(self, folder: Path) -> None:
        written = schema_of_sections(sections_of(folder))
        read = read_schema(write_schema(written), name="aus.xml")
        assert read.remarks == ()
        assert read == written
        assert read.standard is Standard.XDF3


class TestIds:
    def test_are_unique_and_the_same_every_time(self) -> None:
        first, second = (schema_of_sections(sections_of(FOLDERS[0])) for _ in range(2))
        assert first == second
        found = Counter(member.element.full_id for _, member in walk(first.members))
        assert max(found.values()) == 1

    def test_those_of_fim_are_kept_and_those_of_version_2_written_as_version_3(self) -> None:
        imported = import_schema(xdf2_schema(old_place(xdf2_field())).encode(), Codelists())
        ids = [member.element.full_id for _, member in walk(exported(imported).members)]
        assert "F05000000001V1.1.0" in ids

    def test_an_element_that_stands_twice_and_says_something_else_gets_another_one(self) -> None:
        twice = (
            group(1, "Halterin", place(field(9, "Rufname"))),
            group(2, "Halter", place(field(9, "Rufname"))),
        )
        imported = import_schema(schema(*map(place, twice)), Codelists())
        written = exported(imported)
        ids = Counter(member.element.full_id for _, member in walk(written.members))
        assert ids["F00000000009V1.0.0"] == 1
        assert read_schema(write_schema(written), name="aus.xml").remarks == ()


def exported(imported: Imported, key: str = "muster", number_range: str = "99000") -> Any:
    form = FormDefinition.model_validate(imported.form).model_dump(mode="json", exclude_defaults=True)
    service = {"key": key, "version": "1.0.0", "title": "Muster"}
    sections = {"service": service, "form": form, "codelists": imported_lists(imported)}
    return schema_of_sections(sections, number_range=number_range)


texts = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), min_size=1, max_size=60
).filter(str.strip)


@settings(max_examples=60, deadline=None)
@given(label=texts, hint=texts, law=texts, default=texts, unit=texts)
def test_whatever_words_people_write_they_come_back(
    label: str, hint: str, law: str, default: str, unit: str
) -> None:
    form = FormDefinition.model_validate({
        "legal_basis": law,
        "pages": [{"id": "seite", "title": label, "intro": hint, "fields": [
            {"id": "a.text", "kind": "text", "label": label, "hint": hint, "legal_basis": law, "default": default, "summary_label": hint},
            {"id": "a.zahl", "kind": "integer", "label": hint, "unit": unit},
            {"id": "a.wahl", "kind": "choice", "label": label, "options": [{"code": "x", "label": hint, "hint": law}, {"code": "y", "label": unit}]},
            {"id": "a.satz", "kind": "label", "label": law},
        ], "checks": [{"id": "pruefung", "that": "a.zahl > 1", "message": unit, "fields": ["a.zahl"]}]}],
    }).model_dump(mode="json", exclude_defaults=True)  # fmt: skip
    sections = {
        "service": {"key": "muster", "version": "1.0.0", "title": label},
        "form": form,
        "codelists": {},
    }
    assert as_frozen(returned(sections)) == (form, {})


class TestCodelists:
    LIST: Mapping[str, Any] = {
        "title": "Rassen",
        "urn": "urn:de:musterstadt:codeliste:rassen",
        "version": "2026-01-01",
        "source": "Mustersatzung",
        "entries": [{"code": "1", "label": "Dackel", "hint": "klein"}, {"code": "2", "label": "Dogge"}],
    }
    FORM: Mapping[str, Any] = {
        "pages": [
            {"id": "hund", "title": "Hund", "fields": [
                {"id": "hund.rasse", "kind": "choice", "label": "Rasse", "codelist": "rassen", "layout": "list"},
            ]},
        ],
    }  # fmt: skip
    SECTIONS: ClassVar[Sections] = {
        "service": {"key": "hund", "version": "1.0.0", "title": "Hund"},
        "form": FORM,
        "codelists": {"rassen": LIST},
    }

    def test_one_with_a_name_of_its_own_stands_beside_the_schema(self) -> None:
        written = write_schema(schema_of_sections(self.SECTIONS))
        assert b"urn:de:musterstadt:codeliste:rassen_2026-01-01" in written
        assert b"Dackel" not in written
        form, lists = as_frozen(returned(self.SECTIONS))
        assert form == self.FORM
        assert lists == {"rassen": self.LIST}

    def test_without_it_the_question_is_a_text_and_that_is_said(self) -> None:
        imported = import_schema(write_schema(schema_of_sections(self.SECTIONS)), Codelists())
        (asked,) = imported.form["pages"][0]["fields"]
        assert asked["kind"] == "text"
        assert "urn:de:musterstadt:codeliste:rassen" in imported.warnings[0].message
        as_frozen(imported)

    def test_one_without_a_name_stands_in_the_field(self) -> None:
        own = {key: value for key, value in self.LIST.items() if key not in {"urn", "version"}}
        sections = {**self.SECTIONS, "codelists": {"rassen": own}}
        assert b"Dackel" in write_schema(schema_of_sections(sections))
        assert as_frozen(returned(sections)) == (self.FORM, {"rassen": own})


class TestCommand:
    def test_writes_a_schema_for_each_package(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert export_fim([*map(str, FOLDERS), "-o", str(tmp_path), "--nummernkreis", "60123"]) == 0
        said = capsys.readouterr().out.splitlines()
        assert said == [str(tmp_path / f"{folder.name}.xdf.xml") for folder in FOLDERS]
        read = read_schema(Path(said[0]).read_bytes(), name="aus.xml")
        assert read.id.startswith("S60123")
        assert read.written_at

    def test_says_what_is_wrong_with_a_package(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert export_fim([str(tmp_path), "-o", str(tmp_path / "aus")]) == 1
        assert "service.yaml" in capsys.readouterr().err
        assert not (tmp_path / "aus").exists()

    def test_says_where_it_cannot_write(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        taken = tmp_path / "aus"
        taken.write_text("")
        assert export_fim([str(FOLDERS[0]), "-o", str(taken)]) == 1
        assert str(taken) in capsys.readouterr().err

    def test_knows_what_a_range_of_numbers_is(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with pytest.raises(SystemExit):
            export_fim([str(FOLDERS[0]), "-o", str(tmp_path), "--nummernkreis", "60"])
        assert "fünf Ziffern" in capsys.readouterr().err
