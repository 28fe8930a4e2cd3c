import pytest

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
