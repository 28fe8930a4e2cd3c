"""`onlineamt deadline`: a deadline with every step, for people and for programs."""

import json
import re
import subprocess
import sys
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onlineamt.__main__ import main

POST = ("--mode", "post", "--posted", "2026-03-02", "--land", "NW")
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert main(["deadline", *arguments, "--json"]) == 0
    return dict(json.loads(capsys.readouterr().out))


class TestAsJson:
    @pytest.mark.parametrize(
        ("arguments", "notified", "raw", "end"),
        [
            ("--mode post --posted 2026-02-24 --land NW --law vwvfg --period P1M", "2026-02-28", "2026-03-28", "2026-03-30"),
            ("--mode post --posted 2026-02-24 --land NW --law ao --period P1M", "2026-03-02", "2026-04-02", "2026-04-02"),
            ("--mode post --posted 2024-12-31 --land NW --law sgb --period P1M", "2025-01-03", "2025-02-03", "2025-02-03"),
            ("--mode electronic --posted 2026-03-02 --land NW", "2026-03-06", "2026-04-06", "2026-04-07"),
            ("--mode portal --posted 2026-03-02 --land NW --law vwvfg --period P1M", "2026-03-03", "2026-04-03", "2026-04-07"),
            ("--mode portal --posted 2026-03-02 --retrieved 2026-03-05 --land NW", "2026-03-06", "2026-04-06", "2026-04-07"),
            ("--mode portal --notice 2026-03-02 --retrieved 2026-03-05 --land NW", "2026-03-06", "2026-04-06", "2026-04-07"),
            ("--mode portal --notice 2026-03-02 --land NW", None, None, None),
            ("--mode portal --posted 2026-03-03 --land NW --law ao", "2026-03-09", "2026-04-09", "2026-04-09"),
            ("--mode mailbox --posted 2026-03-02 --land nw --law VWVFG", "2026-03-06", "2026-04-06", "2026-04-07"),
            ("--mode formal --posted 2026-03-02 --land NW", "2026-03-06", "2026-04-06", "2026-04-07"),
            ("--mode formal --delivered 2026-03-02 --land NW", "2026-03-02", "2026-04-02", "2026-04-02"),
            ("--mode post --posted 2026-03-02 --received 2026-03-12 --land NW", "2026-03-12", "2026-04-12", "2026-04-13"),
            ("--mode post --posted 2026-02-24 --land NW --fixed-day", "2026-02-28", "2026-03-28", "2026-03-28"),
            ("--mode post --posted 2025-07-11 --land BY --local assumption", "2025-07-15", "2025-08-15", "2025-08-18"),
            ("--mode deemed-approval --complete 2025-11-30 --land NW", None, "2026-02-28", "2026-03-02"),
            ("--mode deemed-approval --complete 2026-03-02 --period P4W --land NW", None, "2026-03-30", "2026-03-30"),
            ("--mode deemed-approval --complete 2025-11-30 --land NW --extension P1M", None, "2026-04-02", "2026-04-02"),
        ],
    )  # fmt: skip
    def test_gives_the_three_days(
        self, capsys: pytest.CaptureFixture[str], arguments: str, notified: str | None, raw: str, end: str
    ) -> None:
        found = answer(capsys, *arguments.split())
        assert (found["notified_on"], found["period_ends_raw"], found["period_ends_on"]) == (
            notified,
            raw,
            end,
        )

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    @given(
        mode=st.sampled_from(["post", "electronic", "portal", "mailbox", "formal"]),
        posted=st.dates(date(2021, 1, 1), date(2099, 1, 1)),
        law=st.sampled_from(["vwvfg", "ao", "sgb"]),
        land=st.sampled_from(["BE", "BY", "NW", "SN"]),
        period=st.sampled_from(["P1M", "P2W", "P1D", "P1Y", "P1M10D"]),
    )
    def test_has_always_the_same_shape(
        self, capsys: pytest.CaptureFixture[str], mode: str, posted: date, law: str, land: str, period: str
    ) -> None:
        arguments = (
            "--mode",
            mode,
            "--posted",
            f"{posted}",
            "--law",
            law,
            "--land",
            land,
            "--period",
            period,
        )
        found = answer(capsys, *arguments)
        assert list(found) == ["notified_on", "period_ends_raw", "period_ends_on", "steps"]
        assert all(ISO_DAY.fullmatch(found[name]) for name in list(found)[:3])
        for step in found["steps"]:
            assert list(step) == ["date", "rule", "paragraph"]
            assert ISO_DAY.fullmatch(step["date"])
            assert step["rule"].endswith(".")
            assert re.match(r"§|Art\.", step["paragraph"])


class TestInWords:
    def test_shows_weekdays_rules_and_paragraphs(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["deadline", *POST]) == 0
        words = capsys.readouterr().out
        assert words.startswith(
            "Bekannt gegeben am:  Freitag, 6. März 2026\nDie Frist endet am:  Dienstag, 7. April 2026\n"
        )
        assert "Mo 06.04.2026  Die Frist von 1 Monat endet rechnerisch" in words
        assert "Der 6. April 2026 ist ein Feiertag (Ostermontag)." in words
        assert "§ 31 Abs. 3 Satz 1 VwVfG NRW" in words

    def test_says_that_nothing_was_notified(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["deadline", "--mode", "portal", "--notice", "2026-03-02", "--land", "NW"]) == 0
        assert capsys.readouterr().out.startswith("Nicht bekannt gegeben. Es läuft keine Frist.")


