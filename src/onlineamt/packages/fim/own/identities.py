"""Ids for what has none in FIM: made from the package and the name of the part, so that they stay the same with every export."""

from dataclasses import dataclass, field
from hashlib import sha256

from onlineamt.packages.fim.model import Described, Identity

OWN_RANGE = "99000"
"""The range of numbers (Nummernkreis) of those who have none assigned by FIM; five digits."""
_DIGITS = 6


@dataclass
class Identities:
    """Gives out ids and versions of XDatenfelder 3.0; every element that says something else gets another."""

    package: str
    version: str
    number_range: str = OWN_RANGE
    _owners: dict[Identity, object] = field(default_factory=dict)

    def of(self, letter: str, name: str, fim: str | None, content: Described) -> Identity:
        """Return the identity of an element: that which it has in FIM, unless it stands for something else already."""
        known = _as_version_3(fim) if fim and fim.startswith(letter) else None
        if known and self._owners.setdefault(known, content) == content:
            return known
        return self._own(letter, name, content)

    def _own(self, letter: str, name: str, content: Described) -> Identity:
        seed = sha256(f"{self.package}/{letter}/{name}".encode()).digest()
        number = int.from_bytes(seed[:8]) % 10**_DIGITS
        while True:
            made = Identity(id=f"{letter}{self.number_range}{number:0{_DIGITS}}", version=self.version)
            if self._owners.setdefault(made, content) == content:
                return made
            number = (number + 1) % 10**_DIGITS


def _as_version_3(fim: str) -> Identity:
    """Return `F60000227V1.2` of XDatenfelder 2.0 as F60000000227 in version 1.2.0, and what is of 3.0 as it is."""
    name, _, version = fim.partition("V")
    digits = name[1:]
    if len(digits) == 8:
        name = f"{name[:3]}000{digits[2:]}"
    if version.count(".") == 1:
        version = f"{version}.0"
    return Identity(id=name, version=version)
