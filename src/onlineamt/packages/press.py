"""Sets the letters of a package with given facts and returns their words, so that examples can be compared."""

import re
from html import unescape

from onlineamt.facilities.letters.errors import LetterCannotBeSet
from onlineamt.facilities.letters.procedure_letter import LetterData, render_letter, render_letter_html
from onlineamt.packages.findings import Place

_INLINE = re.compile(r"</?(?:strong|em|span|b|i|a|s|u|sub|sup|code)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_SPACES = re.compile(r"\s+")


class LetterFailed(Exception):
    """A letter cannot be set; says in which file, where, and why."""

    def __init__(self, file: str, place: Place, reason: str) -> None:
        super().__init__(reason)
        self.file, self.place, self.reason = file, place, reason


def press(letter: LetterData) -> str:
    """Set a letter on paper and as a page, and return its words with single spaces. Raises LetterFailed."""
    try:
        render_letter(letter)
        return plain_spaces(unescape(_TAG.sub(" ", _INLINE.sub("", render_letter_html(letter)))))
    except LetterCannotBeSet as fault:
        file = fault.file or f"letters/{letter.body}.typ"
        raise LetterFailed(file, Place(fault.line, fault.column), fault.reason) from fault


def plain_spaces(text: str) -> str:
    """Return a text with single, ordinary spaces."""
    return _SPACES.sub(" ", text).strip()
