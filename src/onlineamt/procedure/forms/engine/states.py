"""The questions and pages that apply, as the answers so far make them."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import NamedTuple

from onlineamt.procedure.forms.engine.expressions import Value
from onlineamt.procedure.forms.engine.form import CompiledField, CompiledPage
from onlineamt.procedure.forms.engine.problems import Problem


class FieldState(NamedTuple):
    """A field that applies, with the answer saved for it: `answer` as it reads, `value` where it counts."""

    field: CompiledField
    is_required: bool
    is_saved: bool
    answer: Value | None
    value: Value | None
    problems: tuple[Problem, ...]

    @property
    def id(self) -> str:
        """The id of the field."""
        return self.field.id

    @property
    def lacks_answer(self) -> bool:
        """Whether an answer is needed and not there."""
        return self.field.asks and self.is_required and self.field.kind.is_blank(self.value)

    @property
    def is_finished(self) -> bool:
        """Whether nothing is left to do here."""
        return not self.field.asks or (self.is_saved and not self.problems and not self.lacks_answer)


class PageState:
    """A page that applies, with the fields that apply on it: they are looked at when they are first asked for."""

    def __init__(
        self,
        page: CompiledPage,
        look: Callable[[CompiledPage], tuple[tuple[FieldState, ...], Mapping[str, None]]],
        *,
        is_finished: bool | None = None,
    ) -> None:
        """Take a page and how to look at it: its fields, with what could not be evaluated. `is_finished` where it is known."""
        self.page = page
        self._look = look
        self._is_finished = is_finished
        self.met_failures: Mapping[str, None] = {}

    def __eq__(self, other: object) -> bool:
        """Two are the same that say the same of the same page."""
        if not isinstance(other, PageState):
            return NotImplemented
        mine, theirs = (
            (self.page, self.is_finished, self.fields),
            (other.page, other.is_finished, other.fields),
        )
        return mine == theirs

    __hash__ = None  # type: ignore[assignment]

    @property
    def id(self) -> str:
        """The id of the page."""
        return self.page.id

    @cached_property
    def fields(self) -> tuple[FieldState, ...]:
        """The fields that apply."""
        fields, self.met_failures = self._look(self.page)
        return fields

    @property
    def failures(self) -> Mapping[str, None]:
        """What could not be evaluated when the fields were looked at."""
        return self.met_failures if self.fields else {}

    @property
    def is_finished(self) -> bool:
        """Whether every question is answered and nothing is wrong."""
        if self._is_finished is None:
            self._is_finished = all(state.is_finished for state in self.fields)
        return self._is_finished
