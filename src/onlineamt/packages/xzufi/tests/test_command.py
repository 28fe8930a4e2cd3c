import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onlineamt.packages.check import check_package
from onlineamt.packages.source import FORBIDDEN
from onlineamt.packages.tests.test_services import FOLDERS, SERVICES
from onlineamt.packages.tests.workshop import SAMPLES, Workshop
from onlineamt.packages.xzufi.command import xzufi
from onlineamt.packages.xzufi.contents import read_contents, service_text
from onlineamt.packages.xzufi.reading import read_services
from onlineamt.packages.xzufi.service_text import ServiceText
from onlineamt.packages.xzufi.tests.letters import MESSAGE, module, service
from onlineamt.packages.xzufi.writing import write_service

Captured = pytest.CaptureFixture[str]
DOG = "99110009104000"


def reference(number: str) -> str:
    return f"<xzufi:referenzLeiKa><code>{number}</code></xzufi:referenzLeiKa>"


@pytest.fixture
def services(tmp_path: Path) -> Path:
    """A copy of the packages that come with the product."""
    return Path(shutil.copytree(SERVICES, tmp_path / "services"))


def in_any_order(text: ServiceText) -> dict[str, dict[str, Any]]:
    """The modules, with related words sorted: search words stand behind them, whichever list they came from."""
    return {
        lang: {key: sorted(said) if key == "begriffe_im_kontext" else said for key, said in modules.items()}
        for lang, modules in text.modules.items()
    }


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def run(capsys: Captured, *arguments: object) -> tuple[int, dict[str, Any]]:
    code = xzufi([*map(str, arguments), "--json"])
    return code, json.loads(capsys.readouterr().out)


class TestRoundTrip:
    def test_changes_nothing_in_any_package(self, services: Path, tmp_path: Path, capsys: Captured) -> None:
        before = files_of(services)
        assert xzufi(["export", str(services), "-o", str(tmp_path / "aus")]) == 0
        files = sorted((tmp_path / "aus").iterdir())
        capsys.readouterr()
        code, report = run(capsys, "import", *files, "-o", services)
        assert (code, len(report["services"])) == (0, len(FOLDERS))
        assert [one for one in report["services"] if one["changed"] or one["remarks"]] == []
        assert files_of(services) == before

    @pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
    def test_brings_back_texts_that_were_lost(
        self, folder: Path, services: Path, tmp_path: Path, capsys: Captured
    ) -> None:
        xzufi(["export", str(folder), "-o", str(tmp_path / "a.xml")])
        package = services / folder.name
        (package / "texts" / "de.yaml").write_text("# leer\n", encoding="utf-8")
        assert xzufi(["import", str(tmp_path / "a.xml"), "-o", str(services)]) == 0
        (text,), _ = read_services((tmp_path / "a.xml").read_bytes())
        (again,), _ = read_services(write_service(service_text(read_contents(package))))
        assert in_any_order(again) == in_any_order(text)

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
    @given(
        st.dictionaries(
            st.sampled_from(["volltext", "kosten", "frist"]),
            st.text(min_size=1).map(lambda text: FORBIDDEN.sub("", text)),
        )
    )
    def test_carries_odd_characters(self, texts: dict[str, str]) -> None:
        contents = read_contents(SAMPLES / "muster-anzeige")
        given_text = service_text(contents)
        odd = {**given_text.modules["de"], **texts}
        changed = type(given_text)(**{**vars(given_text), "modules": {"de": odd}})
        (once,), _ = read_services(write_service(changed))
        (twice,), _ = read_services(write_service(once))
        assert once.modules == twice.modules
        assert once.remarks == ()


