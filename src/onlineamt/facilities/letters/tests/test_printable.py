import pytest

from onlineamt.facilities.letters.fonts import letter_fonts
from onlineamt.facilities.letters.printable import REPLACEMENT, printable

LATIN = frozenset(range(0x20, 0x250)) | {0x300 + n for n in range(0x70)}


class TestPrintable:
    @pytest.mark.parametrize(
        ("written", "shown"),
        [
            ("Müller", "Müller"),
            ("Mu\u0308ller", "Müller"),
            ("a\tb", "a b"),
            ("a\r\nb", "a\nb"),
            ("a\u2028b", "a\nb"),
            ("\x00a\x07b\x1b", "ab"),
            ("Rechnung\u202efdp.exe", "Rechnungfdp.exe"),
            ("\u2066a\u2069", "a"),
            ("a\u200bb\ufeff", "ab"),
            ("王", REPLACEMENT),
            ("\ue000", REPLACEMENT),
            ("\ud83d", REPLACEMENT),
            ("\N{SOFT HYPHEN}", "\N{SOFT HYPHEN}"),
        ],
    )
    def test_keeps_what_has_a_picture(self, written: str, shown: str) -> None:
        assert printable(written, LATIN) == shown

    def test_reaches_into_lists_and_mappings(self) -> None:
        assert printable({"a": ["\x00b", {"c": "\x00d"}], "n": 3}, LATIN) == {"a": ["b", {"c": "d"}], "n": 3}


class TestLetterFonts:
    def test_have_every_letter_of_european_names(self) -> None:
        """Latin letters of DIN 91379, Greek and Cyrillic: what German registers may hold."""
        letters = {
            *range(0x20, 0x7F),
            *range(0xA0, 0x180),
            *range(0x1E00, 0x1F00),
            *range(0x391, 0x3CA),
            *range(0x400, 0x460),
        }
        missing = {chr(code) for code in letters - letter_fonts().characters if chr(code).isalpha()}

        assert missing == set()
