"""Several lines of text."""

from datetime import date

from onlineamt.procedure.forms.definition import LongTextField
from onlineamt.procedure.forms.engine.kinds.base import Raw
from onlineamt.procedure.forms.engine.kinds.text import WrittenKind
from onlineamt.procedure.forms.engine.kinds.typing_in import typed
from onlineamt.procedure.forms.engine.problems import Problem


class LongTextKind(WrittenKind[LongTextField]):
    """Several lines of text."""

    name = "long_text"

    def parse(self, raw: Raw, *, today: date) -> str | Problem | None:
        return typed(raw, self.id) or None

    def html_attributes(self) -> dict[str, str]:
        return super().html_attributes() | {"rows": str(self.definition.rows)}
