"""Names for what FIM only labels: pages, areas and fields get ids that people can read in expressions."""

import re
import unicodedata

from onlineamt.procedure.forms.definition.base import CEL_WORDS, SCOPES

_LONGEST = 40
_SMALL_WORDS = frozenset(
    [
        "am",
        "an",
        "auf",
        "aus",
        "bei",
        "das",
        "dem",
        "den",
        "der",
        "des",
        "die",
        "ein",
        "eine",
        "einer",
        "eines",
        "einem",
        "einen",
        "fuer",
        "im",
        "in",
        "mit",
        "nach",
        "oder",
        "und",
        "vom",
        "von",
        "zu",
        "zum",
        "zur",
    ]
)
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
        while (shorter := name.rpartition("_"))[2] in _SMALL_WORDS and shorter[0]:
            name = shorter[0]
    if not name:
        name = otherwise
    return f"n_{name}" if name[0].isdigit() else name


class Names:
    """Gives names out, each only once."""

    def __init__(self) -> None:
        """Begin with those that expressions keep for themselves."""
        self._taken = set(_TAKEN)

    def has(self, name: str) -> bool:
        """Whether a name is given out already."""
        return name in self._taken

    def keep(self, name: str) -> None:
        """Give a name to nobody else."""
        self._taken.add(name)

    def take(self, words: str, otherwise: str = "angabe") -> str:
        """Return a name made of words that nothing else has; a number tells those alike apart."""
        name = wanted = plain_name(words, otherwise)
        number = 1
        while name in self._taken:
            number += 1
            name = f"{wanted}_{number}"
        self._taken.add(name)
        return name
