"""Words as the search sees them: cut, folded, compared. Pure functions, the same for texts and for what is typed."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

MAX_TYPED = 200
MAX_TERMS = 8
MAX_WORD = 40
MIN_PART = 4  # shorter ends of words say nothing

_WORD = re.compile(r"[^\W_]+")
_UMLAUT_IN_TWO_LETTERS = re.compile(r"([aou])e")
_PARTICIPLE = re.compile(r"(ab|an|auf|aus|ein|fort|her|hin|mit|nach|um|vor|weg|zu)ge(\w{3,}?)(et|t|en)")

# What people wrap their matter in; it says nothing about which service they mean.
CHATTER = frozenset(
    [
        "beantragen",
        "bekomme",
        "bekommen",
        "bitte",
        "brauche",
        "brauchen",
        "bräuchte",
        "dringend",
        "frage",
        "geht",
        "gibt",
        "hallo",
        "heißt",
        "ja",
        "kriege",
        "mache",
        "machen",
        "möchte",
        "muss",
        "müssen",
        "online",
        "wann",
        "was",
        "welche",
        "welches",
        "wer",
        "wie",
        "wieviel",
        "wo",
        "wohin",
        "apply",
        "can",
        "get",
        "how",
        "need",
        "please",
        "want",
        "what",
        "when",
        "where",
        "which",
    ]
)


def typed_words(typed: str) -> list[str]:
    """Return the words of what somebody typed, in lower case, each once: a bounded number of bounded length."""
    words = (word.lower()[:MAX_WORD] for word in split_words(typed[:MAX_TYPED]))
    telling = dict.fromkeys(word for word in words if len(word) > 1 or word.isdigit())
    return [word for word in telling if word not in CHATTER][:MAX_TERMS] or list(telling)[:MAX_TERMS]


def split_words(text: str) -> Iterator[str]:
    """Yield the words of a text as they are written; whatever is neither letter nor digit parts them."""
    yield from _WORD.findall(text)


def fold(word: str) -> str:
    """Return the word with umlauts, accents and ß in one plain spelling: `ü`, `ue` and `u` become `u`."""
    plain = "".join(
        character
        for character in unicodedata.normalize("NFKD", word.casefold())
        if not unicodedata.combining(character)
    )
    return "".join(_WORD.findall(_UMLAUT_IN_TWO_LETTERS.sub(r"\1", plain)))


def base_form(word: str) -> str:
    """Return `anmeldung` for `angemeldet`: the stemmer knows nothing of a ge inside the word."""
    participle = _PARTICIPLE.fullmatch(word)
    return f"{participle[1]}{participle[2]}ung" if participle else word


def endings(stem: str) -> Iterator[str]:
    """Yield every end of a stem that is long enough to mean something, the stem itself left out."""
    for start in range(1, len(stem) - MIN_PART + 1):
        yield stem[start:]


def halves(stem: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to cut a compound in two, longest first part first, without the letter that links them."""
    for cut in range(len(stem) - 3, 2, -1):
        left, right = stem[:cut], stem[cut:]
        yield left, right
        for link in ("es", "en", "er", "s", "e", "n"):
            if left.endswith(link) and len(left) - len(link) >= 3:
                yield left.removesuffix(link), right


def distance(one: str, other: str) -> int:
    """Return how many letters must be changed, added, left out or swapped with their neighbour (Damerau)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        older, before, row = before, row, [i]
        for j, b in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]


def may_be_meant(typed: str, known: str) -> bool:
    """Tell whether the difference is small enough for a typing error: longer words allow more of them."""
    allowed = 1 if len(typed) < 5 else 2 if len(typed) < 9 else 3
    return abs(len(typed) - len(known)) <= allowed and distance(typed, known) <= allowed


def nearest(typed: str, known: Iterable[str]) -> str | None:
    """Return the known word that was most likely meant, or None."""
    meant = [word for word in known if may_be_meant(typed, word)]
    return min(meant, key=lambda word: (distance(typed, word), word[0] != typed[0]), default=None)
