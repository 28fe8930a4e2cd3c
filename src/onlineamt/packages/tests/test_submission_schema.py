"""What a service sends fits the schema it publishes."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from onlineamt.packages.commands import export_schema
from onlineamt.packages.reading import read_package
from onlineamt.packages.submission_schema import submission_schema
from onlineamt.packages.tests.test_services import FOLDERS, SERVICES, runs_of

DOG = SERVICES / "hund-anmelden"


def schema_of(folder: Path) -> dict[str, Any]:
    package = read_package(folder).package
    assert package is not None
    return submission_schema(package)


def complete(schema: dict[str, Any]) -> dict[str, Any]:
    return {**schema, "allOf": [{"$ref": "#/$defs/complete"}]}


def faults(schema: dict[str, Any], sent: dict[str, Any]) -> list[str]:
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    return [f"{'/'.join(map(str, one.absolute_path))}: {one.message}" for one in validator.iter_errors(sent)]


def examples(folder: Path) -> list[dict[str, Any]]:
    return [
        {
            "answers": dict(run.trial.way.answers),
            "computed": run.trial.way.computed_json(),
            "fees": dict(run.trial.bill.cents),
        }
        for run in runs_of(folder).values()
        if run.trial.way.is_complete
    ]


class TestSubmissionSchema:
    @pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
    def test_is_a_schema_that_every_example_fits(self, folder: Path) -> None:
        schema = schema_of(folder)
        Draft202012Validator.check_schema(schema)
        sent = examples(folder)
        assert sent
        for one in sent:
            assert faults(complete(schema), json.loads(json.dumps(one))) == []

    def test_lets_gaps_be_and_tells_them_from_a_whole_application(self) -> None:
        schema, sent = schema_of(DOG), deepcopy(examples(DOG)[0])
        del sent["answers"]["person.familienname"]
        assert faults(schema, sent) == []
        assert any("familienname" in one for one in faults(complete(schema), sent))

    @pytest.mark.parametrize("wrong", [7, "", [], {"a": 1}])
    def test_refuses_what_no_question_stores(self, wrong: object) -> None:
        schema, sent = schema_of(DOG), deepcopy(examples(DOG)[0])
        sent["answers"]["person.familienname"] = wrong
        assert [one.partition(":")[0] for one in faults(schema, sent)] == ["answers/person.familienname"]

    def test_refuses_an_answer_that_nobody_is_asked_for(self) -> None:
        schema, sent = schema_of(DOG), deepcopy(examples(DOG)[0])
        sent["answers"]["person.blutgruppe"] = "A"
        assert faults(schema, sent)


class TestExportSchema:
    def test_prints_the_schema(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert export_schema([str(DOG)]) == 0
        assert json.loads(capsys.readouterr().out) == schema_of(DOG)

    def test_writes_a_file_for_each_package(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert export_schema([str(SERVICES), "-o", str(tmp_path / "neu")]) == 0
        written = sorted(path.name for path in (tmp_path / "neu").iterdir())
        assert written == sorted(f"{folder.name}.schema.json" for folder in FOLDERS)
        assert len(capsys.readouterr().out.splitlines()) == len(FOLDERS)

    def test_names_what_is_wrong_with_a_package(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert export_schema([str(tmp_path)]) == 2
        assert "service.yaml" in capsys.readouterr().out

    def test_says_where_it_cannot_write(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "belegt").write_text("x")
        assert export_schema([str(DOG), "-o", str(tmp_path / "belegt")]) == 2
        assert "belegt" in capsys.readouterr().out
