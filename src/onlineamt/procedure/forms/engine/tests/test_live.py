"""What a browser decides on a page is what the server decides when the page is sent."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.forms.engine import CompiledForm, Journey, held_back, live_json, save_page
from onlineamt.procedure.forms.engine.expressions.tests.node import run_module
from onlineamt.procedure.forms.engine.problems import Problem
from onlineamt.procedure.forms.engine.tests.making import DACHSHUND, DOG, TODAY, go, make_form
from onlineamt.procedure.forms.engine.tests.test_lookups import FORM as STREETS
from onlineamt.procedure.forms.engine.tests.test_lookups import make as make_with_tables

HAUNTED = """
pages:
  - id: vorher
    title: Vorher
    fields:
      - {id: v.zahl, kind: integer, label: Zahl, required: false}
      - {id: v.art, kind: choice, label: Art, required: false, options: [{code: a, label: A}, {code: b, label: B}]}
  - id: jetzt
    title: Jetzt
    groups:
      - fields:
          - {id: j.ja, kind: yes_no, label: Ja, required: false}
          - {id: j.zahl, kind: integer, label: Zahl, required: j.ja}
          - {id: j.tag, kind: date, label: Tag, show: j.ja, required: false, checks: [{id: frueh, that: j.tag <= today, message: Zu spät.}]}
          - {id: j.viele, kind: choice_many, label: Viele, required: false, options: [{code: x, label: X}, {code: y, label: Y}]}
          - {id: j.betrag, kind: money, label: Betrag, required: "!has(j.tag)"}
      - id: mehr
        title: Mehr
        show: '"x" in j.viele || v.zahl > j.zahl'
        fields:
          - {id: j.text, kind: text, label: Text, required: v.art == "a"}
          - {id: j.ort, kind: text, label: Ort, show: computed.summe > 5, required: computed.summe > 7}
          - {id: j.hinweis, kind: label, label: Das ist viel., show: computed.summe > 8}
      - id: fest
        title: Fest
        show: v.art != "b"
        fields:
          - {id: j.uhr, kind: time, label: Uhrzeit, show: "!j.ja", required: false}
          - {id: j.nie, kind: text, label: Nie, show: v.art == "b"}
    checks:
      - {id: summe, when: computed.summe > 20, message: Zusammen zu viel., fields: [j.zahl, j.ort, v.zahl]}
      - {id: lang, that: size(j.text) < j.zahl, message: Zu lang., fields: [j.text]}
  - id: nachher
    title: Nachher
    show: j.ja
    fields:
      - {id: n.text, kind: text, label: Text, show: j.zahl > 3}
computed:
  summe: {kind: integer, value: v.zahl + j.zahl}
"""
FORM = make_form(HAUNTED)
BEFORE = st.fixed_dictionaries(
    {},
    optional={
        "v.zahl": st.sampled_from([0, 3, 9, None]),
        "v.art": st.sampled_from(["a", "b", None]),
        "j.ja": st.sampled_from([True, False, None]),
        "j.zahl": st.sampled_from([1, 4, 30]),
        "j.viele": st.sampled_from([[], ["x"]]),
        "j.tag": st.sampled_from(["2026-03-20", None]),
    },
)
TYPED = st.fixed_dictionaries(
    {
        "j.ja": st.sampled_from([[], ["true"], ["false"]]),
        "j.zahl": st.sampled_from([[""], ["2"], ["6"], ["1.000"], ["zwei"]]),
        "j.viele": st.sampled_from([[], ["x"], ["x", "y"], ["y"]]),
        "j.betrag": st.sampled_from([[""], ["12,50 €"]]),
        "j.text": st.sampled_from([[""], ["abc"]]),
        "j.ort": st.sampled_from([[""], ["Musterstadt"]]),
        "j.uhr": st.sampled_from([[""], ["8 Uhr"]]),
        "j.tag.day": st.sampled_from([[""], ["3"], ["31"]]),
        "j.tag.month": st.sampled_from([[""], ["4"], ["12"]]),
        "j.tag.year": st.sampled_from([[""], ["26"]]),
    }
)


def _plan(form: CompiledForm, answers: Mapping[str, Any], page_id: str) -> dict[str, Any]:
    return live_json(page_id, go(form, answers), Language.GERMAN, today=TODAY)


def _kept(form: CompiledForm, answers: Mapping[str, Any], raw: Mapping[str, list[str]]) -> dict[str, Any]:
    """Return the answers with what stands in the inputs now; what was never asked and is empty stays unknown."""
    kept = dict(answers)
    for one in form.page("jetzt").fields:
        if not one.asks:
            continue
        value = one.kind.parse(raw, today=TODAY)
        if isinstance(value, Problem):
            kept.pop(one.id, None)
        elif value is not None:
            kept[one.id] = one.kind.to_json(value)
        elif one.id in answers:
            kept[one.id] = one.kind.blank
    return kept


def _on_the_server(answers: Mapping[str, Any], raw: Mapping[str, list[str]]) -> dict[str, Any]:
    way = go(FORM, _kept(FORM, answers, raw))
    state, live = way.page("jetzt"), FORM.live["jetzt"]
    assert state is not None
    shown = {one.id: one for one in state.fields}
    words = FORM.words()
    broken = {
        one.id: [words.mistake(found).message for found in one.problems if found.check]
        for one in state.fields
    }
    return {
        "hidden": sorted(live.fields - shown.keys()),
        "optional": {name: not shown[name].is_required for name in live.required if name in shown},
        "broken": {name: found[0] for name, found in broken.items() if found},
    }


def _as_saved(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return only what the form would have taken: nothing of questions that do not apply."""
    shown = {state.id for page in go(FORM, answers).pages for state in page.fields}
    return {name: answer for name, answer in answers.items() if name in shown}


