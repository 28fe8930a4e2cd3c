"""Reads the table of a municipality from a CSV file as Excel writes it, and writes it so that Excel opens it."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from onlineamt.foundation.core.formats import show_cents
from onlineamt.procedure.catalogue.tables import MOST_ROWS, ColumnKind, Columns, Row, read_cell
from onlineamt.procedure.forms.engine.kinds.typing_in import read_decimal

LARGEST_FILE = 20_000_000
_MOST_SAID = 50
_ORDER = (
    ColumnKind.STREET, ColumnKind.HOUSE_NUMBERS, ColumnKind.TEXT, ColumnKind.INTEGER, ColumnKind.UP_TO, ColumnKind.DATE,
    ColumnKind.YES_NO, ColumnKind.CENTS,
)  # fmt: skip
_YES_NO = {"ja": True, "j": True, "wahr": True, "true": True, "x": True} | dict.fromkeys(
    ("nein", "n", "falsch", "false"), False
)
_GERMAN_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_MADE_A_DAY = re.compile(
    r"\d{1,2}\.\s?(jan|feb|mrz|mär|apr|mai|jun|jul|aug|sep|okt|nov|dez)|(jan|feb|mrz|mär|apr|mai|jun|jul|aug|sep|okt|nov|dez)\.? ?\d{2,4}"
    r"|\d{1,2}\.\d{1,2}\.\d{2,4}",
    re.IGNORECASE,
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass(frozen=True)
class LineProblem:
    """What is wrong in a file, in German, with the line as editors and Excel count it."""

    line: int
    column: str
    message: str

    def __str__(self) -> str:
        where = f"Zeile {self.line}" + (f", Spalte „{self.column}“" if self.column else "")
        return f"{where}: {self.message}."


class UnusableTable(ValueError):
    """A file that cannot be taken, with everything that is wrong with it as far as it is worth saying."""

    def __init__(self, problems: Sequence[LineProblem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def read_table(content: bytes, columns: Columns) -> list[dict[str, Any]]:
    """Return the rows of a CSV file as they are stored. Amounts stand in euros there, days as 31.01.2026.

    Semicolon, tab or comma; UTF-8, UTF-16 or Windows-1252; columns in any order. Raises UnusableTable.
    """
    lines = _lines(_text(content), columns)
    head = next(lines, None)
    if head is None:
        raise UnusableTable([LineProblem(1, "", "Die Datei ist leer")])
    names = _named(head[1], columns)
    rows, problems = [], []
    for number, cells in lines:
        row, wrong = _row(number, cells, names, columns)
        rows.append(row)
        problems += wrong
        if len(problems) >= _MOST_SAID or len(rows) > MOST_ROWS:
            break
    if len(rows) > MOST_ROWS:
        problems.append(LineProblem(MOST_ROWS, "", f"Die Tabelle hat mehr als {MOST_ROWS} Zeilen"))
    if not rows:
        problems.append(LineProblem(2, "", "Unter der Kopfzeile steht keine Zeile"))
    if problems:
        raise UnusableTable(problems)
    return rows


def write_table(columns: Columns, rows: Sequence[Row]) -> bytes:
    """Return rows as a CSV file that Excel opens with umlauts and columns in place, and that `read_table` takes back."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    ordered = in_reading_order(columns)
    writer.writerow(ordered)
    for row in rows:
        writer.writerow([show_cell(kind, row.get(name)) for name, kind in ordered.items()])
    return written.getvalue().encode("utf-8-sig")


def in_reading_order(columns: Columns) -> dict[str, ColumnKind]:
    """Return the columns with addresses first and amounts last; the database keeps no order of names."""
    return dict(sorted(columns.items(), key=lambda one: (_ORDER.index(one[1]), one[0])))


def show_cell(kind: ColumnKind, stored: Any) -> str:
    """Return a stored cell as people write it."""
    if stored is None:
        return ""
    if kind is ColumnKind.CENTS:
        return show_cents(stored)
    if kind is ColumnKind.YES_NO:
        return "ja" if stored else "nein"
    return f"{date.fromisoformat(stored):%d.%m.%Y}" if kind is ColumnKind.DATE else str(stored)


