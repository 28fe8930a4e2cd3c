"""States have names for people and for the post, and an address abroad is known by its last line."""

import pytest

from onlineamt.foundation.core.countries import is_abroad, name_for_the_post, names_of_states
from onlineamt.foundation.core.languages import Language


class TestNamesOfStates:
    def test_begin_with_germany_and_go_by_their_names(self) -> None:
        assert list(names_of_states(Language.GERMAN).values())[:3] == [
            "Deutschland",
            "Afghanistan",
            "Ägypten",
        ]
        assert names_of_states(Language.ENGLISH)["FR"] == "France"
        assert names_of_states(Language.PLAIN_GERMAN)["XK"] == "Kosovo"


class TestNameForThePost:
    @pytest.mark.parametrize(
        ("code", "name"),
        [("FR", "FRANKREICH"), ("GB", "VEREINIGTES KÖNIGREICH"), ("AT", "ÖSTERREICH"), ("XX", "XX")],
    )
    def test_is_german_and_in_capitals(self, code: str, name: str) -> None:
        assert name_for_the_post(code) == name


class TestIsAbroad:
    @pytest.mark.parametrize(
        "last",
        ["FRANKREICH", "Frankreich", " france ", "GROSSBRITANNIEN", "Großbritannien", "USA", "Autriche"],
    )
    def test_a_state_below_the_town_says_so(self, last: str) -> None:
        assert is_abroad(["Erika Mustermann", "1, rue du Modèle", "75001 Paris", last, " "])

    def test_every_state_of_the_list_is_one(self) -> None:
        for code in names_of_states(Language.GERMAN):
            assert is_abroad(["A", "B", name_for_the_post(code)]) == (code != "DE")

    @pytest.mark.parametrize(
        "lines", [(), ("",), ("Erika", "Lindenweg 1", "45999 Musterstadt"), ("A", "B", "DEUTSCHLAND")]
    )
    def test_others_are_at_home(self, lines: tuple[str, ...]) -> None:
        assert not is_abroad(lines)
