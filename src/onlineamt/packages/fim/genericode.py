"""Code lists in OASIS genericode 1.0: reading them, finding them in a folder, taking values from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from onlineamt.packages.fim.columns import Column, Taken, take_values
from onlineamt.packages.fim.model import CodelistReference
from onlineamt.packages.fim.notes import FimRefused, Notes, shown
from onlineamt.packages.fim.parts import Parts, as_line, as_lines
from onlineamt.packages.fim.xml import LARGEST_FILE, Document, Node, read_document
from onlineamt.packages.findings import Finding, Place

NAMESPACE = "http://docs.oasis-open.org/codelist/ns/genericode/1.0/"
MOST_COLUMNS = 200
_ENDINGS = {".xml", ".gc"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Codelist:
    """A Codeliste: rows hold one text for every column, "" where a value is not defined."""

    canonical_id: str
    version: str
    version_uri: str
    name: str
    long_name: str = ""
    columns: tuple[Column, ...]
    keys: Mapping[str, str] = field(default_factory=dict)  # of one column each: the key's id → the column's
    rows: tuple[tuple[int, tuple[str, ...]], ...]  # with the line a row begins in
    file: str = field(default="", compare=False)
    remarks: tuple[Finding, ...] = field(default=(), compare=False)

    def values(self, *, code: str = "", name: str = "", explained: str = "") -> Taken:
        """Return code, name and help of every row, with what is wrong with them.

        Columns are named by their id, their short name or a key; "" takes the list's own: its first key for
        the code, the key "codenameKey", a column "name" or the next one for the name, none for the help.
        """
        notes = Notes(self.file)
        return take_values(self.columns, self.keys, self.rows, (code, name, explained), notes)

    def values_for(self, reference: CodelistReference) -> Taken:
        """Return the values as a field asks for them."""
        return self.values(
            code=reference.code_column, name=reference.name_column, explained=reference.help_column
        )


@dataclass(frozen=True, slots=True)
class Codelists:
    """The lists of a folder by canonical id and version, and what is wrong with its files."""

    by_name: Mapping[tuple[str, str], Codelist] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    def find(self, reference: CodelistReference) -> Codelist | None:
        """Return the list a field refers to: its version, or the newest where it names none."""
        for one in self.by_name.values():
            if (
                reference.version_uri
                and one.version_uri == reference.version_uri
                and reference.version in ("", one.version)
            ):
                return one
        if reference.version:
            return self.by_name.get((reference.canonical_id, reference.version))
        versions = self.versions(reference.canonical_id)
        return self.by_name[reference.canonical_id, versions[-1]] if versions else None

    def versions(self, canonical_id: str) -> list[str]:
        """Return the versions there are of a list, the newest last."""
        return sorted((version for name, version in self.by_name if name == canonical_id), key=_age)


def read_codelist(content: bytes, *, name: str) -> Codelist:
    """Read a genericode file. Raises FimRefused with line and next step."""
    notes = Notes(name)
    document = read_document(content, notes)
    if not _is_codelist(document):
        found = f"<{shown(document.root.name)}> („{shown(document.namespace) or 'ohne Namensraum'}“)"
        raise notes.refuse(
            document.root.place,
            "fim.standard",
            f"Das ist keine Codeliste, sondern {found}.",
            "Gelesen werden Codelisten in genericode 1.0, wie sie das XRepository ausgibt.",
        )
    return _codelist(document.root, notes)


def find_lists(folder: Path) -> Codelists:
    """Read every code list of a folder; other XML files in it are passed over, unreadable ones named in the findings."""
    found: dict[tuple[str, str], Codelist] = {}
    findings: list[Finding] = []
    for path in sorted(one for one in folder.iterdir() if one.suffix.lower() in _ENDINGS and one.is_file()):
        try:
            one = _read_file(path)
        except FimRefused as refused:
            findings += refused.findings
            continue
        if one is None:
            continue
        findings += one.remarks
        first = found.setdefault((one.canonical_id, one.version), one)
        if first is not one:
            findings.append(_twice(first, one))
    return Codelists(found, tuple(findings))


def _read_file(path: Path) -> Codelist | None:
    """Return the list in a file, None where it holds other XML. Raises FimRefused."""
    notes = Notes(path.name)
    try:
        content = b"" if path.stat().st_size > LARGEST_FILE else path.read_bytes()
    except OSError:
        raise notes.refuse(
            Place(), "fim.file", "Die Datei lässt sich nicht öffnen.", "Prüfen Sie, ob Sie sie lesen dürfen."
        ) from None
    if not content and path.stat().st_size:
        said = f"Die Datei ist größer als {LARGEST_FILE // 1_000_000} MB."
        raise notes.refuse(Place(), "fim.size", said, "Nehmen Sie sie aus dem Ordner der Codelisten.")
    document = read_document(content, notes)
    return _codelist(document.root, notes) if _is_codelist(document) else None


def _twice(first: Codelist, other: Codelist) -> Finding:
    notes = Notes(other.file)
    same = "demselben" if first == other else "anderem"
    notes.remark(
        Place(),
        "fim.codelist-twice",
        f"Die Liste {other.canonical_id} {other.version} steht mit {same} Inhalt schon in {first.file}.",
        f"Gelesen wird {first.file}. Löschen Sie eine der beiden Dateien.",
    )
    return notes.remarks()[0]


def _is_codelist(document: Document) -> bool:
    return document.root.name == "CodeList" and document.namespace == NAMESPACE


def _codelist(root: Node, notes: Notes) -> Codelist:
    parts = Parts(root, notes)
    parts.all("Annotation")  # notes of the publisher about the list as such
    head, columns, rows = (parts.one(name) for name in ("Identification", "ColumnSet", "SimpleCodeList"))
    parts.finish()
    for node, name in ((head, "Identification"), (columns, "ColumnSet"), (rows, "SimpleCodeList")):
        if node is None:
            notes.error(
                root.place, "fim.missing", f"In der Codeliste fehlt <{name}>.",
                "Laden Sie sie noch einmal aus dem XRepository herunter.",
            )  # fmt: skip
    if head is None or columns is None or rows is None:
        raise notes.refusal()
    facts = _identification(head, notes)
    known, keys = _columns(columns, notes)
    places = {column.id: place for place, column in enumerate(known)}
    required = [column.id for column in known if column.is_required]
    read = tuple((row.line, _row(row, places, required, notes)) for row in _rows(rows, notes))
    return Codelist(**facts, columns=known, keys=keys, rows=read, file=notes.file, remarks=notes.remarks())


def _identification(node: Node, notes: Notes) -> dict[str, str]:
    parts = Parts(node, notes)
    facts = {
        "canonical_id": parts.short("CanonicalUri"),
        "version": parts.short("Version"),
        "version_uri": parts.short("CanonicalVersionUri"),
        "name": parts.short("ShortName"),
        "long_name": as_line(next((one.text for one in parts.all("LongName")), "")),
    }
    for name in ("LocationUri", "AlternateFormatLocationUri", "Agency", "Annotation"):
        parts.all(name)  # where it was published, which does not matter once it is here
    parts.finish()
    if not facts["canonical_id"]:
        notes.error(
            node.place,
            "fim.codelist",
            "Die Codeliste hat keine Kennung (<CanonicalUri>).",
            "Tragen Sie die Kennung ein, mit der ein Schema auf sie verweist.",
        )
    return facts


def _columns(node: Node, notes: Notes) -> tuple[tuple[Column, ...], dict[str, str]]:
    parts = Parts(node, notes)
    found: dict[str, Column] = {}
    for one in parts.all("Column"):
        column_id, short = one.attributes.get("Id", "").strip(), one.child("ShortName")
        if not column_id or column_id in found:
            said = f"Die Spalte „{column_id}“ steht zweimal da." if column_id else "Eine Spalte hat keine Id."
            notes.error(one.place, "fim.columns", said, "Geben Sie jeder Spalte eine eigene Id.")
            continue
        required = one.attributes.get("Use", "") == "required"
        found[column_id] = Column(column_id, as_line(short.text) if short else "", required)
    keys: dict[str, str] = {}
    for one in parts.all("Key"):
        named = [ref.attributes.get("Ref", "").strip() for ref in one.children if ref.name == "ColumnRef"]
        if len(named) == 1 and named[0] in found:
            keys[one.attributes.get("Id", "").strip()] = named[0]
    for name in ("Annotation", "DatatypeLibrary"):
        parts.all(name)
    parts.finish(attributes={"DatatypeLibrary"})
    if not found:
        notes.error(node.place, "fim.columns", "Die Codeliste hat keine Spalten.", "Ergänzen Sie <Column>.")
    if len(found) > MOST_COLUMNS:
        said = f"Die Codeliste hat mehr als {MOST_COLUMNS} Spalten."
        raise notes.refuse(node.place, "fim.size", said, "Nehmen Sie nur die Spalten, die gebraucht werden.")
    return tuple(found.values()), keys


def _rows(node: Node, notes: Notes) -> list[Node]:
    parts = Parts(node, notes)
    parts.all("Annotation")
    rows = parts.all("Row")
    parts.finish()
    if not rows:
        notes.remark(node.place, "fim.empty", "Die Codeliste ist leer.", "Prüfen Sie, ob Werte fehlen.")
    return rows


def _row(row: Node, columns: Mapping[str, int], required: Sequence[str], notes: Notes) -> tuple[str, ...]:
    """Return the texts of a row. A value that names no column belongs to the one after that of the value before."""
    texts: dict[int, str] = {}
    column = -1
    for value in row.children:
        if value.name != "Value":
            continue
        named = value.attributes.get("ColumnRef", "").strip()
        column = columns.get(named, MOST_COLUMNS) if named else column + 1
        simple = value.child("SimpleValue")
        text = as_lines(simple.text) if simple else ""
        if column >= len(columns) or column in texts:
            why = "noch einmal" if column in texts else "in einer Spalte, die es nicht gibt"
            notes.remark(
                value.place,
                "fim.values",
                f"Der Wert „{shown(text)}“ steht {why} („{shown(named)}“).",
                "Er wurde nicht übernommen.",
            )
        else:
            texts[column] = text
    for name in required:
        if not texts.get(columns[name]):
            notes.remark(
                row.place,
                "fim.values",
                f"In dieser Zeile der Liste fehlt „{shown(name)}“.",
                "Ergänzen Sie den Wert.",
            )
    return tuple(texts.get(column, "") for column in range(len(columns)))


def _age(version: str) -> tuple[tuple[int, str], ...]:
    """Sort versions as people count them: 2 before 10, 2021-02-19 before 2023-02-24."""
    words = "".join(sign if sign.isascii() and sign.isdigit() else f" {sign} " for sign in version).split()
    return tuple((int(word[:18]), "") if word.isdecimal() else (-1, word) for word in words)
