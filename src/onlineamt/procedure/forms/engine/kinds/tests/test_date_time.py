"""A day with a time: four boxes, and the one that is wrong."""

import pytest

from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.forms.definition import DateTimeField
from onlineamt.procedure.forms.engine.kinds import NotReadable
from onlineamt.procedure.forms.engine.problems import Problem
from onlineamt.procedure.forms.engine.tests.making import TODAY, make_field
from onlineamt.procedure.forms.engine.wording import wording


def raw(day: str, month: str, year: str, time: str) -> dict[str, list[str]]:
    return {
        f"a.b.{part}": [said]
        for part, said in zip(("day", "month", "year", "time"), (day, month, year, time), strict=True)
    }


class TestParse:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            (("20", "3", "2026", "8:30"), "2026-03-20T08:30"),
            (("20.3.26", "", "", "8 Uhr"), "2026-03-20T08:00"),
            (("1", "März", "2026", "2359"), "2026-03-01T23:59"),
            (("", "", "", ""), None),
        ],
    )
    def test_takes_what_people_type(self, typed: tuple[str, str, str, str], kept: str | None) -> None:
        assert make_field("date_time").parse(raw(*typed), today=TODAY) == kept

    @pytest.mark.parametrize(
        ("typed", "code", "parts"),
        [
            (("20", "3", "2026", ""), "date_incomplete", ("time",)),
            (("", "", "", "8:30"), "date_incomplete", ("day", "month", "year")),
            (("20", "", "2026", "8:30"), "date_incomplete", ("month",)),
            (("31", "2", "2026", "8:30"), "no_such_day", ("day",)),
            (("20", "3", "2026", "25:00"), "not_a_time", ("time",)),
            (("20", "3", "2026", "bald"), "not_a_time", ("time",)),
            (("20", "3", "2026", "24:00"), "not_a_time", ("time",)),
        ],
    )
    def test_says_which_box_is_wrong(
        self, typed: tuple[str, str, str, str], code: str, parts: tuple[str, ...]
    ) -> None:
        problem = make_field("date_time").parse(raw(*typed), today=TODAY)
        assert isinstance(problem, Problem)
        assert (problem.code, problem.parts) == (code, parts)
        for language in Language:
            assert wording(language).message(problem, kind="date_time", label="Beginn")

    def test_names_the_missing_time(self) -> None:
        problem = make_field("date_time").parse(raw("20", "3", "2026", ""), today=TODAY)
        assert isinstance(problem, Problem)
        assert (
            wording(Language.GERMAN).message(problem, kind="date_time", label="x")
            == "Im Datum fehlt noch etwas: Uhrzeit."
        )


class TestValidate:
    @pytest.mark.parametrize(
        ("value", "code"),
        [
            ("2026-03-19T12:00", "too_early"),
            ("2026-05-01T12:00", "too_late"),
            ("2026-04-01T07:59", "time_too_early"),
            ("2026-04-01T22:01", "time_too_late"),
            ("2026-04-01T22:00", ""),
        ],
    )
    def test_knows_its_bounds(self, value: str, code: str) -> None:
        field = make_field(
            "date_time", min="2026-03-20", max="2026-04-30", min_time="08:00", max_time="22:00"
        )
        problem = field.validate(value, today=TODAY)
        assert (problem.code if problem else "") == code

    def test_leaves_a_time(self) -> None:
        with pytest.raises(ValueError, match="keine Uhrzeit"):
            DateTimeField(id="a.b", kind="date_time", label="x", min_time="12:00", max_time="08:00")


class TestStoring:
    def test_shows_and_opens_it_again(self) -> None:
        field = make_field("date_time")
        assert field.display("2026-03-20T08:30") == "20. März 2026, 08:30 Uhr"
        assert field.parse(field.to_raw("2026-03-20T08:30"), today=TODAY) == "2026-03-20T08:30"
        assert field.from_json("2026-03-20T08:30") == "2026-03-20T08:30"

    @pytest.mark.parametrize(
        "stored", ["2026-03-20", "2026-03-20T24:00", "2026-02-30T08:00", "0026-02-03T08:00", "x", 3, None]
    )
    def test_reads_nothing_else(self, stored: object) -> None:
        with pytest.raises(NotReadable):
            make_field("date_time").from_json(stored)
