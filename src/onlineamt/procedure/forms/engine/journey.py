"""The way of one person through a form, computed from their answers; nothing about it is stored."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.forms.engine.expressions import (
    UNKNOWN,
    Activation,
    ExpressionFailed,
    Unknown,
    Value,
)
from onlineamt.procedure.forms.engine.form import (
    CompiledField,
    CompiledForm,
    CompiledPage,
)
from onlineamt.procedure.forms.engine.kinds import Json
from onlineamt.procedure.forms.engine.kinds.file import AttachedFile, files_in
from onlineamt.procedure.forms.engine.problems import Problem

Answers = Mapping[str, Json]
"""Stored answers by field. A missing key: not asked yet. None: asked and left empty."""


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


@dataclass(frozen=True)
class PageState:
    """A page that applies, with the fields that apply on it."""

    page: CompiledPage
    fields: tuple[FieldState, ...]

    @property
    def id(self) -> str:
        """The id of the page."""
        return self.page.id

    @cached_property
    def is_finished(self) -> bool:
        """Whether every question is answered and nothing is wrong."""
        return all(state.is_finished for state in self.fields)

    def each_group(self) -> Iterator[tuple[int, tuple[FieldState, ...]]]:
        """Yield the groups of the page that apply: their place in the definition and their fields."""
        for index in sorted({state.field.group for state in self.fields}):
            yield index, tuple(state for state in self.fields if state.field.group == index)


@dataclass(frozen=True)
class SummaryRow:
    """One line of "Prüfen Sie Ihre Angaben", of a letter or of the office's view. `files`: where the answer is files."""

    field_id: str
    label: str
    text: str
    files: tuple[AttachedFile, ...] = ()


@dataclass(frozen=True)
class SummaryPage:
    """The answers of one page."""

    page_id: str
    title: str
    rows: tuple[SummaryRow, ...]


@dataclass(frozen=True)
class Journey:
    """All that follows from answers, facts and parameters."""

    form: CompiledForm
    pages: tuple[PageState, ...]
    answers: Mapping[str, Json]
    computed: Mapping[str, Value | Unknown]
    failures: tuple[str, ...]
    values: Mapping[str, Value | None] = field(repr=False)
    items: Mapping[str, tuple["Journey", ...]] = field(default_factory=dict)
    """By list the way through each entry's own little form."""
    changed: Callable[[Answers], "Journey"] = field(repr=False, compare=False, kw_only=True)
    """Returns the way with other answers, everything else as it was; it decides anew only what hangs on a changed one."""

    @cached_property
    def errors(self) -> Mapping[str, tuple[Problem, ...]]:
        """What is wrong with saved answers, by field. A missing answer is no error until the page is saved."""
        return {state.id: state.problems for page in self.pages for state in page.fields if state.problems}

    @cached_property
    def first_unfinished(self) -> str | None:
        """The first page on which something is left to do; None when all is done."""
        return next((page.id for page in self.pages if not page.is_finished), None)

    @property
    def is_complete(self) -> bool:
        """Whether every page that applies is finished."""
        return self.first_unfinished is None

    @cached_property
    def visitable(self) -> tuple[str, ...]:
        """The pages that may be opened: all up to the first unfinished one."""
        ids = [page.id for page in self.pages]
        return tuple(ids if self.is_complete else ids[: ids.index(self.first_unfinished or "") + 1])

    def page(self, page_id: str) -> PageState | None:
        """Return a page if it applies."""
        return next((page for page in self.pages if page.id == page_id), None)

    def next_page(self, after: str, *, to_summary: bool = False) -> str | None:
        """Return where to go after a page was saved; None is the summary.

        A page that is not finished comes again. Who came from the summary returns there, unless questions are open.
        """
        page = self.page(after)
        if page is None or to_summary:
            return self.first_unfinished
        if not page.is_finished:
            return after
        ids = [one.id for one in self.pages]
        following = ids[ids.index(after) + 1 :]
        return following[0] if following else self.first_unfinished

    def page_before(self, page_id: str) -> str | None:
        """Return the page that „Zurück“ leads to; None is the start."""
        ids = [page.id for page in self.pages]
        index = ids.index(page_id) if page_id in ids else 0
        return ids[index - 1] if index else None

    def summary(self, language: Language = Language.GERMAN) -> tuple[SummaryPage, ...]:
        """Return all answers that count, page by page, as people read them. What no longer applies is left out."""
        words = self.form.words(language)
        return tuple(
            SummaryPage(page.id, words.page(page.id).title, rows)
            for page in self.pages
            if (rows := tuple(_rows(page, language, self.form)))
        )

    def suggestions(self) -> dict[str, Value]:
        """Return what may stand in fields that were not asked yet: values known to the platform, and defaults."""
        activation = self.activation()
        found: dict[str, Value] = {}
        for page in self.pages:
            for state in page.fields:
                if state.field.asks and not state.is_saved:
                    value = _suggestion(state.field, activation)
                    if value is not None:
                        found[state.id] = value
        return found

    def computed_json(self) -> dict[str, Json]:
        """Return the computed values that are known, as they are stored."""
        results = self.form.words().results
        return {
            name: results[name].to_json(value)
            for name, value in self.computed.items()
            if value is not UNKNOWN
        }

    def around(self, field_id: str) -> dict[str, Value | None]:
        """Return what the entries of a list need to know of the form around them."""
        return seen_by(self.form.items[field_id], self.values)

    def activation(
        self, fees: Mapping[str, int] | None = None, facts: Mapping[str, Value | None] | None = None
    ) -> Activation:
        """Return everything that expressions may read: for fees and the rules of the procedure.

        `facts` are what is known by now by its full name (`entry.valid_until`), in place of what was known before.
        """
        known = {f"fees.{name}": cents for name, cents in (fees or {}).items()}
        return self.form.scope.activation({**self.values, **known, **(facts or {})})


def seen_by(form: CompiledForm, values: Mapping[str, Value | None]) -> dict[str, Value | None]:
    """Return those values of the form around that the little form of an entry reads."""
    return {name: values[name] for name in form.reads_around if name in values}


def _rows(page: PageState, language: Language, form: CompiledForm) -> Iterator[SummaryRow]:
    """What is sent is shown, with its mistakes too: whoever sends anyway, and the office, must see the same."""
    words = form.words(language)
    for state in page.fields:
        if state.field.asks and state.is_saved:
            text = words.display(state.id, state.answer)
            yield SummaryRow(state.id, words.label(state.id), text, files_in(state.answer))


def _suggestion(one: CompiledField, activation: Activation) -> Value | None:
    kind = one.kind
    if one.prefill:
        try:
            value = one.prefill.evaluate(activation)
        except ExpressionFailed:
            value = UNKNOWN
        if value is not UNKNOWN:
            return value
    default = getattr(kind.definition, "default", None)
    return None if default is None else kind.from_json(default)
