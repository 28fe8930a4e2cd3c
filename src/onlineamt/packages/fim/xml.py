"""XML read so that every element remembers its line, and so that no file can do harm.

A light tree on expat, by local names: prefixes vary between tools. No document types, no entities, nothing
from outside, and limits on size, depth and number.
"""

import re
from dataclasses import dataclass
from xml.parsers import expat

from onlineamt.packages.fim.notes import FimRefused, Notes
from onlineamt.packages.findings import Place
from onlineamt.packages.source import FORBIDDEN

LARGEST_FILE = 20_000_000
MAX_DEPTH = 100
MAX_ELEMENTS = 300_000

_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_MEND = "Laden Sie die Datei noch einmal aus dem FIM-Portal herunter."

# The codes of expat, and what they mean to somebody who has a file: rule, sentence, next step.
_SYNTAX: dict[int, tuple[str, str, str]] = {
    3: ("fim.xml-end", "Die Datei hört mittendrin auf.", _MEND),
    4: ("fim.xml", "Hier steht ein Zeichen, das in XML nicht vorkommen darf.", _MEND),
    5: ("fim.xml-end", "Die Datei hört mitten in einem Element auf.", _MEND),
    6: ("fim.xml-end", "Die Datei hört mitten in einem Zeichen auf.", _MEND),
    7: ("fim.xml", "Dieses Element wird anders geschlossen, als es geöffnet wurde.", _MEND),
    8: ("fim.xml", "Eine Angabe steht zweimal in demselben Element.", "Löschen Sie eine der beiden."),
    9: ("fim.xml", "Nach dem Ende des XML steht noch etwas.", "Löschen Sie, was nach dem letzten Element steht."),
    11: (
        "fim.xml-entity",
        "Die Datei verwendet eine Abkürzung, die XML nicht kennt.",
        "Schreiben Sie das Zeichen selbst, zum Beispiel „ü“ statt „&uuml;“.",
    ),
    14: ("fim.xml", "Hier steht die Nummer eines Zeichens, das es in XML nicht gibt.", "Löschen Sie das Zeichen."),
    17: (
        "fim.xml",
        "Vor dem Anfang „<?xml …?>“ steht etwas.",
        "Löschen Sie die Leerzeichen und Zeilen davor.",
    ),
    18: (
        "fim.xml-encoding",
        "Die Datei nennt einen Zeichensatz, den niemand kennt.",
        "Speichern Sie die Datei als UTF-8.",
    ),
    19: (
        "fim.xml-encoding",
        "Die Datei ist anders gespeichert, als ihre erste Zeile sagt.",
        "Speichern Sie die Datei als UTF-8, und nennen Sie UTF-8 in der ersten Zeile.",
    ),
    20: ("fim.xml-end", "Die Datei hört mitten in einem Textabschnitt auf.", _MEND),
    27: ("fim.xml", "Diese Vorsilbe ist keinem Namensraum zugeordnet.", "Ergänzen Sie „xmlns:…“ im ersten Element."),
}  # fmt: skip


@dataclass(slots=True, eq=False)
class Node:
    """An element: its name without namespace, where it begins, and what it holds."""

    name: str
    line: int
    column: int
    attributes: dict[str, str]
    children: list["Node"]
    text: str = ""

    @property
    def place(self) -> Place:
        """Where it begins, for what is said about it."""
        return Place(self.line, self.column)

    def child(self, name: str) -> "Node | None":
        """Return the first child of a name."""
        return next((one for one in self.children if one.name == name), None)


@dataclass(frozen=True, slots=True)
class Document:
    """A file as it was read: its outermost element, and the namespace that one belongs to."""

    root: Node
    namespace: str


def read_document(content: bytes, notes: Notes, *, skip: str = "") -> Document:
    """Read an XML file as a tree; elements named `skip` are passed over with all they hold.

    UTF-8, UTF-16, ISO-8859-1 and other encodings of one byte. Raises FimRefused with line and next step.
    """
    if len(content) > LARGEST_FILE:
        raise notes.refuse(
            Place(),
            "fim.size",
            f"Die Datei ist größer als {LARGEST_FILE // 1_000_000} MB.",
            "Teilen Sie das Schema auf, oder lesen Sie seine Gruppen einzeln ein.",
        )
    _check_is_text(content, notes)
    return _TreeReader(notes, skip).read(content)


