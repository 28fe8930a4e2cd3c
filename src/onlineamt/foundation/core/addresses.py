"""German streets and house numbers as people write them: which are the same, and which numbers a list covers."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_FRACTIONS = {"½": " 1/2", "¼": " 1/4", "¾": " 3/4"}
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
# One spelling for what is shortened in one place and written out in another.
_WORDS = (
    (re.compile(r"str(?:asse|\.)?(?![a-z])"), "str"),
    (re.compile(r"pl(?:atz|\.)(?![a-z])"), "pl"),
    (re.compile(r"(?<![a-z])(?:sankt|st\.)(?=[^a-z]|$)"), "st"),
    (re.compile(r"(?<![a-z])doktor(?![a-z])"), "dr"),
    (re.compile(r"(?<![a-z])professor(?![a-z])"), "prof"),
)
_NO_LETTER = re.compile(r"[^a-z0-9]+")
_HOUSE = re.compile(
    r"(?:(?:haus)?n(?:r\.?|ummer)\s*)?0*(?P<number>[1-9][0-9]{0,4})"
    r"(?:\s+(?P<fraction>[13]/[24])|\s*/\s*(?P<part>[0-9]{1,5})|\s*/?\s*(?P<letter>[a-z][0-9]{0,2}))?"
    r"(?P<further>\s*(?P<sign>[-+&/])\s*(?:(?P<other>[0-9]{1,5})\s*(?P<its_letter>[a-z])?|(?P<last_letter>[a-z])))?"
)
NO_NUMBER: Final = "ohne"
_NO_NUMBER = re.compile(
    r"(?:ohne|keine)(?: ?(?:haus)?(?:nummer|nr\.?))?|o\.? ?nr\.?|none|no (?:house )?number"
)
_WORDS_BETWEEN = re.compile(r"(?<=[0-9a-z])\s*\b(bis|und|u\.)\s*(?=[0-9])")
_STREET = re.compile(r"[^\W\d_]{3,}.*[0-9]", re.DOTALL)
_SIDES = {"ungerade": 1, "unger.": 1, "gerade": 0, "ger.": 0}
_SIDE_WORD = r"ungerade|unger\.|gerade|ger\."
_SIDE_OR_LETTER = re.compile(r"(?:.*[0-9]\s*(?:-|bis)|ab|bis).*[0-9]\s+[gu]")
_SIDE = re.compile(rf"(?:(?P<first>{_SIDE_WORD})\s+)?(?P<numbers>.*?)(?:\s+(?P<last>{_SIDE_WORD}))?")
_ALL = frozenset({"", "alle", "alles", "gesamt", "alle nummern"})
_BETWEEN = re.compile(r"\s*(?:-|\bbis\b)\s*")
_ITEMS = re.compile(r"[,;\n]|\bund\b|\bsowie\b")
_END: Final = "\uffff"  # comes after every letter
_LAST: Final = (10**6, _END)

Place = tuple[int, str]
"""A house in its street: its number and what follows it, as (12, "a")."""


def street_key(street: str) -> str:
    """Return a street in the one spelling by which streets compare; empty where no letter is left.

    Case, blanks, hyphens and dots do not count, „Str.“ is „Straße“, „ß“ is „ss“, „ü“ is „ue“, „St.“ is „Sankt“.
    """
    plain = unicodedata.normalize("NFKC", street).casefold().translate(_UMLAUTS)
    plain = "".join(
        one for one in unicodedata.normalize("NFD", plain) if not unicodedata.category(one).startswith("M")
    )
    for pattern, word in _WORDS:
        plain = pattern.sub(word, plain)
    return _NO_LETTER.sub("", plain)


def read_house_number(text: str) -> Place | None:
    """Return where a house stands in its street, or None where no number can be read.

    „12a“, „12 A“ and „12/a“ are (12, "a"), „12/1“ is (12, "/1"), „12½“ is (12, "1/2"). A building with several numbers
    („12-14“, „12/14“, „12a-c“) counts at its first.
    """
    found = _HOUSE.fullmatch(_plain(text))
    if found is None:
        return None
    number, part = int(found["number"]), found["part"]
    if part is not None:
        return (number, f"/{int(part)}") if int(part) < number and not found["further"] else (number, "")
    return number, found["fraction"] or found["letter"] or ""


class HouseNumberWrong(ValueError):
    """What is wrong with a house number. `part`: street, start, digits or addition."""

    def __init__(self, part: str) -> None:
        """Keep the part."""
        super().__init__(part)
        self.part = part


def spell_house_number(text: str) -> str:
    """Return a house number in the one spelling that is kept: „12“, „12 a“, „12/1“, „12 1/2“, „12 a-c“, „12-14 b“.

    A house that has none is „ohne“ (`NO_NUMBER`). Raises HouseNumberWrong.
    """
    plain = _plain(text)
    if _NO_NUMBER.fullmatch(plain):
        return NO_NUMBER
    plain = _WORDS_BETWEEN.sub(lambda found: "-" if found[1] == "bis" else "+", plain)
    found = _HOUSE.fullmatch(plain)
    if found is None:
        raise HouseNumberWrong(_what_is_wrong(plain))
    spelled = str(int(found["number"]))
    if found["part"]:
        spelled += f"/{int(found['part'])}"
    elif tail := found["fraction"] or found["letter"]:
        spelled += f" {tail}"
    if not found["further"]:
        return spelled
    end = " ".join(filter(None, (found["other"] and str(int(found["other"])), found["its_letter"])))
    return f"{spelled}{found['sign'].replace('&', '+')}{end or found['last_letter']}"


def _what_is_wrong(plain: str) -> str:
    if _STREET.match(plain):
        return "street"
    if not plain[:1].isdecimal():
        return "start"
    return "digits" if re.match(r"0*(?:[0-9]{6}|(?![0-9]))", plain) else "addition"


@dataclass(frozen=True)
class Span:
    """Houses from one to another, both included, on one side of the street or on both."""

    low: Place
    high: Place
    side: int | None = None  # the rest when the number is divided by two

    def covers(self, house: Place) -> bool:
        """Whether a house lies in it."""
        return self.low <= house <= self.high and self.side in (None, house[0] % 2)

    def meets(self, other: "Span") -> bool:
        """Whether some house lies in both."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        sides = {self.side, other.side} - {None}
        if low > high or len(sides) > 1:
            return False
        return low[0] < high[0] or not sides or low[0] % 2 in sides


