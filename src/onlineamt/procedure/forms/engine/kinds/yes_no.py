"""Yes or no."""

from datetime import date
from typing import TypeVar

from onlineamt.procedure.forms.definition import ConsentField, OptionDefinition, YesNoField
from onlineamt.procedure.forms.engine.expressions import Scalar
from onlineamt.procedure.forms.engine.kinds.base import Json, Kind, NotReadable, Raw
from onlineamt.procedure.forms.engine.kinds.typing_in import typed
from onlineamt.procedure.forms.engine.problems import Problem

B = TypeVar("B", YesNoField, ConsentField)

TRUE, FALSE = "true", "false"


class TruthKind(Kind[B, bool]):
    """What a question with two answers and a box to tick have in common."""

    value_type = Scalar.YES_NO

    def read_in_browser(self, *, today: date) -> dict[str, Json]:
        return {"as": "truth"}

    def json_schema(self) -> dict[str, Json]:
        return {"type": "boolean"}

    def from_json(self, stored: Json) -> bool:
        if not isinstance(stored, bool):
            raise NotReadable(f"{stored!r} is neither true nor false")
        return stored


class YesNoKind(TruthKind[YesNoField]):
    """Yes or no."""

    name = "yes_no"
    is_sent_empty = False

    @property
    def options(self) -> tuple[OptionDefinition, ...]:
        word = self.surroundings.wording.word
        return (
            OptionDefinition(code=TRUE, label=word("yes")),
            OptionDefinition(code=FALSE, label=word("no")),
        )

    def parse(self, raw: Raw, *, today: date) -> bool | Problem | None:
        text = typed(raw, self.id)
        if not text:
            return None
        return text == TRUE if text in (TRUE, FALSE) else self.problem("not_an_option")

    def display(self, value: bool) -> str:
        return self.surroundings.wording.word("yes" if value else "no")

    def to_raw(self, value: bool) -> dict[str, list[str]]:
        return {self.id: [TRUE if value else FALSE]}
