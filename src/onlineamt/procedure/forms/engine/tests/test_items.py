"""Lists: the same questions for each child, with conditions and checks of each entry."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.forms.engine import (
    CompiledForm,
    FormRefused,
    Journey,
    NoSuchItem,
    open_item,
    save_item,
    without_item,
)
from onlineamt.procedure.forms.engine.tests.making import TODAY, english, go, make_form, send

FAMILY = """
pages:
  - id: wohnung
    title: Wohnung
    fields:
      - {id: wohnung.allein, kind: yes_no, label: Allein wohnend}
  - id: familie
    title: Kinder
    show: "!wohnung.allein"
    fields:
      - id: familie.kinder
        kind: repeat
        label: Ihre Kinder
        item: Kind
        min: 1
        max: 3
        fields:
          - {id: kinder.vorname, kind: text, label: Vorname, max_length: 20}
          - {id: kinder.geburtstag, kind: date, label: Geburtsdatum, max: today}
          - id: kinder.schule
            kind: text
            label: Schule
            show: "date.years_between(kinder.geburtstag, today) >= 6 && !wohnung.allein"
            checks:
              - {id: nicht_der_name, that: "kinder.schule != kinder.vorname", message: Das ist der Vorname.}
          - {id: kinder.spitzname, kind: text, label: Spitzname, required: false}
  - id: schule
    title: Schulweg
    show: "familie.kinder.exists(kind, kind.schule == 'Grundschule')"
    fields:
      - {id: schule.weg, kind: integer, label: Kilometer, required: "size(familie.kinder) > 1"}
