"""What people wrote, as a printer can show it: no controls, no reordering tricks, no characters without a picture."""

import json
import unicodedata
from collections.abc import Mapping
from typing import Any

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_SPACES = {"\t": " ", "\r": "", "\N{LINE SEPARATOR}": "\n", "\N{PARAGRAPH SEPARATOR}": "\n"}
# Joiners and selectors have no picture of their own but shape the letters beside them.
_SHAPING = frozenset(
    "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}\N{SOFT HYPHEN}\N{VARIATION SELECTOR-15}\N{VARIATION SELECTOR-16}"
)


def printable(value: Any, characters: frozenset[int]) -> Any:
    """Return the value with every string in it made printable with these characters; the rest stays as it is."""
    if isinstance(value, str):
        return _printable_text(value, characters)
    if isinstance(value, Mapping):
        return {key: printable(item, characters) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [printable(item, characters) for item in value]
    return value


def has_replacements(shown: Any, given: Any) -> bool:
    """Tell whether a character had to be replaced on the way from what was given to what is shown."""
    return _count_replacements(shown) > _count_replacements(given)


def _count_replacements(value: Any) -> int:
    return json.dumps(value, ensure_ascii=False).count(REPLACEMENT)


def _printable_text(value: str, characters: frozenset[int]) -> str:
    normal = unicodedata.normalize("NFC", value.replace("\r\n", "\n"))
    # Each character is looked up once: drawings of codes are long and know only a few.
    return normal.translate({ord(one): _printable_character(one, characters) for one in set(normal)})


def _printable_character(character: str, characters: frozenset[int]) -> str:
    """Controls and marks that reorder text vanish; what no font can show is replaced, so that its loss is seen."""
    if character in _SPACES:
        return _SPACES[character]
    if character == "\n" or character in _SHAPING:
        return character
    category = unicodedata.category(character)
    if category in {"Cc", "Cf"}:
        return ""
    if category == "Co" or ord(character) not in characters:
        return REPLACEMENT
    return character
