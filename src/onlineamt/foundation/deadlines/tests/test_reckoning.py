import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onlineamt.foundation.deadlines.errors import CannotReckon
from onlineamt.foundation.deadlines.periods import Period
from onlineamt.foundation.deadlines.reckoning import (
    add_rest,
    deemed_approval,
    deemed_received_on,
    is_working_day,
    last_day,
    reckon,
)
from onlineamt.foundation.deadlines.values import (
    Ending,
    Land,
    LocalHoliday,
    Mode,
    ProcedureLaw,
    Reckoning,
    Sending,
)

MONTH = Period(months=1)
days = st.dates(date(2021, 1, 1), date(2098, 12, 31))
lands = st.sampled_from(Land)
laws = st.sampled_from([ProcedureLaw.VWVFG, ProcedureLaw.AO, ProcedureLaw.SGB])
periods = st.builds(Period, months=st.integers(0, 12), days=st.integers(1, 60))


def day(text: str) -> date:
    return date.fromisoformat(text)


def posted(
    text: str, *, land: str = "NW", law: str = "vwvfg", period: str = "P1M", **more: object
) -> Reckoning:
    sending = Sending(Mode.POST, sent_on=day(text))
    return reckon(sending, Period.parse(period), land=land, law=law, **more)  # type: ignore[arg-type]


