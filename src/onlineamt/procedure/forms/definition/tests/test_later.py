"""„Habe ich noch nicht“: three questions stand beside a document that may come later, in every language."""

from typing import Any

import pytest
from pydantic import ValidationError

from onlineamt.procedure.forms.definition import (
    FormDefinition,
    TextsDefinition,
    in_language,
    later_texts,
    owners_of_later,
    with_later,
)

SCHEIN = {"id": "a.schein", "kind": "file", "label": "Fahrzeugschein", "later": "P30D"}


def _form(*fields: dict[str, Any]) -> FormDefinition:
    return FormDefinition.model_validate({"pages": [{"id": "p", "title": "P", "fields": list(fields)}]})


def _written(form: FormDefinition) -> dict[str, dict[str, Any]]:
    return {one.id: one.model_dump(exclude_defaults=True) for one in form.each_field()}


class TestWithLater:
    def test_asks_when_and_why_beside_the_document(self) -> None:
        fields = _written(with_later(_form(SCHEIN, {"id": "a.name", "kind": "text", "label": "Name"})))
        assert list(fields) == [
            "a.schein",
            "a.schein_later",
            "a.schein_later_by",
            "a.schein_later_reason",
            "a.name",
        ]
        assert fields["a.schein"]["required"] == "!a.schein_later"
        assert (
            fields["a.schein_later"]["label"] == "„Fahrzeugschein“ habe ich noch nicht. Das reiche ich nach."
        )
        assert (fields["a.schein_later_by"]["min"], fields["a.schein_later_by"]["max"]) == (
            "today",
            "today+P30D",
        )
        assert fields["a.schein_later_reason"]["show"] == "a.schein_later"

    def test_conditions_of_the_document_count_for_them_too(self) -> None:
        fields = _written(
            with_later(
                _form(
                    {**SCHEIN, "show": "a.x", "required": "a.y"},
                    {"id": "a.x", "kind": "yes_no", "label": "X"},
                )
            )
        )
        assert fields["a.schein"]["required"] == "(a.y) && !a.schein_later"
        assert fields["a.schein_later"]["show"] == "a.x"

    def test_works_inside_groups_and_only_once(self) -> None:
        grouped = FormDefinition.model_validate(
            {"pages": [{"id": "p", "title": "P", "groups": [{"id": "g", "title": "G", "fields": [SCHEIN]}]}]}
        )
        once = with_later(grouped)
        assert len(_written(once)) == 4
        assert with_later(once) == once
        assert (
            with_later(FormDefinition.model_validate_json(once.model_dump_json(exclude_defaults=True)))
            == once
        )

    def test_a_form_without_such_documents_stays_as_it_is(self) -> None:
        form = _form({"id": "a.schein", "kind": "file", "label": "Fahrzeugschein"})
        assert with_later(form) is form

    def test_says_which_document_a_question_belongs_to(self) -> None:
        owners = owners_of_later(with_later(_form(SCHEIN)))
        assert owners.keys() == {"a.schein_later", "a.schein_later_by", "a.schein_later_reason"}
        assert set(owners.values()) == {"a.schein"}

    def test_what_is_voluntary_need_not_come_later(self) -> None:
        with pytest.raises(ValidationError, match="freiwillig"):
            _form({**SCHEIN, "required": False})

    def test_stands_in_no_group_to_choose_from(self) -> None:
        fields = [SCHEIN, {"id": "a.x", "kind": "text", "label": "X"}]
        group = {"id": "g", "title": "G", "choose": "one", "fields": fields}
        with pytest.raises(ValidationError, match="later"):
            FormDefinition.model_validate({"pages": [{"id": "p", "title": "P", "groups": [group]}]})

    @pytest.mark.parametrize("period", ["30", "P", "P4W", "P1Y2M", "bald"])
    def test_the_time_is_a_plain_period(self, period: str) -> None:
        with pytest.raises(ValidationError):
            _form({**SCHEIN, "later": period})


class TestWords:
    def test_name_the_document_as_the_language_does(self) -> None:
        form = with_later(_form(SCHEIN))
        known = TextsDefinition.model_validate({"fields": {"a.schein": {"label": "Vehicle papers"}}})
        english = in_language(form, known.over(later_texts(form, known, "en")))
        labels = {one.id: one.label for one in english.each_field()}
        assert labels["a.schein_later"] == "I do not have “Vehicle papers” yet. I will send it later."
        assert labels["a.schein_later_by"] == "By when will you send “Vehicle papers”?"

    def test_exist_in_the_languages_of_the_portal(self) -> None:
        form = with_later(_form(SCHEIN))
        for language in ("de", "de-easy", "en"):
            assert len(later_texts(form, TextsDefinition(), language).fields) == 3
        assert later_texts(form, TextsDefinition(), "tr") == TextsDefinition()
