"""With other answers only what hangs on a changed one is decided anew; what comes of it is the same as from the beginning."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onlineamt.procedure.forms.engine import CompiledForm, Journey
from onlineamt.procedure.forms.engine.tests.making import DACHSHUND, DOG, go, make_form
from onlineamt.procedure.forms.engine.tests.test_choices import REACH
from onlineamt.procedure.forms.engine.tests.test_items import FAMILY

# Conditions on every level, on what follows from answers, on each other across pages; checks beside fields of other pages.
TANGLED = """
pages:
  - id: eins
    title: Eins
    fields:
      - {id: a.zahl, kind: integer, label: Zahl}
      - {id: a.ja, kind: yes_no, label: Ja, show: a.zahl > 2}
      - {id: a.tag, kind: date, label: Tag, show: a.ja, min: "2026-01-01", required: a.zahl < 9}
  - id: zwei
    title: Zwei
    show: computed.summe > 3
    groups:
      - id: vorn
        show: a.ja || b.zahl == 1
        fields:
          - {id: b.text, kind: text, label: Text, show: a.zahl != 5, max_length: 5}
          - {id: b.liste, kind: choice_many, label: Liste, options: [{code: x, label: X}, {code: y, label: Y}]}
      - fields:
          - {id: b.zahl, kind: integer, label: Zahl, required: size(b.liste) > 1}
    checks:
      - {id: passt, that: b.zahl != a.zahl, message: Nicht gleich., fields: [a.zahl, c.text]}
  - id: drei
    title: Drei
    show: b.text == 'a' || a.tag == date.of('2026-03-20') || number.divide_down(10, a.zahl) == 2
    fields:
      - {id: c.text, kind: text, label: Text, checks: [{id: kurz, that: size(c.text) < computed.summe, message: Zu lang.}]}
computed:
  summe: {kind: integer, value: a.zahl + 1}
  doppelt: {kind: integer, value: computed.summe * b.zahl}
"""
SHARED_OUT = """
pages: [{id: eins, title: Eins, fields: [{id: a.teile, kind: integer, label: Teile}]}]
computed: {anteil: {kind: integer, value: "number.divide_down(10, a.teile)"}}
"""
FORMS = {
    "dog": make_form(DOG),
    "family": make_form(FAMILY),
    "reach": make_form(REACH),
    "tangled": make_form(TANGLED),
}
_CHILDREN = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "vorname": st.sampled_from(["Mia", "Grundschule", None]),
            "geburtstag": st.sampled_from(["2019-04-03", "2024-01-02", "2031-01-01"]),
            "schule": st.sampled_from(["Grundschule", "Mia", None]),
            "spitzname": st.none(),
        },
    ),
    max_size=3,
)
_VALUES = st.one_of(
    st.sampled_from([None, True, False, 0, 1, 2, 3, 4, 5, 9, "a", "abcdef", "dackel", "mastiff", "Firma", "2026-03-20", "2025-04-03", "+49301234567", "x@y.de"]),
    st.lists(st.sampled_from(["x", "y", "z"]), max_size=2),
    _CHILDREN,
)  # fmt: skip


def told(way: Journey) -> tuple[Any, ...]:
    """Everything that a way says."""
    return (
        way.pages, way.answers, dict(way.computed), sorted(way.failures), dict(way.values), way.errors, way.first_unfinished,
        {name: [told(one) for one in items] for name, items in way.items.items()}, way.summary(),
    )  # fmt: skip


@st.composite
def histories(draw: st.DrawFn, form: CompiledForm) -> list[dict[str, Any]]:
    """Answers that change a few at a time."""
    names = [one.id for one in form.questions]
    answers: dict[str, Any] = draw(st.dictionaries(st.sampled_from(names), _VALUES, max_size=len(names)))
    history = [dict(answers)]
    for _ in range(draw(st.integers(1, 6))):
        for name in draw(st.lists(st.sampled_from(names), min_size=1, max_size=3)):
            value = draw(st.one_of(_VALUES, st.just("gone")))
            answers.pop(name, None) if value == "gone" else answers.update({name: value})
        history.append(dict(answers))
    return history


class TestChanged:
    @pytest.mark.parametrize("name", FORMS)
    def test_is_the_same_as_from_the_beginning(self, name: str) -> None:
        form = FORMS[name]

        @settings(max_examples=300, deadline=None)
        @given(history=histories(form))
        def compare(history: list[dict[str, Any]]) -> None:
            way = go(form, history[0])
            kept = told(way)
            first = way
            for answers in history[1:]:
                way = way.changed(answers)
                assert told(way) == told(go(form, answers))
            assert told(first) == kept

        compare()

    def test_decides_nothing_that_hangs_on_nothing_changed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        form = FORMS["dog"]
        way = go(form, DACHSHUND)
        before = {page.id: page for page in way.pages}
        after = way.changed({**DACHSHUND, "hund.name": "Rex"})
        same = [page.id for page in after.pages if page is before.get(page.id)]
        assert same == ["haltung"]

    def test_does_not_mind_that_the_answers_are_changed_in_place(self) -> None:
        answers = dict(DACHSHUND)
        way = go(FORMS["dog"], answers)
        answers["hund.name"] = "Rex"
        assert way.changed(answers).answers["hund.name"] == "Rex"


class TestKept:
    @pytest.mark.parametrize("name", FORMS)
    def test_goes_on_as_if_nothing_had_been_left_out(self, name: str) -> None:
        form = FORMS[name]

        @settings(max_examples=300, deadline=None)
        @given(history=histories(form))
        def compare(history: list[dict[str, Any]]) -> None:
            kept = go(form, history[0]).kept(history[0])
            before = history[0]
            for answers in history[1:]:
                way = go(form, before, kept=json.loads(json.dumps(kept)))
                after = way.changed(answers)
                kept = after.kept(answers)
                assert told(after) == told(go(form, answers))
                assert kept == go(form, answers).kept(answers)
                before = answers

        compare()

    def test_reads_nothing_that_nobody_asks_for(self) -> None:
        form = FORMS["dog"]
        way = go(form, DACHSHUND, kept=go(form, DACHSHUND).kept(DACHSHUND))
        assert way.is_complete
        assert not {"hund.name", "hund.rasse"} & way.walk.known.found.keys()  # type: ignore[attr-defined]

    def test_is_left_aside_where_it_is_of_another_form(self) -> None:
        form = FORMS["dog"]
        kept: Any = go(form, DACHSHUND).kept(DACHSHUND)
        for other in (
            None,
            [],
            {},
            {**kept, "steps": ""},
            {**kept, "pages": "f"},
            {**kept, "steps": "x" * len(kept["steps"])},
            {**kept, "computed": None},
        ):
            assert told(go(form, DACHSHUND, kept=other)) == told(go(form, DACHSHUND))

    def test_keeps_nothing_while_an_expression_fails(self) -> None:
        form = make_form(SHARED_OUT)
        none: dict[str, Any] = {"a.teile": 0}
        assert go(form, none).failures
        assert go(form, none).kept(none) is None
        assert go(form, {"a.teile": 2}).kept({"a.teile": 2})
