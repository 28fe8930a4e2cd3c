"""„Habe ich noch nicht“: where a form allows it, a document may be answered with when it comes and why it is not there yet.

A field for files with `later` gets three questions beside it, like a building block: a box to tick, the day, the reason.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from onlineamt.procedure.forms.definition.fields import ConsentField, DateField, FileField, TextField
from onlineamt.procedure.forms.definition.pages import FormDefinition, GroupDefinition, PageDefinition
from onlineamt.procedure.forms.definition.questions import FieldDefinition, QuestionDefinition
from onlineamt.procedure.forms.definition.texts import FieldTexts, TextsDefinition

_LONGEST_REASON = 200
_PURPOSE = "Wissen, wann und warum ein Dokument später kommt"


class _Words(NamedTuple):
    later: str
    by: str
    reason: str


_WORDS: Mapping[str, _Words] = {
    "de": _Words(
        "„{paper}“ habe ich noch nicht. Das reiche ich nach.",
        "Bis wann reichen Sie „{paper}“ nach?",
        "Warum haben Sie „{paper}“ noch nicht?",
    ),
    "de-easy": _Words(
        "„{paper}“ habe ich noch nicht. Das schicke ich später.",
        "Bis wann schicken Sie „{paper}“?",
        "Warum haben Sie „{paper}“ noch nicht?",
    ),
    "en": _Words(
        "I do not have “{paper}” yet. I will send it later.",
        "By when will you send “{paper}”?",
        "Why do you not have “{paper}” yet?",
    ),
}
_SUMMARY: Mapping[str, _Words] = {
    "de": _Words("{paper}: kommt später", "{paper}: kommt bis zum", "{paper}: Grund"),
    "de-easy": _Words("{paper}: kommt später", "{paper}: kommt bis zum", "{paper}: Grund"),
    "en": _Words("{paper}: will come later", "{paper}: will come by", "{paper}: reason"),
}


class LaterIds(NamedTuple):
    """The ids of the three questions beside a field for files."""

    later: str
    by: str
    reason: str


def later_ids(field_id: str) -> LaterIds:
    """Return the ids of the questions that ask when a document comes."""
    return LaterIds(f"{field_id}_later", f"{field_id}_later_by", f"{field_id}_later_reason")


def papers_that_may_come_later(form: FormDefinition) -> Iterator[FileField]:
    """Yield the fields for files that may be answered with when they come."""
    yield from (one for one in form.each_field() if isinstance(one, FileField) and one.later)


def owners_of_later(form: FormDefinition) -> dict[str, str]:
    """Return by the id of such a question the field for files it belongs to."""
    return {name: one.id for one in papers_that_may_come_later(form) for name in later_ids(one.id)}


def with_later(form: FormDefinition) -> FormDefinition:
    """Return the form with the questions beside its fields for files; one that has them already stays as it is."""
    known = {one.id for one in form.each_field()}
    if not any(known.isdisjoint(later_ids(one.id)) for one in papers_that_may_come_later(form)):
        return form
    pages = [_page(page, known).model_dump(exclude_defaults=True) for page in form.pages]
    return FormDefinition.model_validate(form.model_dump(exclude_defaults=True) | {"pages": pages})


def later_texts(form: FormDefinition, words: TextsDefinition, language: str) -> TextsDefinition:
    """Return the words of these questions in a language, with the names that it has for the documents."""
    if language not in _WORDS:
        return TextsDefinition()
    fields: dict[str, FieldTexts] = {}
    for one in papers_that_may_come_later(form):
        paper = getattr(words.fields.get(one.id), "label", None) or one.label
        for name, label, short in zip(later_ids(one.id), _WORDS[language], _SUMMARY[language], strict=True):
            fields[name] = FieldTexts(
                label=label.format(paper=paper), summary_label=short.format(paper=paper)
            )
    return TextsDefinition(fields=fields)


def _page(page: PageDefinition, known: set[str]) -> PageDefinition:
    if page.fields:
        return page.model_copy(update={"fields": tuple(_each_with_later(page.fields, known))})
    groups = tuple(_group(group, known) for group in page.groups)
    return page.model_copy(update={"groups": groups})


def _group(group: GroupDefinition, known: set[str]) -> GroupDefinition:
    return group.model_copy(update={"fields": tuple(_each_with_later(group.fields, known))})


def _each_with_later(fields: tuple[FieldDefinition, ...], known: set[str]) -> Iterator[FieldDefinition]:
    for one in fields:
        if isinstance(one, FileField) and one.later and known.isdisjoint(later_ids(one.id)):
            yield one.model_copy(update={"required": _required(one)})
            yield from _questions(one)
        else:
            yield one


def _required(one: FileField) -> str:
    promised = f"!{later_ids(one.id).later}"
    return promised if one.required is True else f"({one.required}) && {promised}"


def _questions(one: FileField) -> Iterator[QuestionDefinition]:
    ids, labels, shorts = later_ids(one.id), _WORDS["de"], _SUMMARY["de"]
    common: dict[str, Any] = {"legal_basis": one.legal_basis, "purpose": one.purpose or _PURPOSE}

    def said(index: int) -> dict[str, Any]:
        return common | {
            "id": ids[index],
            "label": labels[index].format(paper=one.label),
            "summary_label": shorts[index].format(paper=one.label),
        }

    yield ConsentField(kind="consent", required=False, only_if_ticked=True, show=one.show, **said(0))
    yield DateField(kind="date", show=ids.later, min="today", max=f"today+{one.later}", **said(1))
    yield TextField(kind="text", show=ids.later, max_length=_LONGEST_REASON, **said(2))
