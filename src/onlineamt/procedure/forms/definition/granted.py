"""What a person of the office may grant instead of what was applied for: its fields, and what follows from them."""

from collections.abc import Mapping

from pydantic import Field, model_validator

from onlineamt.procedure.forms.definition.base import Definition, Expression, Name
from onlineamt.procedure.forms.definition.pages import ComputedDefinition
from onlineamt.procedure.forms.definition.questions import AnyField, CheckDefinition, QuestionDefinition

GRANTED = "granted"
GRANTABLE = frozenset(
    {"text", "long_text", "choice", "choice_many", "yes_no", "date", "integer", "decimal", "money"}
)
_NOT_HERE = ("show", "prefill", "default", "codelist", "autocomplete")


class GrantedDefinition(Definition):
    """What is granted (Bewilligtes): asked when a person decides, what was applied for else."""

    fields: tuple[AnyField, ...] = Field(
        min_length=1,
        description="Was bewilligt wird, wie Felder in form.yaml; jede id beginnt mit granted., zum Beispiel granted.anzahl.",
    )
    applied: Mapping[Name, Expression] = Field(
        description="Name → CEL: was beantragt ist. Weicht die Entscheidung davon ab, braucht sie eine Begründung.",
    )
    suggested: Mapping[Name, Expression] = Field(
        default_factory=dict,
        description="Name → CEL: was vorgeschlagen wird und für die erwartete Gebühr zählt; ohne Angabe, was beantragt ist.",
    )
    computed: Mapping[Name, ComputedDefinition] = Field(
        default_factory=dict,
        description="Was aus dem Bewilligten folgt, als granted.<name>; es darf auf einander aufbauen.",
    )
    checks: tuple[CheckDefinition, ...] = Field(
        (), description="Prüfungen über mehrere Felder; sie lesen auch, was beantragt ist."
    )

    @property
    def names(self) -> tuple[str, ...]:
        """The names of what is asked, in order."""
        return tuple(field.id.removeprefix(f"{GRANTED}.") for field in self.fields)

    @model_validator(mode="after")
    def _can_be_asked(self) -> "GrantedDefinition":
        for field in self.fields:
            if not field.id.startswith(f"{GRANTED}."):
                raise ValueError(f"„{field.id}“ muss mit „{GRANTED}.“ beginnen")
            if field.kind not in GRANTABLE or not isinstance(field, QuestionDefinition):
                raise ValueError(f"Was bewilligt wird, kann nicht von der Art „{field.kind}“ sein")
            if field.required is not True or any(getattr(field, key, None) for key in _NOT_HERE):
                raise ValueError(
                    f"„{field.id}“: required, {', '.join(_NOT_HERE)} gibt es hier nicht. Was im Feld steht, sagt „applied“"
                )
        if any(one.lookup for one in self.computed.values()):
            raise ValueError(
                "Was aus dem Bewilligten folgt, wird mit „value“ berechnet, nicht nachgeschlagen"
            )
        names = [*self.names, *self.computed]
        if len(set(names)) != len(names):
            raise ValueError("Unter „granted“ steht ein Name zweimal")
        if any(not check.fields for check in self.checks):
            raise ValueError("Eine Prüfung hier nennt ihre Felder unter „fields“")
        return self


__all__ = ["GRANTABLE", "GRANTED", "GrantedDefinition"]
