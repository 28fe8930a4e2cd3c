"""A long form in sections: filled in in any order, each a little way of its own."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.forms.definition import FormDefinition, TextsDefinition, each_text
from onlineamt.procedure.forms.engine import CompiledForm, Journey, SectionProgress, compile_form, journey
from onlineamt.procedure.forms.engine.tests.making import TODAY

WAITING, NOT_STARTED, STARTED, FINISHED = SectionProgress

LONG = """
sections:
  - {id: kind, title: Ihr Kind, pages: [name, rat, wuensche]}
  - {id: eltern, title: Sie, pages: [person]}
  - {id: geld, title: Geld, pages: [beitrag, essen]}
  - {id: umzug, title: Umzug, pages: [ort]}
pages:
  - {id: name, title: "Wer?", fields: [{id: kind.name, kind: text, label: Name}, {id: kind.alter, kind: integer, label: Alter}]}
  - {id: rat, title: Zu jung, kind: exit, show: kind.alter < 1}
  - id: wuensche
    title: Was?
    fields: [{id: kind.isst, kind: yes_no, label: Isst}, {id: kind.zieht, kind: yes_no, label: Zieht um}]
  - {id: person, title: "Sie?", fields: [{id: person.name, kind: text, label: Name}]}
  - {id: beitrag, title: "Wie viel?", fields: [{id: beitrag.hoch, kind: yes_no, label: Hoch}]}
  - {id: essen, title: "Was nicht?", show: computed.isst, fields: [{id: essen.nicht, kind: text, label: Nicht, required: false}]}
  - {id: ort, title: "Wohin?", show: "kind.zieht && (!kind.isst || essen.nicht != 'x')", fields: [{id: ort.neu, kind: text, label: Ort}]}
computed:
  isst: {kind: yes_no, value: kind.isst}
