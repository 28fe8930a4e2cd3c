"""From the kinds of fields that packages declare to what the templates show."""

from collections.abc import Mapping, Sequence
from typing import Any

from onlineamt.audiences.design.fields import FieldView, ItemRow, Kind, Option, Part, Width
from onlineamt.procedure.forms.engine import Mistake
from onlineamt.procedure.forms.engine.kinds import AnyKind, Raw
from onlineamt.procedure.forms.engine.kinds.date import DateKind
from onlineamt.procedure.forms.engine.kinds.date_time import DateTimeKind
from onlineamt.procedure.forms.engine.kinds.repeat import Item, RepeatKind

# How wide an input is says how long an answer is expected.
_WIDTHS: Mapping[str, Width] = {
    "postcode": "tiny", "house_number": "short", "plate": "medium", "integer": "short", "decimal": "short", "money": "short", "phone": "medium", "iban": "long", "time": "short",
    "tax_id": "medium",
    "email": "long",
}  # fmt: skip
_KINDS: Mapping[str, Kind] = {
    "long_text": "long_text",
    "choice_many": "checkboxes",
    "yes_no": "yes_no",
    "consent": "consent",
    "country": "select",
}
_SHORT_TEXT, _MEDIUM_TEXT = 12, 60  # characters


def field_view(kind: AnyKind, raw: Raw, *, is_required: bool, mistake: Mistake | None = None) -> FieldView:
    """Return a field with what was typed or stored (`raw`), and its mistake if there is one."""
    if isinstance(kind, DateKind | DateTimeKind):
        return _date_view(kind, raw, is_required, mistake)
    typed = tuple(raw.get(kind.id, ()))
    definition: Any = kind.definition
    return FieldView(
        id=kind.id,
        kind=_shape(kind),
        label=definition.label,
        hint=definition.hint or "",
        error=mistake.message if mistake else "",
        value=typed[-1] if typed else "",
        values=typed,
        options=tuple(
            Option(value=option.code, label=option.label, hint=option.hint or "") for option in kind.options
        ),
        is_required=is_required,
        width=_width(kind),
        suffix=getattr(definition, "unit", None) or ("€" if kind.name == "money" else ""),
        max_length=definition.max_length if kind.name == "long_text" else 0,
        text=definition.label if kind.name == "consent" else "",
        attributes=kind.html_attributes(),
    )


def repeat_view(
    kind: RepeatKind,
    items: Sequence[tuple[Item, bool]],
    *,
    is_required: bool,
    add_label: str,
    mistake: Mistake | None = None,
) -> FieldView:
    """Return a list with its entries, each with whether it is finished."""
    definition = kind.definition
    return FieldView(
        id=kind.id,
        kind="repeat",
        label=definition.label,
        hint=definition.hint or "",
        error=mistake.message if mistake else "",
        is_required=is_required,
        add_label=add_label if len(items) < definition.max else "",
        items=tuple(
            ItemRow(
                title=kind.title(position),
                text=kind.in_short(item),
                value=f"{kind.id}:{position + 1}",
                lacks_something=not is_finished,
            )
            for position, (item, is_finished) in enumerate(items)
        ),
    )


def saying_view(kind: AnyKind, text: str) -> FieldView:
    """Return a text between the questions, or a computed value."""
    definition: Any = kind.definition
    return FieldView(
        id=kind.id,
        kind="static",
        label="" if kind.name == "label" else definition.label,
        text=text,
        is_computed=kind.name == "computed",
    )


def locked_view(kind: AnyKind, text: str) -> FieldView:
    """Return an answer that the platform knows and nobody changes."""
    return FieldView(id=kind.id, kind="static", label=kind.definition.label, text=text)


def group_view(group_id: str, title: str, hint: str, fields: Sequence[FieldView]) -> FieldView:
    """Return fields that belong together under a heading; it goes where all of them go."""
    return FieldView(
        id=group_id,
        kind="group",
        label=title,
        hint=hint,
        children=tuple(fields),
        is_live=all(one.is_live for one in fields),
        is_held_back=all(one.is_held_back for one in fields),
    )


def _shape(kind: AnyKind) -> Kind:
    if kind.name == "choice":
        return "select" if getattr(kind, "is_list", False) else "radios"
    return _KINDS.get(kind.name, "text")


def _width(kind: AnyKind) -> Width:
    longest = getattr(kind.definition, "max_length", None)
    if kind.name in _WIDTHS or longest is None:
        return _WIDTHS.get(kind.name, "full")
    if longest <= _SHORT_TEXT:
        return "short"
    return "medium" if longest <= _MEDIUM_TEXT else "long"


def _date_view(
    kind: DateKind | DateTimeKind, raw: Raw, is_required: bool, mistake: Mistake | None
) -> FieldView:
    wrong = tuple(mistake.parts) if mistake else ()
    widths: tuple[Width, ...] = ("tiny", "tiny", "short", "short")
    parts = tuple(
        Part(
            id=name,
            label=label,
            value=(list(raw.get(name, ())) or [""])[-1],
            width=width,
            has_error=bool(mistake) and (not wrong or name.rpartition(".")[2] in wrong),
            attributes=attributes,
        )
        for name, label, width, attributes in zip(
            kind.inputs, kind.part_labels(), widths[: len(kind.inputs)], kind.part_attributes(), strict=True
        )
    )
    return FieldView(
        id=kind.id,
        kind="date",
        label=kind.definition.label,
        hint=kind.definition.hint or "",
        error=mistake.message if mistake else "",
        parts=parts,
        is_required=is_required,
    )
