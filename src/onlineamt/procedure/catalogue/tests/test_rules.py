"""What fits a parameter, and how words are cut and compared."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onlineamt.procedure.catalogue.rules import parameter_problems
from onlineamt.procedure.catalogue.search.words import (
    MAX_TERMS,
    MAX_WORD,
    base_form,
    distance,
    endings,
    fold,
    halves,
    nearest,
    typed_words,
)


class TestParameterProblems:
    @pytest.mark.parametrize(
        ("declared", "value", "fits"),
        [
            ({"type": "cents"}, 0, True),
            ({"type": "cents"}, -1, False),
            ({"type": "cents"}, True, False),
            ({"type": "cents"}, "100", False),
            ({"type": "integer", "minimum": 0, "maximum": 100}, 100, True),
            ({"type": "integer", "minimum": 0, "maximum": 100}, 101, False),
            ({"type": "integer"}, -5, True),
            ({"type": "text"}, "", True),
            ({"type": "text"}, "x" * 2_001, False),
            ({"type": "boolean"}, False, True),
            ({"type": "boolean"}, 0, False),
            ({"type": "date"}, "2026-02-28", True),
            ({"type": "date"}, "2026-02-30", False),
            ({"type": "codes"}, ["a"], True),
            ({"type": "codes"}, [1], False),
            ({"type": "codes"}, "a", False),
        ],
    )
    def test_knows_what_fits(self, declared: dict[str, Any], value: Any, fits: bool) -> None:
        assert (parameter_problems({"p": declared}, {"p": value}) == []) is fits

    def test_names_what_is_unknown(self) -> None:
        assert parameter_problems({}, {"p": 1}) == ["Die Einstellung „p“ gibt es nicht."]


class TestFold:
    @pytest.mark.parametrize("spelling", ["müller", "mueller", "muller", "MÜLLER", "mu\u0308ller"])
    def test_takes_umlauts_in_any_spelling_for_the_same(self, spelling: str) -> None:
        assert fold(spelling) == "muller"

    def test_writes_sharp_s_as_two(self) -> None:
        assert fold("Straße") == fold("STRASSE") == "strasse"

    @given(st.text())
    def test_leaves_only_letters_and_digits(self, text: str) -> None:
        assert not set(fold(text)) & set(" '\\:&|!()<>*\0_")


class TestBaseForm:
    @pytest.mark.parametrize(
        ("word", "base"),
        [
            ("angemeldet", "anmeldung"),
            ("ausgestellt", "ausstellung"),
            ("angebot", "angebot"),
            ("gehen", "gehen"),
        ],
    )
    def test_undoes_the_participle(self, word: str, base: str) -> None:
        assert base_form(word) == base


class TestTypedWords:
    def test_leaves_out_what_says_nothing(self) -> None:
        assert typed_words("Wie kann ich bitte einen Hund anmelden?") == [
            "kann",
            "ich",
            "einen",
            "hund",
            "anmelden",
        ]

    def test_keeps_chatter_when_there_is_nothing_else(self) -> None:
        assert typed_words("Was brauche") == ["was", "brauche"]

    @given(st.text(max_size=500))
    def test_is_bounded(self, typed: str) -> None:
        words = typed_words(typed)

        assert len(words) <= MAX_TERMS
        assert all(0 < len(word) <= MAX_WORD for word in words)


def test_endings_are_long_enough_to_mean_something() -> None:
    assert list(endings("hundesteu")) == ["undesteu", "ndesteu", "desteu", "esteu", "steu"]


def test_halves_leave_out_the_letter_that_links() -> None:
    assert ("hund", "anmeld") in set(halves("hundeanmeld"))
    assert ("wohnung", "geld") in set(halves("wohnungsgeld"))


class TestDistance:
    @pytest.mark.parametrize(
        ("one", "other", "steps"),
        [("hund", "hund", 0), ("hudn", "hund", 1), ("hun", "hund", 1), ("hunt", "hund", 1), ("", "abc", 3)],
    )
    def test_counts_changes(self, one: str, other: str, steps: int) -> None:
        assert distance(one, other) == distance(other, one) == steps


class TestNearest:
    def test_takes_the_word_that_was_meant(self) -> None:
        assert nearest("hudn", ["hand", "hund", "rund"]) == "hund"

    def test_takes_nothing_that_is_too_far(self) -> None:
        assert nearest("xyzzy", ["hund", "katze"]) is None
