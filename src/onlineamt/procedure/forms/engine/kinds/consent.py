"""A declaration to tick."""

from datetime import date

from onlineamt.procedure.forms.definition import ConsentField
from onlineamt.procedure.forms.engine.kinds.base import Json, Raw
from onlineamt.procedure.forms.engine.kinds.typing_in import typed
from onlineamt.procedure.forms.engine.kinds.yes_no import TRUE, TruthKind
from onlineamt.procedure.forms.engine.problems import Problem


class ConsentKind(TruthKind[ConsentField]):
    """A declaration to tick. An empty box sends nothing: it means no, and where consent is needed it is a mistake."""

    name = "consent"
    is_sent_empty = False

    @property
    def blank(self) -> Json:
        return False

    @property
    def is_silent(self) -> bool:
        return self.definition.only_if_ticked

    def is_blank(self, value: bool | None) -> bool:
        return value is not True

    def parse(self, raw: Raw, *, today: date) -> bool | Problem | None:
        return True if typed(raw, self.id) == TRUE else None

    def display(self, value: bool) -> str:
        return self.surroundings.wording.word("consented" if value else "not_consented")

    def to_raw(self, value: bool) -> dict[str, list[str]]:
        return {self.id: [TRUE] if value else []}
