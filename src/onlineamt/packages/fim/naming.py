"""Names for what FIM only labels: pages, areas and fields get ids that people can read in expressions."""

import re
import unicodedata

from onlineamt.procedure.forms.definition.base import CEL_WORDS, SCOPES

_LONGEST = 40
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_TAKEN = CEL_WORDS | SCOPES | {"granted"}


def plain_name(words: str, otherwise: str) -> str:
    """Return a name made of words: small letters, digits and single underscores, forty characters at most.

    `otherwise` stands for words of which nothing is left.
    """
    lowered = words.lower().translate(_UMLAUTS)
    letters = unicodedata.normalize("NFKD", lowered).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "_", letters).strip("_")
    if len(name) > _LONGEST:
        name = name[: _LONGEST + 1].rpartition("_")[0] or name[:_LONGEST]
    if not name:
        name = otherwise
    return f"n_{name}" if name[0].isdigit() else name


class Names:
    """Gives names out, each only once."""

    def __init__(self) -> None:
        """Begin with those that expressions keep for themselves."""
        self._taken = set(_TAKEN)

    def take(self, words: str, otherwise: str = "angabe") -> str:
        """Return a name made of words that nothing else has; a number tells those alike apart."""
        name = wanted = plain_name(words, otherwise)
        number = 1
        while name in self._taken:
            number += 1
            name = f"{wanted}_{number}"
        self._taken.add(name)
        return name
