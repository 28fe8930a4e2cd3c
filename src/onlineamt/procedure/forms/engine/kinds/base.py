"""What every kind of field can do: read what was typed, judge it, store it, show it."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Generic, TypeVar

from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.forms.definition import CodelistDefinition, FieldDefinition, OptionDefinition
from onlineamt.procedure.forms.engine.expressions import Scalar, Value, ValueType
from onlineamt.procedure.forms.engine.problems import Fact, Problem
from onlineamt.procedure.forms.engine.wording import Wording

Raw = Mapping[str, Sequence[str]]
"""What a form sends: the values of every input by its name."""

Json = Any
"""A value as it is stored: text, whole number, truth, or a list of texts. Never a float."""

F = TypeVar("F", bound=FieldDefinition)
V = TypeVar("V", bound=Value)


class NotReadable(ValueError):
    """A stored value that this kind never stores."""


@dataclass(frozen=True)
class Surroundings:
    """What a field needs from its form to know its words: language and code lists."""

    wording: Wording
    codelists: Mapping[str, CodelistDefinition] = field(default_factory=dict)

    @property
    def language(self) -> Language:
        """The language of the page."""
        return self.wording.language


class Kind(ABC, Generic[F, V]):
    """A field of a form in one language. Kinds differ in what they accept and show, not in who calls them."""

    name: ClassVar[str]
    value_type: ValueType = Scalar.TEXT
    asks: ClassVar[bool] = True
    is_typed: ClassVar[bool] = (
        True  # False: nothing that a page sends is an answer, it is given in another way
    )
    is_sent_empty: ClassVar[bool] = (
        True  # False: browsers send nothing for it where nothing is chosen, as for boxes to tick
    )

    def __init__(self, definition: F, surroundings: Surroundings) -> None:
        """Take the field's definition in the language of the surroundings."""
        self.definition = definition
        self.surroundings = surroundings

    @property
    def id(self) -> str:
        """The id of the field, which is also the name of its first input."""
        return self.definition.id

    @property
    def inputs(self) -> tuple[str, ...]:
        """The names of the inputs that make the answer."""
        return (self.id,)

    @property
    def options(self) -> tuple[OptionDefinition, ...]:
        """The answers to choose from; empty for kinds without."""
        return ()

    @property
    def blank(self) -> Json:
        """What is stored where the question was asked and left empty."""
        return None

    def is_blank(self, value: V | None) -> bool:
        """Whether the value is no answer where one is needed."""
        return value is None

    @property
    def is_silent(self) -> bool:
        """Whether summaries leave it out where it was left empty."""
        return False

    @abstractmethod
    def parse(self, raw: Raw, *, today: date) -> V | Problem | None:
        """Return what was typed as a value, None if nothing was, or why it cannot be read."""

    def validate(self, value: V, *, today: date) -> Problem | None:
        """Return why a readable value is not allowed, or None."""
        return None

    @abstractmethod
    def display(self, value: V) -> str:
        """Return the answer as people read it, on screen and in letters."""

    def to_json(self, value: V) -> Json:
        """Return the value as it is stored; one value has one spelling."""
        return value

    @abstractmethod
    def from_json(self, stored: Json) -> V:
        """Return the value that is stored. Raises NotReadable."""

    def json_schema(self) -> dict[str, Json]:
        """Return what JSON Schema (2020-12) says of a stored value; what only code can judge is left open."""
        return {"type": "string", "minLength": 1}

    def from_example(self, written: Json) -> Json:
        """Return what is stored for an answer as worked examples write it."""
        return written

    def to_raw(self, value: V) -> dict[str, list[str]]:
        """Return what the inputs hold when the page is opened again."""
        return {self.id: [self.display(value)]}

    def html_attributes(self) -> dict[str, str]:
        """Return attributes of the input: type, inputmode, autocomplete."""
        token = getattr(self.definition, "autocomplete", None)
        return {"autocomplete": token} if token else {}

    def read_in_browser(self, *, today: date) -> dict[str, Json]:
        """Return how the browser's script reads what is typed (`answers.js`): by which reader, and what that must know."""
        return {"as": "text"}

    def problem(self, code: str, variant: str = "", *, parts: tuple[str, ...] = (), **facts: Fact) -> Problem:
        """Return a mistake at this field."""
        return Problem(field_id=self.id, code=code, variant=variant, facts=facts, parts=parts)


def answer_schema(kind: Kind[Any, Any]) -> dict[str, Json]:
    """Return what JSON Schema says of an answer with its words: a value, or what is stored where it was left empty."""
    value = kind.json_schema()
    words = {"title": kind.definition.label, "description": getattr(kind.definition, "hint", None)}
    said = {name: str(text) for name, text in words.items() if text}
    return {**said, **value} if kind.blank is not None else {**said, "anyOf": [value, {"type": "null"}]}


def expect_text(stored: Json) -> str:
    """Return the stored text. Raises NotReadable."""
    if not isinstance(stored, str) or not stored:
        raise NotReadable(f"{stored!r} is not a text")
    return stored


def expect_number(stored: Json) -> int:
    """Return the stored whole number. Raises NotReadable."""
    if not isinstance(stored, int) or isinstance(stored, bool) or abs(stored) > LARGEST_NUMBER:
        raise NotReadable(f"{stored!r} is not a whole number")
    return stored


LARGEST_NUMBER = 10**15
"""No count, measure or sum in a form is larger; sums and products of such numbers stay in 64 bits' reach."""


def whole_number_schema(smallest: int | None, largest: int | None) -> dict[str, Json]:
    """Return what JSON Schema says of a whole number between two, where there are such."""
    return {
        "type": "integer",
        "minimum": -LARGEST_NUMBER if smallest is None else smallest,
        "maximum": LARGEST_NUMBER if largest is None else largest,
    }
