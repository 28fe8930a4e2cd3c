"""A person who goes through a form with given answers, page by page: for worked examples and the counter."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from onlineamt.procedure.forms.engine.expressions import Value
from onlineamt.procedure.forms.engine.form import CompiledField, CompiledForm
from onlineamt.procedure.forms.engine.journey import Answers, FieldState, Journey, journey
from onlineamt.procedure.forms.engine.kinds import Json, NotReadable
from onlineamt.procedure.forms.engine.problems import Problem


@dataclass(frozen=True)
class Entered:
    """How far the person came, and what stopped them."""

    journey: Journey
    problems: tuple[Problem, ...]

    @property
    def answers(self) -> Mapping[str, Json]:
        """The answers as they would be stored."""
        return self.journey.answers


def enter(
    form: CompiledForm,
    entries: Mapping[str, Json],
    *,
    today: date,
    facts: Mapping[str, Value] | None = None,
    parameters: Mapping[str, Value] | None = None,
) -> Entered:
    """Answer every page that comes up from the entries, leave the rest empty, and stop at the first page with a mistake.

    An entry is spelt as it is stored; a text that is not is read as if it were typed.
    """
    answers: dict[str, Json] = {}
    mistakes: dict[str, Problem] = {}
    while True:
        way = journey(form, answers, today=today, facts=facts, parameters=parameters)
        page = way.page(way.first_unfinished) if way.first_unfinished else None
        asked = [state for state in page.fields if _is_open(state, answers, mistakes)] if page else []
        if page is None or not asked:
            return Entered(way, tuple(_problems(page.fields if page else (), mistakes)))
        for state in asked:
            _answer(state.field, entries, today, answers, mistakes)


def _is_open(state: FieldState, answers: Answers, mistakes: Mapping[str, Problem]) -> bool:
    return state.field.asks and state.id not in answers and state.id not in mistakes


def _answer(
    one: CompiledField,
    entries: Mapping[str, Json],
    today: date,
    answers: dict[str, Json],
    mistakes: dict[str, Problem],
) -> None:
    entry = entries.get(one.id)
    value = None if entry is None else _read(one, entry, today)
    if value is None:
        answers[one.id] = one.kind.blank
        return
    problem = value if isinstance(value, Problem) else one.kind.validate(value, today=today)
    if problem:
        mistakes[one.id] = problem
    else:
        answers[one.id] = one.kind.to_json(value)


def _read(one: CompiledField, entry: Json, today: date) -> Value | Problem | None:
    try:
        value: Value = one.kind.from_json(entry)
        return value
    except NotReadable:
        if not isinstance(entry, str):
            return one.kind.problem("unreadable")
        typed: Value | Problem | None = one.kind.parse({one.id: [entry]}, today=today)
        return typed


def _problems(fields: tuple[FieldState, ...], mistakes: Mapping[str, Problem]) -> list[Problem]:
    found: list[Problem] = []
    for state in fields:
        if state.id in mistakes:
            found.append(mistakes[state.id])
        elif state.lacks_answer:
            found.append(state.field.kind.problem("required"))
        else:
            found += state.problems
    return found
