"""For which days an entry counts: periods, computed days, and what is no term at all."""

from datetime import date

import pytest

from onlineamt.procedure.cases.definition import EndEntry, Register, RenewEntry
from onlineamt.procedure.cases.terms import NoSuchTerm, Term, compile_act, compile_term
from onlineamt.procedure.forms.engine.expressions import ExpressionRefused, ExpressionScope, Record, Scalar

SCOPE = ExpressionScope(
    {
        "ausweis": Record({"von": Scalar.DATE, "bis": Scalar.DATE, "art": Scalar.TEXT}),
        "entry": Record({"valid_until": Scalar.DATE}),
    }
)
TODAY = date(2026, 3, 10)


def register(valid: object) -> Register:
    said = {"number": "{sequence:04}", "fields": ("ausweis.art",), "valid": valid}
    return Register.model_validate(said)


def term(valid: object, **known: date) -> Term:
    values = {f"ausweis.{name}": day for name, day in known.items()}
    activation = SCOPE.activation({**values, "today": TODAY})
    return compile_term(register(valid), SCOPE).compute(activation, today=TODAY)


class TestCompute:
    @pytest.mark.parametrize(
        ("valid", "expected"),
        [
            ("P1Y", Term(TODAY, date(2027, 3, 9))),
            ("open", Term(TODAY, None)),
            ({"until": "ausweis.bis"}, Term(TODAY, date(2026, 12, 31))),
            ({"from": "ausweis.von", "until": "ausweis.bis"}, Term(date(2026, 4, 1), date(2026, 12, 31))),
            ({"from": "ausweis.von"}, Term(date(2026, 4, 1), None)),
            ({"until": "date.last_of_month(today)"}, Term(TODAY, date(2026, 3, 31))),
        ],
    )
    def test_begins_today_or_on_the_day_that_is_computed(self, valid: object, expected: Term) -> None:
        assert term(valid, von=date(2026, 4, 1), bis=date(2026, 12, 31)) == expected

    def test_may_last_one_day(self) -> None:
        assert term({"until": "ausweis.bis"}, bis=TODAY) == Term(TODAY, TODAY)

    def test_is_no_term_when_a_day_is_unknown(self) -> None:
        with pytest.raises(NoSuchTerm):
            term({"until": "ausweis.bis"})

    def test_is_no_term_when_it_ends_before_it_begins(self) -> None:
        with pytest.raises(NoSuchTerm):
            term({"until": "ausweis.bis"}, bis=date(2026, 3, 9))

    def test_takes_days_only(self) -> None:
        with pytest.raises(ExpressionRefused):
            compile_term(register({"until": "ausweis.art"}), SCOPE)


class TestRenewed:
    def renewed(self, valid_until: date | None, **more: str) -> Term:
        said = RenewEntry.model_validate(
            {"act": "renew", "until": "date.plus_months(entry.valid_until, 12)", **more}
        )
        known = {"entry.valid_until": valid_until, "ausweis.von": date(2026, 5, 1)}
        return compile_act(said, SCOPE).renewed(SCOPE.activation(known), valid_until=valid_until, today=TODAY)

    def test_goes_on_the_day_after_the_old_end(self) -> None:
        assert self.renewed(date(2026, 3, 31)) == Term(date(2026, 4, 1), date(2027, 3, 31))

    def test_begins_today_when_the_old_term_is_over(self) -> None:
        assert self.renewed(date(2026, 2, 28)) == Term(TODAY, date(2027, 2, 28))

    def test_begins_on_the_day_the_package_computes(self) -> None:
        assert self.renewed(date(2026, 3, 31), **{"from": "ausweis.von"}).first == date(2026, 5, 1)

    def test_is_no_term_for_what_has_no_end(self) -> None:
        with pytest.raises(NoSuchTerm):
            self.renewed(None)


class TestLastDay:
    def test_is_the_day_that_was_declared_or_none_at_all(self) -> None:
        act = compile_act(EndEntry(act="end", on="ausweis.bis", reason="moved"), SCOPE)
        assert act.last_day(SCOPE.activation({"ausweis.bis": TODAY})) == TODAY
        with pytest.raises(NoSuchTerm):
            act.last_day(SCOPE.activation({}))
