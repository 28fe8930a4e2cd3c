"""The letters that German registers can hold: DIN 91379:2022-08, which every authority has to support since 2024-11-01.

Source: the lists of characters and sequences of the standard, published by the Koordinierungsstelle für IT-Standards as
String.Latin+ 1.3. Text is compared in its composed spelling (NFC).
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

# Letters (normative), as ranges of code points.
_LETTERS: Final = "A-Za-zÀ-ÖØ-öø-žƇƈƏƗƠơƯưƷǍ-ǜǞǟǢ-ǰǴǵǸ-ǿȒȓȘ-țȞȟȧ-ȳəɨʒḂḃḆḇḊ-ḑḗḜ-ḫḯ-ḷḺḻṀ-ṉṒ-ṛṞ-ṣṪ-ṯẀ-ẇẌ-ẗẞẠ-ỹ"
# Letters that have no code point of their own: which marks may follow which letter (hexadecimal).
_MARKED: Final = {
    "Aa": "030B",
    "Cc": "0300 0304 0306 0308 0315 0323 0326 0328+0306",
    "Dd": "0302",
    "Ff": "0300 0304",
    "Gg": "0300",
    "H": "0304 0326 0331",
    "h": "0304 0326",
    "J": "0301 030C",
    "j": "0301",
    "Kk": "0300 0302 0304 0307 0315 031B 0326",
    "Ll": "0302 0325 0325+0304 0326",
    "Mm": "0300 0302 0306 0310",
    "Nn": "0302 0304 0306 0326",
    "Pp": "0300 0304 0315 0323",
    "Rr": "0306 0325 0325+0304",
    "Ss": "0300 0304 031B+0304 0331",
    "T": "0300 0304 0308 0315 031B",
    "t": "0300 0304 0315 031B",
    "Uu": "0307",
    "Zz": "0300 0304 0306 0308 0327",
    "Çç": "0306",
    "Ûû": "0304",
    "ÿ": "0301",
    "Čč": "0315 0323",
    "ēō": "030D",
    "Īī": "0301",
    "Žž": "0326 0327",
    "ḲḳṢṣṬṭ": "0304",
    "ẠạỌọ": "0308",
    "Ụụ": "0304 0308",
}
_JOINED: Final = ("K\u035fH", "K\u035fh", "k\u035fh")
_IN_NAMES: Final = " ',-.`~¨´·ʹʺʾʿˈˌ’‡"  # non-letters N1
_ELSEWHERE: Final = '!"#$%&()*+/0123456789:;<=>?@[\\]^_{|}¡¢£¥§©ª«¬®¯°±²³µ¶¹º»¿×÷€¤¦¸¼½¾'  # N2 and N3

# What telephones and word processors put in place of what the standard has.
_SPELLED: Final = str.maketrans({"‐": "-", "‑": "-", "–": "-", "—": "-", "ʼ": "’", "‘": "’", "‛": "’"})


def spell_latin(text: str) -> str:
    """Return a text with dashes and apostrophes as registers hold them, in composed spelling."""
    return unicodedata.normalize("NFC", text).translate(_SPELLED)


def foreign_in(text: str, *, is_name: bool) -> str | None:
    """Return the first character that registers do not hold, with its marks, or None.

    `is_name`: a person's name (data type A: no digits, few signs); else any text of one line (data types B and C).
    """
    known = (_NAME if is_name else _TEXT).match(text)
    end = known.end() if known else 0
    if end == len(text):
        return None
    rest = text[end:]
    return rest[: len(rest) - len(rest[1:].lstrip(_MARKS))]


def each_sequence() -> Iterator[str]:
    """Yield the letters that are written as a letter with marks."""
    for letters, marks in _MARKED.items():
        for letter in letters:
            for sequence in marks.split():
                yield letter + "".join(chr(int(mark, 16)) for mark in sequence.split("+"))
    yield from _JOINED


_MARKS: Final = "".join(sorted({one for one in "".join(each_sequence()) if unicodedata.combining(one)}))
_SEQUENCES: Final = "|".join(sorted(map(re.escape, each_sequence()), key=len, reverse=True))
# Most letters stand alone: they are tried first.
_NAME: Final = re.compile(f"(?:[{_LETTERS}{re.escape(_IN_NAMES)}](?![{_MARKS}])|{_SEQUENCES})*")
_TEXT: Final = re.compile(f"(?:[{_LETTERS}{re.escape(_IN_NAMES + _ELSEWHERE)}](?![{_MARKS}])|{_SEQUENCES})*")
