"""Posts in any order with any values: nothing raises, no answer is lost, and the summary is what would be sent."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onlineamt.procedure.forms.engine import CompiledForm, Journey, only_typed, save_page, typed_in
from onlineamt.procedure.forms.engine.problems import Problem
from onlineamt.procedure.forms.engine.tests.making import DOG, TODAY, go, make_form
from onlineamt.procedure.forms.engine.tests.test_changing import TANGLED
from onlineamt.procedure.forms.engine.tests.test_live import HAUNTED

FORMS = {"dog": make_form(DOG), "tangled": make_form(TANGLED), "haunted": make_form(HAUNTED)}
VALUES = [
    "",
    " ",
    "true",
    "false",
    "x",
    "a",
    "b",
    "dackel",
    "mastiff",
    "1",
    "3",
    "5",
    "31",
    "2026",
    "1.000",
    "12,50 €",
]
STRANGE = st.one_of(st.sampled_from(VALUES), st.text(max_size=8))


def _posts(form: CompiledForm) -> st.SearchStrategy[tuple[str, dict[str, list[str]], bool]]:
    """Yield a page, what is sent of it, and whether it is saved in passing."""

    def on_page(page_id: str) -> st.SearchStrategy[tuple[str, dict[str, list[str]], bool]]:
        names = [name for one in form.page(page_id).fields for name in (one.id, *one.kind.inputs)]
        sent = st.dictionaries(st.sampled_from([*names, "_asked"]), st.lists(STRANGE, max_size=2))
        return st.tuples(st.just(page_id), sent, st.booleans())

    return st.sampled_from([page.id for page in form.pages]).flatmap(on_page)


def _post(
    way: Journey, answers: dict[str, Any], post: tuple[str, dict[str, list[str]], bool]
) -> dict[str, Any]:
    page_id, raw, is_in_passing = post
    sent = typed_in(raw) if is_in_passing else raw
    result = save_page(way, page_id, sent, answers, today=TODAY)
    if is_in_passing:
        result = only_typed(result, answers, sent)
    _nothing_is_lost(way.form, page_id, sent, answers, result.answers)
    return dict(result.answers)


def _nothing_is_lost(
    form: CompiledForm,
    page_id: str,
    raw: Mapping[str, Any],
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> None:
    here = {one.id: one for one in form.page(page_id).fields if one.asks}
    for name, answer in before.items():
        if name not in here:
            assert after[name] == answer  # another page
        else:
            assert name in after
    for name, one in here.items():
        value = one.kind.parse(raw, today=TODAY) if one.kind.is_typed else None
        if value is None or isinstance(value, Problem) or one.kind.validate(value, today=TODAY):
            continue
        assert after[name] == one.kind.to_json(value)  # what is right is kept, whatever else is wrong


def _summary_is_what_is_sent(way: Journey) -> None:
    words = way.form.words()
    shown = {row.field_id: row.text for page in way.summary() for row in page.rows}
    assert shown.keys() == way.answers.keys()
    for name, stored in way.answers.items():
        kind = words.kind(name)
        try:
            value = None if stored is None else kind.from_json(stored)
        except ValueError:
            continue
        assert shown[name] == words.display(name, value)


@pytest.mark.parametrize("name", FORMS)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_any_posts_in_any_order(name: str, data: st.DataObject) -> None:
    form, answers = FORMS[name], dict[str, Any]()
    way = go(form, answers)
    for post in data.draw(st.lists(_posts(form), max_size=8)):
        answers = _post(way, answers, post)
        way = go(form, answers)
        _summary_is_what_is_sent(way)
