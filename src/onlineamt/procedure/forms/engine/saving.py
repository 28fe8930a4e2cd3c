"""What happens when a page is sent: good answers are kept, mistakes are named, nothing typed is lost."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from onlineamt.procedure.forms.engine.form import CompiledField
from onlineamt.procedure.forms.engine.journey import Answers, Journey
from onlineamt.procedure.forms.engine.kinds import Json, Raw
from onlineamt.procedure.forms.engine.problems import Problem


@dataclass(frozen=True)
class PageResult:
    """What came of a page that was sent.

    `answers` are to be stored, with or without problems. `raw` is what to show again in fields with a problem.
    """

    answers: Mapping[str, Json]
    problems: tuple[Problem, ...]
    raw: Mapping[str, Sequence[str]]
    journey: Journey

    @property
    def is_saved(self) -> bool:
        """Whether the person may go on."""
        return not self.problems


def save_page(before: Journey, page_id: str, raw: Raw, answers: Answers, *, today: date) -> PageResult:
    """Take what a person sent on a page into the answers. Never raises for what was sent. Raises KeyError for the page.

    `before` is the way that the saved `answers` make, `today` the day on which the page is sent. An answer that cannot be taken
    leaves the one saved before as it is. A field that was neither shown nor sent is not asked yet; it is left open, so that the
    page comes again with it.
    """
    page = before.form.page(page_id)
    sent = [one for one in page.fields if one.asks and _was_asked(one, page_id, raw, before)]
    taken: dict[str, Json] = dict(answers)
    mistakes: dict[str, Problem] = {}
    for one in sent:
        _take(one, raw, today, taken, mistakes)
    after = before.changed(taken)
    if _restore_missing(sent, answers, taken, after, mistakes):
        after = after.changed(taken)
    state = after.page(page_id)
    shown = [field.id for field in state.fields] if state else []
    problems = tuple(_problems(shown, mistakes, after))
    wrong = {problem.field_id for problem in problems} & mistakes.keys()
    return PageResult(taken, problems, _typed_again(sent, wrong, raw), after)


def _was_asked(one: CompiledField, page_id: str, raw: Raw, before: Journey) -> bool:
    state = before.page(page_id)
    was_shown = state is not None and any(field.id == one.id for field in state.fields)
    return was_shown or any(name in raw for name in (one.id, *one.kind.inputs))


def _take(
    one: CompiledField, raw: Raw, today: date, taken: dict[str, Json], mistakes: dict[str, Problem]
) -> None:
    if not one.kind.is_typed:
        taken.setdefault(one.id, one.kind.blank)
        return
    value = one.kind.parse(raw, today=today)
    if value is None:
        taken[one.id] = one.kind.blank
        return
    problem = value if isinstance(value, Problem) else one.kind.validate(value, today=today)
    if problem:
        mistakes[one.id] = problem
    else:
        taken[one.id] = one.kind.to_json(value)


def _restore_missing(
    sent: list[CompiledField],
    answers: Answers,
    taken: dict[str, Json],
    after: Journey,
    mistakes: dict[str, Problem],
) -> bool:
    """Report needed answers that were left empty, and put the earlier ones back; return whether anything changed."""
    needed = {state.id for page in after.pages for state in page.fields if state.lacks_answer}
    changed = False
    for one in sent:
        if one.id in needed and one.id not in mistakes:
            mistakes[one.id] = one.kind.problem("required", parts=_parts(one))
            changed |= one.id in answers and answers[one.id] != taken[one.id]
            if one.id in answers:
                taken[one.id] = answers[one.id]
            else:
                del taken[one.id]
    return changed


def _problems(shown: list[str], mistakes: Mapping[str, Problem], after: Journey) -> Iterator[Problem]:
    for field_id in shown:
        if field_id in mistakes:
            yield mistakes[field_id]
        else:
            yield from after.errors.get(field_id, ())


def _typed_again(sent: list[CompiledField], wrong: set[str], raw: Raw) -> dict[str, list[str]]:
    return {
        name: [_showable(value) for value in raw.get(name, ())]
        for one in sent
        if one.id in wrong
        for name in (one.id, *one.kind.inputs)
    }


def _showable(text: str) -> str:
    """Leave out what no page can hold: NUL, control characters, halves of broken pairs."""
    return (
        "".join(
            character
            for character in text
            if character in "\n\t" or character.isprintable() or ord(character) > 0x9F
        )
        .encode("utf-8", "ignore")
        .decode("utf-8")
    )


def _parts(one: CompiledField) -> tuple[str, ...]:
    return tuple(name.removeprefix(f"{one.id}.") for name in one.kind.inputs if name != one.id)


def only_typed(result: PageResult, before: Answers, raw: Raw) -> PageResult:
    """Return what is to be stored of a page that is saved in passing: nothing that was not typed yet counts as left empty."""
    names = {name for key in raw for name in (key, key.rpartition(".")[0])}
    answers = {
        field_id: answer
        for field_id, answer in result.answers.items()
        if field_id in names or field_id in before
    }
    return replace(result, answers=answers)


def typed_in(raw: Raw) -> dict[str, Sequence[str]]:
    """Return the inputs in which something stands."""
    return {name: values for name, values in raw.items() if any(value.strip() for value in values)}
