"""Who ends before us is started again: at once, then after ever longer rests."""

import pytest

from onlineamt.config import supervision
from onlineamt.config.supervision import Keeper


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


class Part:
    """Something that ends as soon as it is told to."""

    def __init__(self) -> None:
        self.starts, self.is_up, self.refuses = 0, True, False

    def has_ended(self) -> bool:
        return not self.is_up

    def start(self) -> None:
        if self.refuses:
            raise OSError("no room")
        self.starts += 1
        self.is_up = True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(supervision.time, "monotonic", clock)
    return clock


class TestKeeper:
    def test_leaves_alone_what_runs(self, clock: Clock) -> None:
        part = Part()
        assert Keeper({"web": part}).look_after() == []
        assert part.starts == 0

    def test_starts_at_once_what_has_ended_for_the_first_time(self, clock: Clock) -> None:
        part, other = Part(), Part()
        keeper = Keeper({"web": part, "worker": other})
        part.is_up = False
        assert keeper.look_after() == ["web"]
        assert (part.starts, other.starts) == (1, 0)

    def test_rests_ever_longer_where_something_does_not_stay_up(self, clock: Clock) -> None:
        part = Part()
        keeper = Keeper({"web": part})
        assert [_rest(keeper, part, clock) for _ in range(8)] == [0, 0.5, 1, 2, 4, 4, 4, 4]

    def test_goes_on_when_something_cannot_be_started(self, clock: Clock) -> None:
        stubborn, other = Part(), Part()
        keeper = Keeper({"database": stubborn, "web": other})
        stubborn.refuses, stubborn.is_up = True, False
        keeper.look_after()
        other.is_up = False
        assert "web" in keeper.look_after()
        assert other.starts == 1
        stubborn.refuses = False
        clock.now += 1
        keeper.look_after()
        assert stubborn.is_up

    def test_forgets_the_rests_of_what_has_stayed_up_since(self, clock: Clock) -> None:
        part = Part()
        keeper = Keeper({"web": part})
        for _ in range(2):
            part.is_up = False
            keeper.look_after()
        clock.now += 1
        keeper.look_after()
        assert part.starts == 2
        clock.now += supervision.STAYS_UP_SECONDS
        part.is_up = False
        keeper.look_after()
        assert part.starts == 3


def _rest(keeper: Keeper, part: Part, clock: Clock) -> float:
    """Let a part end and return how long it lay there; it is told once."""
    part.is_up = False
    fallen_at = clock.now
    assert keeper.look_after() == ["web"]
    while part.has_ended():
        clock.now += 0.25
        assert keeper.look_after() == []
    return clock.now - fallen_at
