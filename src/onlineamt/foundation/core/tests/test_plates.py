"""German plates: every spelling of one plate is one plate, and what is wrong is named by its part."""

import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from onlineamt.foundation.core.plates import PlateWrong, plate_key, read_any_plate, read_plate

UMLAUTS = "ÄÖÜ"
districts = st.text(string.ascii_uppercase + UMLAUTS, min_size=1, max_size=3)
letters = st.text(string.ascii_uppercase, min_size=1, max_size=2)
digits = st.integers(1, 9999).map(str)
suffixes = st.sampled_from(["", "E", "H"])


class TestReadPlate:
    @pytest.mark.parametrize(
        ("typed", "plate"),
        [
            ("mu ab 123", "MU-AB 123"),
            ("MU-AB123", "MU-AB 123"),
            ("MU - AB - 123", "MU-AB 123"),
            ("MU–AB 123", "MU-AB 123"),
            ("MU·AB·123", "MU-AB 123"),
            ("  mü ab 1 ", "MÜ-AB 1"),
            ("MU-AB 123 e", "MU-AB 123E"),
            ("MU-AB 123H", "MU-AB 123H"),
            ("B-A 1", "B-A 1"),
            ("b a1", "B-A 1"),
            ("BA 1234", "B-A 1234"),
            ("MUEAB 12", "MUE-AB 12"),
            ("MU-AB 123 04-10", "MU-AB 123"),
            ("MU-AB 123H 04/10", "MU-AB 123H"),
        ],
    )
    def test_spellings_of_one_plate_are_one(self, typed: str, plate: str) -> None:
        assert read_plate(typed) == plate

    @pytest.mark.parametrize(
        ("typed", "part"),
        [
            ("123", "district"),
            ("", "district"),
            ("MUEN-AB 12", "district"),
            ("ABCDEF 12", "district"),
            ("MU1-AB 12", "digits"),
            ("MU-ABC 12", "letters"),
            ("MU-ÄB 12", "letters"),
            ("B-1234", "letters"),
            ("MU AB CD 12", "letters"),
            ("MU-AB", "digits"),
            ("MU-AB 0123", "digits"),
            ("MU-AB 12345", "digits"),
            ("MU-AB 12 34", "digits"),
            ("MU-AB 123 X", "suffix"),
            ("MU-AB 123 EH", "suffix"),
            ("MUE-AB 1234", "length"),
            ("MU-AB 1234E", "length"),
        ],
    )
    def test_what_is_wrong_is_named(self, typed: str, part: str) -> None:
        with pytest.raises(PlateWrong) as wrong:
            read_plate(typed)

        assert wrong.value.part == part

    def test_two_ways_to_read_it_are_named(self) -> None:
        with pytest.raises(PlateWrong) as wrong:
            read_plate("MUAB 123")

        assert wrong.value.facts == {"first": "MU-AB 123", "second": "MUA-B 123"}

    def test_a_usual_district_tells_them_apart(self) -> None:
        assert read_plate("MÜAB 123", districts=["MÜ"]) == "MÜ-AB 123"
        assert read_plate("MUAB 123", districts=["MU", "XY"]) == "MU-AB 123"
        with pytest.raises(PlateWrong, match="ambiguous"):
            read_plate("MUAB 123", districts=["MU", "MUA"])

    def test_an_umlaut_belongs_to_the_district(self) -> None:
        assert read_plate("AÖB 123") == "AÖ-B 123"

    @given(districts, letters, digits, suffixes)
    def test_every_sound_plate_is_read_and_stays_as_it_is(
        self, district: str, middle: str, number: str, suffix: str
    ) -> None:
        assume(len(district + middle + number + suffix) <= 8)
        plate = f"{district}-{middle} {number}{suffix}"

        assert read_plate(plate) == plate
        assert read_plate(f" {district.lower()}  {middle.lower()}{number} {suffix.lower()}") == plate
        assert read_any_plate(plate) == plate

    @given(st.text(max_size=20))
    def test_whatever_is_typed_is_read_or_refused_and_read_once_for_all(self, typed: str) -> None:
        for read in (read_plate, read_any_plate):
            try:
                plate = read(typed)
            except PlateWrong:
                continue
            assert read(plate) == plate
            assert plate_key(plate) in plate_key(typed)  # a season is dropped, nothing is added


class TestReadAnyPlate:
    @pytest.mark.parametrize(
        ("typed", "plate"),
        [
            ("BP 12-345", "BP 12-345"),
            ("y-123 456", "Y-123 456"),
            ("0-12-34", "0-12-34"),
            ("THW-80123", "THW-80123"),
            ("B-1234", "B-1234"),
            ("MU-06 123", "MU-06 123"),
            ("ab-12-cd", "AB-12-CD"),
            ("WX 12345", "WX 12345"),
            ("AB-1234", "AB-1234"),  # Latvia: not B 1234 of A
            ("ABC 123", "ABC 123"),  # Sweden
            ("mu ab123", "MU-AB 123"),
            ("москва 77", "МОСКВА 77"),
        ],
    )
    def test_nobody_with_another_plate_is_turned_away(self, typed: str, plate: str) -> None:
        assert read_any_plate(typed) == plate

    def test_a_usual_district_is_read_without_a_gap(self) -> None:
        assert read_any_plate("MUAB123", districts=["MU"]) == "MU-AB 123"
        assert read_any_plate("MUAB123") == "MUAB123"

    @pytest.mark.parametrize("typed", ["", "A", "-", "12345678901234567890", "<b>", "MU\x00AB 1"])
    def test_what_is_no_plate_is_refused(self, typed: str) -> None:
        with pytest.raises(PlateWrong, match="any"):
            read_any_plate(typed)


class TestPlateKey:
    @pytest.mark.parametrize("typed", ["MU-AB 123", "muab123", "MU AB-123", " Mu–Ab 123 "])
    def test_gaps_and_case_do_not_count(self, typed: str) -> None:
        assert plate_key(typed) == "MUAB123"