class TestReckonByPost:
    """Calendars of the years 2007 to 2028, counted by hand."""

    @pytest.mark.parametrize(
        ("law", "land", "sent", "notified", "raw", "end"),
        [
            # The fourth day instead of the third, from what was posted on 1 January 2025 on
            ("vwvfg", "NW", "2024-12-31", "2025-01-03", "2025-02-03", "2025-02-03"),
            ("vwvfg", "NW", "2025-01-01", "2025-01-05", "2025-02-05", "2025-02-05"),
            ("sgb", "NW", "2024-12-31", "2025-01-03", "2025-02-03", "2025-02-03"),
            ("sgb", "NW", "2025-01-01", "2025-01-05", "2025-02-05", "2025-02-05"),
            ("ao", "NW", "2024-12-27", "2024-12-30", "2025-01-30", "2025-01-30"),
            ("ao", "NW", "2025-01-01", "2025-01-06", "2025-02-06", "2025-02-06"),
            (
                "ao",
                "BW",
                "2025-01-01",
                "2025-01-07",
                "2025-02-07",
                "2025-02-07",
            ),  # 6 January is a holiday there
            # Saturday as fourth day: taxes wait for Monday, others do not
            ("vwvfg", "NW", "2026-03-03", "2026-03-07", "2026-04-07", "2026-04-07"),
            ("sgb", "NW", "2026-03-03", "2026-03-07", "2026-04-07", "2026-04-07"),
            ("ao", "NW", "2026-03-03", "2026-03-09", "2026-04-09", "2026-04-09"),
            ("pstg", "NW", "2026-03-03", "2026-03-07", "2026-04-07", "2026-04-07"),
            ("vwvfg", "NW", "2026-02-24", "2026-02-28", "2026-03-28", "2026-03-30"),
            ("ao", "NW", "2026-02-24", "2026-03-02", "2026-04-02", "2026-04-02"),
            # Month ends and 29 February
            ("vwvfg", "NW", "2028-01-27", "2028-01-31", "2028-02-29", "2028-02-29"),
            ("vwvfg", "NW", "2026-01-27", "2026-01-31", "2026-02-28", "2026-03-02"),
            ("ao", "NW", "2026-01-27", "2026-02-02", "2026-03-02", "2026-03-02"),
            ("vwvfg", "NW", "2026-08-27", "2026-08-31", "2026-09-30", "2026-09-30"),
            # Year end, Easter, Whitsun
            ("vwvfg", "NW", "2026-11-21", "2026-11-25", "2026-12-25", "2026-12-28"),
            ("vwvfg", "NW", "2026-11-27", "2026-12-01", "2027-01-01", "2027-01-04"),
            ("vwvfg", "NW", "2026-11-20", "2026-11-24", "2026-12-24", "2026-12-24"),
            ("vwvfg", "NW", "2026-02-27", "2026-03-03", "2026-04-03", "2026-04-07"),
            ("vwvfg", "NW", "2026-04-21", "2026-04-25", "2026-05-25", "2026-05-26"),
            ("ao", "NW", "2026-03-30", "2026-04-07", "2026-05-07", "2026-05-07"),  # fourth day: Good Friday
            (
                "ao",
                "NW",
                "2026-12-22",
                "2026-12-28",
                "2027-01-28",
                "2027-01-28",
            ),  # fourth day: Boxing Day, Saturday
            # What the Länder have for themselves
            ("vwvfg", "BY", "2025-12-02", "2025-12-06", "2026-01-06", "2026-01-07"),
            ("vwvfg", "ST", "2025-12-02", "2025-12-06", "2026-01-06", "2026-01-07"),
            ("vwvfg", "NW", "2025-12-02", "2025-12-06", "2026-01-06", "2026-01-06"),
            ("vwvfg", "BE", "2027-02-04", "2027-02-08", "2027-03-08", "2027-03-09"),
            ("vwvfg", "MV", "2027-02-04", "2027-02-08", "2027-03-08", "2027-03-09"),
            ("vwvfg", "BB", "2027-02-04", "2027-02-08", "2027-03-08", "2027-03-08"),
            ("vwvfg", "SN", "2026-10-14", "2026-10-18", "2026-11-18", "2026-11-19"),
            ("vwvfg", "TH", "2026-10-14", "2026-10-18", "2026-11-18", "2026-11-18"),
            ("vwvfg", "SL", "2025-07-11", "2025-07-15", "2025-08-15", "2025-08-18"),
            ("vwvfg", "BY", "2025-07-11", "2025-07-15", "2025-08-15", "2025-08-15"),
            ("vwvfg", "NW", "2027-09-27", "2027-10-01", "2027-11-01", "2027-11-02"),
            ("vwvfg", "HE", "2027-09-27", "2027-10-01", "2027-11-01", "2027-11-01"),
            # BSG of 6 May 2010, B 14 AS 12/09 R: the third day was a Saturday and stayed
            ("sgb", "NW", "2007-09-26", "2007-09-29", "2007-10-29", "2007-10-29"),
        ],
    )
    def test_ends_as_one_counts_by_hand(
        self, law: str, land: str, sent: str, notified: str, raw: str, end: str
    ) -> None:
        found = posted(sent, land=land, law=law)
        assert (found.notified_on, found.period_ends_raw, found.period_ends_on) == (
            day(notified),
            day(raw),
            day(end),
        )

    @pytest.mark.parametrize(
        ("land", "end"), [("SN", "2025-11-03"), ("NI", "2025-11-03"), ("NW", "2025-10-31")]
    )
    def test_skips_reformation_day_and_the_weekend_behind_it(self, land: str, end: str) -> None:
        assert posted("2025-10-13", land=land, period="P2W").period_ends_on == day(end)

    def test_takes_a_year_from_a_leap_day(self) -> None:
        found = posted("2024-02-26", period="P1Y")
        assert (found.notified_on, found.period_ends_on) == (day("2024-02-29"), day("2025-02-28"))

    def test_knows_a_holiday_of_the_municipality(self) -> None:
        found = posted("2025-07-11", land="BY", local=[LocalHoliday.ASSUMPTION])
        assert found.period_ends_on == day("2025-08-18")

    def test_lists_every_step_with_its_paragraph(self) -> None:
        steps = [
            (f"{step.date}", step.paragraph) for step in posted("2026-02-24", law="ao", period="P5D").steps
        ]
        assert steps == [
            ("2026-02-24", "§ 122 Abs. 2 Nr. 1 AO"),
            ("2026-02-28", "§ 122 Abs. 2 Nr. 1 AO"),
            ("2026-03-02", "§ 108 Abs. 3 AO"),
            ("2026-03-03", "§ 108 Abs. 1 AO, § 187 Abs. 1 BGB"),
            ("2026-03-07", "§ 188 Abs. 1 BGB"),
            ("2026-03-09", "§ 108 Abs. 3 AO"),
        ]
        assert (
            posted("2026-02-24", law="ao").steps[2].rule.startswith("Der 28. Februar 2026 ist ein Samstag.")
        )

    @pytest.mark.parametrize(
        ("land", "paragraph"),
        [
            ("NW", "§ 41 Abs. 2 Satz 1 VwVfG NRW"), ("BY", "Art. 41 Abs. 2 Satz 1 BayVwVfG"),
            ("SH", "§ 110 Abs. 2 Satz 1 LVwG"), ("BE", "§ 41 Abs. 2 Satz 1 VwVfG"), ("HE", "§ 41 Abs. 2 Satz 1 HVwVfG"),
        ],
    )  # fmt: skip
    def test_cites_the_act_of_the_land(self, land: str, paragraph: str) -> None:
        assert posted("2026-03-02", land=land).steps[0].paragraph == paragraph

    @pytest.mark.parametrize(
        ("land", "sent", "more", "is_said"),
        [
            ("HE", "2026-03-02", {}, True), ("NW", "2026-03-02", {}, False), ("BE", "2026-03-02", {}, False),
            ("HE", "2024-03-04", {}, False), ("HE", "2026-03-02", {"fiction_days": 3}, False),
            ("HE", "2026-03-02", {"law": "ao"}, False),
        ],
    )  # fmt: skip
    def test_says_where_a_land_has_not_been_checked(
        self, land: str, sent: str, more: dict[str, object], is_said: bool
    ) -> None:
        rules = " ".join(step.rule for step in posted(sent, land=land, **more).steps)  # type: ignore[arg-type]
        assert ("bitte prüfen Sie das Landesrecht" in rules) is is_said

    def test_lets_a_town_decide_otherwise(self) -> None:
        assert posted("2026-03-03", fiction_rolls=True).notified_on == day("2026-03-09")
        assert posted("2026-03-03", law="ao", fiction_rolls=False).notified_on == day("2026-03-07")
        assert posted("2026-03-03", land="HE", fiction_days=3).notified_on == day("2026-03-06")

    @pytest.mark.parametrize(
        ("received", "notified"), [("2026-03-05", "2026-03-06"), ("2026-03-06", "2026-03-06"), ("2026-03-14", "2026-03-14")]
    )  # fmt: skip
    def test_waits_for_what_came_later_and_for_nothing_else(self, received: str, notified: str) -> None:
        sending = Sending(Mode.POST, sent_on=day("2026-03-02"), received_on=day(received))
        assert reckon(sending, MONTH, land="NW", law="vwvfg").notified_on == day(notified)


