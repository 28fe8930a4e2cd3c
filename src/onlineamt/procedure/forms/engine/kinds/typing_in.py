"""What people type, made readable: one spelling of letters, no invisible characters, German numbers."""

import re
import unicodedata
from decimal import Decimal

from onlineamt.procedure.forms.engine.kinds.base import Raw

# Marks that come along when text is copied and that nobody sees; joiners stay, emoji and Persian need them.
_UNSEEN = dict.fromkeys([0x00AD, 0x200B, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_SPACES = re.compile(r"[^\S\n]+")
_MINUS = str.maketrans({"−": "-", "–": "-"})
_NUMBER = re.compile(r"[+-]?(\d{1,3}(\.\d{3})+|\d+)(,\d*)?")
_NUMBER_WITH_POINT = re.compile(r"[+-]?\d+\.(\d{1,2}|\d{4,})")


def typed(raw: Raw, name: str) -> str:
    """Return the text of an input in one spelling (NFC), without blanks around it."""
    values = raw.get(name) or ("",)
    text = values[-1].replace("\r\n", "\n").replace("\r", "\n")
    return text.strip() if text.isascii() else unicodedata.normalize("NFC", text).translate(_UNSEEN).strip()


def typed_line(raw: Raw, name: str) -> str:
    """Return the text of an input of one line: line breaks and runs of blanks become one blank."""
    return _SPACES.sub(" ", typed(raw, name).replace("\n", " "))


def typed_code(raw: Raw, name: str) -> str:
    """Return what was typed where only digits, signs and plain letters count: full-width ones become ordinary."""
    line = typed_line(raw, name)
    return line if line.isascii() else unicodedata.normalize("NFKC", line).strip()


def holds_only_text(text: str) -> bool:
    """Whether every character is one that people can see: no NUL, no control character, no half of a broken pair."""
    return text.isprintable() or all(
        character in "\n\t" or unicodedata.category(character) not in ("Cc", "Cs") for character in text
    )


def read_decimal(text: str, *, unit: str = "") -> Decimal | None:
    """Return the number written with decimal comma and thousands dots; 12.5 counts too, 1.000 is a thousand."""
    text = (
        text.translate(_MINUS)
        .removesuffix(unicodedata.normalize("NFKC", unit))
        .replace(" ", "")
        .replace("\u202f", "")
    )
    if _NUMBER.fullmatch(text):
        return Decimal(text.replace(".", "").replace(",", ".").removesuffix("."))
    if _NUMBER_WITH_POINT.fullmatch(text):
        return Decimal(text)
    return None


def places_of(number: Decimal) -> int:
    """Return how many digits after the comma a number has, zeros at its end left out."""
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def show_decimal(text: str) -> str:
    """Return a number such as -1234.50 as people write it: −1.234,50."""
    sign, digits = ("−", text[1:]) if text.startswith("-") else ("", text)
    whole, _, rest = digits.partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    return f"{sign}{grouped},{rest}" if rest else f"{sign}{grouped}"