def _text(content: bytes) -> str:
    if len(content) > LARGEST_FILE:
        raise UnusableTable([LineProblem(1, "", "Die Datei ist größer als 20 MB")])
    if content.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        said = "Das ist eine Excel-Mappe. Speichern Sie sie mit „Speichern unter“ als „CSV UTF-8“"
        raise UnusableTable([LineProblem(1, "", said)])
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _lines(text: str, columns: Columns) -> Iterator[tuple[int, list[str]]]:
    """Yield every line that holds something, with its number."""
    if "\x00" in text:
        raise UnusableTable([LineProblem(1, "", "Das ist keine Textdatei")])
    start = 1
    if text.lower().startswith("sep="):  # Excel's way to name the delimiter
        text, start = text.partition("\n")[2], 2
    head = text.partition("\n")[0]
    delimiter = max(";\t,", key=lambda sign: len({_plain(one) for one in head.split(sign)} & set(columns)))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = start
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield number, [_clean(cell) for cell in cells]
            number = start + reader.line_num
    except csv.Error as error:
        raise UnusableTable([LineProblem(number, "", "Diese Zeile lässt sich nicht lesen")]) from error


def _named(head: list[str], columns: Columns) -> list[str]:
    names = [_plain(one) for one in head]
    while names and not names[-1]:
        names.pop()
    known = ", ".join(columns)
    problems = [
        LineProblem(1, one, f"Diese Spalte gibt es nicht. Vorhanden sind: {known}")
        for one, name in zip(head, names, strict=False)
        if name not in columns
    ]
    problems += [LineProblem(1, name, "Diese Spalte fehlt") for name in columns if name not in names]
    problems += [
        LineProblem(1, name, "Diese Spalte steht zweimal da") for name in columns if names.count(name) > 1
    ]
    if problems:
        raise UnusableTable(problems)
    return names


def _row(
    number: int, cells: list[str], names: list[str], columns: Columns
) -> tuple[dict[str, Any], list[LineProblem]]:
    row: dict[str, Any] = {}
    problems: list[LineProblem] = []
    if any(cells[len(names) :]):
        problems.append(LineProblem(number, "", "Die Zeile hat mehr Zellen als die Kopfzeile"))
    for name, cell in zip(names, [*cells, *[""] * len(names)], strict=False):
        try:
            stored = _stored(columns[name], cell)
        except ValueError as wrong:
            problems.append(LineProblem(number, name, str(wrong)))
            continue
        if stored is not None:
            row[name] = stored
    return row, problems


def _stored(kind: ColumnKind, cell: str) -> Any:
    if not cell:
        if kind is ColumnKind.STREET:
            raise ValueError("Hier fehlt die Straße")
        return None
    if "\ufffd" in cell:
        raise ValueError("Ein Zeichen ist nicht lesbar. Speichern Sie die Datei als „CSV UTF-8“")
    if kind is ColumnKind.HOUSE_NUMBERS and _MADE_A_DAY.match(cell):
        raise ValueError(
            f"„{cell}“ ist ein Datum. Excel macht eines aus „1-12“: Schreiben Sie „1 bis 12“, oder stellen Sie die Spalte auf „Text“"
        )
    stored = _READERS.get(kind, str)(cell)
    read_cell(kind, stored)
    return stored


def _whole(cell: str) -> int:
    number = read_decimal(cell)
    if number is None or number != int(number):
        raise ValueError(f"„{cell}“ ist keine ganze Zahl")
    return int(number)


def _cents(cell: str) -> int:
    amount = read_decimal(cell.removesuffix("EUR").removesuffix("Euro").removesuffix("€").strip())
    if amount is None or amount < 0 or amount * 100 != int(amount * 100):
        raise ValueError(f"„{cell}“ ist kein Betrag in Euro wie 30,70")
    return int(amount * 100)


def _yes_no(cell: str) -> bool:
    if cell.casefold() not in _YES_NO:
        raise ValueError(f"„{cell}“ ist weder ja noch nein")
    return _YES_NO[cell.casefold()]


def _day(cell: str) -> str:
    if found := _GERMAN_DAY.fullmatch(cell):
        cell = f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    try:
        return date.fromisoformat(cell).isoformat()
    except ValueError:
        raise ValueError(f"„{cell}“ ist kein Tag wie 31.01.2026") from None


_READERS: Mapping[ColumnKind, Any] = {
    ColumnKind.INTEGER: _whole,
    ColumnKind.UP_TO: _whole,
    ColumnKind.CENTS: _cents,
    ColumnKind.YES_NO: _yes_no,
    ColumnKind.DATE: _day,
}


def _clean(cell: str) -> str:
    return " ".join(unicodedata.normalize("NFC", cell).replace("\u200b", "").split())


def _plain(name: str) -> str:
    """A heading as columns are named: „Länge bis (cm)“ is laenge_bis."""
    bare = re.sub(r"\(.*?\)|€", "", _clean(name)).casefold().translate(_UMLAUTS)
    return re.sub(r"[^a-z0-9]+", "_", bare).strip("_")
