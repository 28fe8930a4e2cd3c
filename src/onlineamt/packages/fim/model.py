"""What a FIM data-field schema says, whichever standard it is written in: XDatenfelder 2.0 or 3.0.

Texts are without blanks at their ends and "" where the file says nothing; an enum is None where the file
names no code or one that the standard does not know (a remark says so then). Two elements are equal when they
say the same, wherever in the file they stand. Sources: XDatenfelder 2.0 and 3.0.0 (urn:xoev-de:fim:standard).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from onlineamt.packages.findings import Finding

_NUMBER = re.compile(r"[+-]?(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})", re.ASCII)


class Standard(StrEnum):
    """The standard a file is written in."""

    XDF2 = "XDatenfelder 2.0"
    XDF3 = "XDatenfelder 3.0"


class FieldKind(StrEnum):
    """Feldart: what a person does with a field."""

    INPUT = "input"
    SELECT = "select"
    LABEL = "label"
    HIDDEN = "hidden"
    LOCKED = "locked"


class DataType(StrEnum):
    """Datentyp: what an answer is. `text_latin` is String.Latin+ (DIN SPEC 91379), `obj` a static object."""

    TEXT = "text"
    TEXT_LATIN = "text_latin"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"
    BOOL = "bool"
    NUM = "num"
    NUM_INT = "num_int"
    NUM_CURRENCY = "num_currency"
    FILE = "file"
    OBJ = "obj"


class ElementKind(StrEnum):
    """Schemaelementart: abstrakt, harmonisiert or rechtsnormgebunden."""

    ABSTRACT = "ABS"
    HARMONISED = "HAR"
    BOUND_BY_LAW = "RNG"


class Prefill(StrEnum):
    """Vorbefüllung: whether an answer may or must come from elsewhere."""

    NONE = "keine"
    OPTIONAL = "optional"
    REQUIRED = "verpflichtend"


class RuleKind(StrEnum):
    """Regeltyp: komplex, Multiplizität, Validierung or Berechnung. XDatenfelder 2.0 does not tell them apart."""

    COMPLEX = "K"
    MULTIPLICITY = "M"
    VALIDATION = "V"
    CALCULATION = "B"


class GroupKind(StrEnum):
    """Art of a group: of a choice (Auswahlgruppe) exactly one member is filled in."""

    CHOICE = "X"


class Origin(StrEnum):
    """What a file holds; a single group or field is read as a schema with one member."""

    SCHEMA = "stammdatenschema"
    GROUP = "datenfeldgruppe"
    FIELD = "datenfeld"


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Freigabestatus (3.0) or Status (2.0): the code of the file, and its German meaning where it is known."""

    code: str
    meaning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBasis:
    """One Bezug: where in law or in another standard an element comes from."""

    text: str
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyword:
    """One Stichwort, with the catalogue or the kind it belongs to."""

    text: str
    uri: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Identifikation: a FIM id such as F60000000227, and its version, "" where there is none."""

    id: str
    version: str = ""

    @property
    def full_id(self) -> str:
        """Id and version as FIM writes them together: F60000000227V1.2."""
        return f"{self.id}V{self.version}" if self.version else self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Described(Identity):
    """What is said of everything: who it is, what it means, since when and by whom. `line` is where it begins."""

    name: str
    label: str = ""  # Bezeichnung (Eingabe)
    label_output: str = ""  # Bezeichnung Ausgabe
    description: str = ""
    definition: str = ""
    help: str = ""  # Hilfetext (Eingabe)
    help_output: str = ""  # Hilfetext Ausgabe
    legal_bases: tuple[LegalBasis, ...] = ()
    keywords: tuple[Keyword, ...] = ()
    status: Status | None = None
    status_set_on: date | None = None
    status_set_by: str = ""
    creator: str = ""  # fachlicher Ersteller
    version_note: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    released_on: date | None = None  # Freigabedatum, 2.0 only
    published_on: date | None = None
    changed_at: datetime | None = None
    line: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePart:
    """A parameter, target or error of a rule as the file has it: names and texts of what stands in it."""

    texts: tuple[tuple[str, str], ...]
    line: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Described):
    """Regel: `text` says it in German; `script` is "" where the file has only an empty function."""

    text: str = ""
    script: str = ""
    kind: RuleKind | None = None
    parameters: tuple[RulePart, ...] = ()
    targets: tuple[RulePart, ...] = ()
    errors: tuple[RulePart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CodelistReference:
    """Which code list a field chooses from, and which columns of it hold code, name and help ("": the list's own)."""

    canonical_id: str
    version: str = ""
    version_uri: str = ""
    own: Identity | None = None  # the id a list has in a 2.0 catalogue, such as C60000020
    code_column: str = ""
    name_column: str = ""
    help_column: str = ""
    line: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeValue:
    """One value to choose: what is stored, what is shown, and what explains it."""

    code: str
    name: str
    help: str = ""
    line: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Precision:
    """Präzisierung. Lengths count characters; limits are the exact text of the file (a number, date or time)."""

    min_length: int | None = None
    max_length: int | None = None
    min_value: str = ""
    max_value: str = ""
    pattern: str = ""  # a regular expression of XML Schema: it means the whole text
    note: str = ""  # what somebody wrote in words
    line: int = field(default=1, compare=False)

    @property
    def lowest(self) -> Decimal | None:
        """The lower limit as a number, None where it is none."""
        return number_of(self.min_value)

    @property
    def highest(self) -> Decimal | None:
        """The upper limit as a number, None where it is none."""
        return number_of(self.max_value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A place in a structure: what stands there, how often, and why there. `maximum` None has no limit."""

    minimum: int
    maximum: int | None
    element: "Group | Field"
    legal_bases: tuple[LegalBasis, ...] = ()
    line: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Element(Described):
    """What a group and a field have alike."""

    element_kind: ElementKind | None = None
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Element):
    """Datenfeldgruppe: members in the order of the form."""

    kind: GroupKind | None = None
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Field(Element):
    """Datenfeld. `content` is the preset answer, or the text of a label; `max_bytes` and `media_types` are for files."""

    kind: FieldKind | None = None
    data_type: DataType | None = None
    precision: Precision = Precision()
    content: str = ""
    prefill: Prefill | None = None
    codelist: CodelistReference | None = None
    values: tuple[CodeValue, ...] = ()
    max_bytes: int | None = None
    media_types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema(Described):
    """Stammdatenschema, or a single group or field as its only member; `remarks` say what no rule covers.

    `structure_change` (0 to 3) and `presentation_change` (0, 1) say how far those who derive a schema may
    change it (Ableitungsmodifikationen); `profile` is the Dokumentsteckbrief it fills.
    """

    standard: Standard
    namespace: str
    origin: Origin = Origin.SCHEMA
    message_id: str = ""
    written_at: datetime | None = None
    structure_change: str = ""
    presentation_change: str = ""
    profile: Identity | None = None
    rules: tuple[Rule, ...] = ()
    members: tuple[Member, ...] = ()
    remarks: tuple[Finding, ...] = ()

    def each_rule(self) -> Iterator[tuple["Schema | Group | Field", Rule]]:
        """Yield all rules with the element they stand at; what is used twice comes twice."""
        for rule in self.rules:
            yield self, rule
        for _, member in walk(self.members):
            for rule in member.element.rules:
                yield member.element, rule


Path = tuple[Group, ...]


def walk(members: Iterable[Member], path: Path = ()) -> Iterator[tuple[Path, Member]]:
    """Yield every place of a structure in the order of the form, with the groups it stands in, outermost first."""
    for member in members:
        yield path, member
        if isinstance(member.element, Group):
            yield from walk(member.element.members, (*path, member.element))


def number_of(text: str) -> Decimal | None:
    """Return the number a text writes, with a point or as Germans do (1.000,50); None where it writes none."""
    plain = text.replace(".", "").replace(",", ".") if text.count(",") == 1 else text
    return Decimal(plain) if _NUMBER.fullmatch(plain) else None
