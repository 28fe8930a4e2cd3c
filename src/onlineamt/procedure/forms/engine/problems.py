"""What can be wrong with an answer: a code with its facts; the words come later, in the person's language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

Fact = str | int | date | tuple[str, ...]


@dataclass(frozen=True)
class Problem:
    """One mistake at one field. `parts` are the boxes it stands in, such as the day of a date."""

    field_id: str
    code: str
    variant: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)
    parts: tuple[str, ...] = ()
    check: str = ""

    @property
    def is_missing_answer(self) -> bool:
        """Whether nothing is wrong but that there is no answer yet."""
        return self.code == "required"
