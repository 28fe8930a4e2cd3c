"""The field for the tax identification number: its check digit, what people type instead, and in which words."""

import pytest

from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.forms.engine.tests.making import TODAY, make_field
from onlineamt.procedure.forms.engine.wording import wording

SOUND = "86095742719"  # made up; its check digit is right


def said(typed: str, language: Language = Language.GERMAN) -> str:
    field = make_field("tax_id", language)
    value = field.parse({"a.b": [typed]}, today=TODAY)
    problem = field.validate(value, today=TODAY)
    assert problem is not None
    return wording(language).message(problem, kind="tax_id", label="Steuer-ID")


class TestTaxId:
    @pytest.mark.parametrize("typed", [SOUND, "86 095 742 719", " 86-095-742-719 ", "８６０９５７４２７１９"])
    def test_what_people_type_has_one_spelling(self, typed: str) -> None:
        field = make_field("tax_id")
        value = field.parse({"a.b": [typed]}, today=TODAY)
        assert value == SOUND
        assert field.validate(value, today=TODAY) is None
        assert field.display(value) == "86 095 742 719"

    @pytest.mark.parametrize("language", list(Language))
    def test_each_mistake_has_its_words(self, language: Language) -> None:
        assert "10" in said("8609574271", language)
        assert len({said(typed, language) for typed in ("8609574271", "DE136695976", "86095742718")}) == 3

    def test_tells_the_number_of_a_tax_file_apart(self) -> None:
        assert "Die Steuernummer ist etwas anderes." in said("DE136695976")

    @pytest.mark.parametrize("typed", ["86095742718", "11111111111", "12345678901"])
    def test_refuses_what_cannot_be_one(self, typed: str) -> None:
        assert said(typed).startswith("Diese Steuer-ID gibt es nicht.")
