"""The walk through a form: one condition after the other, on what is known by then."""

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from datetime import date
from heapq import heapify, heappop, heappush
from typing import Any

from onlineamt.procedure.forms.engine.choices import choice_problems
from onlineamt.procedure.forms.engine.entries import item_answers, item_as_counted, item_as_said, stored_item
from onlineamt.procedure.forms.engine.expressions import (
    UNKNOWN,
    Activation,
    Expression,
    ExpressionFailed,
    Unknown,
    Value,
)
from onlineamt.procedure.forms.engine.form import (
    CompiledForm,
    CompiledPage,
    Context,
    Setting,
    Step,
)
from onlineamt.procedure.forms.engine.journey import Answers, Journey, seen_by
from onlineamt.procedure.forms.engine.kept import SKIPPED, Kept, read_kept, write_kept
from onlineamt.procedure.forms.engine.kinds import Json, NotReadable
from onlineamt.procedure.forms.engine.kinds.repeat import items_in
from onlineamt.procedure.forms.engine.known import Known, differing
from onlineamt.procedure.forms.engine.lookups import CompiledLookup
from onlineamt.procedure.forms.engine.problems import Problem
from onlineamt.procedure.forms.engine.states import FieldState, PageState


def journey(
    form: CompiledForm,
    answers: Answers,
    *,
    today: date,
    facts: Mapping[str, Value] | None = None,
    parameters: Mapping[str, Setting] | None = None,
    entry: Mapping[str, Value | None] | None = None,
    answered_on: date | None = None,
    around: Mapping[str, Value | None] | None = None,
    kept: Json = None,
) -> Journey:
    """Return the way through the form that follows from the answers. Never raises for an answer, whatever it is.

    `today` is the day that counts for the matter; `answered_on` a later one on which answers were still given: what lies
    before it is no future, and what lay ahead on the first day may be over. `around`: for the little form of a list's entry, what `Journey.around` says.
    `kept` is what `Journey.kept` said of the same form, answers and circumstances: nothing of it is decided again.
    """
    context = Context(today, facts or {}, parameters or {}, entry or {})
    walk = _Walk(form, answers, context, answered_on or today, around)
    known = read_kept(form, kept)
    return walk.recalled(known) if known else walk.journey()


_NEVER = object()


