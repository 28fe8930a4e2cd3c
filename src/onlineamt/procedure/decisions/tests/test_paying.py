"""Until when a letter asks to be paid, without a database."""

from datetime import date

import pytest

from onlineamt.procedure.catalogue.values import ProcedureLaw
from onlineamt.procedure.decisions.rules import payment_due_on

FRIDAY = date(2026, 3, 20)


class TestPaymentDueOn:
    def test_is_a_month_after_the_notification(self) -> None:
        assert payment_due_on(FRIDAY, law=ProcedureLaw.VWVFG, land="NW") == date(2026, 4, 24)

    @pytest.mark.parametrize("law", ProcedureLaw)
    def test_leaves_a_month_more_abroad_in_every_law(self, law: ProcedureLaw) -> None:
        assert payment_due_on(FRIDAY, law=law, land="NW", is_abroad=True) == date(2026, 5, 20)