class TestBothEngines:
    @given(st.lists(st.tuples(BEFORE, TYPED), min_size=40, max_size=60))
    @settings(max_examples=12, deadline=None)
    def test_decide_the_same(self, cases: list[tuple[dict[str, Any], dict[str, list[str]]]]) -> None:
        cases = [(_as_saved(before), raw) for before, raw in cases]
        given = [{"plan": _plan(FORM, before, "jetzt"), "raw": raw} for before, raw in cases]
        for (before, raw), found in zip(cases, run_module("live.mjs", given), strict=True):
            expected = _on_the_server(before, raw)
            optional = {name: said for name, said in found["optional"].items() if name not in found["hidden"]}
            on_page = {name: said for name, said in found["broken"].items() if name.startswith("j.")}
            assert set(found["hidden"]) & FORM.live["jetzt"].fields == set(expected["hidden"]), (before, raw)
            assert optional == expected["optional"], (before, raw)
            assert on_page == expected["broken"], (before, raw)


class TestWhatABrowserCanDecide:
    def test_what_hangs_on_the_page_itself(self) -> None:
        live = FORM.live["jetzt"]
        assert live.fields == {"j.tag", "j.text", "j.ort", "j.hinweis", "j.uhr"}
        assert live.required.keys() == {"j.zahl", "j.betrag", "j.ort"}
        assert [check.definition.id for _owner, check in live.checks] == ["summe", "lang", "frueh"]

    def test_pages_without_such_conditions_have_nothing(self) -> None:
        assert FORM.live.keys() == {"jetzt"}
        assert _plan(FORM, {}, "vorher") == {}

    def test_values_of_other_pages_come_along_and_nothing_else(self) -> None:
        plan = _plan(FORM, {"v.zahl": 3, "v.art": None}, "jetzt")
        assert plan["values"] == {"today": TODAY.isoformat(), "v.zahl": 3, "v.art": None}

    def test_what_only_a_table_knows_waits_for_the_server(self) -> None:
        question = "- {id: auto.teuer, kind: text, label: Warum, show: computed.gebiet == 'A'}"
        length = "- {id: auto.laenge, kind: integer, label: Länge}"
        assert length in STREETS
        assert make_with_tables(STREETS.replace(length, f"{length}\n      {question}")).live == {}

    def test_a_dog(self) -> None:
        assert make_form(DOG).live.keys() == {"hund", "listenhund", "haltung"}


class TestHeldBack:
    def test_fields_that_may_apply_soon(self) -> None:
        way = go(FORM, {"v.art": "a"})
        assert held_back("jetzt", way, {}).keys() == {"j.tag", "j.text", "j.ort", "j.hinweis", "j.uhr"}

    def test_not_those_that_another_page_keeps_away(self) -> None:
        assert "j.nie" not in held_back("jetzt", go(FORM, {"v.art": "a"}), {})

    def test_what_was_answered_before_is_there_again(self) -> None:
        stored = {"j.ja": False, "j.tag": "2026-03-20"}
        waiting = held_back("jetzt", go(FORM, stored), stored)["j.tag"]
        assert waiting.is_saved
        assert waiting.answer is not None
        assert waiting.answer.isoformat() == "2026-03-20"  # type: ignore[union-attr]

    def test_what_cannot_be_read_is_left_out(self) -> None:
        stored = {"j.ja": False, "j.tag": "gestern"}
        assert not held_back("jetzt", go(FORM, stored), stored)["j.tag"].is_saved


class TestAsked:
    """Radio buttons of which none is chosen send nothing: the script says what it has shown."""

    QUESTION = """
pages:
  - id: eins
    title: Eins
    fields:
      - {id: a.ja, kind: yes_no, label: Ja}
      - {id: a.auch, kind: yes_no, label: Auch, show: a.ja}
"""

    def _save(self, raw: dict[str, list[str]]) -> list[tuple[str, str]]:
        way: Journey = go(make_form(self.QUESTION), {})
        return [(one.field_id, one.code) for one in save_page(way, "eins", raw, {}, today=TODAY).problems]

    def test_a_question_that_was_not_shown_is_no_mistake(self) -> None:
        assert self._save({"a.ja": ["true"]}) == []

    def test_one_that_was_shown_must_be_answered(self) -> None:
        assert self._save({"a.ja": ["true"], "_asked": ["a.auch"]}) == [("a.auch", "required")]

    @pytest.mark.parametrize("name", ["a.gibtsnicht", "", "_asked"])
    def test_names_that_lead_nowhere_say_nothing(self, name: str) -> None:
        assert self._save({"a.ja": ["false"], "_asked": [name]}) == []


def test_answers_of_a_dachshund_need_nothing_more() -> None:
    form = make_form(DOG)
    plan = _plan(form, DACHSHUND, "haltung")
    assert set(plan["reads"]) == {"haltung.seit", "haltung.ermaessigung"}
