"""Reads XML from strangers into a small tree that knows its lines: no document type, no entities, no bombs."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from xml.parsers import expat

LARGEST_FILE = 20_000_000
MOST_ELEMENTS = 500_000
MAX_DEPTH = 60
_SEPARATOR = "\n"  # stands in no namespace and in no name

_EXPAT = {
    expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS]: "Die Datei ist leer oder endet zu früh",
    expat.errors.codes[expat.errors.XML_ERROR_TAG_MISMATCH]: "Ein Element wird nicht oder anders geschlossen",
    expat.errors.codes[expat.errors.XML_ERROR_UNDEFINED_ENTITY]: "Ein Zeichen ist als Verweis mit „&“ geschrieben, den XML nicht kennt",
    expat.errors.codes[expat.errors.XML_ERROR_UNKNOWN_ENCODING]: "Die Kodierung der Datei ist unbekannt. Speichern Sie sie in UTF-8",
    expat.errors.codes[expat.errors.XML_ERROR_INCORRECT_ENCODING]: "Die Datei ist anders kodiert, als sie sagt. Speichern Sie sie in UTF-8",
    expat.errors.codes[expat.errors.XML_ERROR_UNBOUND_PREFIX]: "Zu einem Kürzel vor „:“ fehlt der Namensraum",
}  # fmt: skip


class UnreadableXml(ValueError):
    """A file that cannot be read as XML, with the line and a German sentence."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"Zeile {line}: {message}.")
        self.line = line
        self.message = message


@dataclass
class Node:
    """An element: its name without prefix, its namespace, attributes without namespace, and what stands in it in order."""

    name: str
    namespace: str
    attributes: dict[str, str]
    line: int
    content: list["Node | str"] = field(default_factory=list)

    @property
    def children(self) -> list["Node"]:
        """The elements in it."""
        return [one for one in self.content if isinstance(one, Node)]

    @property
    def text(self) -> str:
        """The words directly in it, without space around them."""
        return "".join(one for one in self.content if isinstance(one, str)).strip()

    @property
    def markup(self) -> str:
        """What stands in it as HTML: escaped HTML is taken as it is, elements are written out."""
        return "".join(
            one if isinstance(one, str) else f"<{escape(one.name)}{_href(one)}>{one.markup}</{escape(one.name)}>"
            for one in self.content
        )  # fmt: skip

    def all(self, name: str) -> list["Node"]:
        """Return the elements of a name directly in it."""
        return [one for one in self.children if one.name == name]

    def first(self, *names: str) -> "Node | None":
        """Return what lies at the end of a path of names, taking the first of each."""
        node: Node | None = self
        for name in names:
            node = next(iter(node.all(name)), None) if node else None
        return node

    def said(self, *names: str) -> str:
        """Return the words at the end of a path of names; empty when it leads nowhere."""
        node = self.first(*names)
        return node.text if node else ""

    def walk(self) -> Iterator["Node"]:
        """Yield it and every element below."""
        yield self
        for child in self.children:
            yield from child.walk()


def read_tree(data: bytes) -> Node:
    """Return the root of an XML document. Raises UnreadableXml, also for what only an attack needs."""
    if len(data) > LARGEST_FILE:
        raise UnreadableXml(1, f"Die Datei ist größer als {LARGEST_FILE // 1_000_000} MB")
    return _Reader().read(data)


class _Reader:
    """Builds the tree from expat's events."""

    def __init__(self) -> None:
        self.expat = expat.ParserCreate(namespace_separator=_SEPARATOR)
        self.expat.buffer_text = True
        self.expat.StartElementHandler = self._start
        self.expat.EndElementHandler = self._end
        self.expat.CharacterDataHandler = self._words
        self.expat.StartDoctypeDeclHandler = self._refuse_doctype
        self.open = [Node("", "", {}, 0)]
        self.elements = 0

    def read(self, data: bytes) -> Node:
        try:
            self.expat.Parse(data, True)
        except expat.ExpatError as error:
            message = _EXPAT.get(error.code, "Ab hier ist die Datei kein gültiges XML")
            raise UnreadableXml(error.lineno, message) from None
        except (UnicodeDecodeError, LookupError):
            raise UnreadableXml(
                1, "Die Kodierung der Datei ist unbekannt. Speichern Sie sie in UTF-8"
            ) from None
        return self.open[0].children[0]

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        if len(self.open) > MAX_DEPTH:
            self._refuse(f"Die Elemente sind tiefer als {MAX_DEPTH} Ebenen verschachtelt")
        if self.elements > MOST_ELEMENTS:
            self._refuse(f"Die Datei hat mehr als {MOST_ELEMENTS} Elemente")
        bare = {_split(one)[1]: value for one, value in attributes.items()}
        namespace, local = _split(name)
        node = Node(local, namespace, bare, self.expat.CurrentLineNumber)
        self.open[-1].content.append(node)
        self.open.append(node)

    def _end(self, name: str) -> None:
        self.open.pop()

    def _words(self, words: str) -> None:
        self.open[-1].content.append(words)

    def _refuse_doctype(self, *declared: object) -> None:
        self._refuse("Eine Dokumenttyp-Angabe („<!DOCTYPE“) ist nicht erlaubt. Löschen Sie sie")

    def _refuse(self, message: str) -> None:
        raise UnreadableXml(self.expat.CurrentLineNumber, message)


def _split(name: str) -> tuple[str, str]:
    namespace, _, local = name.rpartition(_SEPARATOR)
    return namespace, local


def _href(node: Node) -> str:
    href = node.attributes.get("href")
    return f' href="{escape(href)}"' if href else ""
