"""What a form page shows of a field: plain values that `components/fields.html` turns into inputs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal[
    "text",
    "long_text",
    "radios",
    "select",
    "checkboxes",
    "yes_no",
    "consent",
    "date",
    "code",
    "files",
    "static",
    "group",
    "repeat",
]
Width = Literal["full", "long", "medium", "short", "tiny"]

YES = "true"
NO = "false"


@dataclass(frozen=True, kw_only=True)
class Option:
    """One choice. `is_exclusive` marks "none of these" among checkboxes."""

    value: str
    label: str
    hint: str = ""
    is_exclusive: bool = False


@dataclass(frozen=True, kw_only=True)
class Part:
    """One of several small inputs that make one answer, such as the day of a date."""

    id: str
    label: str
    value: str = ""
    width: Width = "tiny"
    has_error: bool = False
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class FileRow:
    """A file that was handed in: its name, its size in words, where it can be looked at, what names it in the form."""

    id: str
    name: str
    size: str
    url: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Upload:
    """What a field for files shows besides its words.

    `limits` says what may be handed in, `accept` says it to the browser. `refused`: what was not taken, and why.
    `url` takes files in parts, where the browser runs scripts. `removed` can be put back.
    """

    files: tuple[FileRow, ...]
    limits: str
    accept: str
    most: int
    most_bytes: int
    url: str
    takes_photos: bool
    refused: tuple[str, ...] = ()
    removed: FileRow | None = None


@dataclass(frozen=True, kw_only=True)
class ItemRow:
    """An entry of a list: what it is called, the first of its answers, what names it in the form."""

    title: str
    text: str
    value: str
    lacks_something: bool = False


@dataclass(frozen=True, kw_only=True)
class FieldView:
    """A field as a person meets it. `id` is also its name in the form; texts are in the language of the page.

    `is_live`: whether it is asked is decided in the browser, with answers of the same page; `is_held_back`: it is not asked as
    long as these stay as they are. `may_turn_optional`: whether it must be answered is decided there.
    """

    id: str
    kind: Kind
    label: str
    hint: str = ""
    error: str = ""
    value: str = ""
    values: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    options: tuple[Option, ...] = ()
    children: tuple["FieldView", ...] = ()
    is_required: bool = True
    is_heading: bool = False
    width: Width = "full"
    prefix: str = ""
    suffix: str = ""
    max_length: int = 0
    text: str = ""
    items: tuple[ItemRow, ...] = ()
    add_label: str = ""
    upload: Upload | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    is_live: bool = False
    is_held_back: bool = False
    may_turn_optional: bool = False
    is_computed: bool = False

    @property
    def target(self) -> str:
        """The id of the first input: where the error summary and „Ändern“ lead."""
        if self.parts:
            return next((part.id for part in self.parts if part.has_error), self.parts[0].id)
        if self.children:
            return self.children[0].target
        return self.id

    @property
    def described_by(self) -> str:
        """The ids of hint and error, for aria-describedby."""
        parts = {
            "hint": self.hint,
            "limits": self.upload,
            "error": self.error or (self.upload and self.upload.refused),
        }
        return " ".join(f"{self.id}-{part}" for part, is_there in parts.items() if is_there)


@dataclass(frozen=True, kw_only=True)
class ErrorLine:
    """One line of the error summary: the words at the field, and where the field is."""

    text: str
    target: str


def error_lines(fields: tuple[FieldView, ...]) -> tuple[ErrorLine, ...]:
    """Return what is wrong on a page, in reading order, in the words that stand at the fields."""
    lines: list[ErrorLine] = []
    for view in fields:
        if view.error:
            lines.append(ErrorLine(text=view.error, target=view.target))
        if view.upload:
            lines += [ErrorLine(text=text, target=view.target) for text in view.upload.refused]
        lines += error_lines(view.children)
    return tuple(lines)


def date_parts(
    field_id: str,
    *,
    day: str = "",
    month: str = "",
    year: str = "",
    labels: tuple[str, str, str],
    wrong: str = "",
) -> tuple[Part, ...]:
    """Return the three boxes of a date. `wrong` names the boxes in error, such as "year" or "day month year"."""
    boxes = (("day", day, "tiny", "2"), ("month", month, "tiny", "2"), ("year", year, "short", "4"))
    return tuple(
        Part(
            id=f"{field_id}.{name}",
            label=label,
            value=value,
            width="short" if width == "short" else "tiny",
            has_error=name in wrong.split(),
            attributes={"inputmode": "numeric", "maxlength": length},
        )
        for (name, value, width, length), label in zip(boxes, labels, strict=True)
    )
