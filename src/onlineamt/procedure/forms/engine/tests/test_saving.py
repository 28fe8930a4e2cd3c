"""What a person sends is kept where it is good, named where it is not, and never lost."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onlineamt.procedure.forms.engine import journey
from onlineamt.procedure.forms.engine.tests.making import (
    DACHSHUND,
    PAGES_OF_A_DACHSHUND,
    PARAMETERS,
    TODAY,
    go,
    make_form,
    send,
)

FORM = make_form()
HUND = PAGES_OF_A_DACHSHUND["hund"]


def _codes(result: Any) -> dict[str, str]:
    return {problem.field_id: problem.code for problem in result.problems}


class TestSavePage:
    def test_takes_the_answers_page_by_page(self) -> None:
        answers: dict[str, Any] = {}
        for page, raw in PAGES_OF_A_DACHSHUND.items():
            result = send(FORM, page, raw, answers)
            assert result.is_saved
            answers = dict(result.answers)
        assert answers == DACHSHUND
        assert result.journey.is_complete

    def test_keeps_good_answers_beside_a_wrong_one(self) -> None:
        result = send(FORM, "hund", {**HUND, "hund.geburtsdatum.year": ["2031"]})
        assert _codes(result) == {"hund.geburtsdatum": "too_late"}
        assert result.answers["hund.name"] == "Waldi"
        assert "hund.geburtsdatum" not in result.answers

    def test_shows_again_what_was_typed(self) -> None:
        result = send(FORM, "hund", {**HUND, "hund.name": ["x" * 10_000], "hund.geburtsdatum.day": ["32"]})
        assert _codes(result) == {"hund.name": "too_long", "hund.geburtsdatum": "no_such_day"}
        assert result.raw["hund.name"] == ["x" * 10_000]
        assert result.raw["hund.geburtsdatum.day"] == ["32"]
        assert result.raw["hund.geburtsdatum.year"] == ["2025"]
        assert "hund.rasse" not in result.raw

    def test_shows_nothing_again_that_a_page_cannot_hold(self) -> None:
        result = send(FORM, "hund", {**HUND, "hund.name": ["a\x00b\ud800🐕\u200d"]})
        assert _codes(result) == {"hund.name": "not_text"}
        assert result.raw["hund.name"] == ["ab🐕\u200d"]

    def test_leaves_an_earlier_answer_until_a_good_one_comes(self) -> None:
        for raw in ({"hund.name": [""]}, {"hund.name": ["x" * 60]}):
            result = send(FORM, "hund", {**HUND, **raw}, DACHSHUND)
            assert not result.is_saved
            assert result.answers["hund.name"] == "Waldi"
            assert result.raw["hund.name"] == raw["hund.name"]

    def test_empties_an_optional_answer(self) -> None:
        before = {**DACHSHUND, "hund.chip": "276098106543210"}
        assert send(FORM, "hund", HUND, before).answers["hund.chip"] is None

    def test_asks_for_what_is_needed(self) -> None:
        result = send(FORM, "hund", {})
        assert _codes(result) == dict.fromkeys(
            ("hund.name", "hund.rasse", "hund.geburtsdatum", "hund.gross", "hund.chip"), "required"
        )
        assert result.answers == {}

    def test_asks_for_what_another_answer_makes_necessary(self) -> None:
        result = send(FORM, "hund", {**HUND, "hund.gross": ["true"]})
        assert _codes(result) == {"hund.chip": "required"}

    def test_opens_a_question_before_it_complains_about_it(self) -> None:
        """Without JavaScript the question appears only after the one it hangs on was answered."""
        answers = {**DACHSHUND, "hund.rasse": "mastiff"}
        first = send(FORM, "listenhund", {"listenhund.erlaubnis": ["true"]}, answers)
        assert first.is_saved
        assert first.journey.next_page("listenhund") == "listenhund"
        second = send(FORM, "listenhund", {"listenhund.erlaubnis": ["true"]}, dict(first.answers))
        assert _codes(second) == {"listenhund.vom": "required"}

    def test_takes_a_question_that_opened_in_the_browser(self) -> None:
        raw = {
            "listenhund.erlaubnis": ["true"],
            "listenhund.vom.day": ["1"], "listenhund.vom.month": ["2"], "listenhund.vom.year": ["2026"],
        }  # fmt: skip
        result = send(FORM, "listenhund", raw, {**DACHSHUND, "hund.rasse": "mastiff"})
        assert result.is_saved
        assert result.answers["listenhund.vom"] == "2026-02-01"

    def test_saves_answers_that_contradict_each_other_and_says_so(self) -> None:
        raw = {**PAGES_OF_A_DACHSHUND["haltung"], "haltung.seit.year": ["2020"]}
        result = send(FORM, "haltung", raw, DACHSHUND)
        assert _codes(result) == {"haltung.seit": "check"}
        assert result.answers["haltung.seit"] == "2020-03-15"
        assert not result.journey.is_complete

    def test_harms_nothing_on_a_page_that_no_longer_applies(self) -> None:
        result = send(FORM, "listenhund", {"listenhund.erlaubnis": ["false"]}, DACHSHUND)
        assert result.is_saved
        assert result.journey.answers == DACHSHUND

    def test_does_the_same_twice(self) -> None:
        once = send(FORM, "hund", HUND)
        assert send(FORM, "hund", HUND, dict(once.answers)).answers == once.answers

    def test_knows_only_the_pages_of_the_form(self) -> None:
        with pytest.raises(KeyError):
            send(FORM, "katze", {})


_SENT = {name for page in PAGES_OF_A_DACHSHUND.values() for name in page}
_ALSO_SENT = {
    "listenhund.erlaubnis",
    "listenhund.vom.day",
    "listenhund.vom",
    "haltung.grund",
    "katze.name",
    "",
    "__proto__",
}
_NAMES = st.sampled_from(sorted(_SENT | _ALSO_SENT))
_TEXTS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        [
            "true",
            "false",
            "mastiff",
            "dackel",
            "3",
            "12",
            "2025",
            "2031",
            "1.2.80",
            "\x00",
            "\ud800",
            "x" * 300,
        ]
    ),
)
_POSTS = st.tuples(
    st.sampled_from([page.id for page in FORM.pages]),
    st.dictionaries(_NAMES, st.lists(_TEXTS, max_size=2), max_size=8),
)


class TestAnyPosts:
    @settings(max_examples=150, deadline=None)
    @given(posts=st.lists(_POSTS, max_size=8))
    def test_never_raise_never_lose_an_answer_and_never_show_what_does_not_count(
        self, posts: list[Any]
    ) -> None:
        answers: dict[str, Any] = {}
        for page_id, raw in posts:
            result = send(FORM, page_id, raw, answers)
            assert {name for name, value in answers.items() if value is not None} <= result.answers.keys()
            again = send(FORM, page_id, raw, dict(result.answers))
            assert again.answers == result.answers or not again.is_saved
            answers = dict(result.answers)
            way = go(FORM, answers)
            shown = {row.field_id for page in way.summary() for row in page.rows}
            assert shown <= way.answers.keys()
            assert journey(FORM, way.answers, today=TODAY, parameters=PARAMETERS).answers == way.answers
            assert all(FORM.words().mistake(problem).message for problem in result.problems)

    @settings(max_examples=100, deadline=None)
    @given(
        answers=st.dictionaries(
            st.sampled_from([*DACHSHUND, "listenhund.erlaubnis", "listenhund.vom", "haltung.grund", "haltung.hinweis"]),
            st.one_of(
                st.none(), st.booleans(), st.integers(), st.text(max_size=10), st.lists(st.text(max_size=3), max_size=2),
                st.dictionaries(st.text(max_size=2), st.none(), max_size=1), st.sampled_from(["mastiff", "2026-01-01"]),
            ),
        )
    )  # fmt: skip
    def test_stored_answers_of_any_shape_are_survived(self, answers: dict[str, Any]) -> None:
        way = go(FORM, answers)
        assert way.is_complete == (way.first_unfinished is None)
        assert way.pages[0].id == "hund"
