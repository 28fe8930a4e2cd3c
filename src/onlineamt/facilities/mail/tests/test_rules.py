from datetime import timedelta

import pytest

from onlineamt.facilities.mail.rules import WAITS, ascii_address, next_attempt_in


class TestAsciiAddress:
    @pytest.mark.parametrize(
        ("typed", "known_as"),
        [
            ("erika@beispiel.example", "erika@beispiel.example"),
            (" Erika@Beispiel.EXAMPLE ", "Erika@beispiel.example"),
            ("erika+amt@sub.beispiel.example", "erika+amt@sub.beispiel.example"),
            ("erika@müller.example", "erika@xn--mller-kva.example"),
            ("erika@straße.example", "erika@xn--strae-oqa.example"),
            ("jürgen@beispiel.example", "jürgen@beispiel.example"),
            ("o'neill@beispiel.example", "o'neill@beispiel.example"),
        ],
    )
    def test_knows_addresses(self, typed: str, known_as: str) -> None:
        assert ascii_address(typed) == known_as

    @pytest.mark.parametrize(
        "typed",
        [
            "",
            "erika",
            "@beispiel.example",
            "erika@",
            "erika@beispiel",
            "erika@beispiel.example\nBcc: max@beispiel.example",
            "erika\r\n@beispiel.example",
            "erika@beispiel.example\x00",
            "erika@beispiel.example, max@beispiel.example",
            "Erika <erika@beispiel.example>",
            "a@b@beispiel.example",
            ".erika@beispiel.example",
            "eri..ka@beispiel.example",
            "erika@-beispiel.example",
            "erika@bei spiel.example",
            "e" * 65 + "@beispiel.example",
            "erika@" + "a." * 150 + "example",
            "erika\u202e@beispiel.example",
            "\ud83d@beispiel.example",
        ],
    )
    def test_knows_what_is_none(self, typed: str) -> None:
        assert ascii_address(typed) is None


class TestNextAttemptIn:
    def test_waits_longer_each_time_and_then_gives_up(self) -> None:
        waits = [next_attempt_in(attempts) for attempts in range(1, len(WAITS) + 2)]

        assert waits[-1] is None
        assert waits[:-1] == sorted(WAITS)

    def test_keeps_trying_over_a_day(self) -> None:
        assert timedelta(days=1) < sum(WAITS, timedelta(0)) < timedelta(days=2)
