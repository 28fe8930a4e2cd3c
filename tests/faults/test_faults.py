"""Ten rounds in which everything that can die dies, and nothing is lost; then proof that a loss would have been found."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.chaos import DECK, plan
from tests.faults.forgery import FORGERIES
from tests.faults.installation import install
from tests.faults.journal import read_notes
from tests.faults.rounds import Course, Rounds
from tests.passing import passing_folder

pytestmark = pytest.mark.slow

SEED, ROUNDS, SECONDS = "bin/test", 10, 3.5


@pytest.fixture(scope="module")
def rounds() -> Iterator[Rounds]:
    """Return ten rounds that were run; not in pytest's folder, which other runs clear away."""
    with passing_folder("onlineamt-faults-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # so that root's database can stay in it
        with install(folder) as installation:
            course = Rounds(installation, Course(seed=SEED, rounds=ROUNDS, seconds=SECONDS), folder)
            course.run()
            sys.stdout.write((folder / "demo.log").read_text("utf-8"))
            yield course


class TestTenRounds:
    def test_lose_nothing_leave_nothing_half_done_and_end_well(self, rounds: Rounds) -> None:
        assert rounds.summary.findings == []
        assert rounds.summary.rounds == ROUNDS

    def test_were_real(self, rounds: Rounds) -> None:
        kinds = {note["kind"] for note in read_notes(rounds.journal)}
        assert {"acknowledged", "saved", "kept", "broken", "cut"} <= kinds
        assert (
            rounds.summary.counts["acknowledged"] >= ROUNDS // 2
        )  # on a busy machine; thirty where nothing else runs
        assert rounds.summary.counts["documents opened"] >= rounds.summary.counts["acknowledged"]
        assert sum(count > 0 for count in rounds.summary.acts.values()) >= len(DECK) - 3

    # Afterwards nothing is in order any more; what the other tests look at was noted before.
    def test_would_have_found_every_kind_of_loss(self, rounds: Rounds) -> None:
        for forge, _ in FORGERIES.values():
            forge(rounds)
        found = rounds.look(at_rest=True).findings
        unseen = [
            name for name, (_, word) in FORGERIES.items() if not any(one.startswith(word) for one in found)
        ]
        assert unseen == []


class TestPlan:
    def test_is_the_same_for_the_same_seed(self) -> None:
        assert plan("a", 3, 5.0) == plan("a", 3, 5.0)
        assert [plan("a", number, 5.0) for number in range(1, 9)] != [
            plan("b", number, 5.0) for number in range(1, 9)
        ]

    @pytest.mark.parametrize("seed", ["a", "b", "c"])
    def test_deals_every_kind_within_four_rounds(self, seed: str) -> None:
        dealt = [act.kind for number in range(1, 5) for act in plan(seed, number, 5.0)]
        assert sorted(dealt) == sorted(DECK)
