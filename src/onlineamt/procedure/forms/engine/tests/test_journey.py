"""The way through a form follows from the answers, and from nothing else."""

from datetime import date

import pytest

from onlineamt.procedure.forms.engine import journey
from onlineamt.procedure.forms.engine.expressions import UNKNOWN
from onlineamt.procedure.forms.engine.tests.making import DACHSHUND, go, make_form

FORM = make_form()
MASTIFF = {**DACHSHUND, "hund.rasse": "mastiff"}


class TestPages:
    def test_come_up_as_answers_are_given(self) -> None:
        assert [page.id for page in go(FORM, {}).pages] == ["hund", "haltung"]
        assert [page.id for page in go(FORM, MASTIFF).pages] == ["hund", "listenhund", "haltung"]
        refused = {**MASTIFF, "listenhund.erlaubnis": False}
        assert [page.id for page in go(FORM, refused).pages] == ["hund", "listenhund", "abraten", "haltung"]

    def test_open_up_to_the_first_unfinished_one(self) -> None:
        way = go(FORM, {**MASTIFF, "haltung.seit": "2026-03-15"})
        assert way.first_unfinished == "listenhund"
        assert way.visitable == ("hund", "listenhund")
        assert not way.is_complete

    def test_are_finished_when_every_question_was_asked(self) -> None:
        """An optional question counts as asked once its page was saved, even if it was left empty."""
        without = {name: value for name, value in DACHSHUND.items() if name != "haltung.ermaessigung"}
        assert go(FORM, without).first_unfinished == "haltung"
        assert go(FORM, {**without, "haltung.ermaessigung": None}).is_complete

    def test_follow_each_other(self) -> None:
        way = go(FORM, MASTIFF)
        assert way.next_page("hund") == "listenhund"
        assert way.next_page("listenhund") == "listenhund"
        assert go(FORM, DACHSHUND).next_page("haltung") is None
        assert [way.page_before(page) for page in ("hund", "listenhund", "haltung")] == [
            None,
            "hund",
            "listenhund",
        ]

    def test_lead_back_to_the_summary_unless_questions_opened(self) -> None:
        assert go(FORM, DACHSHUND).next_page("hund", to_summary=True) is None
        assert go(FORM, MASTIFF).next_page("hund", to_summary=True) == "listenhund"

    def test_that_do_not_apply_lead_to_what_is_left_to_do(self) -> None:
        assert go(FORM, DACHSHUND).next_page("listenhund") is None
        assert go(FORM, {}).next_page("listenhund") == "hund"


class TestUnknown:
    def test_shows_no_page(self) -> None:
        assert go(FORM, {"hund.rasse": None}).page("listenhund") is None

    def test_waives_no_duty(self) -> None:
        def chip_is_required(**answers: object) -> bool:
            page = go(FORM, {f"hund.{name}": value for name, value in answers.items()}).page("hund")
            return (
                page is not None
                and next(field for field in page.fields if field.id == "hund.chip").is_required
            )

        assert chip_is_required()
        assert chip_is_required(gross=None)
        assert chip_is_required(gross=True)
        assert not chip_is_required(gross=False)

    def test_computes_nothing(self) -> None:
        assert go(FORM, {}).computed == {"monate": UNKNOWN, "steuer": UNKNOWN, "spaet": UNKNOWN}
        assert go(FORM, {}).computed_json() == {}

    def test_breaks_no_check(self) -> None:
        assert not go(FORM, {"haltung.seit": "2026-03-15"}).errors

    def test_is_what_fails(self) -> None:
        form = make_form(
            """
            pages:
              - {id: eins, title: Eins, fields: [{id: a.n, kind: integer, label: N}]}
              - {id: zwei, title: Zwei, show: "1 / a.n == 1", fields: [{id: a.m, kind: text, label: M}]}
            """
        )
        way = go(form, {"a.n": 0})
        assert [page.id for page in way.pages] == ["eins"]
        assert "divide by zero" in way.failures[0]


ABANDONED = {
    **DACHSHUND,
    "listenhund.erlaubnis": True,
    "listenhund.vom": "2026-01-01",
    "haltung.grund": "Geheim",
}


class TestPruning:
    def test_leaves_abandoned_branches_out(self) -> None:
        way = go(FORM, ABANDONED)
        assert way.answers == DACHSHUND
        assert "listenhund" not in {page.page_id for page in way.summary()}
        assert "Geheim" not in str(way.summary())

    def test_hides_them_from_expressions(self) -> None:
        """An answer on a page that no longer applies must not open the next one."""
        assert go(FORM, {**ABANDONED, "listenhund.erlaubnis": False}).page("abraten") is None

    def test_drops_their_mistakes(self) -> None:
        assert not go(FORM, {**ABANDONED, "listenhund.vom": "2026-99-99"}).errors

    def test_brings_them_back_when_they_apply_again(self) -> None:
        assert go(FORM, {**ABANDONED, "hund.rasse": "mastiff"}).answers["listenhund.vom"] == "2026-01-01"

    def test_knows_that_nobody_was_asked(self) -> None:
        form = make_form(
            """
            pages:
              - {id: eins, title: Eins, fields: [{id: a.ja, kind: yes_no, label: Ja}, {id: a.n, kind: text, label: N, show: a.ja}]}
              - {id: zwei, title: Zwei, show: "!has(a.n)", fields: [{id: a.m, kind: text, label: M}]}
            """
        )
        assert [page.id for page in go(form, {}).pages] == ["eins"]
        assert [page.id for page in go(form, {"a.ja": True}).pages] == ["eins"]
        assert [page.id for page in go(form, {"a.ja": False}).pages] == ["eins", "zwei"]
        assert [page.id for page in go(form, {"a.ja": True, "a.n": None}).pages] == ["eins", "zwei"]
        assert [page.id for page in go(form, {"a.ja": False, "a.n": "alt"}).pages] == ["eins", "zwei"]