def _check_is_text(content: bytes, notes: Notes) -> None:
    start = content[:200].lstrip()
    if content.startswith(b"PK"):
        raise notes.refuse(
            Place(), "fim.no-xml", "Das ist ein gepackter Ordner (ZIP).", "Entpacken Sie ihn, und nehmen Sie die XML-Datei."
        )  # fmt: skip
    if not start.replace(b"\x00", b""):
        raise notes.refuse(Place(), "fim.no-xml", "Die Datei ist leer.", _MEND)
    if not start.startswith((b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00<")):
        raise notes.refuse(
            Place(), "fim.no-xml", "Das ist keine XML-Datei.",
            "Laden Sie das Schema im FIM-Portal als XDatenfelder-Datei (XML) herunter.",
        )  # fmt: skip


class _TreeReader:
    """Builds the tree from the events of expat."""

    def __init__(self, notes: Notes, skip: str) -> None:
        self._notes = notes
        self._skip = skip
        self._skipping = 0  # depth inside a skipped element
        self._elements = 0
        self._names: dict[str, str] = {}  # with their namespace → without
        self._open: list[Node] = []
        self._texts: list[list[str]] = []
        self._root: Node | None = None
        self._namespace = ""
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.StartDoctypeDeclHandler = self._doctype

    def read(self, content: bytes) -> Document:
        try:
            self._parser.Parse(content, True)
        except FimRefused:
            raise
        except expat.ExpatError as error:
            raise self._syntax(content, error) from None
        except (ValueError, LookupError):  # a declared encoding that Python has, but not for single bytes
            raise self._refuse(Place(), _SYNTAX[18]) from None
        assert self._root is not None  # expat refuses a file without elements
        return Document(self._root, self._namespace)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        local = self._local(name)
        if self._skipping or (local == self._skip and self._open):
            self._skipping += 1
            if self._skipping + len(self._open) > MAX_DEPTH:
                raise self._too_deep()
            return
        if len(self._open) >= MAX_DEPTH:
            raise self._too_deep()
        if self._elements > MAX_ELEMENTS:
            raise self._too_many()
        if attributes:
            attributes = {self._local(one): self._clean(value) for one, value in attributes.items()}
        parser = self._parser
        node = Node(local, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1, attributes, [])
        if self._open:
            self._open[-1].children.append(node)
        else:
            self._root, self._namespace = node, name.rpartition(" ")[0]
        self._open.append(node)
        self._texts.append([])

    def _end(self, _name: str) -> None:
        if self._skipping:
            self._skipping -= 1
            self._elements -= 1
            return
        node = self._open.pop()
        if texts := self._texts.pop():
            node.text = self._clean("".join(texts))

    def _characters(self, text: str) -> None:
        if not self._skipping:
            self._texts[-1].append(text)

    def _clean(self, text: str) -> str:
        if not FORBIDDEN.search(text):
            return text
        self._notes.remark(
            self._place(), "fim.character", "Der Text enthält ein unsichtbares Steuerzeichen.",
            "Es wurde weggelassen. Prüfen Sie den Text.",
        )  # fmt: skip
        return FORBIDDEN.sub("", text)

    def _doctype(self, *_declared: object) -> None:
        raise self._refuse(
            self._place(),
            (
                "fim.xml-doctype",
                "Die Datei enthält eine DOCTYPE-Angabe. Das ist aus Gründen der Sicherheit nicht erlaubt.",
                "Löschen Sie die Angabe „<!DOCTYPE …>“. XDatenfelder brauchen keine.",
            ),
        )

    def _too_deep(self) -> FimRefused:
        said = f"Die Datei ist tiefer als {MAX_DEPTH} Ebenen verschachtelt."
        return self._refuse(self._place(), ("fim.depth", said, "Verschachteln Sie weniger Gruppen."))

    def _too_many(self) -> FimRefused:
        said = f"Die Datei hat mehr als {MAX_ELEMENTS} Elemente."
        return self._refuse(self._place(), ("fim.size", said, "Teilen Sie das Schema auf."))

    def _syntax(self, content: bytes, error: expat.ExpatError) -> FimRefused:
        said = _SYNTAX.get(error.code, ("fim.xml", "Ab hier ist die Datei kein gültiges XML.", _MEND))
        if error.code == 4 and (wrong := _wrongly_encoded(content)):
            said = _SYNTAX[19]
            return self._refuse(Place(wrong), said)
        return self._refuse(Place(error.lineno, error.offset + 1), said)

    def _local(self, name: str) -> str:
        known = self._names.get(name)
        if known is None:
            known = self._names[name] = name.rpartition(" ")[2]
        return known

    def _place(self) -> Place:
        return Place(self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1)

    def _refuse(self, place: Place, said: tuple[str, str, str]) -> FimRefused:
        return self._notes.refuse(place, *said)


def _wrongly_encoded(content: bytes) -> int:
    """Return the line at which a file stops being the UTF-8 that it declares or must be, 0 if it does not."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return 0
    declared = _DECLARED.match(content.removeprefix(b"\xef\xbb\xbf"))
    if declared and declared[1].lower() not in {b"utf-8", b"utf8"}:
        return 0
    try:
        content.decode()
    except UnicodeDecodeError as error:
        return content.count(b"\n", 0, error.start) + 1
    return 0
