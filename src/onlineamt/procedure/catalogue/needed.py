"""What applying takes: how many minutes, and which documents. Read from the frozen sections; nothing is compiled for it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import ceil
from typing import Any

Section = Mapping[str, Any]

# How long a question takes, by its kind. An estimate of our own, not measured: reading it, knowing the answer, giving it.
SECONDS: Mapping[str, int] = {
    "text": 15,
    "long_text": 90,
    "choice": 12,
    "choice_many": 15,
    "yes_no": 8,
    "consent": 10,
    "date": 12,
    "time": 10,
    "date_time": 20,
    "integer": 12,
    "decimal": 15,
    "money": 15,
    "email": 15,
    "phone": 15,
    "iban": 40,
    "tax_id": 40,
    "postcode": 8,
    "house_number": 5,
    "plate": 12,
    "register_entry": 30,
    "country": 12,
    "file": 60,
    "repeat": 20,  # and once its questions
    "label": 5,
    "computed": 5,
}
_PAGE = 5  # to see what a page is about
_CHECKING = 90  # to check everything, say how to be reached, and send
_ROUNDED_ABOVE = 5  # minutes


class Need(StrEnum):
    """Whether everybody has to hand in a document."""

    ALWAYS = "always"
    SOMETIMES = "sometimes"
    VOLUNTARY = "voluntary"


@dataclass(frozen=True, kw_only=True)
class NeededDocument:
    """A document the form or the office asks for (Nachweis). `when`: in whose case, in words of the package."""

    title: str
    hint: str
    when: str
    need: Need
    is_uploaded: bool  # with the form; else the office asks for it
    may_come_later: bool = False


@dataclass(frozen=True, kw_only=True)
class UploadLimits:
    """What every field for files of a form takes."""

    types: tuple[str, ...]
    megabytes: int


def minutes_to_fill_in(sections: Section) -> int:
    """Return about how many minutes the form takes; 0 without a form. What its authors say counts before the estimate.

    Questions that not everybody is asked count half. Above five minutes the estimate is rounded to five.
    """
    form = sections.get("form") or {}
    if not form.get("pages"):
        return 0
    said: int | None = sections["service"].get("duration")
    if said:
        return said
    minutes = ceil((_CHECKING + sum(map(_seconds_on, form["pages"]))) / 60)
    return minutes if minutes <= _ROUNDED_ABOVE else 5 * round(minutes / 5)


def _seconds_on(page: Section) -> float:
    fields = sum(_seconds_of_group(group) for group in _groups(page))
    return (_PAGE + fields) / (2 if page.get("show") else 1)


def _seconds_of_group(group: Section) -> float:
    seconds = [_seconds_of(field) for field in group.get("fields", ())]
    total = max(seconds, default=0) if group.get("choose") == "one" else sum(seconds)
    return total / (2 if group.get("show") else 1)


def _seconds_of(field: Section) -> float:
    seconds = SECONDS[field["kind"]] + sum(map(_seconds_of, field.get("fields", ())))
    return seconds / (2 if field.get("show") else 1)


def needed_documents(sections: Section, *, evidence: Section, labels: Section) -> tuple[NeededDocument, ...]:
    """Return the documents of a service, those handed in with the form first.

    `evidence` and `labels` are the words of a language, by evidence and by field; what they lack is said in German.
    """
    form = sections.get("form") or {}
    fields = {one["id"]: (one, is_conditional) for one, is_conditional in _each_file_field(form)}
    declared = sections.get("service", {}).get("evidence", ())
    named = {one.get("field") for one in declared}
    found = [_of_evidence(one, evidence, fields) for one in declared]
    found += [_of_field(*fields[name], labels.get(name, {})) for name in fields if name not in named]
    return tuple(sorted(found, key=lambda one: not one.is_uploaded))


def upload_limits(sections: Section) -> UploadLimits | None:
    """Return what all fields for files take; None without any."""
    fields = [one for one, _ in _each_file_field(sections.get("form") or {})]
    if not fields:
        return None
    every = ("pdf", "jpeg", "png", "heic")
    types = tuple(one for one in every if all(one in field.get("types", every) for field in fields))
    return UploadLimits(types=types, megabytes=min(field.get("max_megabytes", 10) for field in fields))


def _of_evidence(one: Section, words: Section, fields: Mapping[str, tuple[Section, bool]]) -> NeededDocument:
    own = words.get(one["id"], one)
    field, is_asked_sometimes = fields.get(one.get("field", ""), ({}, False))
    is_conditional = one.get("when", "true").strip() != "true" or is_asked_sometimes
    return NeededDocument(
        title=own["title"],
        hint=own.get("hint") or "",
        when=own.get("when_text") or "",
        need=Need.SOMETIMES if is_conditional else Need.ALWAYS,
        is_uploaded=bool(one.get("field")),
        may_come_later="later" in field,
    )


def _of_field(field: Section, is_conditional: bool, words: Section) -> NeededDocument:
    required = field.get("required", True)
    if required == f"!{field['id']}_later":  # a document that may come later is needed all the same
        required = True
    is_sometimes = is_conditional or isinstance(required, str)
    return NeededDocument(
        title=words.get("label") or field["label"],
        hint=words.get("hint") or field.get("hint") or "",
        when="",
        need=Need.VOLUNTARY if required is False else Need.SOMETIMES if is_sometimes else Need.ALWAYS,
        is_uploaded=True,
        may_come_later="later" in field,
    )


def _each_file_field(form: Section) -> Iterator[tuple[Section, bool]]:
    """Yield the fields for files, and whether not everybody is asked for them."""
    for page in form.get("pages", ()):
        for group in _groups(page):
            for field in group.get("fields", ()):
                if field["kind"] == "file":
                    yield field, any(part.get("show") for part in (page, group, field))


def _groups(page: Section) -> tuple[Section, ...]:
    """Return the groups of a page; plain fields are one group, whose condition is that of the page."""
    if "groups" in page:
        return tuple(page["groups"])
    return ({"fields": page.get("fields", ())},)