"""
FORM = make_form(FAMILY)
MIA = {"vorname": "Mia", "geburtstag": "2019-04-03", "schule": "Grundschule", "spitzname": None}
BEN = {"vorname": "Ben", "geburtstag": "2024-01-02", "spitzname": None}


def family(*children: dict[str, Any]) -> dict[str, Any]:
    return {"wohnung.allein": False, "familie.kinder": list(children)}


def typed(**words: str) -> dict[str, list[str]]:
    raw = {f"kinder.{name}": [text] for name, text in words.items() if name != "geburtstag"}
    if birthday := words.get("geburtstag"):
        day, month, year = birthday.split(".")
        raw |= {
            f"kinder.geburtstag.{part}": [text]
            for part, text in zip(("day", "month", "year"), (day, month, year), strict=True)
        }
    return raw


def save(answers: dict[str, Any], position: int, form: CompiledForm = FORM, **words: str) -> Any:
    item = open_item(go(form, answers), answers, "familie.kinder", position, today=TODAY)
    return save_item(item, typed(**words), answers, today=TODAY)


def codes(way: Journey) -> list[str]:
    return [problem.code for problem in way.errors.get("familie.kinder", ())]


class TestSaveItem:
    def test_adds_one(self) -> None:
        saved = save(family(), 0, vorname="Ben", geburtstag="2.1.2024")
        assert saved.page.is_saved
        assert saved.answers == family(BEN)

    def test_changes_one_and_leaves_the_others(self) -> None:
        saved = save(family(MIA, BEN), 0, vorname="Maria", geburtstag="3.4.2019", schule="Grundschule")
        assert saved.answers == family({**MIA, "vorname": "Maria"}, BEN)

    def test_keeps_what_is_right_and_names_what_is_wrong(self) -> None:
        saved = save(family(MIA), 1, vorname="Ben", geburtstag="2.1.2031")
        assert [problem.field_id for problem in saved.page.problems] == ["kinder.geburtstag"]
        assert saved.answers["familie.kinder"][1] == {"vorname": "Ben", "spitzname": None}
        assert codes(go(FORM, saved.answers)) == ["item_unfinished"]

    def test_asks_a_question_that_applies_to_this_entry_only(self) -> None:
        saved = save(family(BEN), 1, vorname="Mia", geburtstag="3.4.2019")
        assert saved.page.problems == ()
        assert not saved.page.journey.is_complete  # the page of the entry comes again with the new question
        assert go(FORM, saved.answers).items["familie.kinder"][0].is_complete
        assert go(FORM, saved.answers).first_unfinished == "familie"

    def test_runs_the_checks_of_an_entry(self) -> None:
        saved = save(family(MIA), 0, vorname="Mia", geburtstag="3.4.2019", schule="Mia")
        assert [problem.check for problem in saved.page.problems] == ["nicht_der_name"]
        words = FORM.items["familie.kinder"].words()
        assert words.mistake(saved.page.problems[0]).message == "Das ist der Vorname."

    def test_adds_nothing_where_nothing_was_typed(self) -> None:
        assert save(family(MIA), 1).answers == family(MIA)

    @pytest.mark.parametrize("position", [-1, 2, 7])
    def test_knows_only_the_entries_there_are_and_the_next(self, position: int) -> None:
        with pytest.raises(NoSuchItem):
            save(family(MIA), position)

    def test_adds_no_more_than_there_may_be(self) -> None:
        with pytest.raises(NoSuchItem):
            save(family(MIA, BEN, BEN), 3)

    def test_opens_those_that_are_too_many(self) -> None:
        answers = family(MIA, BEN, BEN, BEN)
        assert codes(go(FORM, answers)) == ["too_many"]
        item = open_item(go(FORM, answers), answers, "familie.kinder", 3, today=TODAY)
        assert codes(go(FORM, dict(without_item(item, answers)))) == []

    def test_is_for_lists_that_apply(self) -> None:
        with pytest.raises(NoSuchItem):
            save({"wohnung.allein": True}, 0, vorname="Ben")


class TestWithoutItem:
    def test_moves_the_others_up(self) -> None:
        answers = family(MIA, BEN)
        item = open_item(go(FORM, answers), answers, "familie.kinder", 0, today=TODAY)
        assert without_item(item, answers) == family(BEN)


class TestJourney:
    def test_needs_an_entry_where_one_is_needed(self) -> None:
        result = send(FORM, "familie", {}, {"wohnung.allein": False})
        assert [(one.field_id, one.code) for one in result.problems] == [("familie.kinder", "required")]
        assert FORM.words().mistake(result.problems[0]).message.startswith("Bitte fügen Sie")

    def test_forgets_answers_that_do_not_apply_to_an_entry(self) -> None:
        way = go(FORM, family({**BEN, "schule": "Grundschule"}))
        assert way.answers == family(BEN)
        assert way.page("schule") is None
        assert "Grundschule" not in way.summary()[1].rows[0].text

    def test_lets_pages_hang_on_what_any_entry_says(self) -> None:
        assert go(FORM, family(MIA)).page("schule") is not None
        assert not go(FORM, family(MIA)).page("schule").fields[0].is_required  # type: ignore[union-attr]
        assert go(FORM, family(MIA, BEN)).page("schule").fields[0].is_required  # type: ignore[union-attr]

    def test_does_not_know_what_an_entry_has_not_said(self) -> None:
        unfinished = {"vorname": "Mia", "geburtstag": "2019-04-03"}
        assert go(FORM, family(unfinished)).page("schule") is None

    def test_hides_the_list_with_its_page(self) -> None:
        way = go(FORM, {**family(MIA), "wohnung.allein": True})
        assert way.answers == {"wohnung.allein": True}
        assert way.items == {}

    def test_shows_the_entries_one_by_one(self) -> None:
        (row,) = go(FORM, family(MIA, BEN)).summary()[1].rows
        assert row.label == "Ihre Kinder"
        assert row.text == (
            "Kind 1\nVorname: Mia\nGeburtsdatum: 3. April 2019\nSchule: Grundschule\nSpitzname: Keine Angabe\n\n"
            "Kind 2\nVorname: Ben\nGeburtsdatum: 2. Januar 2024\nSpitzname: Keine Angabe"
        )

    def test_speaks_other_languages(self) -> None:
        form = make_form(
            FAMILY,
            texts=english(
                fields={"familie.kinder": {"item": "Child"}, "kinder.vorname": {"label": "First name"}},
                checks={"nicht_der_name": "That is the first name."},
            ),
        )
        assert (
            go(form, family(BEN))
            .summary(Language.ENGLISH)[1]
            .rows[0]
            .text.startswith("Child 1\nFirst name: Ben")
        )
        item = form.items["familie.kinder"].words(Language.ENGLISH)
        assert item.page("kinder").title == "Child"
        assert item.checks["nicht_der_name"] == "That is the first name."

    @pytest.mark.parametrize(
        "stored", [None, 3, "x", [3], [{"alter": 3}], [{"vorname": 3}], {"vorname": "Mia"}]
    )
    def test_survives_whatever_is_stored(self, stored: Any) -> None:
        way = go(FORM, {"wohnung.allein": False, "familie.kinder": stored})
        assert not way.is_complete
        assert way.summary()


class TestCompile:
    def test_names_the_question_whose_condition_is_wrong(self) -> None:
        with pytest.raises(FormRefused) as refused:
            make_form(FAMILY.replace("kinder.geburtstag, today) >= 6", "kinder.geburt, today) >= 6"))
        assert [fault.place for fault in refused.value.faults] == ["fields.kinder.schule.show"]
        assert "„kinder.geburt“ gibt es nicht" in refused.value.faults[0].message

    def test_refuses_a_list_that_hangs_on_itself(self) -> None:
        with pytest.raises(FormRefused, match="hängt von sich selbst ab"):
            make_form(FAMILY.replace("&& !wohnung.allein", "&& size(familie.kinder) > 1"))

    def test_does_not_know_an_entry_from_outside(self) -> None:
        with pytest.raises(FormRefused, match=r"„kinder\.vorname“ ist nicht bekannt"):
            make_form(FAMILY.replace("size(familie.kinder) > 1", "kinder.vorname == 'Mia'"))

    @pytest.mark.parametrize(
        ("written", "instead", "complaint"),
        [
            ("id: kinder.vorname", "id: kind.vorname", "gehört nicht in die Liste"),
            ("id: wohnung.allein", "id: kinder.allein", "gibt es im Formular schon"),
            ("kind: date, label: Geburtsdatum, max: today", "kind: file, label: Urkunde", "der Art file"),
            ("id: kinder.spitzname", "id: kinder.vorname", "mehrmals"),
            ("min: 1", "min: 4", "`min` ist größer"),
            ("that: \"kinder", "fields: [wohnung.allein], that: \"kinder", "in der Liste „familie.kinder“ nicht"),
        ],
    )  # fmt: skip
    def test_refuses_what_cannot_be(self, written: str, instead: str, complaint: str) -> None:
        with pytest.raises(ValueError, match=complaint):
            make_form(FAMILY.replace(written, instead))


_TEXTS = st.sampled_from(
    ["", "Mia", "Grundschule", "x" * 30, "\x00", "1", "3", "31", "2019", "2024", "2031", "true"]
)
_SENT = st.dictionaries(
    st.sampled_from([
        "kinder.vorname", "kinder.geburtstag.day", "kinder.geburtstag.month", "kinder.geburtstag.year", "kinder.schule",
        "kinder.spitzname", "wohnung.allein", "familie.kinder",
    ]),
    st.lists(_TEXTS, max_size=2),
    max_size=6,
)  # fmt: skip
_ACTS = st.tuples(st.sampled_from(["page", "save", "remove"]), st.integers(0, 3), _SENT)


class TestAnyPosts:
    @settings(max_examples=150, deadline=None)
    @given(acts=st.lists(_ACTS, max_size=10))
    def test_never_raise_never_lose_an_entry_and_show_what_is_sent(self, acts: list[Any]) -> None:
        answers: dict[str, Any] = family()
        for act, position, raw in acts:
            before = len(answers["familie.kinder"])
            try:
                item = open_item(go(FORM, answers), answers, "familie.kinder", position, today=TODAY)
            except NoSuchItem:
                continue
            if act == "page":
                answers = dict(
                    send(FORM, ["wohnung", "familie", "schule"][position % 3], raw, answers).answers
                )
            elif act == "save":
                answers = dict(save_item(item, raw, answers, today=TODAY).answers)
                assert before <= len(answers["familie.kinder"]) <= before + 1
            elif not item.is_new:
                answers = dict(without_item(item, answers))
                assert len(answers["familie.kinder"]) == before - 1
            way = go(FORM, answers)
            assert go(FORM, dict(way.answers)).answers == way.answers
            assert go(FORM, dict(way.answers)).summary() == way.summary()
            assert all(
                FORM.words().mistake(problem).message for page in way.pages for state in page.fields for problem in state.problems
            )  # fmt: skip
