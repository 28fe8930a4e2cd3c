"""The words of a form in another language, and how they are laid over its definition."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

from pydantic import BaseModel, Field

from onlineamt.procedure.forms.definition.base import Code, Definition, FieldId, Name, Text
from onlineamt.procedure.forms.definition.codelists import CodelistDefinition
from onlineamt.procedure.forms.definition.pages import FormDefinition, GroupDefinition, PageDefinition
from onlineamt.procedure.forms.definition.questions import (
    CheckDefinition,
    FieldDefinition,
    OptionDefinition,
    QuestionDefinition,
)
from onlineamt.procedure.forms.definition.repeats import RepeatField

Model = TypeVar("Model", bound=BaseModel)

_FIELD_WORDS = ("label", "hint", "summary_label", "unit", "item")


class PageTexts(Definition):
    """Words of a page."""

    title: Text | None = None
    intro: Text | None = None


class GroupTexts(Definition):
    """Words of a group."""

    title: Text | None = None
    hint: Text | None = None


class OptionTexts(Definition):
    """Words of an option."""

    label: Text | None = None
    hint: Text | None = None


class FieldTexts(Definition):
    """Words of a field."""

    label: Text | None = None
    hint: Text | None = None
    summary_label: Text | None = None
    unit: Text | None = None
    item: Text | None = None
    options: Mapping[Code, OptionTexts | Text] = Field(default_factory=dict)
    errors: Mapping[Name, Text] = Field(default_factory=dict)


class TextsDefinition(Definition):
    """The words of a form in one language; what is missing stays as `form.yaml` has it."""

    sections: Mapping[Name, Text] = Field(default_factory=dict)
    parties: Mapping[Name, Text] = Field(default_factory=dict)
    pages: Mapping[Name, PageTexts] = Field(default_factory=dict)
    groups: Mapping[Name, GroupTexts] = Field(default_factory=dict)
    fields: Mapping[FieldId, FieldTexts] = Field(default_factory=dict)
    checks: Mapping[Name, Text] = Field(default_factory=dict)
    computed: Mapping[Name, Text] = Field(default_factory=dict)
    codelists: Mapping[Name, Mapping[Code, OptionTexts | Text]] = Field(default_factory=dict)

    def over(self, base: "TextsDefinition") -> "TextsDefinition":
        """Return these words, with the gaps filled from others (a package's words over those of a block)."""
        merged = {part: {**getattr(base, part), **getattr(self, part)} for part in type(self).model_fields}
        return base.model_copy(update=merged)


def in_language(form: FormDefinition, texts: TextsDefinition) -> FormDefinition:
    """Return the form with the words of a language in place of its own."""
    computed = {
        name: value.model_copy(update={"label": texts.computed[name]}) if name in texts.computed else value
        for name, value in form.computed.items()
    }
    pages = tuple(_page(page, texts) for page in form.pages)
    sections = tuple(
        section.model_copy(update={"title": texts.sections.get(section.id, section.title)})
        for section in form.sections
    )
    parties = {
        name: one.model_copy(update={"title": texts.parties.get(name, one.title)})
        for name, one in form.parties.items()
    }
    return form.model_copy(
        update={"pages": pages, "sections": sections, "parties": parties, "computed": computed}
    )


def codelist_in_language(
    name: str, codelist: CodelistDefinition, texts: TextsDefinition
) -> CodelistDefinition:
    """Return a code list with the labels of a language."""
    return codelist.model_copy(update={"entries": _options(codelist.entries, texts.codelists.get(name, {}))})


def each_text(form: FormDefinition) -> Iterator[tuple[str, str]]:
    """Yield every word of the form with its path in `texts/<lang>.yaml`, as in `fields.hund.name.label`."""
    for section in form.sections:
        yield f"sections.{section.id}", section.title
    for name, party in form.parties.items():
        yield f"parties.{name}", party.title
    for page in form.pages:
        yield from _said(f"pages.{page.id}", page, ("title", "intro"))
        for group in page.parts:
            if group.id:
                yield from _said(f"groups.{group.id}", group, ("title", "hint"))
    for field in form.every_field():
        yield from _said(f"fields.{field.id}", field, _FIELD_WORDS)
        for option in getattr(field, "options", ()):
            yield from _said(f"fields.{field.id}.options.{option.code}", option, ("label", "hint"))
        for code, words in getattr(field, "errors", {}).items():
            yield f"fields.{field.id}.errors.{code}", words
    for check in form.each_check():
        yield f"checks.{check.id}", check.message
    for name, value in form.computed.items():
        if value.label:
            yield f"computed.{name}", value.label


def _said(path: str, part: BaseModel, keys: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for key in keys:
        if words := getattr(part, key, None):
            yield f"{path}.{key}", words


def _page(page: PageDefinition, texts: TextsDefinition) -> PageDefinition:
    return _reworded(page, texts.pages.get(page.id)).model_copy(
        update={
            "fields": tuple(_field(field, texts) for field in page.fields),
            "groups": tuple(_group(group, texts) for group in page.groups),
            "checks": _checks(page.checks, texts),
        }
    )


def _group(group: GroupDefinition, texts: TextsDefinition) -> GroupDefinition:
    words = texts.groups.get(group.id) if group.id else None
    return _reworded(group, words).model_copy(
        update={"fields": tuple(_field(field, texts) for field in group.fields)}
    )


def _field(field: FieldDefinition, texts: TextsDefinition) -> FieldDefinition:
    words = texts.fields.get(field.id, FieldTexts())
    changes: dict[str, object] = {
        key: value
        for key in _FIELD_WORDS
        if (value := getattr(words, key)) is not None and key in type(field).model_fields
    }
    if isinstance(field, QuestionDefinition):
        changes["errors"] = {**field.errors, **words.errors}
        changes["checks"] = _checks(field.checks, texts)
    if options := getattr(field, "options", ()):
        changes["options"] = _options(options, words.options)
    if isinstance(field, RepeatField):
        changes["fields"] = tuple(_field(one, texts) for one in field.fields)
    return field.model_copy(update=changes)


def _checks(checks: tuple[CheckDefinition, ...], texts: TextsDefinition) -> tuple[CheckDefinition, ...]:
    return tuple(
        check.model_copy(update={"message": texts.checks.get(check.id, check.message)}) for check in checks
    )


def _options(
    options: tuple[OptionDefinition, ...], words: Mapping[str, OptionTexts | str]
) -> tuple[OptionDefinition, ...]:
    return tuple(_reworded(option, _as_option(words.get(option.code))) for option in options)


def _as_option(words: OptionTexts | str | None) -> OptionTexts | None:
    return OptionTexts(label=words) if isinstance(words, str) else words


def _reworded(part: Model, words: BaseModel | None) -> Model:
    if words is None:
        return part
    changes = {key: value for key in type(words).model_fields if (value := getattr(words, key)) is not None}
    return part.model_copy(update=changes)
