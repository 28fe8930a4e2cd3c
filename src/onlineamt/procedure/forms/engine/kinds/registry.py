"""The one table of the kinds of fields."""

from typing import Any

from onlineamt.procedure.forms.definition import FieldDefinition
from onlineamt.procedure.forms.engine.kinds.base import Kind, Surroundings

AnyKind = Kind[Any, Any]

KINDS: dict[str, type[AnyKind]] = {}


class KindTaken(ValueError):
    """Two kinds of fields want the same name."""


def register_kind(kind: type[AnyKind]) -> None:
    """Make a kind known; its model is registered beside it with `register_field_model`. Raises KindTaken for another."""
    if KINDS.get(kind.name, kind) is not kind:
        raise KindTaken(kind.name)
    KINDS[kind.name] = kind


def make_kind(definition: FieldDefinition, surroundings: Surroundings) -> AnyKind:
    """Return the field as something that can read, judge, store and show an answer."""
    return KINDS[definition.kind](definition, surroundings)
