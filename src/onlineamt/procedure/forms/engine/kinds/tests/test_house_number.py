"""The field for house numbers says in words what does not belong in it, keeps one spelling, and tables understand it."""

import pytest

from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.catalogue.tables import ColumnKind, Table
from onlineamt.procedure.forms.engine.kinds import AnyKind
from onlineamt.procedure.forms.engine.problems import Problem
from onlineamt.procedure.forms.engine.tests.making import TODAY, make_field
from onlineamt.procedure.forms.engine.wording import wording


def typed(text: str, field: AnyKind | None = None) -> object:
    return (field or make_field("house_number")).parse({"a.b": [text]}, today=TODAY)


def said(text: str, language: Language = Language.GERMAN) -> str:
    problem = typed(text, make_field("house_number", language))
    assert isinstance(problem, Problem)
    return wording(language).message(problem, kind="house_number", label="Hausnummer")


class TestHouseNumber:
    @pytest.mark.parametrize("text", ["12a", "12 A", " 12\u00a0a ", "１２ａ", "1\u200b2 a", "Nr. 12 a"])
    def test_what_people_type_has_one_spelling(self, text: str) -> None:
        assert typed(text) == "12 a"

    def test_nothing_typed_is_no_answer(self) -> None:
        assert typed("  ") is None

    def test_a_house_without_a_number_says_so(self) -> None:
        assert typed("o. Nr.") == "ohne"
        assert make_field("house_number").display("ohne") == "ohne Nummer"
        assert make_field("house_number", Language.ENGLISH).display("ohne") == "no number"
        assert make_field("house_number", Language.ENGLISH).to_raw("ohne") == {"a.b": ["ohne"]}

    @pytest.mark.parametrize("language", list(Language))
    def test_each_mistake_has_its_words(self, language: Language) -> None:
        mistakes = ("a12", "Lindenweg 12", "123456", "12 Hinterhaus")
        start, _, _, addition = sentences = [said(text, language) for text in mistakes]
        assert len(set(sentences)) == len(mistakes)
        assert ("none" if language is Language.ENGLISH else "ohne") in start
        assert "12-14" in addition

    def test_a_street_typed_into_it_is_sent_to_its_own_field(self) -> None:
        assert said("Lindenweg 12") == (
            "Hier steht nur die Hausnummer, zum Beispiel 12 a. Die Straße gehört in ihr eigenes Feld."
        )

    @pytest.mark.parametrize("stored", ["12A", "12 a", "12a-14b", "12/14", "12 - 14", "7"])
    def test_what_a_text_field_stored_counts_as_it_is(self, stored: str) -> None:
        field = make_field("house_number")
        assert field.from_json(stored) == stored
        assert field.validate(stored, today=TODAY) is None
        assert field.display(stored) == stored

    def test_a_stored_text_that_is_no_number_is_a_mistake(self) -> None:
        assert make_field("house_number").validate("im Hof", today=TODAY) is not None

    @pytest.mark.parametrize(
        ("text", "zone"),
        [
            ("7", "A"), ("7A", "A"), ("7 ½", "A"), ("7/1", "A"), ("007", "A"), ("7 bis 9", "A"), ("7 a-c", "A"),
            ("8", "B"), ("8 B", "B"), ("8-10 b", "B"), ("8+10", "B"), ("21", "C"), ("ohne", "C"),
        ],
    )  # fmt: skip
    def test_tables_find_every_spelling(self, text: str, zone: str) -> None:
        table = Table(
            {"strasse": ColumnKind.STREET, "nummern": ColumnKind.HOUSE_NUMBERS, "zone": ColumnKind.TEXT},
            [
                {"strasse": "Ring", "nummern": "1-19 ungerade", "zone": "A"},
                {"strasse": "Ring", "nummern": "2-20 gerade", "zone": "B"},
                {"strasse": "Ring", "nummern": "alle", "zone": "C"},
            ],
        )
        assert table.look_up({"strasse": "Ring", "nummern": typed(text)}, "zone") == zone
