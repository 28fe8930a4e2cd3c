"""The form engine by itself: reading what was sent, deciding, showing; small forms, large ones, and six hundred packages."""

import json
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from statistics import median
from typing import Any

from jinja2 import Template

from onlineamt.audiences.design.kind_views import field_view
from onlineamt.procedure.forms.definition import FormDefinition
from onlineamt.procedure.forms.engine import CompiledForm, Journey, compile_form, journey, save_page
from tests.load.installation import Installation
from tests.load.values import Measure

DAY = date(2026, 3, 20)
ANSWERS: dict[str, Any] = {"text": "Mustermann", "integer": 30, "date": "2020-01-01", "yes_no": True}
KINDS = tuple(ANSWERS)
ROUNDS, TIMES = 25, 10
COMPILED = 200
_FIELDS = '{% from "design/components/fields.html" import fields %}{{ fields(views) }}'


def measure(_: Installation) -> Iterator[Measure]:
    """Measure on forms that are made for it; no database takes part."""
    forty = _form(pages=1, fields=40, rules=0)
    yield _says(
        "validate", _milliseconds(lambda: journey(forty, _answers(forty), today=DAY)), "40 fields, no rules"
    )
    yield from _page(forty, "40 fields on one page")
    yield _says(
        "a page, made into HTML", _milliseconds(lambda: _rendered(forty)), "40 fields on it, filled in"
    )
    small, large = _form(pages=5, fields=2, rules=4), _form(pages=50, fields=10, rules=300)
    ruled = _form(pages=1, fields=40, rules=20, checks=180)
    for name, form in (
        ("10 fields, 4 rules on five pages", small),
        ("500 fields, 300 rules on 50 pages", large),
        ("40 fields, 200 rules on one page", ruled),
    ):
        yield from _page(form, name)
    begun = time.process_time()
    for _number in range(COMPILED):
        _form(pages=5, fields=8, rules=10)
    yield _says(
        "compile",
        (time.process_time() - begun) * 600 / COMPILED * 1000,
        "600 forms of 40 fields, one after the other",
    )


def _page(form: CompiledForm, conditions: str) -> Iterator[Measure]:
    """What a request costs that opens the last page, and one that sends it: for the first time, and again.

    Both begin with what is stored: the answers as JSON, and beside them what was decided of them. `decided anew` is the first
    request of a day, when nothing is kept that still counts.
    """
    page, answers = form.pages[-1], _answers(form)
    raw = {
        name: said
        for one in page.fields
        for name, said in one.kind.to_raw(one.kind.from_json(answers[one.id])).items()
    }
    begun = {name: answer for name, answer in answers.items() if name not in {one.id for one in page.fields}}
    yield _says(
        "decided anew",
        _milliseconds(lambda: _opened(form, page.id, _stored(form, answers, None))),
        conditions,
    )
    for which, there in (("for the first time", begun), ("again", answers)):
        stored = _stored(form, there, journey(form, there, today=DAY).kept(there))
        yield _says(f"opened {which}", _milliseconds(lambda: _opened(form, page.id, stored)), conditions)  # noqa: B023 - run at once
        yield _says(f"sent {which}", _milliseconds(lambda: _sent(form, page.id, stored, raw)), conditions)  # noqa: B023 - run at once


def _stored(form: CompiledForm, answers: dict[str, Any], kept: Any) -> str:
    return json.dumps({"answers": answers, "kept": kept})


def _opened(form: CompiledForm, page_id: str, stored: str) -> tuple[Journey, dict[str, Any]]:
    there = json.loads(stored)
    way = journey(form, there["answers"], today=DAY, kept=there["kept"])
    state = way.page(page_id)
    assert page_id in way.visitable and state and state.fields
    return way, there["answers"]


def _sent(form: CompiledForm, page_id: str, stored: str, raw: dict[str, Any]) -> str:
    way, answers = _opened(form, page_id, stored)
    result = save_page(way, page_id, raw, answers, today=DAY)
    return _stored(form, dict(result.answers), result.journey.kept(result.answers))


def _rendered(form: CompiledForm) -> str:
    """Make the questions of the first page into HTML, as the page of an application does."""
    words, answers = form.words(), _answers(form)
    views = [
        field_view(kind, kind.to_raw(kind.from_json(answers[one.id])), is_required=True)
        for one in form.pages[0].fields
        for kind in (words.kind(one.id),)
    ]
    return _template().render(views=views)


@cache
def _template() -> Template:
    from onlineamt.audiences.entrance.pages import templates

    return templates().from_string(_FIELDS)


def _form(*, pages: int, fields: int, rules: int, checks: int = 0) -> CompiledForm:
    """Each rule hangs on an answer of the page before and on one of its own page; `checks` of a page on two of its own."""
    written: list[dict[str, Any]] = []
    left = rules
    for page in range(pages):
        asked: list[dict[str, Any]] = []
        for number in range(fields):
            kind = KINDS[number % len(KINDS)]
            one = {"id": f"a{page}.f{number}", "kind": kind, "label": f"Angabe {number}"}
            if left and number > 1:
                left -= 1
                one["show"] = f"a{max(page - 1, 0)}.f1 > {number % 7} || a{page}.f1 == {number}"
            asked.append(one)
        beside = [
            {
                "id": f"c{number}",
                "that": f"a{page}.f1 < {number + 31} || a{page}.f{2 + number % 2} == a{page}.f{2 + number % 2}",
                "message": "Das passt nicht zusammen.",
                "fields": [f"a{page}.f1"],
            }
            for number in range(checks)
        ]
        written.append({"id": f"p{page}", "title": f"Seite {page}", "fields": asked, "checks": beside})
    return compile_form(FormDefinition.model_validate({"pages": written}))


def _answers(form: CompiledForm) -> dict[str, Any]:
    return {one.id: ANSWERS[one.kind.name] for one in form.questions}


def _milliseconds(run: Callable[[], object]) -> float:
    """Return the median of many short rounds: a round in which the machine did something else says nothing of the engine."""
    run()
    rounds = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        for _ in range(TIMES):
            run()
        rounds.append((time.process_time() - begun) / TIMES * 1000)
    return median(rounds)


def _says(measure: str, value: float, conditions: str) -> Measure:
    return Measure(measure=f"forms: {measure}", value=round(value, 3), unit="ms CPU", conditions=conditions)
