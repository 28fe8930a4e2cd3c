"""Code lists as XRepository gives them out (OASIS genericode 1.0)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from onlineamt.packages.fim.errors import FimRefused, refuse
from onlineamt.packages.fim.model import Code, CodelistReference, Remark
from onlineamt.packages.fim.xml import Node, read_tree

_CODES = ("codekey", "code", "schluessel", "schlüssel", "key", "wert")
_NAMES = ("codename", "name", "bezeichnung", "beschreibung", "wert", "label", "codenamekey")


@dataclass(frozen=True)
class CodeListFile:
    """A list: its rows by column id, and the columns by which codes and names are found where nobody says so."""

    uri: str
    version: str
    version_uri: str
    columns: tuple[str, ...]
    keys: Mapping[str, str]  # by name of a key its column
    rows: tuple[Mapping[str, str], ...]
    remarks: tuple[Remark, ...] = ()

    def codes(self, reference: CodelistReference) -> tuple[Code, ...]:
        """Return the codes, by the columns that the reference names, else by those of the list."""
        code = self._column(reference.code_column) or self._likely(_CODES) or self.columns[0]
        others = [column for column in self.columns if column != code]
        name = (
            self._column(reference.name_column) or self._likely(_NAMES, without=code) or (others or [code])[0]
        )
        help_column = self._column(reference.help_column)
        return tuple(
            Code(row[code], row.get(name) or row[code], row.get(help_column, "") if help_column else "")
            for row in self.rows
            if row.get(code)
        )

    def _column(self, named: str) -> str:
        return self.keys.get(named, named if named in self.columns else "")

    def _likely(self, names: Sequence[str], *, without: str = "") -> str:
        plain = {column.lower(): column for column in self.columns if column != without}
        by_key = {name.lower(): column for name, column in self.keys.items() if column != without}
        return next(
            (plain.get(name) or by_key.get(name, "") for name in names if name in {*plain, *by_key}), ""
        )


@dataclass
class CodeLists:
    """The lists of a folder."""

    _by_uri: dict[str, list[CodeListFile]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def add(self, one: CodeListFile, name: str) -> None:
        """Take a list from a file of that name."""
        if any(other.version == one.version for other in self._by_uri.get(one.uri, ())):
            self.remarks.append(
                f"{name}: Die Codeliste {one.uri} ({one.version}) gibt es zweimal; die erste zählt."
            )
            return
        self._by_uri.setdefault(one.uri, []).append(one)
        self.remarks += [f"{name}: {remark}" for remark in one.remarks]

    def codes(self, reference: CodelistReference) -> tuple[Code, ...] | None:
        """Return the codes a field refers to: of its version, else of the newest; None where the list is not there."""
        there = self._by_uri.get(reference.canonical_uri)
        if not there:
            return None
        newest = max(there, key=lambda one: one.version)
        return next((one for one in there if one.version == reference.version), newest).codes(reference)


def find_lists(folder: Path | None) -> CodeLists:
    """Return the code lists that lie in a folder and below it. What is no code list is named in the remarks."""
    found = CodeLists()
    for path in sorted(folder.rglob("*.xml")) if folder else ():
        try:
            found.add(read_list(path.read_bytes()), path.name)
        except FimRefused as refused:
            found.remarks.append(f"{path.name}: {refused}")
        except OSError as failure:
            found.remarks.append(f"{path.name}: {failure.strerror}")
    return found


def read_list(data: bytes) -> CodeListFile:
    """Return a code list. Raises FimRefused."""
    root = read_tree(data)
    if root.name != "CodeList" or "genericode" not in root.namespace:
        raise refuse("Das ist keine Codeliste im Format genericode.", root.line)
    about, columns, rows = root.first("Identification"), root.first("ColumnSet"), root.first("SimpleCodeList")
    if about is None or columns is None or rows is None:
        raise refuse("In der Codeliste fehlt „Identification“, „ColumnSet“ oder „SimpleCodeList“.", root.line)
    ids = tuple(one.attributes.get("Id", "") for one in columns.all("Column"))
    if not any(ids):
        raise refuse("Die Codeliste hat keine Spalten.", columns.line)
    keys = {
        one.attributes.get("Id", ""): reference.attributes.get("Ref", "")
        for one in columns.all("Key")
        if (reference := one.first("ColumnRef"))
    }
    read = [_row(row, ids) for row in rows.all("Row")]
    return CodeListFile(
        about.said("CanonicalUri"),
        about.said("Version"),
        about.said("CanonicalVersionUri"),
        ids,
        {name: column for name, column in keys.items() if column in ids},
        tuple(row for row in read if any(row.values())),
        tuple(Remark("Eine Zeile der Liste ist leer.", rows.line) for row in read if not any(row.values())),
    )


def _row(row: Node, ids: tuple[str, ...]) -> dict[str, str]:
    """A value without a column belongs to the one after the last (genericode 1.0, 4.3)."""
    found: dict[str, str] = {}
    place = 0
    for value in row.all("Value"):
        column = value.attributes.get("ColumnRef") or (ids[place] if place < len(ids) else "")
        place = ids.index(column) + 1 if column in ids else place + 1
        simple = value.first("SimpleValue")
        if column and simple is not None:
            found[column] = simple.text
    return found
