"""Where an applicant's letters go: every line the post needs, in its order, at home and abroad."""

import pytest

from onlineamt.foundation.core.countries import is_abroad
from onlineamt.procedure.applications.addresses import address_lines

ERIKA = {"person.vorname": "Erika", "person.familienname": "Mustermann"}
HOME = ERIKA | {
    "anschrift.strasse": "Lindenweg",
    "anschrift.hausnummer": "12 a",
    "anschrift.plz": "45999",
    "anschrift.ort": "Musterstadt",
}
PARIS = ERIKA | {
    "anschrift.staat": "FR",
    "anschrift.zeile1": "12 bis, rue du Modèle",
    "anschrift.plz_ausland": "75001",
    "anschrift.ort": "Paris",
}


class TestAddressLines:
    def test_are_made_of_the_building_blocks(self) -> None:
        assert address_lines(HOME) == ("Erika Mustermann", "Lindenweg 12 a", "45999 Musterstadt")

    @pytest.mark.parametrize(
        "missing", ["anschrift.strasse", "anschrift.plz", "anschrift.ort", "person.familienname"]
    )
    def test_need_what_the_post_needs(self, missing: str) -> None:
        assert address_lines({**HOME, missing: None}) == ()

    @pytest.mark.parametrize("missing", ["anschrift.zeile1", "anschrift.ort", "person.familienname"])
    def test_need_it_abroad_too(self, missing: str) -> None:
        assert address_lines({**PARIS, missing: " "}) == ()

    def test_name_no_state_at_home(self) -> None:
        assert address_lines({**HOME, "anschrift.staat": "DE"}) == address_lines(HOME)

    def test_end_abroad_with_the_state_in_capitals(self) -> None:
        lines = address_lines(PARIS)
        assert lines == ("Erika Mustermann", "12 bis, rue du Modèle", "75001 Paris", "FRANKREICH")
        assert is_abroad(lines)

    def test_say_below_the_name_with_whom_somebody_lives(self) -> None:
        for address in (HOME, PARIS):
            assert address_lines({**address, "anschrift.zusatz": "bei Müller"})[:2] == (
                "Erika Mustermann",
                "bei Müller",
            )

    def test_leave_out_a_number_that_the_house_does_not_have(self) -> None:
        assert address_lines({**HOME, "anschrift.hausnummer": "ohne"})[1] == "Lindenweg"
        assert address_lines({**HOME, "anschrift.hausnummer": None})[1] == "Lindenweg"

    def test_go_by_the_state_and_not_by_what_was_typed_before(self) -> None:
        both = HOME | PARIS
        assert address_lines(both)[-1] == "FRANKREICH"
        assert "Lindenweg" not in " ".join(address_lines(both))
        assert address_lines({**both, "anschrift.staat": "DE"})[1:] == ("Lindenweg 12 a", "45999 Paris")

    def test_put_the_postcode_where_the_country_does(self) -> None:
        abroad = {
            **PARIS,
            "anschrift.plz_ausland": "10001",
            "anschrift.ort": "New York",
            "anschrift.region": "NY",
        }
        assert address_lines({**abroad, "anschrift.staat": "US"})[-2] == "New York NY 10001"
        assert address_lines({**abroad, "anschrift.staat": "IT"})[-2] == "10001 New York NY"
        assert address_lines({**PARIS, "anschrift.plz_ausland": None, "anschrift.staat": "AE"})[-2] == "Paris"

    def test_are_seven_at_most(self) -> None:
        longest = PARIS | {
            "anschrift.zusatz": "bei Müller",
            "anschrift.zeile2": "Bâtiment C",
            "anschrift.ort": "Saint-Modèle-sur-Exemple",
            "anschrift.region": "Provence-Alpes-Côte d’Azur",
        }
        lines = address_lines(longest)
        assert len(lines) == 7
        assert lines[4:] == ("75001 Saint-Modèle-sur-Exemple", "Provence-Alpes-Côte d’Azur", "FRANKREICH")

    def test_are_none_of_what_is_no_text(self) -> None:
        assert address_lines({"person.familienname": 7, "anschrift.strasse": ["x"]}) == ()
