"""Permits as a card on paper: cut out, laid behind the windscreen or put into a folder, checked by the code on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from onlineamt.facilities.letters.fonts import letter_fonts
from onlineamt.facilities.letters.press import SetLetter, letter_press
from onlineamt.facilities.letters.printable import has_replacements, printable
from onlineamt.facilities.letters.procedure_words import LETTER_WORDS
from onlineamt.facilities.letters.qr import qr_svg
from onlineamt.facilities.letters.receipt import letterhead_values
from onlineamt.facilities.letters.rules import window_lines
from onlineamt.facilities.letters.sealing import sealer
from onlineamt.facilities.letters.values import Letterhead

PERMIT_WORDS: dict[str, str] = {
    **LETTER_WORDS,
    "intro": "Schneiden Sie die Karte an der gestrichelten Linie aus.",
    "cut": "Hier ausschneiden",
    "number": "Nummer",
    "from": "gültig ab",
    "until": "Gültig bis",
    "check": "Prüfen: Code scannen",
    "check_title": "So wird die Karte geprüft",
    "check_text": "Wer den Code auf der Karte scannt, sieht, ob sie gültig ist. Namen und Anschriften sieht dort niemand.",
}
OPEN_END = "auf Weiteres"


@dataclass(frozen=True, kw_only=True)
class PermitData:
    """Everything a card says.

    `bodies`: all typst files of the package version by name, `body`: the one that sets the middle of the card, `content`:
    what it reads. `check_url` ends with the token of the entry. `recipient`: the lines of an address, where the card travels
    alone in an envelope with a window.
    """

    letterhead: Letterhead
    title: str
    number: str
    valid_from: date
    valid_until: date | None
    check_url: str
    bodies: Mapping[str, str]
    body: str
    content: Mapping[str, Any]
    at: datetime
    recipient: Sequence[str] = ()


def make_permit_pdf(permit: PermitData) -> bytes:
    """Return the card as a sealed PDF of one page. For the worker. Raises LetterCannotBeSet."""
    return sealer().seal(render_permit(permit))


def render_permit(permit: PermitData) -> bytes:
    """Return the card before it is sealed, as PDF/A-3a and PDF/UA-1: the same card gives the same bytes.

    Raises LetterCannotBeSet.
    """
    characters = letter_fonts().characters
    frame = _frame(permit)
    content, shown = printable(permit.content, characters), printable(frame, characters)
    replaced = has_replacements(content, permit.content) or has_replacements(shown, frame)
    return letter_press().set(
        SetLetter(
            main="permit",
            bodies=permit.bodies,
            inputs={"content": content, "letter": {**shown, "has_replacements": replaced}},
            format="pdf",
            timestamp=int(permit.at.timestamp()),
        )
    )


def _frame(permit: PermitData) -> dict[str, Any]:
    address, _, code = permit.check_url.rpartition("/")
    return {
        "letterhead": letterhead_values(permit.letterhead),
        "words": PERMIT_WORDS,
        "recipient": window_lines(permit.recipient),
        "body": permit.body,
        "title": permit.title,
        "number": permit.number,
        "from": _day(permit.valid_from),
        "until": _day(permit.valid_until) if permit.valid_until else OPEN_END,
        "check": {"url": permit.check_url, "address": address, "code": code},
        "qr": qr_svg(permit.check_url),
    }


def _day(day: date) -> str:
    """Return a day in figures: from outside a car they are read faster than the name of a month."""
    return f"{day:%d.%m.%Y}"
