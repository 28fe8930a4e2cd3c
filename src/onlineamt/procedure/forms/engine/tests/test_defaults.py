"""A default stands in its field before anybody has answered: what hangs on it is asked with it, and nothing else counts."""

import pytest

from onlineamt.procedure.forms.engine import Journey
from onlineamt.procedure.forms.engine.expressions import UNKNOWN
from onlineamt.procedure.forms.engine.tests.making import go, make_form, send

FORM = make_form("""
known_answer: a.ort
pages:
  - id: anschrift
    title: Anschrift
    fields:
      - {id: a.staat, kind: country, label: Staat, default: DE}
      - {id: a.plz, kind: postcode, label: Postleitzahl, show: 'a.staat == "DE"'}
      - {id: a.land, kind: text, label: Provinz, show: 'a.staat != "DE"', required: false}
      - {id: a.ort, kind: text, label: Ort}
  - id: inland
    title: Seit wann?
    show: a.staat == "DE"
    fields:
      - {id: b.seit, kind: text, label: Seit}
computed:
  ist_inland: {kind: yes_no, value: 'a.staat == "DE"'}
""")


def asked(way: Journey, page: str = "anschrift") -> list[str]:
    state = way.page(page)
    return [field.id for field in state.fields] if state else []


class TestADefault:
    def test_opens_what_hangs_on_it(self) -> None:
        way = go(FORM, {})
        assert asked(way) == ["a.staat", "a.plz", "a.ort"]
        assert asked(way, "inland") == ["b.seit"]

    def test_is_no_answer(self) -> None:
        way = go(FORM, {})
        assert way.computed["ist_inland"] is UNKNOWN
        assert "a.staat" not in way.answers
        assert not way.is_complete

    def test_is_over_when_the_question_is_answered(self) -> None:
        assert asked(go(FORM, {"a.staat": "FR"})) == ["a.staat", "a.land", "a.ort"]
        assert asked(go(FORM, {"a.staat": None})) == ["a.staat", "a.ort"]
        assert asked(go(FORM, {"a.staat": "XX"})) == ["a.staat", "a.ort"]

    @pytest.mark.parametrize("answers", [{}, {"a.staat": "FR"}, {"a.staat": "DE"}, {"a.staat": None}])
    @pytest.mark.parametrize("before", [{}, {"a.staat": "FR"}, {"a.staat": "DE"}, {"a.staat": None}])
    def test_is_the_same_after_a_change_as_from_the_start(
        self, before: dict[str, str], answers: dict[str, str]
    ) -> None:
        changed, anew = go(FORM, before).changed(answers), go(FORM, answers)
        assert [asked(changed, page) for page in ("anschrift", "inland")] == [
            asked(anew, page) for page in ("anschrift", "inland")
        ]
        assert changed.computed == anew.computed

    def test_is_forgotten_with_what_hides_its_question(self) -> None:
        form = make_form("""
known_answer: a.x
pages:
  - id: a
    title: A
    fields:
      - {id: a.x, kind: yes_no, label: X}
      - {id: a.y, kind: yes_no, label: Y, show: a.x, default: true}
      - {id: a.z, kind: text, label: Z, show: a.y}
""")
        assert asked(go(form, {}), "a") == ["a.x"]
        assert asked(go(form, {"a.x": True}), "a") == ["a.x", "a.y", "a.z"]
        assert asked(go(form, {"a.x": False}), "a") == ["a.x"]


class TestChoosingAnotherThanTheDefault:
    def test_asks_for_what_hangs_on_it_and_keeps_the_rest(self) -> None:
        first = send(FORM, "anschrift", {"a.staat": ["FR"], "a.plz": ["zu lang"], "a.ort": ["Paris"]})
        assert first.problems == ()
        assert asked(first.journey) == ["a.staat", "a.land", "a.ort"]
        assert first.journey.next_page("anschrift") == "anschrift"
        assert first.answers == {"a.staat": "FR", "a.ort": "Paris"}

    def test_calls_nothing_missing_before_the_page_has_come_again(self) -> None:
        first = send(FORM, "anschrift", {"a.staat": ["FR"], "a.plz": [""], "a.ort": [""]})
        assert first.problems == ()
        assert "a.ort" not in first.answers
        again = send(
            FORM, "anschrift", {"a.staat": ["FR"], "a.land": [""], "a.ort": [""]}, dict(first.answers)
        )
        assert [problem.field_id for problem in again.problems] == ["a.ort"]

    def test_calls_missing_what_is_emptied_where_the_rest_is_known(self) -> None:
        answers = {"a.staat": "DE", "a.plz": "45999", "a.land": None, "a.ort": "Paris"}
        back = send(FORM, "anschrift", {"a.staat": ["FR"], "a.plz": ["45999"], "a.ort": [""]}, answers)
        assert [problem.field_id for problem in back.problems] == ["a.ort"]

    def test_asks_before_it_complains_where_the_choice_was_saved_in_passing(self) -> None:
        """The page that is sent does not have the questions yet which the saved answer has opened."""
        passing = {"a.staat": "FR"}
        sent = send(FORM, "anschrift", {"a.staat": ["FR"], "a.plz": [""], "a.ort": ["Paris"]}, passing)
        assert sent.is_saved
        assert "a.land" not in sent.answers
        assert sent.journey.next_page("anschrift") == "anschrift"

    def test_keeps_what_the_saved_choice_brings_back(self) -> None:
        answers = {"a.staat": "DE", "a.plz": "45999", "a.land": "X", "a.ort": "Paris"}
        sent = send(FORM, "anschrift", {"a.staat": ["DE"], "a.land": ["X"], "a.ort": ["Paris"]}, answers)
        assert sent.is_saved
        assert sent.answers["a.plz"] == "45999"

    def test_and_back_has_lost_nothing(self) -> None:
        there = send(FORM, "anschrift", {"a.staat": ["FR"], "a.plz": ["45999"], "a.ort": ["Paris"]})
        answers = dict(there.answers)
        assert "a.plz" not in there.journey.answers
        back = send(FORM, "anschrift", {"a.staat": ["DE"], "a.land": ["X"], "a.ort": ["Paris"]}, answers)
        assert back.is_saved
        assert back.journey.answers == {"a.staat": "DE", "a.plz": "45999", "a.ort": "Paris"}
