"""The walk through a form: one condition after the other, on what is known by then."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

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
from onlineamt.procedure.forms.engine.journey import Answers, FieldState, Journey, PageState, seen_by
from onlineamt.procedure.forms.engine.kinds import Json, NotReadable
from onlineamt.procedure.forms.engine.kinds.repeat import Item, items_in
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
    before it is no future. `around`: for the little form of a list's entry, what `Journey.around` says.
    """
    context = Context(today, facts or {}, parameters or {}, entry or {})
    return _Walk(form, answers, context, answered_on or today, around).journey()


class _Walk:
    """Decides one condition after the other."""

    def __init__(
        self,
        form: CompiledForm,
        answers: Answers,
        context: Context,
        answered_on: date,
        around: Mapping[str, Value | None] | None = None,
    ) -> None:
        self.form, self.answers, self.answered_on = form, answers, answered_on
        self.context, self.values = context, context.values() if around is None else dict(around)
        self.items: dict[str, tuple[Journey, ...]] = {}
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
            self._check_choices(page)
        states = tuple(PageState(page, tuple(map(self._state, fields))) for page, fields in shown)
        pruned = {
            one.id: [_stored_item(way) for way in self.items[one.id]]
            if one.id in self.items
            else self.answers[one.id]
            for _, fields in shown
            for one in fields
            if one.asks and one.id in self.answers
        }
        granted = self.form.granted
        self.values |= granted.suggestion(self.form.scope, self.values) if granted else {}
        return Journey(
            self.form, states, pruned, self.computed, tuple(self.failures), self.values, self.items
        )

    def _read_answers(self) -> None:
        for one in self.form.questions:
            if one.id in self.answers and one.id not in self.form.items:
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
            if step.item:
                self._walk_items(step.walks, step.item)
                continue
            result = self._result_of(step)
            if step.computes:
                self.computed[step.computes] = result
                if result is not UNKNOWN:
                    self._learn(f"computed.{step.computes}", result)
            elif result is not True:
                self.hidden.add(step.node)
                self._hide(step.hides, is_certain=result is False)

    def _walk_items(self, field_id: str, form: CompiledForm) -> None:
        """Go through the entries of a list; what one lacks is unknown, the others count all the same."""
        if field_id in self.hidden or field_id not in self.answers:
            return
        kind: Any = self.form.fields[field_id].kind
        try:
            items = items_in(self.answers[field_id])
        except NotReadable:
            self._report(field_id, kind.problem("unreadable"))
            return
        around = seen_by(form, self.values)
        ways = tuple(
            _Walk(form, item_answers(form, item), self.context, self.answered_on, around).journey()
            for item in items
        )
        self.items[field_id] = ways
        self.readable[field_id] = tuple(map(_item_as_said, ways))
        for position, way in enumerate(ways):
            self.failures += way.failures
            if not way.is_complete:
                self._report(field_id, kind.problem("item_unfinished", item=kind.title(position)))
        if problem := kind.validate(self.readable[field_id], today=self.answered_on) if items else None:
            self._report(field_id, problem)
        self._learn(field_id, tuple(map(_item_as_counted, ways)))

    def _hide(self, field_ids: tuple[str, ...], *, is_certain: bool) -> None:
        """Forget answers that do not apply; that there is none is known only if it is certain that none is asked."""
        for field_id in field_ids:
            self.hidden.add(field_id)
            self.problems.pop(field_id, None)
            self.values.pop(field_id, None)
            self.items.pop(field_id, None)
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

    def _check_choices(self, page: CompiledPage) -> None:
        """Of a group to choose from, exactly one question is answered; as long as one was not asked, nothing is wrong."""
        for index, field_ids in page.choices.items():
            asked = [field_id for field_id in field_ids if field_id not in self.hidden]
            given = [one for one in asked if not self.form.fields[one].kind.is_blank(self.values.get(one))]
            said = [one for one in asked if one in self.problems]  # something was typed there, if wrongly
            if asked and len({*given, *said}) != 1 and all(one in self.answers for one in asked):
                variant = "none" if not (given or said) else "many"
                facts: dict[str, Fact] = {"page": page.id, "group": index}
                self._report((given or asked)[-1], Problem((given or asked)[-1], "one_of", variant, facts))

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


def item_answers(form: CompiledForm, item: Mapping[str, Json]) -> dict[str, Json]:
    """Return the answers of an entry as its little form knows them, with their area."""
    area = form.pages[0].id
    return {f"{area}.{name}": answer for name, answer in item.items()}


def _stored_item(way: Journey) -> dict[str, Json]:
    return {_name(field_id): answer for field_id, answer in way.answers.items()}


def _item_as_said(way: Journey) -> Item:
    """Everything that was answered and applies, with its mistakes too."""
    return {
        _name(state.id): state.answer
        for page in way.pages
        for state in page.fields
        if state.field.asks and state.is_saved
    }


def _item_as_counted(way: Journey) -> Item:
    return {_name(field_id): way.values[field_id] for field_id in way.form.fields if field_id in way.values}


def _name(field_id: str) -> str:
    return field_id.partition(".")[2]