class TestReckon:
    """Whatever is asked, within the years it knows."""

    @given(days, lands, laws, periods, st.sampled_from(Mode))
    def test_ends_on_a_working_day_and_tells_how(
        self, sent_on: date, land: Land, law: ProcedureLaw, period: Period, mode: Mode
    ) -> None:
        came_on = sent_on + timedelta(days=1)
        sending = Sending(mode, sent_on=sent_on, retrieved_on=sent_on, received_on=came_on)
        if mode is Mode.MAILBOX:  # no later arrival counts there, and none is given
            sending = Sending(mode, sent_on=sent_on)
        found = reckon(sending, period, land=land, law=law)
        assert found.notified_on and found.period_ends_raw and found.period_ends_on
        assert sent_on < found.notified_on < found.period_ends_raw <= found.period_ends_on
        assert is_working_day(found.period_ends_on, land)
        assert found.period_ends_on - found.period_ends_raw <= timedelta(days=5)
        assert [step.date for step in found.steps] == sorted(step.date for step in found.steps)
        assert found.steps[-1].date == found.period_ends_on
        assert all(step.rule.endswith(".") and step.paragraph for step in found.steps)
        assert found.period_ends_on == last_day(found.notified_on, period, land=land, law=law)

    @given(days, st.integers(0, 40), lands, laws, st.sampled_from(Mode))
    def test_never_ends_earlier_for_what_was_sent_later(
        self, sent_on: date, more: int, land: Land, law: ProcedureLaw, mode: Mode
    ) -> None:
        later = sent_on + timedelta(days=more)
        first, second = (
            reckon(Sending(mode, sent_on=one, retrieved_on=one, received_on=one), MONTH, land=land, law=law)
            for one in (sent_on, later)
        )
        assert first.notified_on and second.notified_on and first.period_ends_on and second.period_ends_on
        assert first.notified_on <= second.notified_on
        assert first.period_ends_on <= second.period_ends_on

    @given(days, lands)
    def test_lets_nobody_have_less_time_in_tax_law(self, sent_on: date, land: Land) -> None:
        tax, general = (
            reckon(Sending(Mode.POST, sent_on=sent_on), MONTH, land=land, law=law) for law in ("ao", "vwvfg")
        )
        assert tax.notified_on and general.notified_on
        assert tax.notified_on >= general.notified_on
        assert is_working_day(tax.notified_on, land)

    @pytest.mark.parametrize("period", [Period(), Period(days=0)])
    def test_refuses_a_period_of_nothing(self, period: Period) -> None:
        with pytest.raises(CannotReckon, match="mindestens einen Tag"):
            reckon(Sending(Mode.POST, sent_on=day("2026-03-02")), period, land="NW", law="vwvfg")

    def test_takes_less_than_a_tenth_of_a_millisecond_after_the_first(self) -> None:
        posted("2026-03-02")
        best = min(_seconds_for_a_hundred() for _ in range(20))
        assert best / 100 < 0.0001


