"""The parts of an XML element, asked for by name; what nobody asked for is remarked as unknown."""

import unicodedata
from collections.abc import Iterator

from onlineamt.packages.fim.notes import Notes, shown
from onlineamt.packages.fim.xml import Node
from onlineamt.packages.findings import Place

_NOTHING = "-"  # written in many 2.0 files where a text is missing
_OF_ANY_ELEMENT = {"schemaLocation", "noNamespaceSchemaLocation", "nil", "lang", "type"}
_OF_CODES = {"listURI", "listVersionID", "listName"}


class Parts:
    """What stands in an element, by the names the standard gives."""

    def __init__(self, node: Node, notes: Notes) -> None:
        self.node = node
        self.notes = notes
        self._by_name: dict[str, list[Node]] = {}
        for child in node.children:
            self._by_name.setdefault(child.name, []).append(child)

    def all(self, name: str) -> list[Node]:
        """Return every child of a name."""
        return self._by_name.pop(name, [])

    def among(self, *names: str) -> list[Node]:
        """Return every child of several names, in the order of the file."""
        wanted = {name for name in names if self.all(name)}
        return [child for child in self.node.children if child.name in wanted]

    def one(self, name: str, *, decides: bool = False) -> Node | None:
        """Return the only child of a name; of several the first that says anything.

        The others are remarked. They are an error where the one decides much and they say something else.
        """
        found = self.all(name)
        if len(found) < 2:
            return found[0] if found else None
        said = [_content(node) for node in found]
        kept = next((place for place, texts in enumerate(said) if texts), 0)
        for place, node in enumerate(found):
            if place != kept:
                self._double(found[kept], node, said[kept], said[place], is_error=decides)
        return found[kept]

    def placed(self, name: str, *, decides: bool = False) -> tuple[str, Place]:
        """Return a short text on one line, and where it stands; "" where it is missing."""
        node = self.one(name, decides=decides)
        return (as_line(self.text_of(node)), node.place) if node else ("", self.node.place)

    def short(self, name: str) -> str:
        """Return a short text on one line, "" where it is missing or only a dash."""
        return without_dash(self.placed(name)[0])

    def long(self, name: str) -> str:
        """Return a text with its lines, "" where it is missing or only a dash."""
        node = self.one(name)
        return without_dash(as_lines(self.text_of(node))) if node else ""

    def verbatim(self, name: str) -> str:
        """Return a text exactly as it stands, without blanks at its ends."""
        node = self.one(name)
        return self.text_of(node).replace("\r\n", "\n").strip() if node else ""

    def code(self, name: str, *, decides: bool = False) -> tuple[str, Place]:
        """Return the code in an element such as <status><code>…, and where it stands; "" where it is missing."""
        node = self.one(name, decides=decides)
        if node is None:
            return "", self.node.place
        attributes_of(node, _OF_CODES, self.notes)
        if not node.children:
            return as_line(node.text), node.place
        inside = Parts(node, self.notes)
        code, place = inside.placed("code", decides=decides)
        inside.all("name")  # the German of the code, which the list knows
        inside.finish(attributes=_OF_CODES)
        return code, place

    def text_of(self, node: Node) -> str:
        """Return the text of an element that holds only text; elements in it are remarked."""
        attributes_of(node, {"link", "uri"} | _OF_CODES, self.notes)
        for inside in node.children:
            self._unknown(inside)
        return node.text

    def finish(self, *, attributes: frozenset[str] | set[str] = frozenset()) -> None:
        """Remark what nobody asked for: elements, attributes, and text between the elements."""
        for nodes in self._by_name.values():
            for node in nodes:
                self._unknown(node)
        attributes_of(self.node, attributes, self.notes)
        if self.node.children and self.node.text.strip():
            self.notes.remark(
                self.node.place,
                "fim.text",
                f"In <{self.node.name}> steht Text zwischen den Elementen: „{shown(self.node.text)}“.",
                "Er gehört in kein Element und wurde nicht übernommen.",
            )

    def _double(
        self, kept: Node, other: Node, says: list[str], other_says: list[str], *, is_error: bool
    ) -> None:
        message = f"<{other.name}> steht in <{self.node.name}> mehrmals, auch in Zeile {kept.line}."
        if not other_says or other_says == says:
            mend = "Beide sagen dasselbe. Löschen Sie eines." if other_says else "Löschen Sie das leere."
            self.notes.remark(other.place, "fim.double", message, mend)
        elif is_error:
            self.notes.error(other.place, "fim.double", message, "Löschen Sie, was nicht gilt.")
        else:
            message = f"{message} Weggelassen wurde: „{shown(' '.join(other_says))}“."
            self.notes.remark(other.place, "fim.double", message, "Löschen Sie, was nicht gilt.")

    def _unknown(self, node: Node) -> None:
        inside = shown(" ".join(_content(node)))
        said = f" „{inside}“ wurde nicht übernommen." if inside else ""
        self.notes.remark(
            node.place,
            "fim.unknown-element",
            f"Das Element <{node.name}> ist in <{self.node.name}> unbekannt.{said}",
            "Prüfen Sie, ob der Name richtig geschrieben ist.",
        )


def attributes_of(node: Node, known: frozenset[str] | set[str], notes: Notes) -> None:
    """Remark attributes that nobody reads."""
    for name, value in node.attributes.items():
        if name not in known and name not in _OF_ANY_ELEMENT:
            notes.remark(
                node.place,
                "fim.unknown-attribute",
                f"Die Angabe {name}=„{shown(value)}“ ist in <{node.name}> unbekannt.",
                "Sie wurde nicht übernommen.",
            )


def as_line(text: str) -> str:
    """Return a text on one line: files break and indent where they like."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def as_lines(text: str) -> str:
    """Return a text with its line breaks, without the indentation of the file."""
    return unicodedata.normalize("NFC", "\n".join(line.strip() for line in text.split("\n")).strip())


def without_dash(text: str) -> str:
    """Return a text, or "" where somebody wrote a dash to say that there is none."""
    return "" if text == _NOTHING else text


def leaves(node: Node) -> Iterator[tuple[str, str]]:
    """Yield the names and texts of what stands in an element, at any depth."""
    for child in node.children:
        if child.children:
            yield from leaves(child)
        elif text := as_lines(child.text):
            yield child.name, text


def _content(node: Node) -> list[str]:
    inside = [text for _, text in leaves(node)]
    return [as_line(node.text), *inside] if node.text.strip() else inside
