"""The field for files believes nothing that a page sends, and shows what is kept."""

from typing import Any

import pytest
from pydantic import ValidationError

from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.forms.definition import FileField, FormDefinition
from onlineamt.procedure.forms.engine import PageResult, compile_form, journey, save_page
from onlineamt.procedure.forms.engine.kinds.base import NotReadable
from onlineamt.procedure.forms.engine.kinds.file import AttachedFile, example_file
from onlineamt.procedure.forms.engine.problems import Problem
from onlineamt.procedure.forms.engine.tests.making import TODAY, make_field

KEPT = [example_file("schein.pdf"), example_file("foto.jpg")]
PAGE: dict[str, Any] = {
    "pages": [
        {
            "id": "papiere",
            "title": "Papiere",
            "fields": [
                {"id": "a.name", "kind": "text", "label": "Name"},
                {"id": "a.schein", "kind": "file", "label": "Schein", "max_files": 2},
                {"id": "a.mehr", "kind": "file", "label": "Mehr", "required": "size(a.schein) > 1"},
            ],
        }
    ]
}

FORM = compile_form(FormDefinition.model_validate(PAGE))


def send(raw: dict[str, list[str]], answers: dict[str, Any]) -> PageResult:
    return save_page(journey(FORM, answers, today=TODAY), "papiere", raw, answers, today=TODAY)


class TestAnswer:
    def test_is_kept_as_it_is(self) -> None:
        field = make_field("file")
        assert field.to_json(field.from_json(KEPT)) == KEPT

    def test_shows_names_and_sizes(self) -> None:
        shown = make_field("file", Language.ENGLISH)
        assert shown.display(shown.from_json(KEPT)) == "schein.pdf (240 KB), foto.jpg (240 KB)"

    @pytest.mark.parametrize(
        "stored",
        [
            "schein.pdf",
            ["schein.pdf"],
            [{"id": "1"}],
            [{**KEPT[0], "more": 1}],
            [{**KEPT[0], "id": "no id"}],
            [{**KEPT[0], "size": "12"}],
            {"id": "1"},
            7,
        ],
    )
    def test_of_another_shape_is_not_readable(self, stored: Any) -> None:
        with pytest.raises(NotReadable):
            make_field("file").from_json(stored)

    def test_holds_no_more_files_than_the_form_allows(self) -> None:
        field = make_field("file", max_files=1)
        problem = field.validate(field.from_json(KEPT), today=TODAY)
        assert isinstance(problem, Problem)
        assert problem.facts == {"max": 1}

    def test_is_its_name_to_expressions(self) -> None:
        (file, _) = make_field("file").from_json(KEPT)
        assert isinstance(file, AttachedFile)
        assert file == "schein.pdf"
        assert file.size == 240_000


class TestSaving:
    def test_never_takes_what_a_page_sends(self) -> None:
        raw = {"a.name": ["Erika"], "a.schein": ['[{"id": "1"}]', "x.pdf"]}
        result = send(raw, {})
        assert "a.schein" not in result.answers
        assert [problem.code for problem in result.problems] == ["required"]

    def test_leaves_files_as_they_are(self) -> None:
        result = send({"a.name": ["Erika"]}, {"a.schein": KEPT[:1]})
        assert result.answers == {"a.name": "Erika", "a.schein": KEPT[:1], "a.mehr": []}
        assert result.is_saved

    def test_asks_again_for_a_file_that_was_removed(self) -> None:
        raw = {"a.name": ["Erika"]}
        result = send(raw, {"a.schein": []})
        assert [(one.field_id, one.code) for one in result.problems] == [("a.schein", "required")]

    def test_expressions_count_files(self) -> None:
        way = journey(FORM, {"a.name": "Erika", "a.schein": KEPT, "a.mehr": []}, today=TODAY)
        assert not way.is_complete
        way = journey(FORM, {"a.name": "Erika", "a.schein": KEPT[:1], "a.mehr": []}, today=TODAY)
        assert way.is_complete


class TestDefinition:
    @pytest.mark.parametrize(
        "wrong",
        [
            {"default": "x"},
            {"prefill": "facts.channel"},
            {"types": []},
            {"types": ["exe"]},
            {"types": ["pdf", "pdf"]},
            {"max_files": 0},
            {"max_files": 21},
            {"max_megabytes": 21},
        ],
    )
    def test_says_only_what_can_be(self, wrong: dict[str, Any]) -> None:
        with pytest.raises(ValidationError):
            FileField.model_validate({"id": "a.b", "kind": "file", "label": "Schein", **wrong})
