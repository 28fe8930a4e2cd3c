"""What all parts of a form definition share: strict models, names, expressions."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

# Words that CEL keeps for itself, and the names under which an expression finds what is not an answer.
CEL_WORDS = frozenset({
    "true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if",
    "import", "let", "loop", "package", "namespace", "return", "var", "void", "while",
    "has", "all", "exists", "exists_one", "map", "filter", "size", "int", "uint", "double", "string",
    "bytes", "bool", "list", "type", "dyn", "duration", "timestamp", "matches", "google", "optional", "cel",
})  # fmt: skip
SCOPES = frozenset(
    {"parameters", "computed", "fees", "facts", "entry", "held", "date", "time", "number", "today"}
)


class Definition(BaseModel):
    """A part of a package file: unknown keys are mistakes, and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _free_name(name: str) -> str:
    if name in CEL_WORDS:
        raise ValueError(f"„{name}“ ist ein Wort der Ausdruckssprache und als Name nicht erlaubt")
    return name


def _free_area(field_id: str) -> str:
    area, name = field_id.split(".")
    if area in SCOPES:
        raise ValueError(f"„{area}“ ist als Bereich vergeben: Wählen Sie einen anderen Namen vor dem Punkt")
    _free_name(area)
    _free_name(name)
    return field_id


_NAME = r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*"

Name = Annotated[str, StringConstraints(pattern=rf"^{_NAME}$", max_length=60), AfterValidator(_free_name)]
"""A name inside a package: small letters, digits and single underscores, no umlauts."""

FieldId = Annotated[
    str, StringConstraints(pattern=rf"^{_NAME}\.{_NAME}$", max_length=120), AfterValidator(_free_area)
]
"""The id of a field: `area.field`, as in `hund.name`. Expressions use the same spelling."""

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", max_length=64)]
"""The stored value of an option; people see its label."""

Expression = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=2000),
    Field(description="A CEL expression over answers, `parameters`, `computed` and `facts`."),
]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=5000)]
"""Words a person reads."""