HouseNumbers = tuple[Span, ...]
EVERY_HOUSE: Final[HouseNumbers] = (Span((0, ""), _LAST),)


@lru_cache(maxsize=4_096)  # lists repeat from street to street
def read_house_numbers(text: str) -> HouseNumbers:
    """Return the houses that a list names: „1-19 ungerade“, „ab 20 gerade“, „7a“, „2, 4-8“, „alle“; empty is „alle“.

    „7“ is that house alone, „7-9“ has 7a and 9b in it. Raises ValueError with the reason in German.
    """
    plain = _plain(text)
    if plain in _ALL:
        return EVERY_HOUSE
    items = [item.strip() for item in _ITEMS.split(plain)]
    if not all(items):
        raise ValueError(f"In „{text}“ steht ein Komma zu viel")
    return tuple(_read_span(item) for item in items)


def covers(numbers: HouseNumbers, house: str) -> bool:
    """Whether a house, as a person wrote it, is among the numbers. One that cannot be read is only in „alle“."""
    place = read_house_number(house)
    return numbers == EVERY_HOUSE if place is None else any(span.covers(place) for span in numbers)


def _read_span(item: str) -> Span:
    found = _SIDE.fullmatch(item)
    numbers = found["numbers"].strip() if found else item
    word = (found["first"] or found["last"]) if found else None
    if numbers in _SIDES and word is None:
        numbers, word = "alle", numbers
    low, high = _ends(numbers, item)
    if low > high:
        raise ValueError(f"„{item}“ beginnt hinter seinem Ende")
    return Span(low, high, _SIDES.get(word or ""))


def _ends(numbers: str, item: str) -> tuple[Place, Place]:
    if _SIDE_OR_LETTER.fullmatch(numbers):
        raise ValueError(f"„{item}“ ist nicht eindeutig; schreiben Sie „gerade“ oder „ungerade“ aus")
    if numbers in _ALL:
        return (0, ""), _LAST
    if numbers.startswith("ab "):
        return _house(numbers[3:], item), _LAST
    if numbers.startswith("bis "):
        return (0, ""), _last(_house(numbers[4:], item))
    first, *rest = _BETWEEN.split(numbers)
    low = _house(first, item)
    if not rest:
        return low, low
    if len(rest) > 1:
        raise ValueError(f"„{item}“ hat mehr als einen Strich")
    if not rest[0]:
        return low, _LAST
    same_house = rest[0].isalpha() and len(rest[0]) == 1
    return low, (low[0], rest[0]) if same_house else _last(_house(rest[0], item))


def _house(text: str, item: str) -> Place:
    house = read_house_number(text)
    two_houses = house is not None and not house[1] and "/" in text  # 12/14: both, or all between?
    if house is None or two_houses or re.search(r"[-+&]", text):
        raise ValueError(
            f"„{item}“ ist keine Hausnummer; schreiben Sie zum Beispiel 7a, 1-19 ungerade, ab 20 gerade oder alle"
        )
    return house


def _last(house: Place) -> Place:
    """The end of a span without a letter has all letters of its number in it."""
    return house if house[1] else (house[0], _END)


def _plain(text: str) -> str:
    for sign, written in _FRACTIONS.items():  # before NFKC, which would make 121/2 of 12½
        text = text.replace(sign, written)
    return " ".join(unicodedata.normalize("NFKC", text).casefold().translate(_DASHES).split())
