"""Ids, codes, canonical spelling, formats and events."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onlineamt.foundation.core import clock, codes, events
from onlineamt.foundation.core.canonical import canonical_json
from onlineamt.foundation.core.clock import berlin_day
from onlineamt.foundation.core.formats import show_cents, show_due, show_instant
from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.core.languages import Language

BODIES = st.text(codes.ALPHABET, min_size=8, max_size=8)


class TestNewId:
    def test_is_a_uuid_of_version_seven(self) -> None:
        assert new_id().version == 7
        assert new_id().variant == "specified in RFC 4122"

    def test_lies_in_order_of_birth(self) -> None:
        stamps = [new_id().int >> 80 for _ in range(1000)]
        assert stamps == sorted(stamps)

    def test_is_never_the_same(self) -> None:
        assert len({new_id() for _ in range(10_000)}) == 10_000


class TestCodes:
    def test_have_a_right_check_character(self) -> None:
        assert all(codes.is_well_formed(codes.new_code(9), length=9) for _ in range(200))

    @given(BODIES, st.integers(0, 8), st.sampled_from(codes.ALPHABET))
    def test_show_one_wrong_character(self, body: str, place: int, other: str) -> None:
        code = body + codes.check_character(body)
        changed = code[:place] + other + code[place + 1 :]
        assert codes.is_well_formed(changed, length=9) == (changed == code)

    @given(BODIES, st.integers(0, 7))
    def test_show_two_swapped_neighbours(self, body: str, place: int) -> None:
        code = body + codes.check_character(body)
        swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        assert codes.is_well_formed(swapped, length=9) == (swapped == code)

    def test_are_read_as_people_type_them(self) -> None:
        code = codes.new_code(8)
        assert codes.normalise_code(f"  {codes.show_code(code).lower()} ") == code

    @given(st.text())
    def test_never_fail_on_what_is_typed(self, typed: str) -> None:
        codes.is_well_formed(codes.normalise_code(typed), length=8)


class TestCanonicalJson:
    def test_has_one_spelling(self) -> None:
        assert canonical_json({"b": [1, "ü"], "a": None}) == '{"a":null,"b":[1,"ü"]}'.encode()

    @pytest.mark.parametrize("value", [1.5, {"a": [0.1]}, [float("nan")]])
    def test_refuses_floats(self, value: object) -> None:
        with pytest.raises(TypeError):
            canonical_json(value)


class TestFormats:
    @pytest.mark.parametrize(
        ("cents", "spoken"), [(3070, "30,70 €"), (103070, "1.030,70 €"), (0, "0,00 €"), (-5, "−0,05 €")]
    )
    def test_say_money(self, cents: int, spoken: str) -> None:
        assert show_cents(cents) == spoken

    def test_say_money_in_english(self) -> None:
        assert show_cents(103070, Language.ENGLISH) == "€1,030.70"

    def test_say_instants_in_berlin(self) -> None:
        assert show_instant(datetime(2026, 11, 22, 21, 41, tzinfo=UTC)) == "22. November 2026, 22:41 Uhr"

    @pytest.mark.parametrize(
        ("day", "spoken"),
        [
            (date(2026, 12, 4), "in 3 Tagen (Freitag, 4. Dezember)"),
            (date(2026, 12, 2), "morgen (Mittwoch, 2. Dezember)"),
            (date(2026, 11, 29), "vor 2 Tagen (Sonntag, 29. November)"),
            (date(2027, 12, 1), "in 365 Tagen (Mittwoch, 1. Dezember 2027)"),
        ],
    )
    def test_say_deadlines_with_their_distance(self, day: date, spoken: str) -> None:
        assert show_due(day, today=date(2026, 12, 1)) == spoken


class TestBerlinDay:
    @pytest.mark.parametrize(
        ("instant", "day"),
        [
            (datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC), date(2026, 12, 31)),
            (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),
            (datetime(2026, 6, 30, 21, 59, 59, tzinfo=UTC), date(2026, 6, 30)),
            (datetime(2026, 6, 30, 22, 0, tzinfo=UTC), date(2026, 7, 1)),
        ],
    )
    def test_follows_the_clock_in_berlin(self, instant: datetime, day: date) -> None:
        assert berlin_day(instant) == day


class TestEvents:
    def test_reach_their_handlers_in_order(self, monkeypatch: pytest.MonkeyPatch) -> None:
        @dataclass(frozen=True)
        class DogRegistered(events.Event):
            name: str

        heard: list[str] = []
        monkeypatch.setattr(
            events,
            "_handlers",
            {DogRegistered: (lambda e: heard.append(e.name), lambda e: heard.append("then"))},
        )
        events.emit(DogRegistered("Waldi"))
        assert heard == ["Waldi", "then"]

    def test_without_a_line_in_wiring_are_an_error(self) -> None:
        @dataclass(frozen=True)
        class NobodyListens(events.Event):
            pass

        with pytest.raises(events.UnknownEvent, match="NobodyListens"):
            events.emit(NobodyListens())


class TestShowing:
    def test_what_happens_inside_happens_at_that_instant(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(clock, "_is_settable", True)
        instant = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)

        with clock.showing(instant):
            assert clock.now() == instant
            assert clock.today() == date(2026, 3, 1)
        assert clock.now() > instant

    def test_an_installation_that_people_rely_on_keeps_its_clock(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(clock, "_is_settable", False)

        with pytest.raises(clock.ClockFixed), clock.showing(datetime(2026, 3, 1, tzinfo=UTC)):
            pass

    def test_nothing_happens_in_the_future(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(clock, "_is_settable", True)

        with pytest.raises(clock.ClockFixed), clock.showing(clock.now() + timedelta(minutes=1)):
            pass