def _seconds_for_a_hundred() -> float:
    start = time.perf_counter()
    for _ in range(100):
        posted("2026-03-02", law="ao")
    return time.perf_counter() - start


class TestEndings:
    """Only the end of a period moves from a Saturday (§ 31 Abs. 3 to 5 VwVfG)."""

    @pytest.mark.parametrize(
        ("ending", "end", "paragraph"),
        [
            (Ending.PERIOD, "2026-03-30", "§ 31 Abs. 3 Satz 1 VwVfG NRW"),
            (Ending.FIXED_DAY, "2026-03-28", "§ 31 Abs. 3 Satz 2 VwVfG NRW"),
            (Ending.BENEFIT, "2026-03-28", "§ 31 Abs. 4 VwVfG NRW"),
            (Ending.APPOINTMENT, "2026-03-28", "§ 31 Abs. 5 VwVfG NRW"),
        ],
    )
    def test_decide_whether_a_saturday_counts(self, ending: Ending, end: str, paragraph: str) -> None:
        found = posted("2026-02-24", ending=ending)
        assert (found.period_ends_on, found.steps[-1].paragraph) == (day(end), paragraph)

    @pytest.mark.parametrize("law", ["ao", "owig"])
    def test_know_no_fixed_day_where_the_law_knows_none(self, law: str) -> None:
        with pytest.raises(CannotReckon, match="nicht geregelt"):
            last_day(day("2026-03-02"), MONTH, land="NW", law=law, ending=Ending.FIXED_DAY)


class TestDeemedApproval:
    @pytest.mark.parametrize(
        ("complete", "raw", "end"),
        [
            ("2026-01-31", "2026-04-30", "2026-04-30"),
            ("2025-11-30", "2026-02-28", "2026-03-02"),
            ("2027-11-30", "2028-02-29", "2028-02-29"),
            ("2026-09-25", "2026-12-25", "2026-12-28"),
            ("2026-01-03", "2026-04-03", "2026-04-07"),
        ],
    )
    def test_comes_three_months_after_the_last_document(self, complete: str, raw: str, end: str) -> None:
        found = deemed_approval(day(complete), land="NW")
        assert (found.period_ends_raw, found.period_ends_on) == (day(raw), day(end))
        assert found.notified_on is None
        assert found.steps[-1].date == day(end) + timedelta(days=1)

    def test_takes_the_period_of_another_statute(self) -> None:
        assert deemed_approval(day("2026-03-02"), Period(days=28), land="NW").period_ends_on == day(
            "2026-03-30"
        )

    def test_is_put_off_once_from_the_end_that_counted(self) -> None:
        found = deemed_approval(day("2025-11-30"), land="NW", extension=MONTH)
        assert found.period_ends_on == day("2026-04-02")  # from Monday, 2 March, not from the Saturday before
        assert any(step.paragraph.endswith("§ 190 BGB") for step in found.steps)

    @pytest.mark.parametrize("law", ["ao", "sgb", "pstg", "owig"])
    def test_is_of_the_administrative_procedure_act_alone(self, law: str) -> None:
        with pytest.raises(CannotReckon, match="nur nach dem VwVfG"):
            deemed_approval(day("2026-03-02"), land="NW", law=law)


class TestAddRest:
    @pytest.mark.parametrize(
        ("due", "rested", "end"),
        [
            ("2026-03-06", 0, "2026-03-06"),
            ("2026-03-06", 1, "2026-03-09"),
            ("2026-03-06", 28, "2026-04-07"),
            ("2028-02-28", 1, "2028-02-29"),
            ("2026-12-23", 2, "2026-12-28"),
        ],
    )
    def test_puts_the_due_day_off_to_a_working_day(self, due: str, rested: int, end: str) -> None:
        assert add_rest(day(due), rested, "NW") == day(end)

    def test_refuses_to_run_backwards(self) -> None:
        with pytest.raises(CannotReckon, match="weniger als null"):
            add_rest(day("2026-03-06"), -1, "NW")


class TestDeemedReceivedOn:
    def test_is_still_the_third_day_and_stays_on_a_sunday(self) -> None:
        assert deemed_received_on(day("2026-03-05")) == day("2026-03-08")
