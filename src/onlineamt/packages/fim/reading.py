"""From the bytes of a file to a schema: which standard it is written in, and who reads it."""

import re

from onlineamt.packages.fim.elements import SchemaReader
from onlineamt.packages.fim.model import Origin, Schema
from onlineamt.packages.fim.notes import FimRefused, Notes, shown
from onlineamt.packages.fim.xdf2 import Xdf2Reader
from onlineamt.packages.fim.xdf3 import Xdf3Reader
from onlineamt.packages.fim.xml import Document, read_document

_STANDARD = "urn:xoev-de:fim:standard:xdatenfelder_"
_GENERICODE = "http://docs.oasis-open.org/codelist/ns/genericode/1.0/"
_READERS: tuple[tuple[re.Pattern[str], type[SchemaReader]], ...] = (
    (re.compile(re.escape(_STANDARD) + r"2(?:\.\d{1,3}){0,2}"), Xdf2Reader),
    (re.compile(re.escape(_STANDARD) + r"3(?:\.\d{1,3}){0,2}"), Xdf3Reader),
)
_KNOWN_REVISION = re.compile(r"(?:2(?:\.0){0,2}|3(?:\.0(?:\.\d{1,3})?)?)")
_ROOTS = {
    "xdatenfelder.stammdatenschema.0102": Origin.SCHEMA,
    "xdatenfelder.datenfeldgruppe.0103": Origin.GROUP,
    "xdatenfelder.datenfeld.0104": Origin.FIELD,
}
_UNDERSTOOD = "Gelesen werden XDatenfelder 2.0 und 3.0. Das FIM-Portal wandelt andere Fassungen um."


def read_schema(content: bytes, *, name: str) -> Schema:
    """Read a data-field schema, group or field in XDatenfelder 2.0 or 3.0; `name` is the file's, for what is said.

    Raises FimRefused, whose findings say in German where the file is wrong and what to do.
    """
    notes = Notes(name)
    document = read_document(content, notes, skip="relation")
    reader = _reader_for(document, notes)
    origin = _ROOTS.get(document.root.name)
    if origin is None:
        raise notes.refuse(
            document.root.place,
            "fim.message",
            f"Die Datei enthält „{shown(document.root.name)}“.",
            "Gelesen werden Stammdatenschemata (0102), Datenfeldgruppen (0103) und Datenfelder (0104).",
        )
    return reader.read(document, origin)


def _reader_for(document: Document, notes: Notes) -> SchemaReader:
    found = document.namespace
    for pattern, reader in _READERS:
        if pattern.fullmatch(found):
            if not _KNOWN_REVISION.fullmatch(found.removeprefix(_STANDARD)):
                notes.remark(
                    document.root.place,
                    "fim.revision",
                    f"Die Fassung „{shown(found)}“ ist neuer als dieser Leser.",
                    f"Sie wurde als {reader.standard} gelesen. Prüfen Sie, ob etwas fehlt.",
                )
            return reader(notes)
    raise _unknown(document, notes)


def _unknown(document: Document, notes: Notes) -> FimRefused:
    found = document.namespace
    if found == _GENERICODE:
        said, mend = (
            "Das ist eine Codeliste (genericode) und kein Schema.",
            "Legen Sie sie zu den Codelisten.",
        )
    elif found.startswith(_STANDARD + "1"):
        said, mend = f"Die Datei ist in XDatenfelder 1 geschrieben („{shown(found)}“).", _UNDERSTOOD
    elif found:
        said, mend = f"Den Standard „{shown(found)}“ kennt das Programm nicht.", _UNDERSTOOD
    else:
        said, mend = f"<{shown(document.root.name)}> nennt keinen Standard (xmlns).", _UNDERSTOOD
    return notes.refuse(document.root.place, "fim.standard", said, mend)
