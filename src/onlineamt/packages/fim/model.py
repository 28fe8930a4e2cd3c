"""What a FIM data-field schema says, the same for XDatenfelder 2.0 and 3.0.

The names are those of the standard (XDatenfelder 3.0.0, FITKO), mapped one to one; texts are kept as they are written.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class Standard(StrEnum):
    """The version of the standard a file is written in."""

    XDF2 = "2.0"
    XDF3 = "3.0"


class FieldType(StrEnum):
    """What a field is for (Feldart)."""

    INPUT = "input"
    SELECT = "select"
    LABEL = "label"
    HIDDEN = "hidden"
    LOCKED = "locked"


class DataType(StrEnum):
    """What a field holds (Datentyp)."""

    TEXT = "text"
    TEXT_LATIN = "text_latin"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"
    BOOL = "bool"
    NUMBER = "num"
    INTEGER = "num_int"
    CURRENCY = "num_currency"
    FILE = "file"
    OBJECT = "obj"


class ElementKind(StrEnum):
    """Where an element comes from (Schemaelementart)."""

    ABSTRACT = "ABS"
    HARMONISED = "HAR"
    LEGAL = "RNG"


class Prefill(StrEnum):
    """Whether an answer is put in beforehand (Vorbefüllung)."""

    NONE = "keine"
    OPTIONAL = "optional"
    REQUIRED = "verpflichtend"


@dataclass(frozen=True, slots=True)
class Identity:
    """The id of an element, as `F60000000227`, and its version; an empty one where the file names none."""

    id: str
    version: str = ""

    def __str__(self) -> str:
        """Return both as FIM writes them: F60000000227V1.2."""
        return f"{self.id}V{self.version}" if self.version else self.id


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """A legal basis (Bezug), with where it can be read."""

    text: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Keyword:
    """A keyword (Stichwort), with the list it is from."""

    text: str
    uri: str = ""


@dataclass(frozen=True, slots=True)
class Precision:
    """What an answer must be (Präzisierung). Lengths in characters, values as numbers; a pattern is an XML-Schema one."""

    min_length: int | None = None
    max_length: int | None = None
    min_value: Decimal | None = None
    max_value: Decimal | None = None
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class CodelistReference:
    """The list of codes a field is chosen from (Codelistenreferenz), and its columns where they are named."""

    canonical_uri: str
    version: str = ""
    version_uri: str = ""
    code_column: str = ""
    name_column: str = ""
    help_column: str = ""
    id: Identity | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """One value to choose (Wert)."""

    code: str
    name: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule (Regel): almost always a sentence for people. `kind`: K, M, V or B; `targets`: ids of the elements it names itself."""

    identity: Identity
    name: str
    text: str
    script: str = ""
    kind: str = ""
    targets: tuple[str, ...] = ()
    other: "Properties | None" = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Properties:
    """What the standard says of every element besides its content."""

    name: str = ""
    label_in: str = ""  # Bezeichnung Eingabe
    label_out: str = ""  # Bezeichnung Ausgabe
    help_in: str = ""
    help_out: str = ""
    description: str = ""
    definition: str = ""
    legal_bases: tuple[LegalBasis, ...] = ()
    keywords: tuple[Keyword, ...] = ()
    kind: ElementKind | None = None
    status: str = ""  # code of the Freigabestatus (3.0: 1 to 8) or of the Status (2.0)
    status_set_on: str = ""
    status_set_by: str = ""
    valid_from: str = ""
    valid_until: str = ""
    creator: str = ""
    version_note: str = ""
    published_on: str = ""
    changed_at: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A data field (Datenfeld). `content`: its default, or the text of a label; `max_size` in bytes."""

    identity: Identity
    other: Properties
    field_type: FieldType
    data_type: DataType
    precision: Precision = Precision()
    content: str = ""
    prefill: Prefill = Prefill.NONE
    codelist: CodelistReference | None = None
    codes: tuple[Code, ...] = ()
    rules: tuple[Rule, ...] = ()
    max_size: int | None = None
    media_types: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """A group of fields (Datenfeldgruppe). `is_choice`: exactly one of its members (Gruppenart X)."""

    identity: Identity
    other: Properties
    members: tuple["Member", ...] = ()
    is_choice: bool = False
    rules: tuple[Rule, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Member:
    """A place in a structure (Struktur): how often its element occurs; `maximum` None: as often as one likes."""

    element: Field | Group
    minimum: int = 1
    maximum: int | None = 1
    legal_bases: tuple[LegalBasis, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """Something in a file that the standard does not know, or that was read otherwise than it is written."""

    message: str
    line: int = 0

    def __str__(self) -> str:
        """Return it with its line, as people read it."""
        return f"Zeile {self.line}: {self.message}" if self.line else self.message


@dataclass(frozen=True, slots=True)
class Schema:
    """A whole schema (Stammdatenschema). `remarks` name what was read otherwise than it is written."""

    identity: Identity
    other: Properties
    standard: Standard
    members: tuple[Member, ...] = ()
    rules: tuple[Rule, ...] = ()
    document_profile: Identity | None = None  # Dokumentsteckbrief
    structure_changes: str = ""  # code of ableitungsmodifikationenStruktur, 0 to 3
    display_changes: str = ""  # code of ableitungsmodifikationenRepraesentation, 0 or 1
    message_id: str = ""
    created_at: str = ""
    remarks: tuple[Remark, ...] = field(default=())

    def each_member(self) -> Iterator[Member]:
        """Yield all places in the order of the schema, each before those inside it; what is used twice comes twice."""
        waiting = list(reversed(self.members))
        while waiting:
            yield (member := waiting.pop())
            if isinstance(member.element, Group):
                waiting.extend(reversed(member.element.members))

    def each_rule(self) -> Iterator[tuple["Schema | Field | Group", Rule]]:
        """Yield all rules with the element they stand at; what is used twice comes twice."""
        for rule in self.rules:
            yield self, rule
        for member in self.each_member():
            for rule in member.element.rules:
                yield member.element, rule