class TestValues:
    def test_are_computed_one_from_the_other(self) -> None:
        assert go(FORM, DACHSHUND).computed == {"monate": 9, "steuer": 11700, "spaet": True}
        assert go(FORM, DACHSHUND).computed_json() == {"monate": 9, "steuer": 11700, "spaet": True}

    def test_are_shown_where_the_page_says(self) -> None:
        way = go(FORM, DACHSHUND)
        page = way.page("haltung")
        assert page is not None
        assert [field.id for field in page.fields] == [
            "haltung.seit", "haltung.hinweis", "haltung.betrag", "haltung.ermaessigung",
        ]  # fmt: skip
        assert FORM.words().display_computed("steuer", way.computed["steuer"]) == "117,00 €"
        assert FORM.words().display_computed("steuer", UNKNOWN) == ""

    def test_depend_on_the_day(self) -> None:
        assert go(FORM, DACHSHUND, today=date(2026, 3, 20)).computed["spaet"] is False


class TestErrors:
    @pytest.mark.parametrize(
        ("answers", "codes"),
        [
            ({"hund.chip": "12"}, {"hund.chip": "pattern"}),
            ({"hund.rasse": "katze"}, {"hund.rasse": "not_an_option"}),
            ({"hund.name": 5}, {"hund.name": "unreadable"}),
            ({"hund.geburtsdatum": "2027-01-01"}, {"hund.geburtsdatum": "too_late"}),
            ({"haltung.seit": "2024-01-01"}, {"haltung.seit": "check"}),
        ],
    )
    def test_name_what_is_wrong_with_saved_answers(
        self, answers: dict[str, object], codes: dict[str, str]
    ) -> None:
        way = go(FORM, {**DACHSHUND, **answers})
        assert {field: problem.code for field, (problem,) in way.errors.items()} == codes
        assert not way.is_complete

    def test_keep_wrong_answers_from_deciding(self) -> None:
        assert go(FORM, {**DACHSHUND, "haltung.seit": "2099-01-01"}).computed["monate"] is UNKNOWN

    def test_overlook_answers_of_unknown_fields(self) -> None:
        assert go(FORM, {**DACHSHUND, "katze.name": "Mieze"}).answers == DACHSHUND


class TestSuggestions:
    FORM = make_form(
        """
        pages:
          - id: eins
            title: Eins
            fields:
              - {id: a.vorname, kind: text, label: Vorname, prefill: facts.account_given_name}
              - {id: a.geburt, kind: date, label: Geburt, prefill: facts.account_birth_date}
              - {id: a.land, kind: country, label: Staat, default: DE}
              - {id: a.n, kind: integer, label: N, prefill: "1 / 0"}
        """
    )

    def test_are_what_the_platform_knows(self) -> None:
        way = go(
            self.FORM, {}, facts={"account_given_name": "Erika", "account_birth_date": date(1985, 3, 27)}
        )
        assert way.suggestions() == {"a.vorname": "Erika", "a.geburt": date(1985, 3, 27), "a.land": "DE"}

    def test_make_way_for_answers(self) -> None:
        way = go(self.FORM, {"a.land": "FR", "a.vorname": None}, facts={"account_given_name": "Erika"})
        assert way.suggestions() == {}


class TestLaterDays:
    """An answer was right on the day it was given; days go by until a case is decided."""

    FORM = make_form("""
pages:
  - id: a
    title: A
    fields:
      - {id: a.ab, kind: date, label: Ab, min: today, max: today+P1Y}
      - {id: a.seit, kind: date, label: Seit, max: today}
""")

    @pytest.mark.parametrize(
        ("field", "day", "is_right"),
        [
            ("a.ab", "2026-03-20", True),
            ("a.ab", "2026-05-01", True),  # it lay ahead when the application was sent
            ("a.ab", "2026-03-19", False),
            ("a.ab", "2027-05-30", True),  # given in answer to a question, later
            ("a.ab", "2027-06-02", False),
            ("a.seit", "2026-03-20", True),
            ("a.seit", "2026-05-31", True),
            ("a.seit", "2026-06-02", False),
        ],
    )
    def test_what_lay_ahead_may_be_over(self, field: str, day: str, is_right: bool) -> None:
        way = journey(self.FORM, {field: day}, today=date(2026, 3, 20), answered_on=date(2026, 6, 1))
        assert (field not in way.errors) is is_right

    def test_a_day_between_was_right_on_the_day_between(self) -> None:
        form = make_form("""
pages:
  - {id: a, title: A, fields: [{id: a.heute, kind: date, label: Heute, min: today, max: today+P2D}]}
""")
        for day, is_right in (("2026-04-15", True), ("2026-03-19", False), ("2026-06-04", False)):
            way = journey(form, {"a.heute": day}, today=date(2026, 3, 20), answered_on=date(2026, 6, 1))
            assert way.is_complete is is_right
