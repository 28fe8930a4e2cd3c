"""What makes a password easy to guess, how addresses are folded, and what a session is called."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onlineamt.foundation.accounts.one_time_codes import current_code, matching_step
from onlineamt.foundation.accounts.passwords import passwords_tried_first
from onlineamt.foundation.accounts.rules import device_label, fold_email, password_faults

PERSONAL = ("Frau Rosenbaum", "inge.rosenbaum@musterstadt.example", "Musterstadt")
RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # "12345678901234567890" of RFC 6238, appendix B


def faults(password: str) -> list[str]:
    return password_faults(password, personal=PERSONAL, guessed_first=passwords_tried_first())


class TestPasswordFaults:
    @pytest.mark.parametrize(
        "password",
        [
            "sieben graue Gänse am Deich",
            "korrekt pferd batterie",
            "xk2-vq9-mm4-zt1",
            "🦆🦢🐸🐌🐛 am Teich",
            "827349105826",  # digits alone are no fault of their own
        ],
    )
    def test_there_are_none_in_a_good_one(self, password: str) -> None:
        assert faults(password) == []

    @pytest.mark.parametrize(
        ("password", "fault"),
        [
            ("Kurz!7Zeich", "short"),
            ("a" * 201, "long"),
            ("aaaaaaaaaaaab", "few_characters"),
            ("passwort1234", "on_list"),
            ("!!Passwort2026!!", "on_list"),
            ("passwortpasswort", "on_list"),
            ("stadtverwaltung", "on_list"),
            ("1qaz2wsx3edc", "on_list"),
            ("rosenbaum1985", "personal"),
            ("Musterstadt2026!", "personal"),
            ("inge-rosenbaum-musterstadt", "personal"),
        ],
    )
    def test_are_named(self, password: str, fault: str) -> None:
        assert fault in faults(password)

    def test_do_not_forbid_the_own_name_beside_enough_else(self) -> None:
        assert faults("rosenbaum trinkt kalten Tee") == []

    @given(st.text(max_size=210))
    def test_can_be_asked_of_anything_typed(self, password: str) -> None:
        assert set(faults(password)) <= {"short", "long", "few_characters", "on_list", "personal"}


class TestFoldEmail:
    @pytest.mark.parametrize(
        "typed", ["Frau.Amt@Stadt.example", " frau.amt@stadt.example ", "ｆrau.amt@stadt.example"]
    )
    def test_finds_the_same_account_however_it_is_typed(self, typed: str) -> None:
        assert fold_email(typed) == "frau.amt@stadt.example"


class TestDeviceLabel:
    @pytest.mark.parametrize(
        ("browser", "label"),
        [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
                "Firefox, Windows",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) AppleWebKit/605 Version/18 Safari/605",
                "Safari, macOS",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140 Safari/537.36 Edg/140",
                "Edge, Windows",
            ),
            (
                "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140 Mobile Safari/537.36",
                "Chrome, Android",
            ),
            ("<script>Erika</script>", "Browser"),
            ("", "Browser"),
        ],
    )
    def test_holds_names_of_ours_only(self, browser: str, label: str) -> None:
        assert device_label(browser) == label


class TestMatchingStep:
    @pytest.mark.parametrize(
        ("seconds", "code"),
        [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
    )
    def test_knows_the_codes_of_the_standard(self, seconds: int, code: str) -> None:
        """RFC 6238, appendix B, SHA-1; six of its eight digits."""
        at = datetime.fromtimestamp(seconds, UTC)
        assert current_code(RFC_SECRET, at=at) == code
        assert matching_step(RFC_SECRET, code, at=at, after=0) == seconds // 30

    @pytest.mark.parametrize(("off", "is_taken"), [(-61, False), (-30, True), (30, True), (61, False)])
    def test_takes_one_step_to_either_side(self, off: int, is_taken: bool) -> None:
        at = datetime.fromtimestamp(1_800_000_000, UTC)
        code = current_code(RFC_SECRET, at=datetime.fromtimestamp(1_800_000_000 + off, UTC))
        assert (matching_step(RFC_SECRET, code, at=at, after=0) is not None) is is_taken

    def test_takes_no_step_twice_and_none_before_it(self) -> None:
        at = datetime.fromtimestamp(1_800_000_000, UTC)
        step = 1_800_000_000 // 30
        before = current_code(RFC_SECRET, at=datetime.fromtimestamp(1_800_000_000 - 30, UTC))
        assert matching_step(RFC_SECRET, current_code(RFC_SECRET, at=at), at=at, after=step) is None
        assert matching_step(RFC_SECRET, before, at=at, after=step) is None

    @pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "٠٠٥٩٢٤"])
    def test_takes_nothing_else(self, typed: str) -> None:
        at = datetime.fromtimestamp(1234567890, UTC)
        assert matching_step(RFC_SECRET, typed, at=at, after=0) is None
