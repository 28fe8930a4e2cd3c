"""A YAML file read so that every value remembers its line, and so that no file can do harm."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from onlineamt.packages.findings import Finding, Level, Place

MAX_DEPTH = 24
MAX_INTEGER_DIGITS = 18
MAX_VALUES = 100_000

# The core schema of YAML 1.2: `no` stays a word, and a number with a leading zero (a postcode) keeps it.
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# What the YAML library says, and what it means to an author.
_SYNTAX = (
    ("\\t", "Die Zeile beginnt mit einem Tabulator.", "Rücken Sie mit Leerzeichen ein."),
    (
        "mapping values are not allowed",
        "Hier steht ein Doppelpunkt zu viel.",
        "Setzen Sie den Text in Anführungszeichen.",
    ),
    ("could not find expected ':'", "Hier fehlt ein Doppelpunkt.", "Schreiben Sie „schlüssel: wert“."),
    (
        "did not find expected key",
        "Die Einrückung passt nicht zur Zeile davor.",
        "Prüfen Sie Einrückung und Anführungszeichen.",
    ),
    (
        "while scanning a quoted scalar",
        "Ein Anführungszeichen wird nicht geschlossen.",
        "Schließen Sie das Anführungszeichen.",
    ),
    (
        "unknown escape",
        "Nach dem Schrägstrich „\\“ steht ein unbekanntes Zeichen.",
        "Nehmen Sie einfache Anführungszeichen.",
    ),
    (
        "cannot start any token",
        "Ein Text darf nicht mit diesem Zeichen beginnen.",
        "Setzen Sie den Text in Anführungszeichen.",
    ),
)

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Source:
    """A file as it was read: its value, and where each part of it stands."""

    file: str
    value: Any
    places: dict[Path, Place] = field(default_factory=dict)

    def place(self, path: Path) -> Place:
        """Return where a value stands; steps that the file does not have are passed over."""
        known: Path = ()
        for step in path:
            if (*known, step) in self.places:
                known = (*known, step)
        return self.places.get(known, Place())

    def last_place_of(self, word: str) -> Place | None:
        """Return where a word stands as a value or key for the last time, to find what is named twice."""
        found = [
            (path[-1] == "id", place)  # where it gets its name rather than where it is mentioned
            for path, place in self.places.items()
            if path and word in (path[-1], self._value_at(path))
        ]
        return max(found)[1] if found else None

    def _value_at(self, path: Path) -> Any:
        """Return what stands at a path; a key that stands twice leaves paths of its first value behind."""
        value = self.value
        try:
            for step in path:
                value = value[step]
        except (KeyError, IndexError, TypeError):
            return None
        return value


class UnreadableSource(Exception):
    """The file cannot be read; the finding says where and why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding))
        self.finding = finding


def source_finding(file: str, place: Place, rule: str, message: str, mend: str) -> Finding:
    """Return an error about the spelling of a file."""
    return Finding(
        file=file,
        line=place.line,
        column=place.column,
        rule=rule,
        level=Level.ERROR,
        message=message,
        mend=mend,
    )


def read_source(file: str, text: str) -> tuple[Source, list[Finding]]:
    """Read a YAML text with the places of its values; also return its doubled keys as findings.

    Raises UnreadableSource with the first thing that keeps the text from being read.
    """
    reader = _Reader(file)
    try:
        value = reader.document(yaml.parse(text, Loader=_LOADER))
    except yaml.YAMLError as error:
        raise UnreadableSource(_syntax_finding(file, error)) from None
    return Source(file, value, reader.places), reader.doubled


class _Reader:
    """Builds the value from YAML events; refuses what a definition file never needs."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.places: dict[Path, Place] = {}
        self.doubled: list[Finding] = []

    def document(self, events: Iterator[Any]) -> Any:
        value: Any = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._refuse(
                        event,
                        "source.documents",
                        "Die Datei enthält mehrere Dokumente.",
                        "Löschen Sie die Zeile „---“.",
                    )
            elif isinstance(event, yaml.NodeEvent):
                value = self._node(event, events, ())
        return value

    def _node(self, event: Any, events: Iterator[Any], path: Path) -> Any:
        self.places.setdefault(path, _place(event))
        self._check_node(event, path)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, path)
        return self._mapping(events, path)

    def _check_node(self, event: Any, path: Path) -> None:
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            self._refuse(
                event, "source.alias", "Anker und Verweise („&“, „*“) sind nicht erlaubt.",
                "Schreiben Sie den Wert an jeder Stelle aus.",
            )  # fmt: skip
        if event.tag:
            self._refuse(
                event,
                "source.tag",
                f"Die Typangabe „{event.tag}“ ist nicht erlaubt.",
                "Löschen Sie die Angabe mit „!“.",
            )
        if len(path) > MAX_DEPTH:
            self._refuse(
                event,
                "source.depth",
                f"Die Datei ist tiefer als {MAX_DEPTH} Ebenen verschachtelt.",
                "Verschachteln Sie weniger.",
            )
        if len(self.places) > MAX_VALUES:
            self._refuse(
                event,
                "source.size",
                f"Die Datei hat mehr als {MAX_VALUES} Werte.",
                "Teilen Sie die Datei auf.",
            )

    def _sequence(self, events: Iterator[Any], path: Path) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(self._node(event, events, (*path, len(items))))
        return items

    def _mapping(self, events: Iterator[Any], path: Path) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._key(event)
            if key in mapping:
                self._note_double(event, key)
            self.places[(*path, key)] = _place(event)
            mapping[key] = self._node(next(events), events, (*path, key))
        return mapping

    def _key(self, event: Any) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            self._refuse(
                event,
                "source.key",
                "Ein Schlüssel muss ein Wort sein.",
                "Setzen Sie Texte mit „{“ oder „[“ in Anführungszeichen.",
            )
        self._check_node(event, ())
        self._check_characters(event)
        return str(event.value)

    def _note_double(self, event: Any, key: str) -> None:
        self.doubled.append(
            source_finding(
                self.file,
                _place(event),
                "source.double-key",
                f"Der Schlüssel „{key}“ steht zweimal da.",
                "Löschen oder benennen Sie einen der beiden.",
            )
        )

    def _scalar(self, event: Any) -> Any:
        self._check_characters(event)
        text: str = event.value
        if not event.implicit[0]:
            return text
        if text in _WORDS:
            return _WORDS[text]
        if _INTEGER.fullmatch(text) and len(text) <= MAX_INTEGER_DIGITS:
            return int(text)
        return text

    def _check_characters(self, event: Any) -> None:
        if FORBIDDEN.search(event.value):
            self._refuse(
                event,
                "source.character",
                "Der Text enthält ein unsichtbares Steuerzeichen.",
                "Löschen Sie das Zeichen, und tippen Sie den Text neu.",
            )

    def _refuse(self, event: Any, rule: str, message: str, mend: str) -> None:
        raise UnreadableSource(source_finding(self.file, _place(event), rule, message, mend))


def _place(event: Any) -> Place:
    return Place(event.start_mark.line + 1, event.start_mark.column + 1)


def _syntax_finding(file: str, error: yaml.YAMLError) -> Finding:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    place = Place(mark.line + 1, mark.column + 1) if mark else Place()
    said = f"{error}"
    for part, message, mend in _SYNTAX:
        if part in said:
            return source_finding(file, place, "source.syntax", message, mend)
    return source_finding(
        file, place, "source.syntax", "Ab hier ist die Datei kein gültiges YAML.",
        "Prüfen Sie Einrückung, Doppelpunkte und Anführungszeichen in dieser und der vorigen Zeile.",
    )  # fmt: skip
