from datetime import date

import pytest

from onlineamt.procedure.catalogue.values import Period, TrustLevel


class TestPeriod:
    @pytest.mark.parametrize(
        ("text", "start", "end"),
        [
            ("P1M", date(2026, 1, 31), date(2026, 2, 28)),
            ("P1M", date(2028, 1, 31), date(2028, 2, 29)),
            ("P1M", date(2026, 12, 15), date(2027, 1, 15)),
            ("P2W", date(2026, 2, 20), date(2026, 3, 6)),
            ("P30D", date(2026, 12, 20), date(2027, 1, 19)),
            ("P10Y", date(2024, 2, 29), date(2034, 2, 28)),
            ("P1Y2M3W4D", date(2026, 1, 1), date(2027, 3, 26)),
        ],
    )
    def test_ends_as_the_civil_code_says(self, text: str, start: date, end: date) -> None:
        assert Period.parse(text).after(start) == end

    @pytest.mark.parametrize("text", ["", "P", "1M", "P-1M", "PT5H", "P1.5M", "P1D1M", "P1M ", "P99999D"])
    def test_refuses_what_is_no_period(self, text: str) -> None:
        with pytest.raises(ValueError, match="ISO 8601"):
            Period.parse(text)


class TestTrustLevel:
    def test_has_an_order(self) -> None:
        assert [level.rank for level in TrustLevel] == [0, 1, 2, 3]
