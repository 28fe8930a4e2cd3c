"""Parts of a form as the fields and groups of our own export say them: what FIM says first, then rules, then keywords.

The export makes the same parts while it writes, and keeps as keywords only what would be missing; so a change made to a file in a
FIM editor is a change of the form.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from onlineamt.packages.fim.fields import Question, Surroundings, legal_bases_of, question, title_of
from onlineamt.packages.fim.model import CodeValue, DataType, Described, Field, Group, Member, Schema
from onlineamt.packages.fim.own.kinds import limits_of, may_be
from onlineamt.packages.fim.own.marks import marked, with_marks
from onlineamt.packages.fim.own.rules import keys_of_rules
from onlineamt.packages.fim.yaml_text import REMARKS
from onlineamt.procedure.forms.definition import (
    FIELD_MODELS,
    ChoiceField,
    CodelistDefinition,
    ComputedDefinition,
    FormDefinition,
    GroupDefinition,
    PageDefinition,
    RepeatField,
)

_COMPUTED: Mapping[DataType, str] = {
    DataType.NUM_INT: "integer",
    DataType.NUM: "decimal",
    DataType.NUM_CURRENCY: "money",
    DataType.DATE: "date",
    DataType.BOOL: "yes_no",
}
_OF_ALL_KINDS = (
    "id",
    "label",
    "hint",
    "summary_label",
    "required",
    "legal_basis",
    "fim",
    "options",
    "codelist",
)
_LISTS = frozenset({"codelist", "list"})  # of a choice: the name of its list, and what FIM does not say of it
_STRUCTURE = frozenset(
    {"pages", "sections", "computed", "groups", "fields", "block", "area", "omit"}
)  # elements, no keywords
_NOWHERE = object()


@dataclass
class Found:
    """A question as it was read, with the list it chooses from where that is a file of its own."""

    question: Question
    codelist: str = ""
    entries: Sequence[Mapping[str, str]] = field(default=())


def question_of(member: Member, field_id: str, values: Sequence[CodeValue], *, law_around: str = "") -> Found:
    """Return a field of our export as a question; `values` are those of its list, `law_around` the legal basis of its group."""
    one = member.element
    assert isinstance(one, Field)
    said = marked(one)
    scratch = Surroundings("", lambda field: values)
    made = {key: value for key, value in question(member, one, field_id, scratch).items() if key != REMARKS}
    if law_around and made.get("legal_basis") == law_around:
        del made["legal_basis"]
    kind = said.get("kind")
    if isinstance(kind, str) and kind != made["kind"] and kind in FIELD_MODELS and may_be(kind, one):
        made = (
            {key: made[key] for key in _OF_ALL_KINDS if key in made} | {"kind": kind} | limits_of(kind, one)
        )
    entries: Sequence[Mapping[str, str]] = ()
    if "codelist" in made or "options" in made:
        entries = made.pop("options", None) or scratch.codelists[made.pop("codelist")]["entries"]
        name = said.get("codelist")
        made |= (
            {"codelist": name} if fits(ChoiceField, "codelist", name) and name else {"options": list(entries)}
        )
    made = _plain(made)
    wanted = _with(made, one, FIELD_MODELS[made["kind"]], but=_LISTS | {"id", "kind"})
    return Found(_fitting(wanted, made), str(made.get("codelist", "")), entries)


def head_of_form(schema: Schema) -> dict[str, Any]:
    """Return the keys of a form, without pages, sections and computed values."""
    made: dict[str, Any] = {"fim": schema.full_id}
    if law := legal_bases_of(schema.legal_bases):
        made["legal_basis"] = law
    return _with(made, schema, FormDefinition)


def head_of_page(group: Group, page_id: str) -> dict[str, Any]:
    """Return the keys of a page, without what stands on it."""
    made: dict[str, Any] = {"id": page_id, "title": title_of(group), "fim": group.full_id}
    if group.help:
        made["intro"] = group.help
    return _with(made, group, PageDefinition)


def head_of_group(group: Group, group_id: str) -> dict[str, Any]:
    """Return the keys of a group on a page, without its questions; `group_id` is "" where it has none."""
    made: dict[str, Any] = {"title": title_of(group), "fim": group.full_id}
    if group_id:
        made["id"] = group_id
    if group.help:
        made["hint"] = group.help
    if law := legal_bases_of(group.legal_bases):
        made["legal_basis"] = law
    if group.kind is not None:
        made["choose"] = "one"
    return _with(made, group, GroupDefinition)


def head_of_list(member: Member, list_id: str) -> dict[str, Any]:
    """Return the keys of a list, without its questions."""
    group = member.element
    title = title_of(group)
    made: dict[str, Any] = {
        "id": list_id,
        "kind": "repeat",
        "label": title,
        "item": title,
        "fim": group.full_id,
    }
    if group.help:
        made["hint"] = group.help
    if member.minimum == 0:
        made["required"] = False
    elif member.minimum > 1:
        made["min"] = member.minimum
    if member.maximum not in {None, 20}:
        made["max"] = member.maximum
    if law := legal_bases_of((*member.legal_bases, *group.legal_bases)):
        made["legal_basis"] = law
    return _with(made, group, RepeatField)


def computed_of(one: Field) -> dict[str, Any]:
    """Return a hidden field with its rule as a computed value."""
    made = {"kind": _COMPUTED.get(one.data_type or DataType.TEXT, "text"), "label": title_of(one)}
    return _with(made, one, ComputedDefinition)


def codelist_of(one: Field, entries: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """Return the list a field chooses from, as a file of the package."""
    made: dict[str, Any] = {"title": title_of(one)}
    if one.codelist:
        made["urn"] = one.codelist.canonical_id
        if one.codelist.version:
            made["version"] = one.codelist.version
    made["entries"] = list(entries)
    said = marked(one).get("list")
    beyond = said if isinstance(said, dict) else {}
    return made | {key: value for key, value in beyond.items() if fits(CodelistDefinition, key, value)}


def fits(model: type[BaseModel], key: str, value: Any) -> bool:
    """Whether a value is one that a key of a model may have."""
    if key not in model.model_fields:
        return False
    try:
        _adapter(model, key).validate_python(value)
    except ValidationError:
        return False
    return True


@cache
def _adapter(model: type[BaseModel], key: str) -> TypeAdapter[Any]:
    known = model.model_fields[key]
    kind: Any = Annotated[known.annotation, *known.metadata] if known.metadata else known.annotation
    return TypeAdapter(kind)


def _with(
    made: Mapping[str, Any], one: Described, model: type[BaseModel], *, but: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """Return a part with what the rules and keywords of its element say, as far as they make sense."""
    rules = keys_of_rules(getattr(one, "rules", ()))
    wanted = with_marks({**made, **rules}, marked(one), but=_STRUCTURE | {"id"} | but)
    return {
        key: value
        for key, value in wanted.items()
        if value == made.get(key, _NOWHERE) or fits(model, key, value)
    }


def _plain(made: Question) -> Question:
    """Return a question without what it need not say: as a frozen version keeps it."""
    model = FIELD_MODELS[made["kind"]]
    made = {key: value for key, value in made.items() if key in model.model_fields}
    try:
        return model.model_validate(made).model_dump(mode="json", exclude_defaults=True)
    except ValidationError:
        return made


def _fitting(wanted: Question, made: Question) -> Question:
    """Return a question with what its keywords say; without them where they do not fit together any more."""
    try:
        FIELD_MODELS[wanted["kind"]].model_validate(wanted)
    except ValidationError:
        return made
    return wanted
