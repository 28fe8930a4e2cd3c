"""A field for a name takes what registers hold, and says which character they do not."""

import pytest

from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.forms.engine.tests.making import TODAY, make_field
from onlineamt.procedure.forms.engine.wording import wording


def said(typed: str, language: Language = Language.GERMAN) -> str:
    field = make_field("text", language, characters="name")
    problem = field.validate(field.parse({"a.b": [typed]}, today=TODAY), today=TODAY)
    assert problem is not None
    return wording(language).message(problem, kind="text", label="Name")


class TestAName:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [("  Ceaușescu ", "Ceaușescu"), ("O‘Neill–Smith", "O’Neill-Smith"), ("Mu\u0308ller", "Müller")],
    )
    def test_is_kept_as_registers_spell_it(self, typed: str, kept: str) -> None:
        field = make_field("text", characters="name")
        value = field.parse({"a.b": [typed]}, today=TODAY)
        assert value == kept
        assert field.validate(value, today=TODAY) is None

    @pytest.mark.parametrize("language", list(Language))
    @pytest.mark.parametrize(("typed", "character"), [("Петров", "П"), ("Erika ❤", "❤"), ("Max 2", "2")])
    def test_says_which_character_is_none_of_them(
        self, language: Language, typed: str, character: str
    ) -> None:
        assert character in said(typed, language)

    def test_says_of_a_digit_that_names_have_none(self) -> None:
        assert said("Max 2").startswith("In einem Namen stehen keine Ziffern.")

    def test_any_text_takes_everything_people_write(self) -> None:
        assert make_field("text").validate("Петров ❤ 2", today=TODAY) is None

    def test_other_lines_of_registers_have_digits(self) -> None:
        field = make_field("text", characters="latin")
        assert field.validate("Lindenweg 12 a", today=TODAY) is None
        assert field.validate("Линденвег", today=TODAY) is not None
