"""How numbers are made, when an entry counts, and the token by which anybody may ask about it."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from onlineamt.facilities.registers.values import EntryStatus
from onlineamt.foundation.core.codes import is_well_formed, new_code, normalise_code
from onlineamt.foundation.limits.values import Limit

TOKEN_CHARACTERS = 17  # 16 of them random: 78 bits, and few enough for the QR code on a small tag
COMPARED_FROM = Limit(
    "register.compared_from", 30, timedelta(hours=1)
)  # somebody who walks along parked cars
COMPARED = Limit("register.compared", 20, timedelta(hours=1))  # who holds a code and tries plates
_SCHEME = re.compile(
    r"(?P<before>[A-Z0-9 /-]*)(?P<year>\{year\}(?P<between>[ /-]?))?\{sequence:0(?P<digits>[1-9])\}(?P<after>[A-Z0-9 /-]*)"
)
_PLACE = re.compile(r"(\d{1,4})\.(\d{1,18})")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Numbering:
    """A number scheme, read: `{year}-{sequence:05}` makes 2026-00042."""

    before: str
    has_year: bool
    between: str
    digits: int
    after: str

    def counting_year(self, today: date) -> int:
        """Return the year whose counter is used; 0 where one counter serves for ever."""
        return today.year if self.has_year else 0

    def number(self, *, year: int, sequence: int) -> str:
        """Return a number as it is printed. What has more digits than the scheme has places keeps them all."""
        counted = f"{year}{self.between}" if self.has_year else ""
        return f"{self.before}{counted}{sequence:0{self.digits}}{self.after}"


def read_scheme(scheme: str) -> Numbering:
    """Return a scheme as `procedure.yaml` says it. Raises ValueError for anything else."""
    found = _SCHEME.fullmatch(scheme)
    if found is None:
        raise ValueError(f"not a number scheme: {scheme!r}")
    return Numbering(
        before=found["before"],
        has_year=found["year"] is not None,
        between=found["between"] or "",
        digits=int(found["digits"]),
        after=found["after"],
    )


def read_number(typed: str) -> str:
    """Return a number as it is stored, however it was typed: capitals, one space where there are several."""
    return " ".join(typed.upper().split())


def spell(text: str) -> str:
    """Return a name, a plate or a street in the one spelling in which they are compared.

    Case, blanks and accents do not count, „ä“ is „ae“ and „ß“ is „ss“, and what stands between words is one blank: the
    hyphen of a plate still parts M-AB from MA-B.
    """
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_UMLAUTS)
    letters = (one for one in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(one))
    return " ".join("".join(one if one.isalnum() else " " for one in letters).split())


def mark_of(stored: Mapping[str, Any], fields: Sequence[str]) -> str | None:
    """Return what names the same person or thing, or None where an answer to it is missing."""
    parts = [spell(_plain(stored.get(one))) for one in fields]
    return "|".join(parts) if all(parts) else None


def _plain(value: Any) -> str:
    if isinstance(value, list | tuple):
        return " ".join(map(str, value))
    return "" if value is None else str(value)


def status_on(day: date, *, valid_from: date, valid_until: date | None, ended_on: date | None) -> EntryStatus:
    """Return whether an entry counts on a day. `valid_until` is its last day, `ended_on` the first day without it."""
    if ended_on is not None and day >= ended_on:
        return EntryStatus.ENDED
    if day < valid_from:
        return EntryStatus.NOT_YET
    if valid_until is not None and day > valid_until:
        return EntryStatus.EXPIRED
    return EntryStatus.VALID


def renewed_from(
    *, valid_from: date, valid_until: date | None, new_from: date, new_until: date | None, today: date
) -> date | None:
    """Return since when a renewed entry counts without a break, or None when it cannot be renewed so.

    A break is possible only once the entry has run out: before, one day could not be said to lie in or after it.
    """
    if valid_until is None or (new_until is not None and new_until <= valid_until):
        return None
    if new_from <= valid_until + _A_DAY:
        return valid_from
    return new_from if valid_until < today else None


def new_check_token() -> str:
    """Return a token for the QR code of a tag or permit: it says nothing of the matter."""
    return new_code(TOKEN_CHARACTERS)


def read_check_token(typed: str) -> str | None:
    """Return a token that somebody scanned or typed in its one spelling, or None when it cannot be one."""
    code = normalise_code(typed)
    return code if is_well_formed(code, length=TOKEN_CHARACTERS) else None


def write_place(*, year: int, sequence: int) -> str:
    """Return the place of an entry in its register, for the address of the next page."""
    return f"{year}.{sequence}"


def read_place(text: str) -> tuple[int, int] | None:
    """Return year and sequence of a place, or None for what is no place."""
    found = _PLACE.fullmatch(text)
    return (int(found[1]), int(found[2])) if found else None