"""
WRITTEN = yaml.safe_load(LONG)
FORM = compile_form(
    FormDefinition.model_validate(WRITTEN),
    texts={Language.ENGLISH: TextsDefinition.model_validate({"sections": {"kind": "Your child"}})},
)
NAME = {"kind.name": "Mia", "kind.alter": 3}
WISHES = {"kind.isst": True, "kind.zieht": False}
PERSON, FEE, FOOD = {"person.name": "Erika"}, {"beitrag.hoch": True}, {"essen.nicht": "Nüsse"}
ALL = {**NAME, **WISHES, **PERSON, **FEE, **FOOD}


def go(form: CompiledForm, answers: dict[str, Any]) -> Journey:
    return journey(form, answers, today=TODAY)


def states(way: Journey) -> dict[str, SectionProgress]:
    return {section.id: section.progress for section in way.sections}


def saved(
    before: dict[str, Any], page_id: str, more: dict[str, Any], *, from_check: bool = False
) -> str | None:
    """Return where one is led after a page was saved with more answers than before."""
    now = go(FORM, {**before, **more})
    return now.next_page(page_id, to_summary=from_check, before=go(FORM, before) if from_check else None)


class TestSections:
    def test_are_none_where_the_form_has_none(self) -> None:
        pages = [{**page, "show": None} for page in WRITTEN["pages"]]
        form = compile_form(FormDefinition.model_validate({**WRITTEN, "pages": pages, "sections": []}))
        way = go(form, {})
        assert way.sections == ()
        assert way.section_of("name") is None
        assert way.visitable == ("name",)

    def test_say_how_far_each_is(self) -> None:
        assert states(go(FORM, {})) == {
            "kind": NOT_STARTED, "eltern": NOT_STARTED, "geld": NOT_STARTED, "umzug": WAITING,
        }  # fmt: skip
        assert states(go(FORM, {"kind.name": "Mia"}))["kind"] is STARTED
        assert states(go(FORM, NAME))["kind"] is STARTED
        assert states(go(FORM, {**NAME, **WISHES}))["kind"] is FINISHED

    def test_are_as_unfinished_as_a_page_that_appears_in_them(self) -> None:
        assert states(go(FORM, FEE))["geld"] is FINISHED
        assert states(go(FORM, {**FEE, **NAME, **WISHES}))["geld"] is STARTED

    def test_wait_for_those_that_decide_whether_they_apply(self) -> None:
        def waits_for(answers: dict[str, Any]) -> tuple[str, ...]:
            return next((one.waits_for for one in go(FORM, answers).sections if one.id == "umzug"), ())

        assert waits_for({}) == ("kind",)
        assert waits_for({**NAME, "kind.isst": True, "kind.zieht": True}) == ("geld",)
        moving = {**NAME, "kind.isst": True, "kind.zieht": True, **FOOD}
        assert states(go(FORM, moving))["umzug"] is NOT_STARTED

    def test_vanish_where_they_do_not_apply(self) -> None:
        assert "umzug" not in states(go(FORM, {**NAME, **WISHES}))
        assert go(FORM, ALL).is_complete

    def test_have_words_in_every_language(self) -> None:
        assert FORM.words().section("kind") == "Ihr Kind"
        assert FORM.words(Language.ENGLISH).section("kind") == "Your child"
        assert FORM.words(Language.ENGLISH).section("geld") == "Geld"
        assert dict(each_text(FORM.definition))["sections.geld"] == "Geld"


class TestOpening:
    def test_is_possible_in_every_section(self) -> None:
        assert go(FORM, {}).visitable == ("name", "person", "beitrag")
        assert go(FORM, NAME).visitable == ("name", "wuensche", "person", "beitrag")
        assert go(FORM, {**ALL, "kind.alter": None}).visitable == ("name", "person", "beitrag", "essen")

    @pytest.mark.parametrize(
        ("answers", "page"),
        [({}, "name"), (NAME, "wuensche"), ({**NAME, **WISHES}, "name"), ({"kind.name": "Mia"}, "name")],
    )
    def test_begins_where_one_goes_on(self, answers: dict[str, Any], page: str) -> None:
        assert go(FORM, answers).sections[0].opens_at == page

    def test_waits(self) -> None:
        assert go(FORM, {}).sections[-1].opens_at is None
        assert go(FORM, {}).sections[-1].visitable == ()


class TestGoingOn:
    def test_follows_the_pages_of_a_section(self) -> None:
        assert saved({}, "name", NAME) == "wuensche"
        assert saved({}, "name", {**NAME, "kind.alter": 0}) == "rat"
        assert go(FORM, {**NAME, "kind.alter": 0}).next_page("rat") == "wuensche"

    def test_returns_to_the_list_after_the_last_page(self) -> None:
        assert saved(NAME, "wuensche", WISHES) is None
        assert saved({}, "person", PERSON) is None

    def test_goes_back_to_what_was_left_out_in_the_section(self) -> None:
        assert go(FORM, WISHES).next_page("wuensche") == "name"

    def test_shows_an_unfinished_page_again(self) -> None:
        assert saved({}, "name", {"kind.name": "Mia"}) == "name"
        assert saved(ALL, "name", {"kind.alter": None}, from_check=True) == "name"

    def test_returns_to_the_list_from_a_page_that_does_not_apply_any_more(self) -> None:
        assert go(FORM, {**NAME, "kind.isst": False, "kind.zieht": False}).next_page("essen") is None

    def test_returns_to_the_summary_unless_questions_opened(self) -> None:
        assert saved(ALL, "person", {"person.name": "Max"}, from_check=True) is None
        assert saved({**ALL, "kind.isst": False}, "wuensche", {"kind.zieht": True}, from_check=True) == "ort"
        left = {name: answer for name, answer in ALL.items() if name not in PERSON}
        assert saved(left, "beitrag", {"beitrag.hoch": False}, from_check=True) is None

    def test_asks_everything_where_one_never_saw_the_summary(self) -> None:
        """Whoever came from their own case has seen no list and left nothing out on purpose."""
        assert go(FORM, {**PERSON, **FEE}).next_page("person", to_summary=True) == "name"


class TestGoingBack:
    def test_stays_in_the_section(self) -> None:
        way = go(FORM, ALL)
        assert [way.page_before(page) for page in ("name", "wuensche", "person", "beitrag", "essen")] == [
            None, "name", None, None, "beitrag",
        ]  # fmt: skip


def test_the_test_service_has_sections_that_fit() -> None:
    folder = Path(__file__).resolve().parents[6] / "tests" / "services" / "muster-betreuung"
    written = yaml.safe_load((folder / "form.yaml").read_text(encoding="utf-8"))
    assert len(FormDefinition.model_validate(written).sections) == 4
