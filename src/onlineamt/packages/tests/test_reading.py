import os
from pathlib import Path

import pytest

from onlineamt.packages.findings import Level
from onlineamt.packages.reading import read_package
from onlineamt.packages.tests.workshop import Workshop, only


class TestReadPackage:
    def test_reads_the_sample_without_a_word(self, workshop: Workshop) -> None:
        reading = read_package(workshop.folder)
        assert reading.findings == []
        assert reading.package is not None
        assert reading.package.service.key == "muster-anzeige"

    def test_stores_the_same_digest_for_the_same_content(self, workshop: Workshop) -> None:
        first, second = read_package(workshop.folder).package, read_package(workshop.folder).package
        assert first is not None and second is not None
        assert first.digest == second.digest

    def test_leaves_the_examples_out_of_the_digest(self, workshop: Workshop) -> None:
        before = read_package(workshop.folder).package
        workshop.delete("examples/rot.yaml")
        after = read_package(workshop.folder).package
        assert before is not None and after is not None
        assert before.digest == after.digest

    def test_puts_a_building_block_in_place_with_its_words(self, workshop: Workshop) -> None:
        fields = "    fields:\n      - {id: person.name, kind: text, label: Name}\n"
        workshop.replace("form.yaml", fields, "    block: person\n")
        workshop.replace("form.yaml", "known_answer: person.name", "known_answer: person.vorname")
        package = read_package(workshop.folder).package
        assert package is not None
        assert "person.vorname" in [field.id for field in package.form.each_field()]
        assert package.texts["en"].form.fields["person.vorname"].label == "First names"

    def test_takes_blocks_that_lie_beside_the_package(self, workshop: Workshop) -> None:
        beside = workshop.folder.parent / "_blocks"
        beside.mkdir()
        (beside / "eigen.yaml").write_text(
            "key: eigen\ntitle: Eigen\narea: eigen\nfields: [{id: eigen.feld, kind: text, label: Feld}]\n"
        )
        workshop.append("form.yaml", "")
        workshop.replace(
            "form.yaml", "  - id: pruefung\n", "  - {id: mehr, title: Mehr, block: eigen}\n  - id: pruefung\n"
        )
        package = read_package(workshop.folder).package
        assert package is not None
        assert "eigen.feld" in [field.id for field in package.form.each_field()]

    def test_says_where_a_block_of_the_house_is_wrong(self, workshop: Workshop) -> None:
        beside = workshop.folder.parent / "_blocks"
        beside.mkdir()
        (beside / "eigen.yaml").write_text("key: eigen\ntitel: Eigen\narea: eigen\nfields: []\n")
        finding = only(read_package(workshop.folder).findings, "definition.extra-forbidden")
        assert (finding.file, finding.line) == ("_blocks/eigen.yaml", 2)

    @pytest.mark.parametrize("kind", ["[]", "{a: b}", "null", "17"])
    def test_survives_a_kind_that_is_no_word(self, workshop: Workshop, kind: str) -> None:
        line = workshop.replace("form.yaml", "kind: integer, label: Zahl", f"kind: {kind}, label: Zahl")
        assert only(read_package(workshop.folder).findings, "definition.unknown-kind").line == line

    def test_survives_a_key_twice_around_a_mistake(self, workshop: Workshop) -> None:
        workshop.replace("form.yaml", "purpose: Die Anzeige bearbeiten\n", "purpose: [a]\npurpose: P\n")
        workshop.replace("form.yaml", "fields: [ding.zahl]", "fields: [ding.zal]")
        found = {finding.rule for finding in read_package(workshop.folder).findings}
        assert found == {"source.double-key", "definition.value-error"}


class TestFolder:
    def test_says_that_there_is_no_such_folder(self, tmp_path: Path) -> None:
        assert [one.rule for one in read_package(tmp_path / "nichts").findings] == ["folder.missing"]

    def test_takes_a_file_for_no_folder(self, tmp_path: Path) -> None:
        (tmp_path / "datei").write_text("")
        assert [one.rule for one in read_package(tmp_path / "datei").findings] == ["folder.missing"]

    @pytest.mark.parametrize("target", ["/etc/hostname", "form.yaml"])
    def test_follows_no_link(self, workshop: Workshop, target: str) -> None:
        (workshop.folder / "texts" / "fr.yaml").symlink_to(target)
        assert only(read_package(workshop.folder).findings, "folder.link").file == "texts/fr.yaml"

    def test_opens_no_pipe(self, workshop: Workshop) -> None:
        os.mkfifo(workshop.folder / "texts" / "fr.yaml")
        assert only(read_package(workshop.folder).findings, "folder.not-a-file").file == "texts/fr.yaml"

    def test_warns_of_files_nobody_reads(self, workshop: Workshop) -> None:
        workshop.write("texts/fr.yml", "title: Chien")
        workshop.write("notiz.txt", "merken")
        found = [one for one in read_package(workshop.folder).findings if one.rule == "folder.stray-file"]
        assert [(one.file, one.level) for one in found] == [
            ("notiz.txt", Level.WARNING),
            ("texts/fr.yml", Level.WARNING),
        ]

    def test_survives_a_name_that_is_not_utf_8(self, workshop: Workshop) -> None:
        Path(os.fsdecode(os.fsencode(workshop.folder) + b"/texts/\xff.yaml")).write_text("a: 1")
        for finding in read_package(workshop.folder).findings:
            str(finding).encode()
