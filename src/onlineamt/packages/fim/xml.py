"""XML from strangers, read without trusting it: no entities, no document types, bounded in size and depth."""

from collections.abc import Iterator
from typing import Final
from xml.parsers import expat

from onlineamt.packages.fim.errors import FimRefused, refuse

MOST_BYTES: Final = 20_000_000
MOST_DEPTH: Final = 100
_SEPARATOR: Final = "\x1f"  # no XML name holds it

_WORDS: Final = {
    "syntax error": "Das ist kein XML.",
    "no element found": "Die Datei ist leer oder bricht ab.",
    "unclosed token": "Die Datei bricht ab.",
    "unclosed CDATA section": "Die Datei bricht ab.",
    "mismatched tag": "Ein Element ist nicht geschlossen, oder das falsche.",
    "not well-formed (invalid token)": "Hier steht ein Zeichen, das in XML nicht vorkommt.",
    "unknown encoding": "Die Zeichenkodierung ist unbekannt. Speichern Sie die Datei als UTF-8.",
    "encoding specified in XML declaration is incorrect": "Die Datei ist anders kodiert, als sie sagt. Speichern Sie sie als UTF-8.",
    "unbound prefix": "Ein Präfix hat keinen Namensraum.",
    "duplicate attribute": "Ein Attribut steht zweimal da.",
    "undefined entity": "Die Datei verweist auf eine Entität, die es nicht gibt.",
    "junk after document element": "Hinter dem Ende des Dokuments steht noch etwas.",
}


class Node:
    """An element: its name without prefix, its namespace, attributes, own text, children, and its line, counted from one."""

    __slots__ = ("attributes", "children", "line", "name", "namespace", "pieces")

    def __init__(self, name: str, namespace: str, attributes: dict[str, str], line: int) -> None:
        """Begin an element."""
        self.name, self.namespace, self.attributes, self.line = name, namespace, attributes, line
        self.children: list[Node] = []
        self.pieces: list[str] = []

    @property
    def text(self) -> str:
        """Its own text, without blanks around."""
        return "".join(self.pieces).strip()

    def all(self, name: str) -> Iterator["Node"]:
        """Yield the children of a name."""
        return (child for child in self.children if child.name == name)

    def first(self, name: str) -> "Node | None":
        """Return the first child of a name."""
        return next(self.all(name), None)

    def said(self, *path: str) -> str:
        """Return the text at the end of a path of names; empty where there is none."""
        node: Node | None = self
        for name in path:
            node = node.first(name) if node else None
        return node.text if node else ""


def read_tree(data: bytes, *, skip: frozenset[str] = frozenset()) -> Node:
    """Return the root of a document. Elements named in `skip` are left out with all that is in them.

    Raises FimRefused with the line.
    """
    if len(data) > MOST_BYTES:
        raise refuse(f"Die Datei ist größer als {MOST_BYTES // 1_000_000} MB.")
    return _Reader(skip).read(data)


class _Reader:
    def __init__(self, skip: frozenset[str]) -> None:
        self._skip = skip
        self._root: Node | None = None
        self._open: list[Node] = []
        self._depth = self._skipping = 0
        self._parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._refuse_type

    def read(self, data: bytes) -> Node:
        try:
            self._parser.Parse(data, True)
        except expat.ExpatError as fault:
            reason = expat.ErrorString(fault.code) or ""
            words = _WORDS.get(reason, f"Das ist kein gültiges XML ({reason}).")
            raise refuse(words, fault.lineno) from fault
        except (
            LookupError,
            ValueError,
        ) as fault:  # an encoding that Python does not know, or cannot map to characters
            if isinstance(fault, FimRefused):
                raise
            raise refuse(_WORDS["unknown encoding"], self._parser.CurrentLineNumber) from fault
        if self._root is None:
            raise refuse("Die Datei ist leer.")
        return self._root

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise refuse(
                f"Die Elemente sind tiefer als {MOST_DEPTH} Ebenen verschachtelt.",
                self._parser.CurrentLineNumber,
            )
        namespace, _, local = name.rpartition(_SEPARATOR)
        if self._skipping or local in self._skip:
            self._skipping += 1
            return
        plain = {key.rpartition(_SEPARATOR)[2]: value for key, value in attributes.items()}
        node = Node(local, namespace, plain, self._parser.CurrentLineNumber)
        if self._open:
            self._open[-1].children.append(node)
        else:
            self._root = node
        self._open.append(node)

    def _end(self, name: str) -> None:
        self._depth -= 1
        if self._skipping:
            self._skipping -= 1
        else:
            self._open.pop()

    def _text(self, text: str) -> None:
        if self._open and not self._skipping:
            self._open[-1].pieces.append(text)

    def _refuse_type(self, *_: object) -> None:
        raise refuse(
            "Die Datei hat einen Dokumenttyp (DOCTYPE). Das brauchen FIM-Dateien nicht, und wir lesen es nicht.",
            self._parser.CurrentLineNumber,
        )
