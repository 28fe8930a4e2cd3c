"""The form engine by itself: reading what was sent, deciding, showing; small forms, large ones, and six hundred packages."""

import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from typing import Any

from jinja2 import Template

from onlineamt.audiences.design.kind_views import field_view
from onlineamt.procedure.forms.definition import FormDefinition
from onlineamt.procedure.forms.engine import CompiledForm, compile_form, journey, save_page
from tests.load.installation import Installation
from tests.load.values import Measure

DAY = date(2026, 3, 20)
ANSWERS: dict[str, Any] = {"text": "Mustermann", "integer": 30, "date": "2020-01-01", "yes_no": True}
KINDS = tuple(ANSWERS)
TIMES = 200
_FIELDS = '{% from "design/components/fields.html" import fields %}{{ fields(views) }}'


def measure(_: Installation) -> Iterator[Measure]:
    """Measure on forms that are made for it; no database takes part."""
    forty = _form(pages=1, fields=40, rules=0)
    yield _says(
        "validate", _milliseconds(lambda: journey(forty, _answers(forty), today=DAY)), "40 fields, no rules"
    )
    yield from _page("a page", forty, "40 fields on it")
    yield _says(
        "a page, made into HTML", _milliseconds(lambda: _rendered(forty)), "40 fields on it, filled in"
    )
    small, large = _form(pages=5, fields=2, rules=4), _form(pages=50, fields=10, rules=300)
    for name, form in (("10 fields, 4 rules", small), ("500 fields, 300 rules", large)):
        yield _says("open", _milliseconds(lambda form=form: journey(form, _answers(form), today=DAY)), name)  # type: ignore[misc]
        yield from _page("save", form, name)
    ruled = _form(pages=2, fields=110, rules=200)
    yield _says(
        "open",
        _milliseconds(lambda: journey(ruled, _answers(ruled), today=DAY)),
        "220 fields, 200 rules on two pages",
    )
    yield from _page("save", ruled, "220 fields, 200 rules on two pages")
    begun = time.process_time()
    for _number in range(TIMES):
        _form(pages=5, fields=8, rules=10)
    yield _says(
        "compile",
        (time.process_time() - begun) * 600 / TIMES * 1000,
        "600 forms of 40 fields, one after the other",
    )


def _page(what: str, form: CompiledForm, conditions: str) -> Iterator[Measure]:
    """What comes on top of the way that is known already, when the last page is sent."""
    answers = _answers(form)
    page, way = form.pages[-1], journey(form, answers, today=DAY)
    raw = {
        name: said
        for one in page.fields
        for name, said in one.kind.to_raw(one.kind.from_json(answers[one.id])).items()
    }
    before = {name: answer for name, answer in answers.items() if name not in {one.id for one in page.fields}}
    known = way.changed(before)
    yield _says(
        f"{what}, sent for the first time",
        _milliseconds(lambda: save_page(known, page.id, raw, before, today=DAY)),
        conditions,
    )
    yield _says(
        f"{what}, sent again",
        _milliseconds(lambda: save_page(way, page.id, raw, answers, today=DAY)),
        conditions,
    )


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


def _form(*, pages: int, fields: int, rules: int) -> CompiledForm:
    """Each rule hangs on an answer of the page before and on one of its own page."""
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
        written.append({"id": f"p{page}", "title": f"Seite {page}", "fields": asked})
    return compile_form(FormDefinition.model_validate({"pages": written}))


def _answers(form: CompiledForm) -> dict[str, Any]:
    return {one.id: ANSWERS[one.kind.name] for one in form.questions}


def _milliseconds(run: Callable[[], object]) -> float:
    run()
    begun = time.process_time()
    for _ in range(TIMES):
        run()
    return (time.process_time() - begun) / TIMES * 1000


def _says(measure: str, value: float, conditions: str) -> Measure:
    return Measure(measure=f"forms: {measure}", value=round(value, 3), unit="ms CPU", conditions=conditions)
