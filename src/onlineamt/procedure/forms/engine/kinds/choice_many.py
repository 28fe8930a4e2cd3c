"""Any number of several answers."""

from datetime import date

from onlineamt.procedure.forms.definition import ChoiceManyField
from onlineamt.procedure.forms.engine.expressions import ListOf, Scalar
from onlineamt.procedure.forms.engine.kinds.base import Json, NotReadable, Raw
from onlineamt.procedure.forms.engine.kinds.choice import ChoosingKind
from onlineamt.procedure.forms.engine.problems import Problem


class ChoiceManyKind(ChoosingKind[ChoiceManyField, tuple[str, ...]]):
    """Any number of several answers, kept in the order of the options. None chosen is an answer where none is needed."""

    name = "choice_many"
    is_sent_empty = False
    value_type = ListOf(Scalar.TEXT)

    @property
    def blank(self) -> Json:
        return []

    def is_blank(self, value: tuple[str, ...] | None) -> bool:
        return not value

    def parse(self, raw: Raw, *, today: date) -> tuple[str, ...] | Problem | None:
        chosen = {code.strip() for code in raw.get(self.id, ()) if code.strip()}
        known = [code for code in self.labels if code in chosen]
        return (*known, *sorted(chosen.difference(known))) or None

    def validate(self, value: tuple[str, ...], *, today: date) -> Problem | None:
        if not self.knows(value):
            return self.problem("not_an_option")
        if self.definition.min and len(value) < self.definition.min:
            return self.problem("too_few", "one" if self.definition.min == 1 else "", min=self.definition.min)
        if self.definition.max and len(value) > self.definition.max:
            return self.problem(
                "too_many", "one" if self.definition.max == 1 else "", max=self.definition.max
            )
        return None

    def read_in_browser(self, *, today: date) -> dict[str, Json]:
        return {"as": "codes"}

    def display(self, value: tuple[str, ...]) -> str:
        return ", ".join(self.labels.get(code, code) for code in value)

    def to_json(self, value: tuple[str, ...]) -> Json:
        return list(value)

    def from_json(self, stored: Json) -> tuple[str, ...]:
        if not isinstance(stored, list | tuple) or not all(isinstance(code, str) for code in stored):
            raise NotReadable(f"{stored!r} is not a list of codes")
        return tuple(stored)

    def json_schema(self) -> dict[str, Json]:
        most = {} if self.definition.max is None else {"maxItems": self.definition.max}
        return {"type": "array", "uniqueItems": True, "items": self.codes_schema, **most}

    def to_raw(self, value: tuple[str, ...]) -> dict[str, list[str]]:
        return {self.id: list(value)}
