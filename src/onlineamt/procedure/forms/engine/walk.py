"""The walk through a form: one condition after the other, on what is known by then."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from datetime import date
from typing import Any

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
    CompiledField,
    CompiledForm,
    CompiledPage,
    Context,
    Setting,
    Step,
)
from onlineamt.procedure.forms.engine.journey import Answers, FieldState, Journey, PageState, seen_by
from onlineamt.procedure.forms.engine.kinds import Json, NotReadable
from onlineamt.procedure.forms.engine.kinds.repeat import items_in
from onlineamt.procedure.forms.engine.lookups import CompiledLookup
from onlineamt.procedure.forms.engine.problems import Fact, Problem


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
) -> Journey:
    """Return the way through the form that follows from the answers. Never raises for an answer, whatever it is.

    `today` is the day that counts for the matter; `answered_on` a later one on which answers were still given: what lies
    before it is no future, and what lay ahead on the first day may be over. `around`: for the little form of a list's entry, what `Journey.around` says.
    """
    context = Context(today, facts or {}, parameters or {}, entry or {})
    return _Walk(form, answers, context, answered_on or today, around).journey()


_NEVER, _SKIPPED = object(), object()


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
        self.form, self.answers, self.answered_on = form, dict(answers), answered_on
        self.context, self.values = context, context.values() if around is None else dict(around)
        self.readable: dict[str, Value] = {}
        self.wrong: dict[str, list[Problem]] = {}  # by field, of its own answer
        self.hidden: set[str] = set()
        self.outcomes: dict[str, Any] = {}  # by step
        self.computed: dict[str, Value | Unknown] = {}
        self.items: dict[str, tuple[Journey, ...]] = {}
        self.reported: dict[str, tuple[Problem, ...]] = {}  # by page, of its checks
        self.pages: dict[str, PageState] = {}
        self.kept: dict[str, dict[str, Json]] = {}  # by page, the answers that count
        self.failures: dict[str, dict[str, None]] = {}  # by step or page
        self._stale: set[str] = set()
        self._activation: Activation | None = None

    def journey(self) -> Journey:
        """Decide everything."""
        for one in self.form.questions:
            if one.id in self.answers and one.id not in self.form.items:
                self._read_answer(one, self.answers[one.id])
        return self._finish(self._decide(None))

    def changed(self, answers: Answers) -> Journey:
        """Return the way with other answers; this one stays as it is."""
        walk = copy(self)
        for name in (
            "values",
            "readable",
            "wrong",
            "hidden",
            "outcomes",
            "computed",
            "items",
            "reported",
            "pages",
            "kept",
            "failures",
        ):
            setattr(walk, name, copy(getattr(self, name)))
        walk.answers, walk._stale = dict(answers), set(self._stale)
        other = [
            one
            for one in self.form.questions
            if one.id not in self.hidden
            and _differ(answers.get(one.id, _NEVER), self.answers.get(one.id, _NEVER))
        ]
        walk._read(other)
        dirty = {one.id for one in other}
        walk._stale |= dirty
        return walk._finish(walk._decide(dirty))

    def _finish(self, dirty: set[str] | None) -> Journey:
        shown = [page for page in self.form.pages if f"pages.{page.id}" not in self.hidden]
        self._judge(shown, dirty)
        granted = self.form.granted
        suggested = granted.suggestion(self.form.scope, self.values) if granted else {}
        return Journey(
            form=self.form,
            pages=tuple(self.pages[page.id] for page in shown),
            answers={name: answer for page in shown for name, answer in self.kept[page.id].items()},
            computed=self.computed,
            failures=tuple(failure for failed in self.failures.values() for failure in failed),
            values={**self.values, **suggested},
            items=self.items,
            undecided=frozenset(
                page.id for page in self.form.pages if self.outcomes.get(f"pages.{page.id}") is UNKNOWN
            ),
            changed=self.changed,
        )

    # -- answers ----------------------------------------------------------------------------------------------------

    def _read(self, fields: Iterable[CompiledField]) -> None:
        for one in fields:
            self._forget(one.id)
            if one.id in self.answers and one.id not in self.form.items:
                self._read_answer(one, self.answers[one.id])

    def _forget(self, field_id: str) -> None:
        for kept in (self.values, self.readable, self.wrong, self.items):
            kept.pop(field_id, None)

    def _read_answer(self, one: CompiledField, stored: Json) -> None:
        if stored is None:
            self.values[one.id] = None
            return
        try:
            value = one.kind.from_json(stored)
        except NotReadable:
            self.wrong[one.id] = [one.kind.problem("unreadable")]
            return
        self.readable[one.id] = value
        problem = None if stored == one.kind.blank else self._judged(one, value)
        if problem:
            self.wrong[one.id] = [problem]
        else:
            self.values[one.id] = value

    def _judged(self, one: CompiledField, value: Value) -> Problem | None:
        """Return what is wrong with an answer, which was given on one of the days from the first to the last: a day that lay
        ahead then may be over by now."""
        first = one.kind.validate(value, today=self.context.today)
        if first is None or self.answered_on == self.context.today:
            return first
        last = one.kind.validate(value, today=self.answered_on)
        was_between = last is not None and (first.code, last.code) == ("too_late", "too_early")
        return None if was_between else last

    # -- conditions and computed values -----------------------------------------------------------------------------

    def _decide(self, dirty: set[str] | None) -> set[str] | None:
        """Take the steps that hang on a value of `dirty`, None: all; return the values that are other than before."""
        turned: set[str] = set()
        for step in self.form.steps:
            if dirty is None or self._hangs_on(step, dirty, turned):
                self._take(step, set() if dirty is None else dirty, turned)
        return dirty

    def _hangs_on(self, step: Step, dirty: set[str], turned: set[str]) -> bool:
        return step.parent in turned or step.walks in dirty or not dirty.isdisjoint(step.references)

    def _take(self, step: Step, dirty: set[str], turned: set[str]) -> None:
        self.failures.pop(step.node, None)
        before = self.outcomes.get(step.node, _NEVER)
        result: Any = _SKIPPED if step.parent in self.hidden else self._result_of(step)
        self.outcomes[step.node] = result
        if step.item:
            if result is not _SKIPPED:
                self._walk_items(step.walks, step.item, step.node)
                dirty.add(step.walks)
        elif step.computes:
            if before is _NEVER or result != before:
                self.computed[step.computes] = result
                self._learn(f"computed.{step.computes}", result)
                dirty.add(f"computed.{step.computes}")
        else:
            self._show_or_hide(step, before, result, dirty)
            if (before is True) != (result is True):
                turned.add(step.node)

    def _show_or_hide(self, step: Step, before: Any, result: Any, dirty: set[str]) -> None:
        """What the page or group around hides, it has hidden itself."""
        if result is True:
            self.hidden.discard(step.node)
            if before is not True and before is not _NEVER:
                self.hidden.difference_update(step.hides)
                self._read(self.form.fields[name] for name in step.hides if self.form.fields[name].asks)
                self._stale.update(step.hides)
                dirty.update(step.hides)
            return
        self.hidden.add(step.node)
        if result is not _SKIPPED and result is not before:
            self._hide(step.hides, is_certain=result is False)
            dirty.update(step.hides)

    def _hide(self, field_ids: tuple[str, ...], *, is_certain: bool) -> None:
        """Forget answers that do not apply; that there is none is known only if it is certain that none is asked."""
        for field_id in field_ids:
            self.hidden.add(field_id)
            self._forget(field_id)
            self._stale.add(field_id)
            if is_certain and self.form.fields[field_id].asks:
                self.values[field_id] = None

    def _learn(self, name: str, value: Any) -> None:
        self._stale.add(name)
        if value is UNKNOWN:
            self.values.pop(name, None)
        else:
            self.values[name] = value

    def _walk_items(self, field_id: str, form: CompiledForm, node: str) -> None:
        """Go through the entries of a list; what one lacks is unknown, the others count all the same."""
        if field_id in self.hidden:
            return
        self._forget(field_id)
        self._stale.add(field_id)
        if field_id not in self.answers:
            return
        kind: Any = self.form.fields[field_id].kind
        try:
            items = items_in(self.answers[field_id])
        except NotReadable:
            self.wrong[field_id] = [kind.problem("unreadable")]
            return
        around = seen_by(form, self.values)
        ways = tuple(
            _Walk(form, item_answers(form, item), self.context, self.answered_on, around).journey()
            for item in items
        )
        self.items[field_id] = ways
        said = tuple(map(item_as_said, ways))
        self.readable[field_id] = said
        wrong = [
            kind.problem("item_unfinished", item=kind.title(position))
            for position, way in enumerate(ways)
            if not way.is_complete
        ]
        if problem := kind.validate(said, today=self.answered_on) if items else None:
            wrong.append(problem)
        if wrong:
            self.wrong[field_id] = wrong
        for way in ways:
            self.failures.setdefault(node, {}).update(dict.fromkeys(way.failures))
        self._learn(field_id, tuple(map(item_as_counted, ways)))

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
        laid_out = self.form.scope.activation({**self.values, **defaults})
        return self._evaluate(step.expression, step.node, laid_out) is True or UNKNOWN

    def _evaluate(self, expression: Expression, where: str, laid_out: Activation | None = None) -> Any:
        """Return a value or UNKNOWN. What fails is unknown too: it decides nothing, and is reported."""
        try:
            return expression.evaluate(laid_out or self._laid_out(expression.references))
        except ExpressionFailed as failure:
            return self._failed(str(failure), where)

    def _look_up(self, lookup: CompiledLookup, where: str) -> Any:
        table = self.context.table(lookup.table)
        if table is None:
            return self._failed(f"parameters.{lookup.table}: the table is missing", where)
        try:
            return lookup.find(table, self._laid_out(lookup.references))
        except ExpressionFailed as failure:
            return self._failed(str(failure), where)

    def _failed(self, words: str, where: str) -> Unknown:
        self.failures.setdefault(where, {})[words] = None
        return UNKNOWN

    def _laid_out(self, read: frozenset[str]) -> Activation:
        """Return the values laid out, anew where one of those to be read has changed."""
        if self._activation is None or not self._stale.isdisjoint(read):
            self._activation = self.form.scope.activation(self.values)
            self._stale.clear()
        return self._activation

    # -- pages ------------------------------------------------------------------------------------------------------

    def _judge(self, shown: list[CompiledPage], dirty: set[str] | None) -> None:
        """Check the pages that hang on a value of `dirty`, None: all; and those beside whose fields a check now says another
        thing."""
        gone = self.reported.keys() - {page.id for page in shown}
        other = {problem.field_id for page_id in gone for problem in self.reported.pop(page_id)}
        for page_id in gone:
            self.failures.pop(page_id, None)
            self.pages.pop(page_id, None)
        to_judge = [
            page for page in shown if dirty is None or page.id not in self.pages or page.hangs_on(dirty)
        ]
        for page in to_judge:
            self.failures.pop(page.id, None)
            before, now = self.reported.get(page.id, ()), tuple(self._checked(page))
            self.reported[page.id] = now
            other |= {problem.field_id for problem in (*before, *now)}
        again = {page.id for page in to_judge} | {self.form.fields[name].page_id for name in other}
        problems: dict[str, list[Problem]] = {}
        for problem in (one for page in shown for one in self.reported[page.id]):
            problems.setdefault(problem.field_id, []).append(problem)
        for page in shown:
            if page.id in again:
                self._state_page(page, problems)

    def _checked(self, page: CompiledPage) -> Iterator[Problem]:
        fields = [one for one in page.fields if one.id not in self.hidden]
        for check in (*page.checks, *(check for one in fields for check in one.checks)):
            if check.is_broken(self._evaluate(check.condition, page.id)):
                for field_id in check.fields:
                    yield Problem(field_id, "check", check=check.definition.id)
        yield from self._choices(page)

    def _choices(self, page: CompiledPage) -> Iterator[Problem]:
        """Of a group to choose from, exactly one question is answered; as long as one was not asked, nothing is wrong."""
        for index, field_ids in page.choices.items():
            asked = [field_id for field_id in field_ids if field_id not in self.hidden]
            given = [one for one in asked if not self.form.fields[one].kind.is_blank(self.values.get(one))]
            said = [one for one in asked if one in self.wrong]
            if asked and len({*given, *said}) != 1 and all(one in self.answers for one in asked):
                variant = "none" if not (given or said) else "many"
                facts: dict[str, Fact] = {"page": page.id, "group": index}
                yield Problem((given or asked)[-1], "one_of", variant, facts)

    def _state_page(self, page: CompiledPage, problems: Mapping[str, Sequence[Problem]]) -> None:
        answers, readable, values, wrong = self.answers, self.readable, self.values, self.wrong
        fields = tuple(
            FieldState(
                one,
                one.required is True
                or (one.required is not False and self._is_needed(one.required, page.id)),
                name in answers,
                readable.get(name),
                values.get(name),
                (*wrong.get(name, ()), *problems.get(name, ())) if name in wrong or name in problems else (),
            )
            for one in page.fields
            if (name := one.id) not in self.hidden
        )
        self.pages[page.id] = PageState(page, fields)
        self.kept[page.id] = {
            state.id: [stored_item(way) for way in self.items[state.id]]
            if state.id in self.items
            else self.answers[state.id]
            for state in fields
            if state.field.asks and state.is_saved
        }

    def _is_needed(self, condition: Expression, page_id: str) -> bool:
        return self._evaluate(condition, page_id) is not False


def _differ(one: Json, other: Json) -> bool:
    """Whether two stored answers are not the same: 0 is no „No“, though Python takes them for equal."""
    return one is not other and (one != other or repr(one) != repr(other))