class TestImport:
    def test_writes_only_what_is_new(self, services: Path, tmp_path: Path, capsys: Captured) -> None:
        file = tmp_path / "neu.xml"
        file.write_bytes(
            service(
                reference(DOG)
                + module("24", "Ein Hund? &lt;b&gt;Anmelden!&lt;/b&gt;")
                + module("18", "Redaktion X")
            )
        )
        before = files_of(services)
        assert xzufi(["import", str(file), "-o", str(services)]) == 0
        out = capsys.readouterr().out
        assert "hund-anmelden: „" in out
        assert "  texts/de.yaml: teaser\n" in out
        assert "  service.yaml: urheber\n" in out
        assert f"onlineamt check {services}" in out
        after = files_of(services)
        assert {name for name in after if after[name] != before.get(name)} == {
            "hund-anmelden/texts/de.yaml",
            "hund-anmelden/service.yaml",
        }
        assert (
            b"  teaser: |\n    Ein Hund? **Anmelden!**\n  kurztext: |\n"
            in after["hund-anmelden/texts/de.yaml"]
        )
        assert check_package(services / "hund-anmelden", with_examples=False).findings == ()

    def test_leaves_a_package_that_the_checker_takes(
        self, services: Path, tmp_path: Path, capsys: Captured
    ) -> None:
        file = tmp_path / "drache.xml"
        file.write_bytes(MESSAGE)
        code, report = run(capsys, "import", file, "-o", services / "hund-anmelden")
        assert code == 0
        (done,) = report["services"]
        assert set(done["changed"]["service.yaml"]) == {
            "typisierung",
            "urheber",
            "fachliche_freigabe",
            "stammtext",
        }
        assert "modules.volltext" in done["changed"]["texts/de-easy.yaml"]
        assert any("„legal_basis“" in remark for remark in done["remarks"])
        assert any("„fees“ und „clocks“" in remark for remark in done["remarks"])
        findings = check_package(services / "hund-anmelden", with_examples=False).findings
        assert [str(one) for one in findings if one.level == "error"] == []
        stammtext = read_contents(services / "hund-anmelden").service["stammtext"]
        assert stammtext == {
            "id": "S1000420001",
            "redaktion": "L100042",
            "version": "3",
            "stand": "2026-02-03",
        }

    def test_finds_nothing_new_the_second_time(
        self, services: Path, tmp_path: Path, capsys: Captured
    ) -> None:
        file = tmp_path / "drache.xml"
        file.write_bytes(MESSAGE)
        run(capsys, "import", file, "-o", services)
        _, report = run(capsys, "import", file, "-o", services)
        assert report["services"][0]["changed"] == {}

    def test_shows_what_it_would_do(self, workshop: Workshop, tmp_path: Path, capsys: Captured) -> None:
        file = tmp_path / "a.xml"
        file.write_bytes(service(module("06", "Neu") + module("03", "Easy", "de-LS")))
        before = files_of(workshop.folder)
        assert xzufi(["import", str(file), "-o", str(workshop.folder), "--preview"]) == 0
        out = capsys.readouterr().out
        assert "-  volltext: Text\n+  volltext: |\n+    Neu\n" in out
        assert "--- /dev/null\n+++ texts/de-easy.yaml\n" in out
        assert "+title: Easy\n" in out
        assert out.endswith("Das ist eine Vorschau. Es wurde nichts geändert.\n")
        assert files_of(workshop.folder) == before

    def test_begins_a_language(self, workshop: Workshop, tmp_path: Path, capsys: Captured) -> None:
        file = tmp_path / "a.xml"
        workshop.delete("texts/en.yaml")
        file.write_bytes(service(module("03", "Thing", "en")))
        _, report = run(capsys, "import", file, "-o", workshop.folder)
        assert report["services"][0]["changed"] == {
            "texts/en.yaml": ["title", "modules.leistungsbezeichnung_2"]
        }
        assert "neu und enthält nur die Textbausteine" in report["services"][0]["remarks"][0]

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"<a", "a.xml:1: "),
            (b"<!DOCTYPE a><a/>", "a.xml:1: Eine Dokumenttyp-Angabe"),
            (service(reference("99000000000000")), "gibt es kein Paket. Legen Sie eines an"),
        ],
    )
    def test_says_why_nothing_was_taken(
        self, services: Path, tmp_path: Path, capsys: Captured, content: bytes, said: str
    ) -> None:
        file = tmp_path / "a.xml"
        file.write_bytes(content)
        before = files_of(services)
        assert xzufi(["import", str(file), "-o", str(services)]) == 1
        assert said in capsys.readouterr().err
        assert files_of(services) == before

    def test_needs_a_package_first(self, tmp_path: Path, capsys: Captured) -> None:
        assert xzufi(["import", "a.xml", "-o", str(tmp_path)]) == 1
        assert (
            "XZuFi enthält nur Texte, kein Formular. Legen Sie zuerst ein Paket an" in capsys.readouterr().err
        )

    def test_does_not_put_a_text_into_another_service(
        self, services: Path, tmp_path: Path, capsys: Captured
    ) -> None:
        file = tmp_path / "a.xml"
        file.write_bytes(service(reference("99000000000000")))
        _, report = run(capsys, "import", file, "-o", services / "hund-anmelden")
        assert f"„hund-anmelden“ hat {DOG}" in report["problems"][0]

    def test_goes_on_after_a_file_that_is_missing(
        self, services: Path, tmp_path: Path, capsys: Captured
    ) -> None:
        file = tmp_path / "a.xml"
        file.write_bytes(service(reference(DOG) + module("24", "Neu")))
        code, report = run(capsys, "import", tmp_path / "fehlt.xml", file, "-o", services)
        assert (code, len(report["services"]), len(report["problems"])) == (1, 1, 1)
        assert "fehlt.xml: Die Datei lässt sich nicht lesen." in report["problems"][0]

    def test_says_when_package_and_file_disagree_about_a_number(
        self, workshop: Workshop, tmp_path: Path, capsys: Captured
    ) -> None:
        file = tmp_path / "a.xml"
        file.write_bytes(service(reference(DOG)))
        text = workshop.text("service.yaml")
        (line,) = [one for one in text.splitlines() if one.startswith("leistungsschluessel")]
        workshop.replace("service.yaml", line, "leistungsschluessel: []\nohne_leistungsschluessel: Erfunden")
        _, report = run(capsys, "import", file, "-o", workshop.folder)
        assert report["services"][0]["changed"] == {}
        assert "service.yaml begründet, warum es keinen gibt" in report["services"][0]["remarks"][0]


