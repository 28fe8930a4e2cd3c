"""Questions that are asked once for each child, dog or vehicle."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Annotated, Literal

from pydantic import Field, model_validator

from onlineamt.procedure.forms.definition.base import Name, Text
from onlineamt.procedure.forms.definition.questions import (
    ByKind,
    FieldDefinition,
    QuestionDefinition,
    register_field_model,
)


class ByKindInside(ByKind):
    """Reads a field of a list. Files and entries of registers have places of their own, results belong to the form."""

    left_out = frozenset({"repeat", "file", "register_entry", "computed"})


class RepeatField(QuestionDefinition):
    """A list: the same questions for each child, dog or vehicle (Wiederholung).

    The questions of `familie.kinder` have the area `kinder`, and so their conditions name them: `kinder.geburtstag`. All other
    expressions see a list: `size(familie.kinder)`, `familie.kinder.exists(k, k.geburtstag > today)`.
    """

    kind: Literal["repeat"]
    item: Text = Field(description="What one of them is called, as in Kind: people read „Kind 1“.")
    fields: tuple[Annotated[FieldDefinition, ByKindInside], ...] = Field(
        (), description="The questions, with the list's name as area."
    )
    block: Name | None = Field(None, description="Ask the fields of this building block instead.")
    omit: tuple[Name, ...] = Field((), description="Fields of the block that are not asked, without area.")
    min: int | None = Field(None, ge=1, le=50, description="How many at least, when any.")
    max: int = Field(20, ge=1, le=50, description="How many at most.")

    @property
    def area(self) -> str:
        """The area of the questions: `kinder` for the list `familie.kinder`."""
        return self.id.rpartition(".")[2]

    @model_validator(mode="after")
    def _asks_its_own_questions(self) -> "RepeatField":
        if bool(self.fields) == bool(self.block):
            raise ValueError("Eine Wiederholung braucht entweder `fields` oder `block`")
        if self.omit and not self.block:
            raise ValueError("`omit` gehört zu `block`")
        for one in self.fields:
            if not one.id.startswith(f"{self.area}."):
                raise ValueError(
                    f"Das Feld „{one.id}“ gehört nicht in die Liste | Nennen Sie es {self.area}.…"
                )
            if one.kind in ByKindInside.left_out:
                raise ValueError(
                    f"„{one.id}“: Ein Feld der Art {one.kind} kann in einer Wiederholung nicht stehen | "
                    "Stellen Sie es vor oder hinter die Liste."
                )
        return self

    @model_validator(mode="after")
    def _is_sound(self) -> "RepeatField":
        if self.default is not None or self.prefill is not None:
            raise ValueError("Eine Liste füllt die Person selbst: `default` und `prefill` gibt es hier nicht")
        if self.min is not None and self.min > self.max:
            raise ValueError("`min` ist größer als `max`: keine Liste wäre richtig")
        twice = [name for name, count in Counter(one.id for one in self.fields).items() if count > 1]
        if twice:
            raise ValueError(f"Feld „{twice[0]}“ gibt es mehrmals: Jeder Name darf nur einmal vorkommen")
        return self


def with_inner(fields: Iterable[FieldDefinition]) -> Iterator[FieldDefinition]:
    """Yield fields, and after a list its own."""
    for field in fields:
        yield field
        if isinstance(field, RepeatField):
            yield from field.fields


register_field_model(RepeatField)
