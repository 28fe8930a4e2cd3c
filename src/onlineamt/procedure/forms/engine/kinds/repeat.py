"""A list of entries that answer the same questions. What a page sends is never the list: an entry is saved on its own page."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Any

from onlineamt.procedure.forms.definition import RepeatField
from onlineamt.procedure.forms.engine.expressions import ListOf, Record, Value
from onlineamt.procedure.forms.engine.kinds.base import (
    Json,
    Kind,
    NotReadable,
    Raw,
    Surroundings,
    answer_schema,
)
from onlineamt.procedure.forms.engine.kinds.registry import AnyKind, make_kind
from onlineamt.procedure.forms.engine.problems import Problem

Item = Mapping[str, Any]
"""One entry: the values of its answers by name, without area. A missing name: not asked."""

_SAYS_LITTLE = frozenset({"yes_no", "consent"})


class RepeatKind(Kind[RepeatField, tuple[Item, ...]]):
    """Entries in the order in which they were added."""

    name = "repeat"
    is_sent_empty = False
    is_typed = False

    def __init__(self, definition: RepeatField, surroundings: Surroundings) -> None:
        """Take the list and make its questions ready."""
        super().__init__(definition, surroundings)
        self.questions: Mapping[str, AnyKind] = {
            one.id.partition(".")[2]: kind
            for one in definition.fields
            if (kind := make_kind(one, surroundings)).asks
        }
        self.value_type = ListOf(Record({name: kind.value_type for name, kind in self.questions.items()}))

    @property
    def inputs(self) -> tuple[str, ...]:
        return ()

    @property
    def blank(self) -> Json:
        return []

    def is_blank(self, value: tuple[Item, ...] | None) -> bool:
        return not value

    def parse(self, raw: Raw, *, today: date) -> None:
        return None

    def validate(self, value: tuple[Item, ...], *, today: date) -> Problem | None:
        least, most = self.definition.min, self.definition.max
        if least and len(value) < least:
            return self.problem("too_few", min=least, item=self.definition.item)
        if len(value) > most:
            return self.problem("too_many", max=most, item=self.definition.item)
        return None

    def title(self, position: int) -> str:
        """Return what the entry at a position, counted from 0, is called: „Kind 1“."""
        return f"{self.definition.item} {position + 1}"

    def lines(self, item: Item) -> Iterator[tuple[str, str]]:
        """Yield name and answer of everything that was asked about an entry."""
        for name, kind in self.questions.items():
            if name in item:
                value, definition = item[name], kind.definition
                label = str(definition.summary_label or definition.label)
                is_empty = value in (None, ())
                yield (
                    label,
                    self.surroundings.wording.word("nothing") if is_empty else kind.display(value),
                )

    def in_short(self, item: Item) -> str:
        """Return the first two things that were answered about an entry, by which its person knows it."""
        said = (
            kind.display(item[name])
            for name, kind in self.questions.items()
            if kind.name not in _SAYS_LITTLE and item.get(name) not in (None, ())
        )
        return ", ".join(islice(said, 2))

    def display(self, value: tuple[Item, ...]) -> str:
        return "\n\n".join(
            "\n".join([self.title(position), *(_line(label, text) for label, text in self.lines(item))])
            for position, item in enumerate(value)
        )

    def to_json(self, value: tuple[Item, ...]) -> Json:
        return [
            {
                name: self.questions[name].blank if one is None else self.questions[name].to_json(one)
                for name, one in item.items()
            }
            for item in value
        ]

    def from_json(self, stored: Json) -> tuple[Item, ...]:
        return tuple(
            {name: self._value(name, one) for name, one in item.items()} for item in items_in(stored)
        )

    def json_schema(self) -> dict[str, Json]:
        names = {name: answer_schema(kind) for name, kind in self.questions.items()}
        item = {
            "title": self.definition.item,
            "type": "object",
            "properties": names,
            "additionalProperties": False,
        }
        return {"type": "array", "maxItems": self.definition.max, "items": item}

    def from_example(self, written: Json) -> Json:
        """Examples name the answers of an entry without their area: `familie.kinder: [{vorname: Mia}]`."""
        if not isinstance(written, list):
            return written
        return [
            {name: self._from_example(name, one) for name, one in item.items()}
            if isinstance(item, dict)
            else item
            for item in written
        ]

    def to_raw(self, value: tuple[Item, ...]) -> dict[str, list[str]]:
        return {}

    def _value(self, name: str, stored: Json) -> Value | None:
        kind = self.questions.get(name)
        if kind is None:
            raise NotReadable(f"{self.id} does not ask for {name}")
        value: Value | None = None if stored is None else kind.from_json(stored)
        return value

    def _from_example(self, name: str, written: Json) -> Json:
        return self.questions[name].from_example(written) if name in self.questions else written


def _line(label: str, text: str) -> str:
    return f"{label} {text}" if label.endswith(("?", ":")) else f"{label}: {text}"


def items_in(stored: Json) -> list[dict[str, Json]]:
    """Return the entries as they are stored. Raises NotReadable."""
    if not isinstance(stored, list | tuple) or not all(isinstance(one, dict) for one in stored):
        raise NotReadable(f"{stored!r} is not a list of entries")
    return list(stored)
