"""Colours are measured as WCAG measures them."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from onlineamt.audiences.design.colours import Colour, contrast, is_hex, readable_on

HEX = some.integers(0, 0xFFFFFF).map("#{:06x}".format)


class TestColour:
    @given(HEX)
    def test_survives_the_way_to_oklch_and_back(self, text: str) -> None:
        there_and_back = Colour.from_hex(text).to_hex()
        for start in (1, 3, 5):
            assert abs(int(text[start : start + 2], 16) - int(there_and_back[start : start + 2], 16)) <= 1

    def test_loses_chroma_where_a_screen_cannot_show_it(self) -> None:
        assert is_hex(Colour(0.9, 0.4, 150).to_hex())

    @pytest.mark.parametrize("text", ["", "blue", "#12345", "#12345g", "0b5c66", "#0b5c66 "])
    def test_refuses_what_is_no_colour(self, text: str) -> None:
        with pytest.raises(ValueError, match="keine Farbe"):
            Colour.from_hex(text)


class TestContrast:
    @pytest.mark.parametrize(
        ("first", "second", "expected"),
        [
            ("#000000", "#ffffff", 21),
            ("#ffffff", "#ffffff", 1),
            ("#767676", "#ffffff", 4.54),
            ("#ff0000", "#ffffff", 4.0),
        ],
    )
    def test_is_the_one_of_wcag(self, first: str, second: str, expected: float) -> None:
        assert contrast(first, second) == pytest.approx(expected, abs=0.01)
        assert contrast(second, first) == contrast(first, second)


class TestReadableOn:
    @given(HEX)
    def test_finds_a_colour_that_can_be_read(self, text: str) -> None:
        found = readable_on(Colour.from_hex(text), ("#ffffff",), at_least=4.5, darker=True)
        assert contrast(found.to_hex(), "#ffffff") >= 4.5

    def test_leaves_alone_what_can_be_read_already(self) -> None:
        chosen = Colour.from_hex("#0b5c66")
        assert readable_on(chosen, ("#ffffff",), at_least=4.5, darker=True) == chosen
