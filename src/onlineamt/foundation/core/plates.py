"""German licence plates as people write them: one spelling, and which part is wrong. Whether the vehicle exists is not said."""

import re
from collections.abc import Collection

LONGEST = 8  # letters and digits; with a suffix one less (FZV Anlage 4)
LONGEST_OF_ANY, SHORTEST_OF_ANY = 15, 2

_PARTS = re.compile(r"(?P<head>[^0-9]*)(?P<digits>[0-9]*)(?P<tail>.*)", re.DOTALL)
_SEASON = re.compile(r"\s+(?:0[1-9]|1[0-2])\s*[-/]\s*(?:0[1-9]|1[0-2])$")  # printed beside it, no part of it
_BETWEEN = re.compile(r"[\s.:·•|-]+")
_DISTRICT = re.compile(r"[A-ZÄÖÜ]{1,3}")
_LETTERS = re.compile(r"[A-Z]{1,2}")  # without umlauts: FZV Anlage 1 Nr. 2
_DIGITS = re.compile(r"[1-9][0-9]{0,3}")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))


class PlateWrong(ValueError):
    """What is wrong with a plate. `part`: district, letters, digits, suffix, length, ambiguous or any."""

    def __init__(self, part: str, **facts: str | int) -> None:
        """Keep the part and what a person should know of it."""
        super().__init__(part)
        self.part, self.facts = part, facts


def read_plate(text: str, *, districts: Collection[str] = (), needs_gap: bool = False) -> str:
    """Return an ordinary German plate as „MU-AB 123“ or „MU-AB 123E“. Raises PlateWrong.

    Without a gap between district and letters („MUAB 123“) the one way to read it counts, or the one with one of these
    `districts`. With `needs_gap` only the latter: other countries write plates that look alike.
    """
    plain = _SEASON.sub("", _tidy(text))
    found = _PARTS.fullmatch(plain)
    head, digits, tail = (found["head"], found["digits"], found["tail"]) if found else (plain, "", "")
    groups = [group for group in _BETWEEN.split(head) if group]
    suffix = _BETWEEN.sub("", tail)
    if not groups:
        raise PlateWrong("district")
    if len(groups) == 1:
        return _without_gap(groups[0], digits, suffix, districts, needs_gap)
    if len(groups) > 2:
        raise PlateWrong("letters")
    return _sound(groups[0], groups[1], digits, suffix)


def read_any_plate(text: str, *, districts: Collection[str] = ()) -> str:
    """Return any plate a parking office meets: an ordinary one in its spelling, others in capitals. Raises PlateWrong.

    Others are those of the police, army and diplomats, without letters, red, old and foreign ones.
    """
    try:
        return read_plate(text, districts=districts, needs_gap=True)
    except PlateWrong:
        plain = _tidy(text)
    signs = plate_key(plain)
    if not SHORTEST_OF_ANY <= len(signs) <= LONGEST_OF_ANY or not _BETWEEN.sub("", plain).isalnum():
        raise PlateWrong("any")
    return plain


def plate_key(text: str) -> str:
    """Return a plate as plates compare: letters and digits alone, „MU-AB 123“ and „muab123“ alike."""
    return "".join(sign for sign in _tidy(text) if sign.isalnum())


def _without_gap(letters: str, digits: str, suffix: str, districts: Collection[str], needs_gap: bool) -> str:
    if len(letters) == 1:
        raise PlateWrong("letters")
    splits = [(letters[:at], letters[at:]) for at in (1, 2, 3) if 1 <= len(letters) - at <= 2]
    fitting = [(place, rest) for place, rest in splits if _LETTERS.fullmatch(rest)]
    here = [split for split in fitting if split[0] in districts]
    if needs_gap and len(here) != 1:
        raise PlateWrong("any")
    chosen = here if len(here) == 1 else fitting
    if not chosen:
        raise PlateWrong("letters" if splits else "district")
    first = _sound(*chosen[0], digits, suffix)
    if len(chosen) > 1:
        raise PlateWrong("ambiguous", first=first, second=_sound(*chosen[1], digits, suffix))
    return first


def _sound(district: str, letters: str, digits: str, suffix: str) -> str:
    if not _DISTRICT.fullmatch(district):
        raise PlateWrong("district")
    if not _LETTERS.fullmatch(letters):
        raise PlateWrong("letters")
    if not _DIGITS.fullmatch(digits) or any(sign.isdigit() for sign in suffix):
        raise PlateWrong("digits")
    if suffix not in ("", "E", "H"):
        raise PlateWrong("suffix")
    length, most = len(district + letters + digits), LONGEST - len(suffix)
    if length > most:
        raise PlateWrong("length", length=length, max=most)
    return f"{district}-{letters} {digits}{suffix}"


def _tidy(text: str) -> str:
    return " ".join(text.translate(_DASHES).upper().split())
