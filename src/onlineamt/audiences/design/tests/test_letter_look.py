"""Letters wear the clothes of their municipality, as far as they can be read."""

from typing import Any

import pytest

from onlineamt.audiences.design.letter_look import letter_look
from onlineamt.facilities.letters.letterhead import letterhead_of, use_look
from onlineamt.facilities.letters.receipt import render_receipt
from onlineamt.facilities.letters.tests.factories import make_receipt
from onlineamt.facilities.letters.tests.reading import structure_of


class TestLetterLook:
    def test_takes_colour_and_mark_of_the_theme(self) -> None:
        look = letter_look({"accent": "#0B5C66", "mark": "welle"})

        assert look.accent == "#0b5c66"
        assert look.mark.startswith("<svg") and "#0b5c66" in look.mark

    @pytest.mark.parametrize(
        "theme", [{}, {"accent": "#ffff00"}, {"accent": "red"}, {"mark": "no such"}, {"accent": None}]
    )
    def test_falls_back_on_what_can_be_read(self, theme: dict[str, Any]) -> None:
        assert letter_look(theme) == letter_look({})

    def test_stands_on_the_letter(self) -> None:
        use_look(letter_look)
        letterhead = letterhead_of(
            "Stadt Musterstadt", contact={"place": "Musterstadt"}, theme={"mark": "welle"}
        )

        kinds = structure_of(render_receipt(make_receipt(letterhead=letterhead)))

        assert kinds.count("Figure") == len(["mark", "QR code"])
