"""The field for a time of day takes what people type, and says which part is wrong."""

import pytest

from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.forms.definition import TimeField
from onlineamt.procedure.forms.engine.kinds import NotReadable
from onlineamt.procedure.forms.engine.problems import Problem
from onlineamt.procedure.forms.engine.tests.making import TODAY, make_field
from onlineamt.procedure.forms.engine.wording import wording


def said(typed: str, language: Language = Language.GERMAN) -> str:
    problem = make_field("time", language).parse({"a.b": [typed]}, today=TODAY)
    assert isinstance(problem, Problem)
    return wording(language).message(problem, kind="time", label="Beginn")


class TestTime:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("8", "08:00"),
            ("8:30", "08:30"),
            ("8.30", "08:30"),
            ("8 30", "08:30"),
            ("0830", "08:30"),
            ("8h30", "08:30"),
            ("8 Uhr", "08:00"),
            ("8 UHR 30", "08:30"),
            ("08:30 Uhr", "08:30"),
            ("２３：５９", "23:59"),
            ("0:00", "00:00"),
            (" ", None),
        ],
    )
    def test_what_people_type_has_one_spelling(self, typed: str, kept: str | None) -> None:
        assert make_field("time").parse({"a.b": [typed]}, today=TODAY) == kept

    @pytest.mark.parametrize("language", list(Language))
    @pytest.mark.parametrize(
        ("typed", "words"),
        [("halb neun", "8:30"), ("25:00", "23"), ("8:75", "59"), ("24:00", "0:00"), ("8:30:15", "8:30")],
    )
    def test_each_mistake_has_its_words(self, language: Language, typed: str, words: str) -> None:
        assert words in said(typed, language)

    @pytest.mark.parametrize(("value", "code"), [("07:59", "time_too_early"), ("20:01", "time_too_late")])
    def test_keeps_within_its_bounds(self, value: str, code: str) -> None:
        field = make_field("time", min="08:00", max="20:00")
        problem = field.validate(value, today=TODAY)
        assert problem is not None
        assert problem.code == code
        assert field.validate("08:00", today=TODAY) is None
        assert field.validate("20:00", today=TODAY) is None

    def test_is_shown_as_people_say_it(self) -> None:
        assert make_field("time").display("08:30") == "08:30 Uhr"
        assert make_field("time", Language.ENGLISH).display("08:30") == "08:30"

    @pytest.mark.parametrize("stored", ["8:30", "24:00", "08:60", "0830", 830])
    def test_reads_only_what_it_stores(self, stored: object) -> None:
        with pytest.raises(NotReadable):
            make_field("time").from_json(stored)

    def test_leaves_a_time_between_its_bounds(self) -> None:
        with pytest.raises(ValueError, match="nach `max`"):
            TimeField(id="a.b", kind="time", label="Beginn", min="12:00", max="08:00")
