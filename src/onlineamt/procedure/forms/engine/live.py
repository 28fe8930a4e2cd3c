"""What of a page a browser decides at once: conditions, duties to answer and checks that hang on the page's own answers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.forms.engine.checks import CompiledCheck
from onlineamt.procedure.forms.engine.expressions import Expression, Value
from onlineamt.procedure.forms.engine.form import CompiledField, CompiledPage, LivePage, Step
from onlineamt.procedure.forms.engine.journey import Answers, Journey
from onlineamt.procedure.forms.engine.kinds import Json, NotReadable
from onlineamt.procedure.forms.engine.locked import locked_values
from onlineamt.procedure.forms.engine.states import FieldState

TODAY = "today"


def live_pages(pages: Iterable[CompiledPage], steps: Sequence[Step]) -> dict[str, LivePage]:
    """Return by page what a browser can decide; pages on which it can decide nothing are left out."""
    found = ((page.id, _LivePlan(page, steps).page()) for page in pages)
    return {page_id: live for page_id, live in found if live.steps or live.required or live.checks}


class _LivePlan:
    """Follows what hangs on the answers of a page.

    `turning` are values that a browser knows as they change; `beyond` those that change with them but that it cannot know: what
    a table says, which files are there, the answers of other pages.
    """

    def __init__(self, page: CompiledPage, steps: Sequence[Step]) -> None:
        self._page, self._steps = page, steps
        questions = [one for one in page.fields if one.asks]
        self._turning = {one.id for one in questions if one.kind.is_typed}
        self._beyond = {one.id for one in questions if one.kind.name == "file"}
        self._nodes_turning: set[str] = set()
        self._nodes_beyond: set[str] = set()
        for step in steps:
            self._follow(step)

    def _follow(self, step: Step) -> None:
        is_beyond = step.parent in self._nodes_beyond or not self._beyond.isdisjoint(step.references)
        is_turning = step.parent in self._nodes_turning or not self._turning.isdisjoint(step.references)
        if not is_beyond and not is_turning:
            return
        ids = {one.id for one in self._page.fields}
        if is_beyond or step.expression is None or not ids.issuperset(step.hides):
            self._nodes_beyond.add(step.node)
            self._beyond.update(step.settles)
            self._turning.difference_update(step.settles)
        else:
            self._nodes_turning.add(step.node)
            self._turning.update(f"computed.{name}" for name in filter(None, (step.computes,)))

    def page(self) -> LivePage:
        """Return what a browser can decide of the page."""
        fields = frozenset(self._fields())
        required = {
            one.id: one.required
            for one in self._page.fields
            if isinstance(one.required, Expression) and self._turns(one.required)
        }
        checks = tuple((owner, check) for owner, check in self._every_check() if self._turns(check.condition))
        read = {
            name
            for one in (*required.values(), *(check.condition for _owner, check in checks))
            for name in one.references
        }
        steps = self._steps_for(read, fields)
        read |= {name for step in steps for name in step.references}
        inputs = tuple(one for one in self._page.fields if one.id in read and one.id in self._turning)
        known = {one.id for one in inputs} | {f"computed.{step.computes}" for step in steps if step.computes}
        return LivePage(steps, fields, required, checks, inputs, frozenset(read - known))

    def _fields(self) -> Iterator[str]:
        """Yield the fields about which a browser can decide whether they are asked."""
        for one in self._page.fields:
            nodes = {step.node for step in self._steps if one.id in step.hides}
            if nodes & self._nodes_turning and not nodes & self._nodes_beyond:
                yield one.id

    def _every_check(self) -> Iterator[tuple[str, CompiledCheck]]:
        yield from (("", check) for check in self._page.checks)
        for one in self._page.fields:
            yield from ((one.id, check) for check in one.checks)

    def _turns(self, expression: Expression) -> bool:
        read = expression.references
        return not self._turning.isdisjoint(read) and self._beyond.isdisjoint(read)

    def _steps_for(self, read: set[str], fields: frozenset[str]) -> tuple[Step, ...]:
        """Return the steps on which the fields, and the values that are read, hang."""
        needed, ids, chosen = set(read), {one.id for one in self._page.fields}, []
        for step in reversed(self._steps):
            if step.node == f"pages.{self._page.id}" or step.expression is None:
                continue
            on_page = (
                bool(step.hides)
                and ids.issuperset(step.hides)
                and not (needed | fields).isdisjoint(step.hides)
            )
            computing = step.node in self._nodes_turning and f"computed.{step.computes}" in needed
            if (on_page and step.node not in self._nodes_beyond) or computing:
                chosen.append(step)
                needed |= step.references
        return tuple(reversed(chosen))


def live_json(page_id: str, way: Journey, language: Language, *, today: date) -> dict[str, Json]:
    """Return what the browser's script needs to decide on a page; empty where there is nothing to decide.

    `scope` are the types of all values, `values` those that do not stand on the page, `reads` says how the others are read from
    their inputs on the day on which they are answered.
    """
    live = way.form.live.get(page_id)
    if live is None:
        return {}
    words = way.form.words(language)
    named = (
        {one.id for one in live.reads}
        | set(live.needs)
        | {f"computed.{step.computes}" for step in live.steps if step.computes}
    )
    asked = way.page(page_id)
    saved = {state.id for state in asked.fields if state.is_saved} if asked else set()
    locked = locked_values(way, way.form.page(page_id))
    given = {*live.needs, *(one.id for one in live.reads if one.id in locked)}
    known = {**{name: way.walk.known[name] for name in given if name in way.walk.known}, **locked}
    return {
        "scope": way.form.scope.types_of(named - {TODAY}),
        "values": {name: _spelled(known[name]) for name in sorted(given) if name in known},
        "reads": {
            one.id: {**words.kind(one.id).read_in_browser(today=today), "inputs": list(one.kind.inputs)}
            | ({"blank": one.kind.blank} if one.id in saved else {})
            for one in live.reads
            if one.id not in locked
        },
        "steps": [_spelled_step(step) for step in live.steps],
        "required": {field_id: one.source for field_id, one in live.required.items()},
        "checks": [
            {
                "owner": owner,
                "condition": check.condition.source,
                "broken": check.definition.that is None,
                "fields": list(check.fields),
                "message": words.checks[check.definition.id],
            }
            for owner, check in live.checks
        ],
    }


def held_back(page_id: str, way: Journey, answers: Answers) -> dict[str, FieldState]:
    """Return those fields of a page that do not apply now, but may as soon as something on it is answered.

    What was answered before is there again. Files wait until the page is saved: only then is there a place for them.
    """
    live, state = way.form.live.get(page_id), way.page(page_id)
    if live is None or state is None:
        return {}
    shown = {one.id for one in state.fields}
    return {
        one.id: _waiting(one, answers, way)
        for one in state.page.fields
        if one.id in live.fields and one.id not in shown and one.kind.name != "file"
    }


def _waiting(one: CompiledField, answers: Answers, way: Journey) -> FieldState:
    stored = answers.get(one.id) if one.asks else None
    try:
        answer = None if stored is None else one.kind.from_json(stored)
    except NotReadable:
        answer = None
    if answer is None and one.asks:
        answer = way.suggestion_for(one)
    is_required = one.required if isinstance(one.required, bool) else True
    return FieldState(one, is_required, answer is not None, answer, None, ())


def _spelled_step(step: Step) -> dict[str, Json]:
    parent = "" if step.parent is None or step.parent.startswith("pages.") else step.parent
    own = {"computes": f"computed.{step.computes}"} if step.computes else {"hides": list(step.hides)}
    return {
        "node": step.node,
        "parent": parent,
        "condition": step.expression.source if step.expression else "",
    } | own


def _spelled(value: Value | None) -> Json:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: _spelled(one) for name, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_spelled(one) for one in value]
    return value
