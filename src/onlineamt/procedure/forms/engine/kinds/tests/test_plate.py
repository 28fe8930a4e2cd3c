"""The field for licence plates says in words which part is wrong, in every language, and keeps one spelling."""

import pytest

from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.forms.engine.kinds import AnyKind
from onlineamt.procedure.forms.engine.problems import Problem
from onlineamt.procedure.forms.engine.tests.making import TODAY, make_field
from onlineamt.procedure.forms.engine.wording import wording


def said(field: AnyKind, typed: str, language: Language = Language.GERMAN) -> str:
    problem = field.parse({"a.b": [typed]}, today=TODAY)
    assert isinstance(problem, Problem)
    return wording(language).message(problem, kind="plate", label="Kennzeichen")


class TestPlate:
    @pytest.mark.parametrize("typed", ["mu ab 123", "ＭＵ-ＡＢ １２３", "MU-AB123", "MU-\u200bAB 123"])
    def test_what_people_type_has_one_spelling(self, typed: str) -> None:
        assert make_field("plate").parse({"a.b": [typed]}, today=TODAY) == "MU-AB 123"

    def test_nothing_typed_is_no_answer(self) -> None:
        assert make_field("plate").parse({"a.b": ["  "]}, today=TODAY) is None

    @pytest.mark.parametrize("language", list(Language))
    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ("123", "MU-AB 123"),
            ("MU-ABC 1", "MU-AB 123"),
            ("MU-AB 01", "MU-AB 123"),
            ("MU-AB 1X", "MU-AB 123E"),
            ("MUE-AB 1234", "9"),
            ("MUAB 123", "MUA-B 123"),
        ],
    )
    def test_each_mistake_has_its_words(self, language: Language, typed: str, words: str) -> None:
        assert words in said(make_field("plate", language), typed, language)

    def test_the_part_that_is_wrong_is_named(self) -> None:
        assert said(make_field("plate"), "MU-ABC 1") == (
            "Nach dem Bindestrich stehen ein oder zwei Buchstaben, keine Umlaute. Ein Beispiel: MU-AB 123"
        )

    @pytest.mark.parametrize("typed", ["BP 12-345", "Y-123 456", "0-12-34", "AB-12-CD"])
    def test_others_are_taken_only_where_the_field_allows_it(self, typed: str) -> None:
        assert isinstance(make_field("plate").parse({"a.b": [typed]}, today=TODAY), Problem)
        assert make_field("plate", allow="any").parse({"a.b": [typed]}, today=TODAY) == typed

    def test_a_stored_plate_in_another_spelling_is_not_sound(self) -> None:
        assert make_field("plate").validate("mu-ab 123", today=TODAY) is not None
        assert make_field("plate").validate("MU-AB 123", today=TODAY) is None

    def test_browsers_do_not_correct_it(self) -> None:
        assert make_field("plate").html_attributes() == {
            "autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters",
        }  # fmt: skip

    def test_districts_are_capitals(self) -> None:
        with pytest.raises(ValueError, match="districts"):
            make_field("plate", districts=["mu"])
