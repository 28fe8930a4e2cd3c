from dataclasses import replace
from typing import Any

import pytest
import segno

from onlineamt.facilities.letters.girocode import girocode_svg
from onlineamt.facilities.letters.tests.procedure_letters import PAYMENT


class TestGirocodeSvg:
    def test_draws_a_code_that_differs_with_every_fact(self) -> None:
        codes = {
            girocode_svg(one)
            for one in (
                PAYMENT,
                replace(PAYMENT, amount_cents=11701),
                replace(PAYMENT, purpose="4711.0815.43"),
                replace(PAYMENT, iban="DE75512108001245126199"),
                replace(PAYMENT, payee="Stadt Nachbarstadt"),
            )
        }

        assert len(codes) == 5
        assert all(code.startswith("<svg") for code in codes)

    def test_holds_what_banking_apps_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        written: list[bytes] = []
        make = segno.make_qr

        def record(content: bytes, **how: Any) -> segno.QRCode:
            written.append(content)
            return make(content, **how)

        monkeypatch.setattr(segno, "make_qr", record)
        girocode_svg(PAYMENT)
        lines = written[0].decode().split("\n")

        assert (lines[0], lines[3]) == ("BCD", "SCT")
        assert lines[5:8] == ["Stadt Musterstadt", "DE02120300000000202051", "EUR117"]
        assert "4711.0815.42" in lines

    def test_refuses_what_no_bank_could_carry_out(self) -> None:
        with pytest.raises(ValueError, match="amount"):
            girocode_svg(replace(PAYMENT, amount_cents=0))

    def test_groups_the_iban_for_people(self) -> None:
        assert PAYMENT.shown_iban == "DE02 1203 0000 0000 2020 51"
