"""What the readers of both standards share: single nodes, codes, numbers, and what is said about oddities."""

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar

from onlineamt.packages.fim.errors import FimRefused
from onlineamt.packages.fim.model import Identity, Keyword, LegalBasis, Remark
from onlineamt.packages.fim.xml import Node

Known = TypeVar("Known", bound=StrEnum)

_OCCURS = re.compile(r"(\d{1,6})\s*:\s*(\d{1,6}|\*)")
_NUMBER = re.compile(r"[-+]?\d{1,30}([.,]\d{1,30})?")


@dataclass
class Notes:
    """What is noticed while reading: `problems` keep the file from being read, `remarks` do not."""

    problems: list[Remark] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    _unknown: Counter[str] = field(default_factory=Counter)
    _first_lines: dict[str, int] = field(default_factory=dict)

    def wrong(self, message: str, node: Node) -> None:
        """Keep what the file cannot be read with."""
        self.problems.append(Remark(message, node.line))

    def odd(self, message: str, node: Node) -> None:
        """Keep what was read otherwise than it is written."""
        self.remarks.append(Remark(message, node.line))

    def unknown(self, node: Node, known: Collection[str]) -> None:
        """Count the children of a node that the standard does not know."""
        for child in node.children:
            if child.name not in known:
                name = f"{node.name}/{child.name}"
                self._unknown[name] += 1
                self._first_lines.setdefault(name, child.line)

    def all_remarks(self) -> tuple[Remark, ...]:
        """Return everything odd, with one remark for each unknown element."""
        counted = (
            Remark(
                f"„{name}“ kennt der Standard nicht; es bleibt weg ({count}-mal).", self._first_lines[name]
            )
            for name, count in self._unknown.items()
        )
        return (*self.remarks, *counted)

    def raise_problems(self) -> None:
        """Raise FimRefused where something keeps the file from being read."""
        if self.problems:
            raise FimRefused(self.problems)


def one(node: Node, name: str, notes: Notes) -> Node | None:
    """Return a child that may be there once; of two the first counts, and that is a problem."""
    found = list(node.all(name))
    if len(found) > 1:
        notes.wrong(f"„{name}“ steht in „{node.name}“ {len(found)}-mal; erlaubt ist es einmal.", found[1])
    return found[0] if found else None


def text(node: Node, name: str, notes: Notes) -> str:
    """Return the text of a child that may be there once. A lone hyphen stands for nothing."""
    found = one(node, name, notes)
    said = found.text if found else ""
    return "" if said == "-" else said


def identity(node: Node, notes: Notes, pattern: str) -> Identity:
    """Return the identification of an element; without an id nothing can be referred to, so that is a problem."""
    found = one(node, "identifikation", notes)
    if found is None:
        notes.wrong(f"In „{node.name}“ fehlt „identifikation“.", node)
        return Identity("")
    notes.unknown(found, {"id", "version"})
    known, version = text(found, "id", notes), text(found, "version", notes)
    if not known:
        notes.wrong(f"In „{node.name}“ ist keine „id“ angegeben.", found)
    elif not re.fullmatch(pattern, known):
        notes.odd(f"Die Kennung „{known}“ ist nicht gebaut, wie FIM es vorsieht.", found)
    return Identity(known, version)


def code(node: Node, name: str, notes: Notes) -> str:
    """Return the code of a child, whether its `code` has a prefix or not."""
    found = one(node, name, notes)
    return found.said("code") if found else ""


def known_code(node: Node, name: str, codes: type[Known], otherwise: Known, notes: Notes) -> Known:
    """Return a code of a list that the standard fixes; an unknown one is read as another, and that is a remark."""
    said = code(node, name, notes)
    try:
        return codes(said)
    except ValueError:
        shown = f"„{said}“" if said else "kein Code"
        notes.odd(f"„{name}“: {shown} steht da; gelesen wird „{otherwise}“.", node)
        return otherwise


def legal_bases(node: Node) -> tuple[LegalBasis, ...]:
    """Return the legal bases of an element; in 2.0 several stand in one node, apart by semicolons or lines."""
    found: list[LegalBasis] = []
    for basis in node.all("bezug"):
        pieces = re.split(r"[;\r\n]+", basis.text)
        found += [
            LegalBasis(piece.strip(), basis.attributes.get("link", ""))
            for piece in pieces
            if piece.strip() not in {"", "-"}
        ]
    return tuple(found)


def keywords(node: Node) -> tuple[Keyword, ...]:
    """Return the keywords of an element."""
    return tuple(
        Keyword(child.text, child.attributes.get("uri", "")) for child in node.all("stichwort") if child.text
    )


def occurs(node: Node, notes: Notes) -> tuple[int, int | None]:
    """Return how often an element occurs: at least, and at most (None: as often as one likes)."""
    said = text(node, "anzahl", notes)
    found = _OCCURS.fullmatch(said)
    if not found:
        notes.odd(f"„anzahl“ ist „{said}“; gelesen wird 1:1.", node)
        return 1, 1
    least, most = int(found[1]), None if found[2] == "*" else int(found[2])
    if most is not None and most < max(least, 1):
        notes.odd(f"„anzahl“ ist „{said}“: so oft kommt nichts vor; gelesen wird 0:1.", node)
        return 0, 1
    return least, most


def number(said: str, what: str, node: Node, notes: Notes) -> Decimal | None:
    """Return a number as it is written, with comma or point."""
    plain = said.strip()
    if not plain:
        return None
    try:
        if _NUMBER.fullmatch(plain):
            return Decimal(plain.replace(",", "."))
    except InvalidOperation:
        pass
    notes.odd(f"„{what}“ ist „{plain}“ und keine Zahl; es bleibt weg.", node)
    return None


def whole_number(said: str, what: str, node: Node, notes: Notes) -> int | None:
    """Return a whole number that is not negative."""
    found = number(said, what, node, notes)
    if found is None:
        return None
    if found != found.to_integral_value() or not 0 <= found < 10**12:
        notes.odd(f"„{what}“ ist „{said}“ und keine ganze Zahl ab 0; es bleibt weg.", node)
        return None
    return int(found)
