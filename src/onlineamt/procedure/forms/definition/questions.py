"""What every field has, and how `form.yaml` is read into the model of its kind."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, get_args

from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from onlineamt.procedure.forms.definition.base import Code, Definition, Expression, FieldId, Name, Text
from onlineamt.procedure.forms.definition.fim import FromFim


class CheckDefinition(Definition):
    """A condition that answers must meet. An unknown result is no mistake."""

    id: Name = Field(description="Name of the check, unique in the form; texts address it by this name.")
    that: Expression | None = Field(
        None, description="What must be true. The message appears when it is false."
    )
    when: Expression | None = Field(
        None, description="What must not be. The message appears when it is true."
    )
    message: Text = Field(description="What is wrong and what to do, in one or two short sentences.")
    fields: tuple[FieldId, ...] = Field(
        (), description="The fields beside which the message stands; at a field: the field itself."
    )

    @model_validator(mode="after")
    def _says_one_thing(self) -> "CheckDefinition":
        if (self.that is None) == (self.when is None):
            raise ValueError("Eine Prüfung braucht entweder `that` oder `when`")
        return self


class FieldDefinition(FromFim):
    """What every field has."""

    id: FieldId
    kind: str = Field(description="The kind of field: text, date, choice, …")
    label: Text = Field(description="The question or the name of the answer.")
    hint: Text | None = Field(None, description="One short help sentence below the label.")
    show: Expression | None = Field(
        None, description="When the field is asked. Unknown counts as no. Without it: always."
    )


class QuestionDefinition(FieldDefinition):
    """A field that a person answers."""

    summary_label: Text | None = Field(
        None, description="Shorter name of the answer for summary, letter and office; without it the label."
    )
    required: bool | Expression = Field(
        True, description="Whether an answer is needed: yes, no or a condition. Unknown counts as yes."
    )
    checks: tuple[CheckDefinition, ...] = ()
    errors: Mapping[Name, Text] = Field(
        default_factory=dict,
        description="Own words for the engine's messages, by code: required, pattern, too_long, too_early, …",
    )
    autocomplete: str | None = Field(
        None,
        pattern=r"^[a-z0-9-]+( [a-z0-9-]+)*$",
        description="HTML autocomplete token: given-name, family-name, bday, street-address, …",
    )
    default: str | int | bool | tuple[str, ...] | None = Field(
        None,
        description="What stands in the field at first, as it is stored (dates as 2026-03-20, money in cents).",
    )
    prefill: Expression | None = Field(
        None, description="What the platform may put into the empty field, as in `facts.account_given_name`."
    )
    locked: bool = Field(
        False,
        description="What `prefill` puts in cannot be changed; the person answers where it is not known.",
    )
    personal: bool = Field(True, description="False only where the answer says nothing about a person.")
    legal_basis: Text | None = Field(
        None, description="Why this may be asked; else the one of group or form."
    )
    purpose: Text | None = Field(None, description="What it is used for; else the one of group or form.")

    @model_validator(mode="after")
    def _is_locked_with_something_in_it(self) -> "QuestionDefinition":
        if self.locked and self.prefill is None:
            raise ValueError(
                "`locked` hält fest, was `prefill` einträgt: Ohne `prefill` gibt es nichts festzuhalten"
            )
        return self


class OptionDefinition(Definition):
    """One of the answers to choose from."""

    code: Code
    label: Text
    hint: Text | None = None


FIELD_MODELS: dict[str, type[FieldDefinition]] = {}


def register_field_model(model: type[FieldDefinition]) -> None:
    """Let `form.yaml` use another kind of field. Raises ValueError if the kind is taken."""
    (name,) = get_args(model.model_fields["kind"].annotation)
    if name in FIELD_MODELS:
        raise ValueError(f"two field models for the kind {name}")
    FIELD_MODELS[name] = model


class ByKind:
    """Reads a field with the model registered for its kind, so that facilities can add kinds."""

    left_out: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Choose the model when a field is read, not when this module is loaded."""
        return core_schema.no_info_plain_validator_function(
            _read_field, serialization=core_schema.plain_serializer_function_ser_schema(_write_field)
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Describe all kinds registered so far."""
        choices = {
            name: model.__pydantic_core_schema__
            for name, model in FIELD_MODELS.items()
            if name not in cls.left_out
        }
        return handler(core_schema.tagged_union_schema(choices, discriminator="kind"))


def _read_field(value: Any) -> FieldDefinition:
    if isinstance(value, FieldDefinition):
        return value
    kind = value.get("kind") if isinstance(value, Mapping) else None
    if not isinstance(kind, str) or kind not in FIELD_MODELS:
        known = ", ".join(sorted(FIELD_MODELS))
        raise PydanticCustomError(
            "unknown_kind", "Ein Feld braucht `kind`, eines von: {known}", {"known": known}
        )
    return FIELD_MODELS[kind].model_validate(value)


def _write_field(field: FieldDefinition) -> dict[str, Any]:
    return field.model_dump(mode="json", exclude_defaults=True)


AnyField = Annotated[FieldDefinition, ByKind]
