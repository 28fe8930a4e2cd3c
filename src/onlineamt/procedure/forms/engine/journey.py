"""The way of one person through a form, computed from their answers; nothing about it is stored."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.forms.engine.checks import CompiledCheck
from onlineamt.procedure.forms.engine.expressions import (
    UNKNOWN,
    Activation,
    Expression,
    ExpressionFailed,
    Unknown,
    Value,
)
from onlineamt.procedure.forms.engine.form import (
    CompiledField,
    CompiledForm,
    CompiledPage,
    Context,
    Setting,
    Step,
)
from onlineamt.procedure.forms.engine.kinds import Json, NotReadable
from onlineamt.procedure.forms.engine.kinds.file import AttachedFile, files_in
from onlineamt.procedure.forms.engine.lookups import CompiledLookup
from onlineamt.procedure.forms.engine.problems import Problem

Answers = Mapping[str, Json]
"""Stored answers by field. A missing key: not asked yet. None: asked and left empty."""


@dataclass(frozen=True)
class FieldState:
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

    @property
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

    def activation(
        self, fees: Mapping[str, int] | None = None, facts: Mapping[str, Value | None] | None = None
    ) -> Activation:
        """Return everything that expressions may read: for fees and the rules of the procedure.

        `facts` are what is known by now by its full name (`entry.valid_until`), in place of what was known before.
        """
        known = {f"fees.{name}": cents for name, cents in (fees or {}).items()}
        return self.form.scope.activation({**self.values, **known, **(facts or {})})


def journey(
    form: CompiledForm,
    answers: Answers,
    *,
    today: date,
    facts: Mapping[str, Value] | None = None,
    parameters: Mapping[str, Setting] | None = None,
    entry: Mapping[str, Value | None] | None = None,
    answered_on: date | None = None,
) -> Journey:
    """Return the way through the form that follows from the answers. Never raises for an answer, whatever it is.

    `today` is the day that counts for the matter; `answered_on` a later one on which answers were still given: what lies
    before it is no future.
    """
    context = Context(today, facts or {}, parameters or {}, entry or {})
    return _Walk(form, answers, context, answered_on or today).journey()


class _Walk:
    """Decides one condition after the other, on what is known by then."""

    def __init__(self, form: CompiledForm, answers: Answers, context: Context, answered_on: date) -> None:
        self.form, self.answers, self.answered_on = form, answers, answered_on
        self.context, self.values = context, context.values()
        self.problems: dict[str, list[Problem]] = {}
        self.readable: dict[str, Value] = {}
        self.hidden: set[str] = set()
        self.computed: dict[str, Value | Unknown] = {}
        self.failures: list[str] = []
        self._stale: set[str] = set()
        self._activation: Activation | None = None

    def journey(self) -> Journey:
        self._read_answers()
        self._decide()
        shown = [
            (page, self._visible(page)) for page in self.form.pages if f"pages.{page.id}" not in self.hidden
        ]
        for page, fields in shown:
            self._check((*page.checks, *(check for one in fields for check in one.checks)))
        states = tuple(PageState(page, tuple(map(self._state, fields))) for page, fields in shown)
        pruned = {
            one.id: self.answers[one.id]
            for _, fields in shown
            for one in fields
            if one.asks and one.id in self.answers
        }
        granted = self.form.granted
        self.values |= granted.suggestion(self.form.scope, self.values) if granted else {}
        return Journey(self.form, states, pruned, self.computed, tuple(self.failures), self.values)

    def _read_answers(self) -> None:
        for one in self.form.questions:
            if one.id in self.answers:
                self._read_answer(one, self.answers[one.id])

    def _read_answer(self, one: CompiledField, stored: Json) -> None:
        if stored is None:
            self.values[one.id] = None
            return
        try:
            value = one.kind.from_json(stored)
        except NotReadable:
            self._report(one.id, one.kind.problem("unreadable"))
            return
        self.readable[one.id] = value
        if problem := (
            None if stored == one.kind.blank else one.kind.validate(value, today=self.answered_on)
        ):
            self._report(one.id, problem)
        else:
            self.values[one.id] = value

    def _decide(self) -> None:
        for step in self.form.steps:
            if step.parent in self.hidden:
                self.hidden.add(step.node)
                continue
            result = self._result_of(step)
            if step.computes:
                self.computed[step.computes] = result
                if result is not UNKNOWN:
                    self._learn(f"computed.{step.computes}", result)
            elif result is not True:
                self.hidden.add(step.node)
                self._hide(step.hides, is_certain=result is False)

    def _hide(self, field_ids: tuple[str, ...], *, is_certain: bool) -> None:
        """Forget answers that do not apply; that there is none is known only if it is certain that none is asked."""
        for field_id in field_ids:
            self.hidden.add(field_id)
            self.problems.pop(field_id, None)
            self.values.pop(field_id, None)
            self._stale.add(field_id)
            if is_certain and self.form.words().kind(field_id).asks:
                self._learn(field_id, None)

    def _learn(self, name: str, value: Any) -> None:
        self.values[name] = value
        self._stale.add(name)

    def _result_of(self, step: Step) -> Any:
        if step.lookup:
            return self._look_up(step.lookup)
        return self._evaluate(step.expression) if step.expression else True

    def _evaluate(self, expression: Expression) -> Any:
        """Return a value or UNKNOWN. What fails is unknown too: it decides nothing, and is reported."""
        try:
            return expression.evaluate(self._laid_out(expression.references))
        except ExpressionFailed as failure:
            self.failures.append(str(failure))
            return UNKNOWN

    def _look_up(self, lookup: CompiledLookup) -> Any:
        table = self.context.table(lookup.table)
        if table is None:
            self.failures.append(f"parameters.{lookup.table}: the table is missing")
            return UNKNOWN
        try:
            return lookup.find(table, self._laid_out(lookup.references))
        except ExpressionFailed as failure:
            self.failures.append(str(failure))
            return UNKNOWN

    def _laid_out(self, read: frozenset[str]) -> Activation:
        """Return the values laid out, anew where one of those to be read has changed."""
        if self._activation is None or not self._stale.isdisjoint(read):
            self._activation = self.form.scope.activation(self.values)
            self._stale.clear()
        return self._activation

    def _visible(self, page: CompiledPage) -> list[CompiledField]:
        return [one for one in page.fields if one.id not in self.hidden]

    def _is_required(self, one: CompiledField) -> bool:
        return one.required if isinstance(one.required, bool) else self._evaluate(one.required) is not False

    def _check(self, checks: Iterable[CompiledCheck]) -> None:
        for check in checks:
            if check.is_broken(self._evaluate(check.condition)):
                for field_id in check.fields:
                    self._report(field_id, Problem(field_id, "check", check=check.definition.id))

    def _report(self, field_id: str, problem: Problem) -> None:
        self.problems.setdefault(field_id, []).append(problem)

    def _state(self, one: CompiledField) -> FieldState:
        return FieldState(
            field=one,
            is_required=self._is_required(one),
            is_saved=one.id in self.answers,
            answer=self.readable.get(one.id),
            value=self.values.get(one.id),
            problems=tuple(self.problems.get(one.id, ())),
        )


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