class _Walk:
    """Decides one condition after the other, and keeps what came of each: with other answers, only what hangs on a changed one
    is decided anew."""

    def __init__(
        self,
        form: CompiledForm,
        answers: Answers,
        context: Context,
        answered_on: date,
        around: Mapping[str, Value | None] | None = None,
    ) -> None:
        self.form, self.answers = form, dict(answers)
        self.context, self.answered_on = context, answered_on
        values = context.values() if around is None else around
        self.known = Known(form, self.answers, values, first_day=context.today, last_day=answered_on)
        self.hidden: set[str] = set()
        self.outcomes: dict[str, Any] = {}  # by step
        self.computed: dict[str, Value | Unknown] = {}
        self.items: dict[str, tuple[Journey, ...]] = {}
        self.reported: dict[str, tuple[Problem, ...]] = {}  # by page, of its checks
        self.beside: dict[str, list[Problem]] = {}  # by field, what checks say about it
        self.pages: dict[str, PageState] = {}
        self.failures: dict[str, dict[str, None]] = {}  # by step or page

    def journey(self) -> Journey:
        """Decide everything."""
        self.known.read(self.answers)
        for step in self.form.steps:
            self._take(step)
        return self._finish(None)

    def recalled(self, known: Kept) -> Journey:
        """Take what was decided as it was kept; only the entries of lists are gone through again."""
        self.outcomes = dict(known.outcomes)
        for step in known.telling:
            result = self.outcomes[step.node]
            if step.computes:
                self.computed[step.computes] = result
                self.known.learn(f"computed.{step.computes}", result)
            elif step.item:
                if result is not SKIPPED:
                    self._walk_items(step.walks, step.item, step.node)
            else:
                self._show_or_hide(step, _NEVER, result)
        for page in self._shown():
            self.reported[page.id] = tuple(self._checked(page)) if page.id in known.reporting else ()
            self.pages[page.id] = self._state_of(page, is_finished=page.id in known.finished)
        return self._finish(set())

    def changed(self, answers: Answers) -> Journey:
        """Return the way with other answers; this one stays as it is."""
        walk = copy(self)
        for name in ("hidden", "outcomes", "computed", "items", "reported", "pages", "failures"):
            setattr(walk, name, copy(getattr(self, name)))
        walk.answers = dict(answers)
        walk.known = self.known.with_answers(walk.answers)
        dirty = {name for name in differing(self.answers, walk.answers) if name in self.form.asked}
        dirty -= self.hidden
        walk._expect(dirty)
        return walk._finish(walk._decide(dirty))

    def counting(self) -> dict[str, Json]:
        """Return the stored answers that count."""
        return {
            state.id: [stored_item(way) for way in self.items[state.id]]
            if state.id in self.items
            else self.answers[state.id]
            for page in self._shown()
            for state in self.pages[page.id].fields
            if state.field.asks and state.is_saved
        }

    def failed(self) -> tuple[str, ...]:
        """Return what could not be evaluated, in the words of the expressions."""
        of_pages = {page.id: self.pages[page.id].failures for page in self._shown()}
        both = {
            node: {**self.failures.get(node, {}), **of_pages.get(node, {})}
            for node in {**self.failures, **of_pages}
        }
        return tuple(failure for failed in both.values() for failure in failed)

    def undecided(self) -> frozenset[str]:
        """Return the pages of which nobody can say yet whether they apply."""
        return frozenset(page.id for page in self.form.pages if self.outcomes.get(page.node) is UNKNOWN)

    def kept(self) -> Json:
        """Return what was decided as it can be kept; None where an expression failed: that is to be seen each time."""
        shown = {page.id: self.pages[page.id].is_finished for page in self._shown()}
        if self.failures or any(self.pages[page_id].met_failures for page_id in shown):
            return None
        reporting = [page_id for page_id, problems in self.reported.items() if problems]
        return write_kept(self.form, self.outcomes, shown=shown, reporting=reporting)

    def evaluate(self, expression: Expression) -> Value | Unknown | None:
        """Return what an expression of the form is now; what fails is unknown."""
        try:
            return expression.evaluate(self.known.laid_out(expression.references))
        except ExpressionFailed:
            return UNKNOWN

    def _finish(self, dirty: set[str] | None) -> Journey:
        shown = self._shown()
        self._judge(shown, dirty)
        pages = tuple(self.pages[page.id] for page in shown)
        return Journey(self.form, pages, self.computed, self.items, self, changed=self.changed)

    def _shown(self) -> list[CompiledPage]:
        return [page for page in self.form.pages if page.node not in self.hidden]

    # -- conditions and computed values -----------------------------------------------------------------------------

    def _decide(self, dirty: set[str]) -> set[str]:
        """Take the steps that hang on a value of `dirty`, in their order; return all names that are other than before."""
        steps, hanging = self.form.steps, self.form.hanging
        places = {place for name in dirty for place in hanging.get(name, ())}
        self.known.read(name for place in places for name in steps[place].references)
        heapify(waiting := list(places))
        while waiting:
            place = heappop(waiting)
            for name in self._take(steps[place]):
                dirty.add(name)
                later = {one for one in hanging.get(name, ()) if one > place} - places
                places |= later
                for one in later:
                    heappush(waiting, one)
        return dirty

    def _take(self, step: Step) -> tuple[str, ...]:
        """Decide a step; return the names of what is other than before."""
        self.failures.pop(step.node, None)
        before = self.outcomes.get(step.node, _NEVER)
        result: Any = SKIPPED if step.parent in self.hidden else self._result_of(step)
        self.outcomes[step.node] = result
        if step.item:
            if result is SKIPPED:
                return ()
            self._walk_items(step.walks, step.item, step.node)
            return (step.walks,)
        if step.computes:
            if result is before or (before is not _NEVER and result == before):
                return ()
            self.computed[step.computes] = result
            self.known.learn(name := f"computed.{step.computes}", result)
            return (name,)
        other = self._show_or_hide(step, before, result)
        return other if (before is True) == (result is True) else (step.node, *other)

    def _show_or_hide(self, step: Step, before: Any, result: Any) -> tuple[str, ...]:
        """Return the fields that are there again or gone. What the page or group around hides, it has hidden itself."""
        if result is True:
            self.hidden.discard(step.node)
            if before is True or before is _NEVER:
                return ()
            self.hidden.difference_update(step.hides)
            self._expect(step.hides)
            return step.hides
        self.hidden.add(step.node)
        if result is SKIPPED or result is before:
            return ()
        self._hide(step.hides, is_certain=result is False)
        return step.hides

    def _expect(self, field_ids: Iterable[str]) -> None:
        for field_id in field_ids:
            self.items.pop(field_id, None)
            self.known.expect(field_id)

    def _forget(self, field_id: str) -> None:
        self.items.pop(field_id, None)
        self.known.forget(field_id)

    def _hide(self, field_ids: tuple[str, ...], *, is_certain: bool) -> None:
        """Forget answers that do not apply; that there is none is known only if it is certain that none is asked."""
        for field_id in field_ids:
            self.hidden.add(field_id)
            self._forget(field_id)
            if is_certain and field_id in self.form.asked:
                self.known.learn(field_id, None)

    def _walk_items(self, field_id: str, form: CompiledForm, node: str) -> None:
        """Go through the entries of a list; what one lacks is unknown, the others count all the same."""
        if field_id in self.hidden:
            return
        self._forget(field_id)
        if field_id not in self.answers:
            return
        kind: Any = self.form.fields[field_id].kind
        try:
            items = items_in(self.answers[field_id])
        except NotReadable:
            self.known.wrong[field_id] = [kind.problem("unreadable")]
            return
        around = seen_by(form, self.known)
        ways = tuple(
            _Walk(form, item_answers(form, item), self.context, self.answered_on, around).journey()
            for item in items
        )
        self.items[field_id] = ways
        said = tuple(map(item_as_said, ways))
        self.known.readable[field_id] = said
        wrong = [
            kind.problem("item_unfinished", item=kind.title(position))
            for position, way in enumerate(ways)
            if not way.is_complete
        ]
        if problem := kind.validate(said, today=self.answered_on) if items else None:
            wrong.append(problem)
        if wrong:
            self.known.wrong[field_id] = wrong
        for way in ways:
            self.failures.setdefault(node, {}).update(dict.fromkeys(way.failures))
        self.known.learn(field_id, tuple(map(item_as_counted, ways)))

    def _result_of(self, step: Step) -> Any:
        if step.lookup:
            return self._look_up(step.lookup, step.node)
        if step.expression is None:
            return True
        result = self._evaluate(step.expression, step.node)
        return self._is_opened_by_default(step) if result is UNKNOWN and not step.computes else result

    def _is_opened_by_default(self, step: Step) -> Any:
        """True, or unknown: what a default opens is asked on the same page with it, and counts for nothing else."""
        defaults = self.form.defaults(step.references - self.answers.keys() - self.hidden)
        if not defaults or step.expression is None:
            return UNKNOWN
        laid_out = self.form.scope.activation({**self._read(step.references), **defaults})
        return self._evaluate(step.expression, step.node, laid_out) is True or UNKNOWN

    def _evaluate(self, expression: Expression, where: str, laid_out: Activation | None = None) -> Any:
        """Return a value or UNKNOWN. What fails is unknown too: it decides nothing, and is reported."""
        try:
            return expression.evaluate(laid_out or self.known.laid_out(expression.references))
        except ExpressionFailed as failure:
            return self._failed(str(failure), where)

    def _look_up(self, lookup: CompiledLookup, where: str) -> Any:
        table = self.context.table(lookup.table)
        if table is None:
            return self._failed(f"parameters.{lookup.table}: the table is missing", where)
        try:
            return lookup.find(table, self.known.laid_out(lookup.references))
        except ExpressionFailed as failure:
            return self._failed(str(failure), where)

    def _failed(self, words: str, where: str) -> Unknown:
        self.failures.setdefault(where, {})[words] = None
        return UNKNOWN

    def _read(self, names: Iterable[str]) -> Mapping[str, Value | None]:
        self.known.read(names)
        return self.known.found

    # -- pages ------------------------------------------------------------------------------------------------------

    def _judge(self, shown: list[CompiledPage], dirty: set[str] | None) -> None:
        """Check the pages that hang on a name of `dirty`, None: all; and those beside whose fields a check now says another
        thing."""
        gone = self.reported.keys() - {page.id for page in shown}
        other = {problem.field_id for page_id in gone for problem in self.reported.pop(page_id)}
        for page_id in gone:
            self.failures.pop(page_id, None)
            self.pages.pop(page_id, None)
        hanging = {page_id for name in dirty or () for page_id in self.form.pages_hanging.get(name, ())}
        again = {
            page.id: page
            for page in shown
            if dirty is None or page.id in hanging or page.id not in self.pages
        }
        for page_id, page in again.items():
            self.failures.pop(page_id, None)
            before, now = self.reported.get(page_id, ()), tuple(self._checked(page))
            self.reported[page_id] = now
            other |= {problem.field_id for problem in (*before, *now)}
        self.beside = {}
        for problem in (one for page in shown for one in self.reported[page.id]):
            self.beside.setdefault(problem.field_id, []).append(problem)
        beside = {self.form.fields[name].page_id for name in other}
        for page in shown:
            if page.id in again or page.id in beside:
                self.pages[page.id] = self._state_of(page)

    def _checked(self, page: CompiledPage) -> Iterator[Problem]:
        fields = [one for one in page.fields if one.id not in self.hidden]
        laid_out = self.known.laid_out(page.reads)
        for check in (*page.checks, *(check for one in fields for check in one.checks)):
            try:
                result = check.condition.evaluate(laid_out)
            except ExpressionFailed as failure:
                result = self._failed(str(failure), page.id)
            if result is check.breaks_at:
                for field_id in check.fields:
                    yield Problem(field_id, "check", check=check.definition.id)
        values = self._read(name for names in page.choices.values() for name in names)
        yield from choice_problems(page, self.answers, values, hidden=self.hidden, wrong=self.known.wrong)

    def _state_of(self, page: CompiledPage, *, is_finished: bool | None = None) -> PageState:
        return PageState(page, self._fields_of, is_finished=is_finished)

    def _fields_of(self, page: CompiledPage) -> tuple[tuple[FieldState, ...], Mapping[str, None]]:
        """Return the fields that apply on a page, and what could not be evaluated on the way."""
        failed: dict[str, None] = {}
        values, answers = self._read(one.id for one in page.fields), self.answers
        readable, wrong, beside = self.known.readable, self.known.wrong, self.beside
        fields = tuple(
            FieldState(
                one,
                one.required is True or (one.required is not False and self._is_needed(one.required, failed)),
                name in answers,
                readable.get(name),
                values.get(name),
                (*wrong.get(name, ()), *beside.get(name, ())) if name in wrong or name in beside else (),
            )
            for one in page.fields
            if (name := one.id) not in self.hidden
        )
        return fields, failed

    def _is_needed(self, condition: Expression, failed: dict[str, None]) -> bool:
        try:
            return condition.evaluate(self.known.laid_out(condition.references)) is not False
        except ExpressionFailed as failure:
            failed[str(failure)] = None
            return True
