import json
from pathlib import Path
from typing import Any

import pytest

from onlineamt.foundation.organisation.models import OrgUnit
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.packages import commands
from onlineamt.packages.tests.workshop import SAMPLES, Workshop
from onlineamt.procedure.catalogue.models import Offering

Captured = pytest.CaptureFixture[str]
ANSWERS = {"person.name": "Erika", "ding.farbe": "blau", "ding.zahl": 3, "ding.seit": "2026-01-01"}


class TestCheck:
    def test_says_that_a_package_is_sound(self, workshop: Workshop, capsys: Captured) -> None:
        assert commands.check([str(workshop.folder)]) == 0
        assert capsys.readouterr().out == "muster-anzeige: 0 Fehler, 0 Warnungen.\n"

    def test_says_where_and_how_to_mend(self, workshop: Workshop, capsys: Captured) -> None:
        workshop.replace("form.yaml", "kind: integer, label", "kind: integr, label")
        assert commands.check([str(workshop.folder)]) == 1
        out = capsys.readouterr().out
        assert out.startswith("form.yaml:13:") and "→ Erlaubt sind bei kind" in out

    def test_speaks_json_to_programs(self, workshop: Workshop, capsys: Captured) -> None:
        workshop.replace("service.yaml", "maturity: 4", "maturity: vier")
        assert commands.check([str(workshop.folder), "--json"]) == 1
        (report,) = json.loads(capsys.readouterr().out)["packages"]
        assert report["ok"] is False
        assert report["findings"][0] == {
            "file": "service.yaml", "line": 15, "column": 1, "rule": "definition.int-type", "level": "error",
            "message": "„maturity“ muss eine ganze Zahl sein.", "mend": "Schreiben Sie eine Zahl ohne Anführungszeichen.",
        }  # fmt: skip

    def test_checks_every_package_of_a_folder(self, capsys: Captured) -> None:
        assert commands.check([str(SAMPLES)]) == 0
        assert "muster-anzeige: 0 Fehler" in capsys.readouterr().out

    def test_checks_building_blocks(self, tmp_path: Path, capsys: Captured) -> None:
        (tmp_path / "_blocks").mkdir()
        (tmp_path / "_blocks" / "a.yaml").write_text("key: a\n")
        assert commands.check([str(tmp_path / "_blocks")]) == 1
        assert "_blocks/a.yaml:1:1" in capsys.readouterr().out

    def test_fails_for_a_folder_that_is_not_there(self, capsys: Captured) -> None:
        assert commands.check(["/nirgendwo"]) == 1
        assert "Den Ordner „nirgendwo“ gibt es nicht." in capsys.readouterr().out


