"""The postal address of an applicant, from the answers of the building blocks `person`, `address` and `address_anywhere`."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from onlineamt.foundation.core.addresses import NO_NUMBER
from onlineamt.foundation.core.countries import GERMANY, name_for_the_post

LONGEST_LINE: Final = 46  # letters that fit the window of a letter in its usual size
# Where the postcode follows the town (Universal Postal Union, addressing by country); elsewhere it comes before it.
_POSTCODE_LAST = frozenset({
    "AU", "BD", "CA", "GB", "GG", "GI", "ID", "IE", "IM", "IN", "JE", "JO", "LB", "LK", "MT", "MV", "NP", "NZ", "PK", "PR",
    "SA", "SG", "US", "ZA",
})  # fmt: skip

_NAME = ("person.vorname", "person.familienname")
_INLAND = (
    ("anschrift.zusatz",),
    ("anschrift.strasse", "anschrift.hausnummer"),
    ("anschrift.plz", "anschrift.ort"),
)
_ABROAD = (("anschrift.zusatz",), ("anschrift.zeile1",), ("anschrift.zeile2",))
_NEEDED_INLAND = ("person.familienname", "anschrift.strasse", "anschrift.plz", "anschrift.ort")
_NEEDED_ABROAD = ("person.familienname", "anschrift.zeile1", "anschrift.ort")


def address_lines(answers: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the lines of a postal address, name first, where the answers hold one; abroad the last is the state.

    Below the name stands whose letter box it is or in which building (Adresszusatz), as the post reads from below.
    """
    said = {name: " ".join(str(answer or "").split()) for name, answer in answers.items()}
    state = said.get("anschrift.staat") or GERMANY
    if not all(said.get(name) for name in (_NEEDED_INLAND if state == GERMANY else _NEEDED_ABROAD)):
        return ()
    return tuple(line for line in _lines(said, state) if line)


def _lines(said: Mapping[str, str], state: str) -> Iterator[str]:
    yield _line(said, *_NAME)
    for parts in _INLAND if state == GERMANY else _ABROAD:
        yield _line(said, *parts)
    if state != GERMANY:
        yield from _town_abroad(said, state)
        yield name_for_the_post(state)


def _town_abroad(said: Mapping[str, str], state: str) -> Iterator[str]:
    """The line of the town as the country writes it; a region that makes it too long stands below."""
    town, region, postcode = "anschrift.ort", "anschrift.region", "anschrift.plz_ausland"
    order = (town, region, postcode) if state in _POSTCODE_LAST else (postcode, town, region)
    line = _line(said, *order)
    if len(line) <= LONGEST_LINE:
        yield line
        return
    yield _line(said, *(name for name in order if name != region))
    yield said.get(region, "")


def _line(said: Mapping[str, str], *names: str) -> str:
    parts = (said.get(name, "") for name in names)
    return " ".join(part for part in parts if part and part != NO_NUMBER)
