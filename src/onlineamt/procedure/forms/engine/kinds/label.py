"""What a page says without asking: a text between the questions, and a computed value."""

from datetime import date
from typing import NoReturn, TypeVar

from onlineamt.procedure.forms.definition import ComputedField, LabelField
from onlineamt.procedure.forms.engine.kinds.base import Json, Kind, NotReadable, Raw

S = TypeVar("S", LabelField, ComputedField)


class SayingKind(Kind[S, str]):
    """A field that asks nothing and keeps nothing."""

    asks = False

    @property
    def inputs(self) -> tuple[str, ...]:
        return ()

    def parse(self, raw: Raw, *, today: date) -> None:
        return None

    def display(self, value: str) -> str:
        return value

    def json_schema(self) -> NoReturn:
        raise NotReadable(f"{self.id} keeps no answer")

    def from_json(self, stored: Json) -> NoReturn:
        raise NotReadable(f"{self.id} keeps no answer")


class LabelKind(SayingKind[LabelField]):
    """A text between the questions."""

    name = "label"