class TestExport:
    def test_writes_one_file_for_one_package(
        self, workshop: Workshop, tmp_path: Path, capsys: Captured
    ) -> None:
        assert xzufi(["export", str(workshop.folder), "-o", str(tmp_path / "a.xml")]) == 0
        assert capsys.readouterr().out.startswith(f"muster-anzeige: {tmp_path / 'a.xml'} (de, en)\n")
        assert (
            (tmp_path / "a.xml")
            .read_bytes()
            .startswith(b"<?xml version='1.0' encoding='utf-8'?>\n<xzufi:leistung ")
        )

    def test_needs_a_folder_for_several(self, tmp_path: Path, capsys: Captured) -> None:
        (tmp_path / "a.xml").write_text("")
        code, report = run(capsys, "export", SERVICES, "-o", tmp_path / "a.xml")
        assert code == 1
        assert "Nennen Sie für" in report["problems"][0]

    @pytest.mark.parametrize("content", [None, "key: [", "- a\n"])
    def test_says_what_is_no_package(self, tmp_path: Path, capsys: Captured, content: str | None) -> None:
        if content:
            (tmp_path / "service.yaml").write_text(content)
        code, report = run(capsys, "export", tmp_path, "-o", tmp_path / "a.xml")
        assert (code, report["services"]) == (1, [])
        assert "service.yaml" in report["problems"][0]

    def test_says_what_the_package_knows_where_no_text_does(self, workshop: Workshop) -> None:
        workshop.replace(
            "texts/de.yaml", "  kosten: Text\n  verfahrensablauf: Text\n  bearbeitungsdauer: Text\n", ""
        )
        modules = service_text(read_contents(workshop.folder)).modules["de"]
        assert modules["kosten"] == "- Gebühr"
        assert modules["bearbeitungsdauer"] == "Das Amt entscheidet innerhalb von 1 Monat, ab Eingang."

    def test_names_an_amount_that_needs_no_counting(self, workshop: Workshop) -> None:
        workshop.replace("texts/de.yaml", "  kosten: Text\n", "")
        workshop.replace("service.yaml", "parameters.satz * ding.zahl / 12", "parameters.satz")
        assert service_text(read_contents(workshop.folder)).modules["de"]["kosten"] == "- Gebühr: 12,00 €"
