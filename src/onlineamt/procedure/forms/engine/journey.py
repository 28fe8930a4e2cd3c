"""The way of one person through a form, computed from their answers; what of it is kept beside them counts only as long as they do."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Protocol

from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.forms.engine.expressions import (
    UNKNOWN,
    Activation,
    Expression,
    Unknown,
    Value,
)
from onlineamt.procedure.forms.engine.form import (
    CompiledField,
    CompiledForm,
)
from onlineamt.procedure.forms.engine.kinds import Json
from onlineamt.procedure.forms.engine.kinds.file import AttachedFile, files_in
from onlineamt.procedure.forms.engine.problems import Problem
from onlineamt.procedure.forms.engine.sections import SectionState, pages_up_to
from onlineamt.procedure.forms.engine.states import PageState

Answers = Mapping[str, Json]
"""Stored answers by field. A missing key: not asked yet. None: asked and left empty."""


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


class Walk(Protocol):
    """What has decided a way, and can still say of it what is seldom asked."""

    @property
    def known(self) -> Mapping[str, Value | None]:
        """Everything that is known, by the name expressions have for it."""

    def counting(self) -> Mapping[str, Json]:
        """Return the stored answers that count."""

    def failed(self) -> tuple[str, ...]:
        """Return what could not be evaluated."""

    def undecided(self) -> frozenset[str]:
        """Return the pages of which nobody can say yet whether they apply."""

    def kept(self) -> Json:
        """Return what was decided as it can be kept."""

    def evaluate(self, expression: Expression) -> Value | Unknown | None:
        """Return what an expression of the form is now."""


@dataclass(frozen=True)
class Journey:
    """All that follows from answers, facts and parameters. `items`: by list the way through each entry's own little form."""

    form: CompiledForm
    pages: tuple[PageState, ...]
    computed: Mapping[str, Value | Unknown]
    items: Mapping[str, tuple["Journey", ...]]
    walk: Walk = field(repr=False, compare=False)
    changed: Callable[[Answers], "Journey"] = field(repr=False, compare=False, kw_only=True)
    """Returns the way with other answers, everything else as it was; it decides anew only what hangs on a changed one."""

    @cached_property
    def answers(self) -> Mapping[str, Json]:
        """The stored answers that count."""
        return self.walk.counting()

    @cached_property
    def values(self) -> Mapping[str, Value | None]:
        """Everything that is known, by the name expressions have for it, with what the office is suggested to grant."""
        known, granted = self.walk.known, self.form.granted
        return {**known, **granted.suggestion(self.form.scope, known)} if granted else known

    @cached_property
    def failures(self) -> tuple[str, ...]:
        """What could not be evaluated: it decided nothing."""
        return self.walk.failed()

    @cached_property
    def undecided(self) -> frozenset[str]:
        """The pages of which nobody can say yet whether they apply."""
        return self.walk.undecided()

    def kept(self, answers: Answers) -> Json:
        """Return what was decided of these answers, so that `journey` need not decide it again; None where it must."""
        return self.changed(answers).walk.kept()

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
        return pages_up_to([page.id for page in self.pages], self.first_unfinished)

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
        found = {
            state.id: self.suggestion_for(state.field)
            for page in self.pages
            for state in page.fields
            if state.field.asks and not state.is_saved
        }
        return {field_id: value for field_id, value in found.items() if value is not None}

    def suggestion_for(self, one: CompiledField) -> Value | None:
        """Return what may stand in a field that was not asked yet: a value known to the platform, or the default."""
        if one.prefill:
            value = self.walk.evaluate(one.prefill)
            if not isinstance(value, Unknown):
                return value
        default = getattr(one.kind.definition, "default", None)
        return None if default is None else one.kind.from_json(default)

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
        return seen_by(self.form.items[field_id], self.walk.known)

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