class TestTry:
    def run(
        self, workshop: Workshop, capsys: Captured, answers: Any, *more: str
    ) -> tuple[int, dict[str, Any]]:
        file = workshop.folder.parent / "answers.json"
        file.write_text(answers if isinstance(answers, str) else json.dumps(answers))
        code = commands.try_answers([str(workshop.folder), "--answers", str(file), "--json", *more])
        return code, json.loads(capsys.readouterr().out)

    def test_shows_everything_that_comes_of_answers(self, workshop: Workshop, capsys: Captured) -> None:
        code, result = self.run(workshop, capsys, {"today": "2026-03-20", "answers": ANSWERS})
        assert code == 0
        assert result == {
            "pages": ["person", "ding"], "errors": {}, "fees": {"jahresgebuehr": 300}, "computed": {"doppelt": 6, "schalter": "Schalter 3"},
            "evidence": [], "tasks": [], "outcome": "erledigt", "decided": "automatically", "deadline": "2026-04-20",
        }  # fmt: skip

    def test_takes_answers_without_a_frame_and_a_day_of_its_own(
        self, workshop: Workshop, capsys: Captured
    ) -> None:
        _, result = self.run(workshop, capsys, ANSWERS, "--today", "2028-01-31")
        assert result["deadline"] == "2028-02-29"

    def test_takes_an_example_as_it_is(self, workshop: Workshop, capsys: Captured) -> None:
        _, result = self.run(workshop, capsys, workshop.text("examples/rot.yaml"))
        assert (result["outcome"], result["decided"], result["tasks"]) == (
            None,
            "by_caseworker",
            ["pruefen", "freigeben"],
        )

    def test_writes_the_letters_that_a_ruling_leads_to(self, workshop: Workshop, capsys: Captured) -> None:
        folder = workshop.folder.parent / "briefe"
        answers = workshop.folder / "examples" / "rot.yaml"
        code = commands.try_answers(
            [str(workshop.folder), "--answers", str(answers), "--letters", str(folder)]
        )
        assert code == 0
        assert f"letter: {folder / 'rot.pdf'}" in capsys.readouterr().out
        assert [file.read_bytes()[:5] for file in folder.iterdir()] == [b"%PDF-"]

    def test_says_why_there_is_no_letter(self, workshop: Workshop, capsys: Captured) -> None:
        folder = workshop.folder.parent / "briefe"
        answers = workshop.folder / "examples" / "zu_viele.yaml"
        code = commands.try_answers(
            [str(workshop.folder), "--answers", str(answers), "--letters", str(folder)]
        )
        assert code == 2
        assert "ruling" in capsys.readouterr().out and not folder.exists()

    def test_takes_parameters_of_a_municipality(self, workshop: Workshop, capsys: Captured) -> None:
        _, result = self.run(workshop, capsys, {"answers": ANSWERS, "parameters": {"satz": 2400}})
        assert result["fees"] == {"jahresgebuehr": 600}

    def test_names_what_is_missing_and_decides_nothing(self, workshop: Workshop, capsys: Captured) -> None:
        _, result = self.run(workshop, capsys, {"ding.zahl": 3})
        assert set(result["errors"]) == {"person.name", "ding.farbe", "ding.seit"}
        assert (result["outcome"], result["decided"], result["fees"]) == (None, None, {"jahresgebuehr": 300})

    @pytest.mark.parametrize("value", [None, [], [1], True, "x" * 10_000, 10**17, -1, "🐕", "\u202e"])
    def test_takes_any_value_for_an_answer(self, workshop: Workshop, capsys: Captured, value: Any) -> None:
        code, result = self.run(workshop, capsys, {**ANSWERS, "ding.zahl": value, "person.name": value})
        assert code in (0, 2)
        assert result.get("outcome") is None

    @pytest.mark.parametrize(
        ("answers", "words"),
        [
            ({"ding.form": "rund"}, "fragt nicht nach: ding.form"),
            ({"Ding": 1}, "Schreiben Sie zum Beispiel „hund.name“"),
            ({"answers": {}, "parameters": {"satz": "viel"}}, "einen Betrag"),
            ("[", "YAML"),
            ("", "keine Antworten"),
            ("- a\n", "keine Antworten"),
            ("a: &x 1\n", "Anker"),
        ],
    )
    def test_says_what_is_wrong_with_the_file(
        self, workshop: Workshop, capsys: Captured, answers: Any, words: str
    ) -> None:
        code, result = self.run(workshop, capsys, answers)
        assert code == 2
        assert words in json.dumps(result, ensure_ascii=False)

    def test_refuses_a_package_with_errors(self, workshop: Workshop, capsys: Captured) -> None:
        workshop.replace("form.yaml", "kind: integer, label", "kind: integr, label")
        code, result = self.run(workshop, capsys, ANSWERS)
        assert code == 2
        assert result["problems"][0]["file"] == "form.yaml"


class TestInstall:
    def test_installs_for_a_municipality(
        self, musterstadt: Tenant, workshop: Workshop, capsys: Captured
    ) -> None:
        OrgUnit.objects.create(tenant_id=musterstadt.id, key="oa", kind="ordnung", name="Ordnungsamt")
        argv = [str(workshop.folder), "--tenant", "musterstadt", "--parameter", "satz=2400"]
        assert commands.install(argv) == 0
        assert "muster-anzeige 1.0.0 ist installiert" in capsys.readouterr().out
        assert Offering.objects.get().parameters == {"satz": 2400}

    def test_says_what_keeps_it_from_being_installed(
        self, db: None, workshop: Workshop, capsys: Captured
    ) -> None:
        assert commands.install([str(workshop.folder), "--tenant", "nirgendwo"]) == 1
        assert capsys.readouterr().out == "Die Kommune „nirgendwo“ gibt es nicht.\n"

    def test_says_that_an_office_is_missing(
        self, musterstadt: Tenant, workshop: Workshop, capsys: Captured
    ) -> None:
        assert commands.install([str(workshop.folder), "--all"]) == 1
        assert "Es wurde nichts installiert." in capsys.readouterr().out
        assert not Offering.objects.exists()

    @pytest.mark.parametrize("setting", ["satz", "", "=5"])
    def test_refuses_a_setting_without_a_name_or_value(
        self, db: None, workshop: Workshop, capsys: Captured, setting: str
    ) -> None:
        with pytest.raises(SystemExit):
            commands.install([str(workshop.folder), "--parameter", setting])