class TestWrongInput:
    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            ("", "Bitte geben Sie --mode an"),
            ("--mode pigeon --land NW", "Bitte geben Sie --mode an"),
            ("--mode post --posted 2026-03-02", "Es fehlt das Land"),
            ("--mode post --land NW", "Bitte geben Sie --posted an"),
            ("--mode post --land NW --received 2026-03-02", "Bitte geben Sie --posted an"),
            ("--mode deemed-approval --land NW", "Bitte geben Sie --complete an"),
            ("--mode post --land XX --posted 2026-03-02", "Das Land „XX“ gibt es nicht"),
            ("--mode post --land NW --posted 2026-02-29", "Den Tag „2026-02-29“ gibt es nicht"),
            ("--mode post --land NW --posted 20260302", "schreiben Sie ihn wie 2026-03-02"),
            ("--mode post --land NW --posted 2026-W10-1", "schreiben Sie ihn wie 2026-03-02"),
            ("--mode post --land NW --posted 0000-01-01", "schreiben Sie ihn wie 2026-03-02"),
            ("--mode post --land NW --posted 0001-01-01", "von 1991 bis 2100"),
            ("--mode post --land NW --posted 9999-12-31", "Ende des Kalenders"),
            ("--mode deemed-approval --land NW --complete 9999-12-31", "jenseits des Kalenders"),
            ("--mode post --land NW --posted 2026-03-02 --period P999Y", "von 1991 bis 2100"),
            ("--mode post --land NW --posted 2026-03-02 --period P999Y999M999W9999D --law ao", "von 1991 bis 2100"),
            ("--mode post --land NW --posted 2026-03-02 --period P0D", "mindestens einen Tag"),
            ("--mode post --land NW --posted 2026-03-02 --period 1M", "ist keine Zeitspanne"),
            ("--mode post --land NW --posted 2026-03-02 --period P-1M", "ist keine Zeitspanne"),
            ("--mode post --land NW --posted 2026-03-02 --period=", "ist keine Zeitspanne"),
            ("--mode post --land NW --posted 2026-03-02 --law bgb", "Das Recht „bgb“ gibt es hier nicht"),
            ("--mode post --land NW --posted 2026-03-02 --retrieved 2026-03-03", "--retrieved passt nicht zu --mode post"),
            ("--mode post --land NW --posted 2026-03-02 --extension P1M", "--extension passt nicht"),
            ("--mode post --land NW --posted 2026-03-02 --local assumption", "nur in BY"),
            ("--mode post --land NW --posted 2026-03-02 --local christmas", "örtlichen Feiertag „christmas“"),
            ("--mode portal --land NW --posted 2026-03-02 --notice 2026-03-02", "nur --posted oder nur --notice"),
            ("--mode formal --land NW --posted 2026-03-02 --delivered 2026-03-02", "nur --posted oder nur --delivered"),
            ("--mode mailbox --land NW --posted 2020-12-09", "erst seit dem 10.12.2020"),
            ("--mode deemed-approval --land NW --complete 2026-03-02 --law ao", "nur nach dem VwVfG"),
            ("--mode deemed-approval --land NW --complete 2026-03-02 --extension P0D", "mindestens einen Tag"),
            ("--mode deemed-approval --land NW --complete 2026-03-02 --fixed-day", "--fixed-day passt nicht"),
            ("--mode post --land NW --posted 2026-03-02 --colour red", "unbekannt oder unvollständig"),
            ("--mode post --land NW --posted", "unbekannt oder unvollständig"),
        ],
    )  # fmt: skip
    def test_is_answered_with_one_sentence(
        self, capsys: pytest.CaptureFixture[str], arguments: str, words: str
    ) -> None:
        assert main(["deadline", *arguments.split(), "--json"]) == 2
        said = capsys.readouterr()
        assert said.out == ""
        assert words in said.err
        assert said.err.endswith(".\n")
        assert said.err.count("\n") == 1

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    @given(
        posted=st.one_of(st.dates().map(str), st.text(max_size=12)),
        period=st.one_of(st.from_regex(r"P(\d{1,3}[YMW]){1,3}", fullmatch=True), st.text(max_size=6)),
        land=st.text(max_size=3),
    )
    def test_never_breaks_the_command(
        self, capsys: pytest.CaptureFixture[str], posted: str, period: str, land: str
    ) -> None:
        arguments = ["--mode=post", f"--posted={posted}", f"--period={period}"]
        assert main(["deadline", *arguments, f"--land={land}"]) in {0, 2}
        assert main(["deadline", *arguments, "--land=NW"]) in {0, 2}
        capsys.readouterr()


def test_a_day_of_tomorrow_is_reckoned_like_any_other(capsys: pytest.CaptureFixture[str]) -> None:
    far = date(2099, 3, 2)
    found = answer(capsys, "--mode", "post", "--posted", f"{far}", "--land", "NW")
    assert found["notified_on"] == f"{far + timedelta(days=4)}"


def test_ends_without_a_word_when_nobody_reads_on() -> None:
    command = subprocess.Popen(
        [sys.executable, "-m", "onlineamt", "deadline", *POST], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert command.stdout
    command.stdout.close()  # before anything is written
    _, complaint = command.communicate(timeout=60)
    assert (command.returncode, complaint) == (0, b"")
