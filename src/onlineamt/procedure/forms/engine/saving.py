"""What happens when a page is sent: good answers are kept, mistakes are named, nothing typed is lost."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from onlineamt.procedure.forms.engine.form import CompiledField, CompiledPage
from onlineamt.procedure.forms.engine.journey import Answers, Journey
from onlineamt.procedure.forms.engine.kinds import Json, Raw
from onlineamt.procedure.forms.engine.locked import locked_values
from onlineamt.procedure.forms.engine.problems import Problem
from onlineamt.procedure.forms.engine.states import PageState

ASKED = "_asked"
"""The input in which a script names the questions it has shown: radio buttons of which none is chosen send nothing."""


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
    page comes again with it. What is locked is not taken from what was sent. A script that shows a question by itself says so in `_asked`.
    Where questions of the page went and others came, nothing is called missing yet: it comes again.
    """
    page = before.form.page(page_id)
    asked = _asked(page, before, raw)
    sent = [one for one in page.fields if one.asks and (one.id in asked or _is_in(raw, one))]
    taken: dict[str, Json] = dict(answers)
    mistakes: dict[str, Problem] = {}
    locked = locked_values(before, page)
    for one in sent:
        if one.id in locked:
            taken[one.id] = one.kind.to_json(locked[one.id])
        else:
            _take(one, raw, today, taken, mistakes)
    after = before.changed(taken)
    missing = _missing(sent, after.page(page_id), mistakes)
    if _restore(missing, answers, taken):
        after = after.changed(taken)
    state = after.page(page_id)
    if not _has_turned(state, sent):
        mistakes |= {one.id: one.kind.problem("required", parts=_parts(one)) for one in missing}
    problems = tuple(_problems(state, mistakes))
    wrong = {problem.field_id for problem in problems} & mistakes.keys()
    return PageResult(taken, problems, _typed_again(sent, wrong, raw), after)


def _asked(page: CompiledPage, before: Journey, raw: Raw) -> set[str]:
    """Return the questions that stood on the page when it was sent.

    One that the page was sent without was opened by an answer saved in passing, unless it is a kind that sends nothing when empty.
    """
    state = before.page(page.id)
    asked = {field.id for field in state.fields} if state else set()
    fields = [one for one in page.fields if one.asks and one.kind.is_sent_empty]
    if not any(_is_in(raw, one) for one in fields):
        return asked
    return asked - {one.id for one in fields if one.id in page.conditional and not _is_in(raw, one)}


def _is_in(raw: Raw, one: CompiledField) -> bool:
    return any(name in raw for name in (one.id, *one.kind.inputs)) or one.id in raw.get(ASKED, ())


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


def _missing(
    sent: list[CompiledField], state: PageState | None, mistakes: Mapping[str, Problem]
) -> list[CompiledField]:
    """Return the needed answers of a page that were left empty."""
    needed = {one.id for one in state.fields if one.lacks_answer} if state else set()
    return [one for one in sent if one.id in needed and one.id not in mistakes]


def _restore(missing: list[CompiledField], answers: Answers, taken: dict[str, Json]) -> bool:
    """Put the earlier answers back where there are any; return whether one counts again."""
    changed = False
    for one in missing:
        changed |= one.id in answers and answers[one.id] != taken[one.id]
        if one.id in answers:
            taken[one.id] = answers[one.id]
        else:
            del taken[one.id]
    return changed


def _has_turned(state: PageState | None, sent: list[CompiledField]) -> bool:
    """Whether the page now asks other questions: some that were sent are gone, and new ones have no answer yet."""
    fields = state.fields if state else ()
    was, shown = {one.id for one in sent}, {one.id for one in fields}
    return bool(was - shown) and any(
        one.field.asks and not one.is_saved and one.id not in was for one in fields
    )


def _problems(state: PageState | None, mistakes: Mapping[str, Problem]) -> Iterator[Problem]:
    for one in state.fields if state else ():
        if one.id in mistakes:
            yield mistakes[one.id]
        else:
            yield from one.problems


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
