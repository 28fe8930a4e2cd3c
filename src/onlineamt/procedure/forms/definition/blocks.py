"""Building blocks (`services/_blocks/*.yaml`): fields defined once and used by many services."""

import re
from collections.abc import Mapping

from pydantic import Field, model_validator

from onlineamt.procedure.forms.definition.base import Definition, Name, Text
from onlineamt.procedure.forms.definition.pages import FormDefinition, GroupDefinition, PageDefinition
from onlineamt.procedure.forms.definition.questions import (
    AnyField,
    CheckDefinition,
    FieldDefinition,
    QuestionDefinition,
)
from onlineamt.procedure.forms.definition.repeats import RepeatField
from onlineamt.procedure.forms.definition.texts import TextsDefinition


class BlockDefinition(Definition):
    """Fields in FIM terms (a group of the Baukasten optimierter Bausteine) with their words in every language."""

    key: Name
    title: Text = Field(description="What authors call the block; people see the title of page or group.")
    fim: str | None = Field(None, description="Id of the FIM group this block follows.")
    area: Name = Field(description="The area of the block's fields, as `person` in `person.vorname`.")
    fields: tuple[AnyField, ...]
    texts: Mapping[str, TextsDefinition] = Field(
        default_factory=dict, description="Words by language: en, de-easy."
    )

    @model_validator(mode="after")
    def _fields_are_its_own(self) -> "BlockDefinition":
        for field in self.fields:
            if not field.id.startswith(f"{self.area}."):
                raise ValueError(
                    f"Das Feld „{field.id}“ gehört nicht zum Bereich „{self.area}“ des Bausteins"
                )
        return self


class UnknownBlock(LookupError):
    """A form asks for a building block that does not exist."""


def resolve_blocks(form: FormDefinition, blocks: Mapping[str, BlockDefinition]) -> FormDefinition:
    """Return the form with fields in place of building blocks.

    Raises UnknownBlock, and pydantic's ValidationError where the result has a name twice.
    """
    pages = [_resolve_page(page, blocks).model_dump(exclude_defaults=True) for page in form.pages]
    return FormDefinition.model_validate(form.model_dump(exclude_defaults=True) | {"pages": pages})


def block_texts(
    form: FormDefinition, blocks: Mapping[str, BlockDefinition], language: str
) -> TextsDefinition:
    """Return the words that the form's building blocks bring along in a language."""
    words = TextsDefinition()
    for page in form.pages:
        for group in page.parts:
            if group.block:
                block = _block(group.block, blocks)
                words = words.over(_texts_of(block, group.area or block.area, language))
            for one in group.fields:
                if isinstance(one, RepeatField) and one.block:
                    words = words.over(_texts_of(_block(one.block, blocks), one.area, language))
    return words


def _resolve_page(page: PageDefinition, blocks: Mapping[str, BlockDefinition]) -> PageDefinition:
    if page.fields:
        return page.model_copy(update={"fields": _resolve_lists(page.fields, blocks)})
    groups = tuple(_resolve_group(group, blocks) for group in page.parts)
    return page.model_copy(update={"groups": groups, "block": None})


def _resolve_group(group: GroupDefinition, blocks: Mapping[str, BlockDefinition]) -> GroupDefinition:
    if not group.block:
        return group.model_copy(update={"fields": _resolve_lists(group.fields, blocks)})
    block = _block(group.block, blocks)
    area = group.area or block.area
    fields = _fields_of(block, area, group.omit)
    return group.model_copy(
        update={"id": group.id or area, "fields": fields, "block": None, "area": None, "omit": ()}
    )


def _resolve_lists(
    fields: tuple[FieldDefinition, ...], blocks: Mapping[str, BlockDefinition]
) -> tuple[FieldDefinition, ...]:
    return tuple(
        one.model_copy(
            update={
                "fields": _fields_of(_block(one.block, blocks), one.area, one.omit),
                "block": None,
                "omit": (),
            }
        )
        if isinstance(one, RepeatField) and one.block
        else one
        for one in fields
    )


def _fields_of(block: BlockDefinition, area: str, omit: tuple[str, ...]) -> tuple[FieldDefinition, ...]:
    return tuple(
        _moved(field, block.area, area) for field in block.fields if field.id.split(".")[1] not in omit
    )


def _block(key: str, blocks: Mapping[str, BlockDefinition]) -> BlockDefinition:
    try:
        return blocks[key]
    except KeyError as fault:
        raise UnknownBlock(key) from fault


def _texts_of(block: BlockDefinition, area: str, language: str) -> TextsDefinition:
    words = block.texts.get(language, TextsDefinition())
    fields = {_rename(field_id, block.area, area): text for field_id, text in words.fields.items()}
    checks = {_own_check(name, block.area, area): text for name, text in words.checks.items()}
    return words.model_copy(update={"fields": fields, "checks": checks})


def _moved(field: FieldDefinition, old: str, new: str) -> FieldDefinition:
    if old == new:
        return field
    changes: dict[str, object] = {"id": _rename(field.id, old, new)}
    for key in ("show", "required", "prefill"):
        if isinstance(source := getattr(field, key, None), str):
            changes[key] = _rename(source, old, new)
    if isinstance(field, QuestionDefinition):
        changes["checks"] = tuple(_moved_check(check, old, new) for check in field.checks)
    if isinstance(field, RepeatField):
        changes["fields"] = tuple(_reaching_out(one, old, new) for one in field.fields)
    return field.model_copy(update=changes)


def _reaching_out(field: FieldDefinition, old: str, new: str) -> FieldDefinition:
    """A question of a list keeps its area; its conditions may name fields of the block that moves."""
    return _moved(field, old, new).model_copy(update={"id": field.id})


def _moved_check(check: CheckDefinition, old: str, new: str) -> CheckDefinition:
    return check.model_copy(
        update={
            "id": _own_check(check.id, old, new),
            "that": _rename(check.that, old, new) if check.that else None,
            "when": _rename(check.when, old, new) if check.when else None,
            "fields": tuple(_rename(name, old, new) for name in check.fields),
        }
    )


def _own_check(name: str, old: str, new: str) -> str:
    """The block may stand twice in a form, under two areas: its checks then need two names."""
    return name if old == new else f"{new}_{name}"


_QUOTED_OR_PATH = re.compile(r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|(?<![\w.])[A-Za-z_]\w*(?=\s*\.)""")


def _rename(source: str, old: str, new: str) -> str:
    """Return an expression or id with another area; what stands in quotes is left alone."""
    return _QUOTED_OR_PATH.sub(lambda found: new if found[0] == old else found[0], source)
