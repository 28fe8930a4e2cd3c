from datetime import date

import pytest

from onlineamt.foundation.deadlines.errors import CannotReckon
from onlineamt.foundation.deadlines.notification import Ground, retrievable_until
from onlineamt.foundation.deadlines.periods import Period
from onlineamt.foundation.deadlines.reckoning import reckon
from onlineamt.foundation.deadlines.values import Mode, ProcedureLaw, Sending

MONTH = Period(months=1)


def day(text: str) -> date:
    return date.fromisoformat(text)


class TestReckonOnOtherWays:
    @pytest.mark.parametrize(
        ("mode", "law", "sent", "notified", "paragraph"),
        [
            (Mode.ELECTRONIC, "vwvfg", "2026-03-02", "2026-03-06", "§ 41 Abs. 2 Satz 2 VwVfG NRW"),
            (Mode.ELECTRONIC, "vwvfg", "2024-12-31", "2025-01-03", "§ 41 Abs. 2 Satz 2 VwVfG NRW"),
            (Mode.ELECTRONIC, "sgb", "2026-03-03", "2026-03-07", "§ 37 Abs. 2 Satz 2 SGB X"),
            (Mode.ELECTRONIC, "ao", "2026-03-03", "2026-03-09", "§ 122 Abs. 2a AO"),
            (Mode.MAILBOX, "vwvfg", "2024-12-31", "2025-01-03", "§ 9 Abs. 1 Satz 4 OZG"),
            (Mode.MAILBOX, "vwvfg", "2025-01-01", "2025-01-05", "§ 9 Abs. 1 Satz 4 OZG"),
            (Mode.MAILBOX, "vwvfg", "2026-03-03", "2026-03-07", "§ 9 Abs. 1 Satz 4 OZG"),
            (Mode.MAILBOX, "ao", "2026-03-03", "2026-03-09", "§ 122a Abs. 4 Satz 1 und Abs. 5 AO"),
            (Mode.MAILBOX, "sgb", "2026-03-03", "2026-03-07", "§ 37 Abs. 2a Satz 4 SGB X"),
            (Mode.PORTAL, "ao", "2024-12-31", "2025-01-03", "§ 122a Abs. 4 Satz 1 AO"),
            (Mode.PORTAL, "ao", "2026-03-03", "2026-03-09", "§ 122a Abs. 4 Satz 1 AO"),
            (Mode.PORTAL, "sgb", "2026-03-03", "2026-03-07", "§ 37 Abs. 2a Satz 4 SGB X"),
            (Mode.FORMAL, "vwvfg", "2026-03-03", "2026-03-07", "§ 4 Abs. 2 Satz 2 LZG NRW"),
            (Mode.FORMAL, "vwvfg", "2024-12-31", "2025-01-03", "§ 4 Abs. 2 Satz 2 LZG NRW"),
            (Mode.FORMAL, "ao", "2026-03-03", "2026-03-09", "§ 122 Abs. 5 AO, § 4 Abs. 2 Satz 2 VwZG"),
            (Mode.FORMAL, "owig", "2026-03-03", "2026-03-07", "§ 4 Abs. 2 Satz 2 VwZG"),
        ],
    )
    def test_notifies_on_the_day_of_the_law(
        self, mode: Mode, law: str, sent: str, notified: str, paragraph: str
    ) -> None:
        found = reckon(Sending(mode, sent_on=day(sent)), MONTH, land="NW", law=law)
        assert (found.notified_on, found.steps[1].paragraph) == (day(notified), paragraph)

    @pytest.mark.parametrize(
        ("sent", "received", "notified", "ends"),
        [
            ("2026-03-03", None, "2026-04-07", "2026-05-07"),  # 3 April is Good Friday
            ("2026-03-03", "2026-03-10", "2026-04-07", "2026-05-07"),  # an earlier arrival changes nothing
            ("2026-01-31", None, "2026-03-02", "2026-04-02"),  # 28 February is a Saturday
            ("2026-03-12", None, "2026-04-13", "2026-05-13"),  # 12 April is a Sunday
            ("2026-03-12", "2026-04-20", "2026-04-20", "2026-05-20"),
        ],
    )
    def test_takes_a_month_abroad_in_tax_law(
        self, sent: str, received: str | None, notified: str, ends: str
    ) -> None:
        sending = Sending(Mode.ABROAD, sent_on=day(sent), received_on=day(received) if received else None)
        found = reckon(sending, MONTH, land="NW", law="ao")
        assert found.steps[1].paragraph == "§ 122 Abs. 2 Nr. 2 AO"
        assert (found.notified_on, found.period_ends_on) == (day(notified), day(ends))

    @pytest.mark.parametrize(
        ("law", "paragraph"),
        [
            ("vwvfg", "§ 41 Abs. 2 Satz 1 VwVfG NRW"),
            ("pstg", "§ 41 Abs. 2 Satz 1 VwVfG NRW"),
            ("sgb", "§ 37 Abs. 2 Satz 1 SGB X"),
            ("owig", "§ 4 Abs. 2 Satz 2 VwZG"),
        ],
    )
    def test_assumes_nothing_abroad_elsewhere_until_an_arrival_is_proved(
        self, law: str, paragraph: str
    ) -> None:
        posted = day("2026-03-03")
        found = reckon(Sending(Mode.ABROAD, sent_on=posted), MONTH, land="NW", law=law)
        assert (found.notified_on, found.period_ends_on) == (None, None)
        assert "nimmt das Gesetz keinen Tag an" in found.steps[-1].rule
        proved = reckon(
            Sending(Mode.ABROAD, sent_on=posted, received_on=day("2026-03-11")), MONTH, land="NW", law=law
        )
        assert (proved.notified_on, proved.period_ends_on) == (day("2026-03-11"), day("2026-04-13"))

    def test_is_delivered_on_the_day_of_handing_over(self) -> None:
        found = reckon(Sending(Mode.FORMAL, delivered_on=day("2026-02-28")), MONTH, land="NW", law="ao")
        assert (found.notified_on, found.period_ends_on) == (day("2026-02-28"), day("2026-03-30"))

    def test_notifies_the_day_after_retrieval_even_on_a_saturday(self) -> None:
        found = reckon(Sending(Mode.PORTAL, retrieved_on=day("2026-03-06")), MONTH, land="NW", law="vwvfg")
        assert (found.notified_on, found.period_ends_on) == (day("2026-03-07"), day("2026-04-07"))

    @pytest.mark.parametrize(
        ("notice", "retrieved", "notified"),
        [
            ("2026-03-02", "2026-03-02", "2026-03-03"),
            ("2026-03-02", "2026-03-12", "2026-03-13"),  # the tenth day
            ("2026-03-02", "2026-03-13", None),
            ("2026-03-02", None, None),
            ("2026-03-04", "2026-03-16", "2026-03-17"),  # the tenth day is a Saturday
            ("2026-03-04", "2026-03-17", None),
            ("2026-03-24", "2026-04-07", "2026-04-08"),  # the tenth day is Good Friday
            ("2026-03-24", "2026-04-08", None),
            ("2026-03-02", "2026-03-01", "2026-03-02"),  # opened before the e-mail was sent
        ],
    )
    def test_needs_a_retrieval_within_ten_days_of_the_notice(
        self, notice: str, retrieved: str | None, notified: str | None
    ) -> None:
        sending = Sending(
            Mode.PORTAL, sent_on=day(notice), retrieved_on=day(retrieved) if retrieved else None
        )
        found = reckon(sending, MONTH, land="NW", law="vwvfg")
        assert found.notified_on == (day(notified) if notified else None)
        assert (found.period_ends_on is None) == (notified is None)
        assert ("nicht bekannt gegeben" in found.steps[-1].rule) == (notified is None)

    @pytest.mark.parametrize(
        ("sending", "law", "sentence"),
        [
            (Sending(Mode.MAILBOX, sent_on=day("2020-12-09")), "vwvfg", "erst seit dem 10.12.2020"),
            (Sending(Mode.PORTAL, retrieved_on=day("2016-12-31")), "vwvfg", "erst seit dem 01.01.2017"),
            (Sending(Mode.PORTAL, sent_on=day("2016-12-31")), "ao", "erst seit dem 01.01.2017"),
            (Sending(Mode.ELECTRONIC, sent_on=day("2003-01-31")), "vwvfg", "erst seit dem 01.02.2003"),
            (Sending(Mode.POST, sent_on=day("2026-03-02")), "owig", "keine Regel"),
            (Sending(Mode.POST), "vwvfg", "Es fehlt der Tag"),
            (Sending(Mode.PORTAL), "vwvfg", "Es fehlt der Tag"),
            (Sending(Mode.POST, sent_on=day("2026-03-02")), "bgb", "bekannt sind vwvfg, ao, sgb"),
            (Sending(Mode.POST, sent_on=date.min), "vwvfg", "von 1991 bis 2100"),
            (Sending(Mode.POST, sent_on=date.max), "vwvfg", "Ende des Kalenders"),
            (Sending(Mode.PORTAL, retrieved_on=date.max), "vwvfg", "Ende des Kalenders"),
            (Sending(Mode.FORMAL, delivered_on=date.max), "vwvfg", "jenseits des Kalenders"),
            (Sending(Mode.MAILBOX, sent_on=day("2026-03-02"), received_on=day("2026-04-02")), "vwvfg", "kein späterer"),
        ],
    )  # fmt: skip
    def test_says_what_it_cannot_reckon(self, sending: Sending, law: str, sentence: str) -> None:
        with pytest.raises(CannotReckon, match=sentence):
            reckon(sending, MONTH, land="NW", law=law)


class TestRetrievableUntil:
    @pytest.mark.parametrize(
        ("notice", "land", "last"),
        [("2026-03-02", "NW", "2026-03-12"), ("2026-03-04", "NW", "2026-03-16"), ("2025-12-27", "BW", "2026-01-07"),
         ("2025-12-27", "NW", "2026-01-06")],
    )  # fmt: skip
    def test_is_the_tenth_day_or_the_next_working_day(self, notice: str, land: str, last: str) -> None:
        assert retrievable_until(day(notice), Ground(land=land, law=ProcedureLaw.VWVFG)) == day(last)
