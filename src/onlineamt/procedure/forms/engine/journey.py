"""The way of one person through a form, computed from their answers; nothing about it is stored."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
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


class SectionProgress(Enum):
    """How far a section is. `WAITING`: whether it applies hangs on questions of other sections."""

    WAITING = "waiting"
    NOT_STARTED = "not_started"
    STARTED = "started"
    FINISHED = "finished"


@dataclass(frozen=True)
class SectionState:
    """A section of a long form, with those of its pages that apply. `waits_for`: sections to be filled in before it."""

    id: str
    pages: tuple[PageState, ...]
    waits_for: tuple[str, ...] = ()

    @cached_property
    def progress(self) -> SectionProgress:
        """How far it is."""
        if not self.pages:
            return SectionProgress.WAITING
        if self.first_unfinished is None:
            return SectionProgress.FINISHED
        is_started = any(state.is_saved for page in self.pages for state in page.fields)
        return SectionProgress.STARTED if is_started else SectionProgress.NOT_STARTED

    @cached_property
    def first_unfinished(self) -> str | None:
        """The first page on which something is left to do; None when all is done."""
        return next((page.id for page in self.pages if not page.is_finished), None)

    @property
    def opens_at(self) -> str | None:
        """The page where one goes on: the first unfinished one, from the beginning where none or all is done; None: waits."""
        if self.progress is SectionProgress.STARTED:
            return self.first_unfinished
        return self.pages[0].id if self.pages else None

    @property
    def visitable(self) -> tuple[str, ...]:
        """The pages that may be opened: all up to the first unfinished one."""
        return _up_to([page.id for page in self.pages], self.first_unfinished)


def _up_to(page_ids: list[str], last: str | None) -> tuple[str, ...]:
    return tuple(page_ids if last is None else page_ids[: page_ids.index(last) + 1])


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
    undecided: frozenset[str] = frozenset()
    """The pages of which nobody can say yet whether they apply."""
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
    def sections(self) -> tuple[SectionState, ...]:
        """Of a long form, the sections that apply, and those of which it hangs on others whether they do."""
        there = {page.id: page for page in self.pages}
        found = []
        for one in self.form.definition.sections:
            pages = tuple(there[page_id] for page_id in one.pages if page_id in there)
            waits_for = () if pages else self._deciding_sections(one.pages)
            if pages or waits_for:
                found.append(SectionState(one.id, pages, waits_for))
        return tuple(found)

    def _deciding_sections(self, page_ids: tuple[str, ...]) -> tuple[str, ...]:
        """Return the sections with open questions that decide whether one of the pages applies."""
        undecided = [page_id for page_id in page_ids if page_id in self.undecided]
        deciding = {other for page_id in undecided for other in self.form.deciding_pages(page_id)}
        still_open = {page.id for page in self.pages if not page.is_finished} & deciding
        return tuple(one.id for one in self.form.definition.sections if not still_open.isdisjoint(one.pages))

    def section_of(self, page_id: str) -> SectionState | None:
        """Return the section of a page that applies; None where the form has no sections."""
        return next((one for one in self.sections if any(page.id == page_id for page in one.pages)), None)

    @cached_property
    def visitable(self) -> tuple[str, ...]:
        """The pages that may be opened: all up to the first unfinished one, in each section where there are sections."""
        if self.sections:
            return tuple(page_id for section in self.sections for page_id in section.visitable)
        return _up_to([page.id for page in self.pages], self.first_unfinished)

    def page(self, page_id: str) -> PageState | None:
        """Return a page if it applies."""
        return next((page for page in self.pages if page.id == page_id), None)

    def next_page(
        self, after: str, *, to_summary: bool = False, before: "Journey | None" = None
    ) -> str | None:
        """Return where to go after a page was saved; None is the summary, or the list of tasks where there are sections.

        A page that is not finished comes again. Who came from the summary returns there, unless questions are open. In a form
        with sections those count that were not open `before` the page was saved: others may have been left for later.
        """
        page = self.page(after)
        if self.sections and to_summary and before:
            return self._opened_since(before, after)
        if to_summary or (page is None and not self.sections):
            return self.first_unfinished
        if page is None:
            return None
        if not page.is_finished:
            return after
        section = self.section_of(after)
        ids = [one.id for one in (section.pages if section else self.pages)]
        following = ids[ids.index(after) + 1 :]
        return following[0] if following else (section or self).first_unfinished

    def _opened_since(self, before: "Journey", after: str) -> str | None:
        """Return the page itself if something is left to do there, else the first one that was not open before."""
        open_before = {page.id for page in before.pages if not page.is_finished} - {after}
        still_open = [page.id for page in self.pages if not page.is_finished and page.id not in open_before]
        return after if after in still_open else next(iter(still_open), None)

    def page_before(self, page_id: str) -> str | None:
        """Return the page that „Zurück“ leads to; None is the start, or the list of tasks where there are sections."""
        section = self.section_of(page_id)
        ids = [page.id for page in (section.pages if section else self.pages)]
        index = ids.index(page_id) if page_id in ids else 0
        return ids[index - 1] if index else None

    def only(self, page_ids: Collection[str], around: Answers) -> "Journey":
        """Return the way of somebody who sees only some pages; `around` are the answers that others give beside theirs."""

        def changed(answers: Answers) -> Journey:
            own = {name: one for name, one in answers.items() if self._page_of(name) in page_ids}
            return self.changed({**own, **around}).only(page_ids, around)

        pages = tuple(page for page in self.pages if page.id in page_ids)
        return replace(self, pages=pages, changed=changed)

    def _page_of(self, field_id: str) -> str:
        found = self.form.fields.get(field_id)
        return found.page_id if found else ""

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
                    value = suggestion_for(state.field, activation)
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
        is_said = state.field.asks and state.is_saved
        if is_said and not (state.field.kind.is_silent and state.field.kind.is_blank(state.answer)):
            text = words.display(state.id, state.answer)
            yield SummaryRow(state.id, words.label(state.id), text, files_in(state.answer))


def suggestion_for(one: CompiledField, activation: Activation) -> Value | None:
    """Return what may stand in a field that was not asked yet: a value known to the platform, or the default."""
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
