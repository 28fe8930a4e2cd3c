"""Ten rounds in which everything that can die dies, and nothing is lost; then proof that a loss would have been found."""

import json
import sys
from collections.abc import Iterator

import pytest

from tests.faults.chaos import DECK, plan
from tests.faults.forgery import FORGERIES
from tests.faults.installation import install
from tests.faults.journal import read_notes
from tests.faults.rounds import Course, Rounds

pytestmark = pytest.mark.slow

SEED, ROUNDS, SECONDS = "bin/test", 10, 3.5


@pytest.fixture(scope="module")
def rounds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rounds]:
    """Return ten rounds that were run."""
    folder = tmp_path_factory.mktemp("faults")
    for step in (folder, folder.parent, folder.parent.parent):
        step.chmod(0o755)  # so that root's database can stay in it
    with install(folder) as installation:
        course = Rounds(installation, Course(seed=SEED, rounds=ROUNDS, seconds=SECONDS), folder)
        course.run()
        sys.stdout.write(json.dumps(course.summary.as_facts(), ensure_ascii=False, indent=1))
        yield course


class TestTenRounds:
    def test_lose_nothing_leave_nothing_half_done_and_end_well(self, rounds: Rounds) -> None:
        assert rounds.summary.findings == []
        assert rounds.summary.rounds == ROUNDS

    def test_were_real(self, rounds: Rounds) -> None:
        kinds = {note["kind"] for note in read_notes(rounds.journal)}
        assert {"acknowledged", "saved", "broken", "cut"} <= kinds
        assert rounds.summary.counts["acknowledged"] >= ROUNDS
        assert rounds.summary.counts["documents opened"] >= rounds.summary.counts["acknowledged"]
        assert sum(count > 0 for count in rounds.summary.acts.values()) >= len(DECK) - 1

    # The last test of this file: afterwards nothing is in order any more.
    def test_would_have_found_every_kind_of_loss(self, rounds: Rounds) -> None:
        unseen = []
        for name, (forge, word) in FORGERIES.items():
            forge(rounds)
            if not any(finding.startswith(word) for finding in rounds.look(at_rest=True).findings):
                unseen.append(name)
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
