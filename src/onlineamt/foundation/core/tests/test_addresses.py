"""Streets and house numbers: all spellings of one are one, and a list of numbers covers what its words say."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onlineamt.foundation.core.addresses import (
    EVERY_HOUSE,
    HouseNumberWrong,
    Place,
    covers,
    read_house_number,
    read_house_numbers,
    spell_house_number,
    street_key,
)

numbers = st.integers(1, 99_999)
suffixes = st.sampled_from(["", *string.ascii_lowercase])


class TestStreetKey:
    @pytest.mark.parametrize(
        "spellings",
        [
            ("Musterstraße", "Musterstr.", "MUSTERSTRASSE", "Muster-Straße", "muster str", " Muster  Strasse ", "Musterstrasse"),
            ("Am Markt", "Am  Markt", "AM MARKT", "am-markt"),
            ("St.-Anna-Str.", "Sankt-Anna-Straße", "Sankt Anna Str", "St. Anna Straße"),
            ("Mühlenweg", "Muehlenweg", "Mu\u0308hlenweg"),
            ("Marktplatz", "Marktpl.", "Markt-Platz"),
            ("Straße des 17. Juni", "Str. des 17. Juni"),
            ("Dr.-Külz-Straße", "Doktor-Külz-Str."),
            ("Café-Weg", "Cafe-Weg"),
        ],
    )  # fmt: skip
    def test_spellings_of_one_street_are_one(self, spellings: tuple[str, ...]) -> None:
        assert len({street_key(one) for one in spellings}) == 1

    def test_different_streets_stay_different(self) -> None:
        streets = [
            "Musterstraße", "Musterweg", "Musterplatz", "Musterallee", "Strand", "Straßburger Straße", "Am Strassenfeld",
            "Am Markt", "Marktstraße", "Am Stadtpark", "Platanenweg", "Steinweg", "Stweg", "Straße 12", "Straße 1",
        ]  # fmt: skip

        assert len({street_key(one) for one in streets}) == len(streets)

    @pytest.mark.parametrize("nothing", ["", "  ", "-", "...", "ул. Ленина"])
    def test_without_letters_there_is_no_street(self, nothing: str) -> None:
        assert street_key(nothing) == ""

    @given(st.text(max_size=60))
    def test_a_key_is_its_own_key_and_neither_case_nor_gaps_change_it(self, street: str) -> None:
        key = street_key(street)

        assert street_key(f"  {street} ") == key
        assert not set(key) - set(string.ascii_lowercase + string.digits)

    @given(st.text(string.ascii_letters + "äöüßÄÖÜ", min_size=1, max_size=20))
    def test_the_end_of_a_street_may_be_shortened(self, name: str) -> None:
        long = street_key(f"{name}-Straße")

        assert (
            street_key(f"{name}-Str.") == street_key(f"{name} STRASSE") == street_key(f"{name}-str") == long
        )


class TestReadHouseNumber:
    @pytest.mark.parametrize(
        ("written", "place"),
        [
            ("12", (12, "")),
            ("12a", (12, "a")),
            ("12 A", (12, "a")),
            ("12/a", (12, "a")),
            ("012", (12, "")),
            ("Nr. 12", (12, "")),
            ("12/1", (12, "/1")),
            ("12 / 1", (12, "/1")),
            ("12½", (12, "1/2")),
            ("12 1/2", (12, "1/2")),
            ("12-14", (12, "")),
            ("12–14", (12, "")),
            ("12 - 14a", (12, "")),
            ("12/14", (12, "")),
            ("12+14", (12, "")),
            ("12a-c", (12, "a")),
            ("１２ａ", (12, "a")),
        ],
    )
    def test_what_people_write_is_read(self, written: str, place: Place) -> None:
        assert read_house_number(written) == place

    @pytest.mark.parametrize("written", ["", "im Hof", "a12", "0", "123456", "12 bc", "12, 3. Stock"])
    def test_what_is_no_number_is_none(self, written: str) -> None:
        assert read_house_number(written) is None

    @given(st.text(max_size=20))
    def test_nothing_that_is_typed_makes_it_fail(self, written: str) -> None:
        place = read_house_number(written)

        assert place is None or place[0] > 0

    @given(numbers, suffixes)
    def test_blanks_and_case_do_not_count(self, number: int, suffix: str) -> None:
        assert read_house_number(f" {number} {suffix.upper()}") == (number, suffix)


class TestSpellHouseNumber:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("12", "12"),
            ("12a", "12 a"),
            (" 12  A ", "12 a"),
            ("12/a", "12 a"),
            ("012", "12"),
            ("Nr. 12", "12"),
            ("Hausnummer 12", "12"),
            ("12½", "12 1/2"),
            ("12 1/2", "12 1/2"),
            ("12/3", "12/3"),
            ("12 / 03", "12/3"),
            ("12 / 1 A", "12/1 a"),
            ("12-14", "12-14"),
            ("12 – 14 B", "12-14 b"),
            ("12 bis 14", "12-14"),
            ("12 und 14", "12+14"),
            ("12 & 14", "12+14"),
            ("12 a-c", "12 a-c"),
            ("12 A - C", "12 a-c"),
            ("12a - 14d", "12 a-14 d"),
            ("12/14", "12/14"),
            ("１２ａ", "12 a"),
            ("ohne", "ohne"),
            ("Ohne Hausnummer", "ohne"),
            ("o. Nr.", "ohne"),
            ("keine", "ohne"),
            ("no number", "ohne"),
        ],
    )
    def test_what_people_type_has_one_spelling(self, typed: str, kept: str) -> None:
        assert spell_house_number(typed) == kept
        assert spell_house_number(kept) == kept

    @pytest.mark.parametrize(
        ("typed", "part"),
        [
            ("Lindenweg 12", "street"),
            ("Lindenweg", "start"),
            ("a12", "start"),
            ("-", "start"),
            ("", "start"),
            ("0", "digits"),
            ("123456", "digits"),
            ("12 bc", "addition"),
            ("12 Hinterhaus", "addition"),
            ("12, 3. Stock", "addition"),
            ("12 bis", "addition"),
            ("12-14-16", "addition"),
        ],
    )
    def test_what_is_wrong_has_a_name(self, typed: str, part: str) -> None:
        with pytest.raises(HouseNumberWrong) as wrong:
            spell_house_number(typed)
        assert wrong.value.part == part

    @given(
        st.one_of(
            st.text(max_size=20),
            st.from_regex(r"[0-9]{1,5} ?[a-c]? ?[-/+½]? ?[0-9]{0,5} ?[a-c]?", fullmatch=True),
        )
    )
    def test_the_same_house_is_read_in_it(self, typed: str) -> None:
        try:
            kept = spell_house_number(typed)
        except HouseNumberWrong:
            return
        if kept != "ohne":
            place = read_house_number(typed)
            assert read_house_number(kept) is not None
            assert place is None or place == read_house_number(kept)
            assert spell_house_number(kept) == kept
            assert len(kept) <= len("12345 a-12345 b") + 2


class TestReadHouseNumbers:
    @pytest.mark.parametrize(
        ("cell", "inside", "outside"),
        [
            ("1-19 ungerade", ["1", "7a", "19", "19c"], ["2", "20", "21"]),
            ("ungerade 1 - 19", ["1", "19"], ["8"]),
            ("2–40 gerade", ["2", "40b"], ["1", "41", "42"]),
            ("7", ["7"], ["7a", "8"]),
            ("7a", ["7A", "7 a"], ["7", "7b"]),
            ("7a-f", ["7b", "7f"], ["7", "7g", "8"]),
            ("7a-9", ["7b", "8", "9z"], ["7", "10"]),
            ("ab 20 gerade", ["20", "998"], ["18", "21"]),
            ("20-", ["20", "999"], ["19"]),
            ("bis 18", ["1", "18a"], ["19"]),
            ("1 bis 3 und 7, 9-11; 20a", ["2", "7", "10", "20a"], ["5", "8", "20"]),
            ("alle", ["1", "im Hof", ""], []),
            ("", ["12/1", "12½"], []),
            ("alle ungerade", ["1", "99999"], ["2"]),
            ("gerade", ["2"], ["1", "im Hof"]),
            ("12", ["12", "12-14"], ["12/1", "12½", "14"]),
            ("12-12", ["12", "12/1", "12½", "12d"], ["11", "13"]),
        ],
    )
    def test_it_covers_what_it_says(self, cell: str, inside: list[str], outside: list[str]) -> None:
        houses = read_house_numbers(cell)

        assert [house for house in inside if not covers(houses, house)] == []
        assert [house for house in outside if covers(houses, house)] == []

    @pytest.mark.parametrize(
        ("cell", "said"),
        [
            ("x", "keine Hausnummer"),
            ("19-1", "beginnt hinter seinem Ende"),
            ("1,,3", "ein Komma zu viel"),
            ("1-2-3", "mehr als einen Strich"),
            ("1-19 u", "nicht eindeutig"),
            ("1-19 links", "keine Hausnummer"),
            ("ab", "keine Hausnummer"),
            ("12/14-16", "keine Hausnummer"),
        ],
    )
    def test_what_cannot_be_read_is_refused_and_not_guessed(self, cell: str, said: str) -> None:
        with pytest.raises(ValueError, match=said):
            read_house_numbers(cell)

    @given(st.text(max_size=30))
    def test_any_cell_is_read_or_refused(self, cell: str) -> None:
        try:
            houses = read_house_numbers(cell)
        except ValueError as wrong:
            assert str(wrong)
        else:
            assert houses

    @given(
        st.integers(1, 500),
        st.integers(0, 500),
        st.integers(1, 1000),
        suffixes,
        st.sampled_from(["", " gerade", " ungerade"]),
    )
    def test_a_span_covers_exactly_the_numbers_between(
        self, low: int, more: int, house: int, suffix: str, side: str
    ) -> None:
        wanted = low <= house <= low + more and side in ("", " ungerade" if house % 2 else " gerade")

        assert covers(read_house_numbers(f"{low}-{low + more}{side}"), f"{house}{suffix}") is wanted

    @given(
        st.integers(1, 60),
        st.integers(0, 30),
        st.integers(1, 60),
        st.integers(0, 30),
        st.sampled_from(["", " gerade", " ungerade"]),
        st.sampled_from(["", " gerade", " ungerade"]),
    )
    def test_spans_meet_where_a_house_lies_in_both(
        self, low: int, more: int, other: int, rest: int, side: str, other_side: str
    ) -> None:
        (one,) = read_house_numbers(f"{low}-{low + more}{side}")
        (two,) = read_house_numbers(f"{other}-{other + rest}{other_side}")
        shared = [house for house in range(1, 100) if one.covers((house, "")) and two.covers((house, ""))]

        assert one.meets(two) is two.meets(one) is bool(shared)

    def test_all_houses_have_one_value(self) -> None:
        assert read_house_numbers("Alle") == read_house_numbers("") == EVERY_HOUSE
