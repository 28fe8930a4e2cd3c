"""The days of post at home and abroad, without a database."""

from datetime import date

import pytest

from onlineamt.procedure.catalogue.definition import Remedy
from onlineamt.procedure.catalogue.values import CourtRules, ProcedureLaw, RemedyKind
from onlineamt.procedure.delivery.rules import notified_by_post, remedy_ends_on

POSTED = date(2026, 3, 3)


class TestNotifiedByPost:
    @pytest.mark.parametrize(
        ("law", "at_home", "abroad"),
        [
            ("vwvfg", date(2026, 3, 7), None),
            ("pstg", date(2026, 3, 7), None),
            ("sgb", date(2026, 3, 7), None),
            ("owig", date(2026, 3, 7), None),
            ("ao", date(2026, 3, 9), date(2026, 4, 7)),
        ],
    )
    def test_goes_by_the_law_and_the_border(self, law: str, at_home: date, abroad: date | None) -> None:
        of = ProcedureLaw(law)
        assert notified_by_post(POSTED, law=of, land="NW") == at_home
        assert notified_by_post(POSTED, law=of, land="NW", is_abroad=True) == abroad

    def test_counts_a_proved_arrival(self) -> None:
        came_on = date(2026, 3, 11)
        for law, day in ((ProcedureLaw.VWVFG, came_on), (ProcedureLaw.AO, date(2026, 4, 7))):
            assert notified_by_post(POSTED, law=law, land="NW", is_abroad=True, received_on=came_on) == day


class TestRemedyEndsOn:
    @pytest.mark.parametrize(
        ("rules", "is_abroad", "ends"),
        [
            ("sgg", False, date(2026, 4, 13)),
            ("sgg", True, date(2026, 6, 11)),  # three months, §§ 84 and 87 SGG
            ("vwgo", True, date(2026, 4, 13)),
        ],
    )
    def test_leaves_three_months_abroad_before_the_social_courts(
        self, rules: str, is_abroad: bool, ends: date
    ) -> None:
        remedy = Remedy(kind=RemedyKind.WIDERSPRUCH, period="P1M", rules=CourtRules(rules))
        found = remedy_ends_on(
            remedy, notified_on=date(2026, 3, 11), law=ProcedureLaw.SGB, land="NW", is_abroad=is_abroad
        )
        assert found == ends
