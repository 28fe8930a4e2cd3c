"""What is done to the portal while people use it: drawn from a seed, carried out, and timed until it answers again."""

import signal
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field

import psycopg

from tests.faults.chance import chance_of
from tests.faults.installation import Installation, Probe
from tests.faults.processes import send

PAUSE_SECONDS = (1.0, 3.0)
FULL_SECONDS = 2.5
RECOVERY_SECONDS = 60.0
LOOK_SECONDS = 0.05
STEADY_SECONDS = 0.5
WAIT_FOR_VICTIM_SECONDS = 3.0

DECK = (
    "kill_web_worker", "kill_web_parent", "kill_job_worker", "kill_typesetter", "kill_database", "kill_backend",
    "stop_web_worker", "stop_job_worker", "kill_all_web_and_database", "fill_disk",
)  # fmt: skip
_OF_JOBS = frozenset({"kill_job_worker", "kill_typesetter", "stop_job_worker"})


@dataclass(frozen=True)
class Act:
    """One thing that is done, and when, in seconds from the beginning of a round."""

    kind: str
    at: float
    choice: float  # which of several processes, and how long something is held


@dataclass
class Outcome:
    """What came of an act."""

    kind: str
    victims: int
    at: float  # seconds since 1970
    until: float = 0.0  # when the cause was over
    web_seconds: float | None = None  # until pages came again and went on coming
    jobs_seconds: float | None = None  # until a worker showed that it lives
    notes: list[str] = field(default_factory=list)

    def as_facts(self) -> dict[str, object]:
        """Return it for the report."""
        return {
            name: round(value, 2) if isinstance(value, float) else value
            for name, value in asdict(self).items()
        }


def plan(seed: str, number: int, seconds: float) -> list[Act]:
    """Return what happens in a round. Every kind comes before any comes again; a full disk has its round for itself."""
    kinds = _dealt(seed, number)
    chance = chance_of("acts", seed, number)
    times = sorted(chance.uniform(0.5, max(0.6, seconds - 1.0)) for _ in kinds)
    return [Act(kind, at, chance.random()) for kind, at in zip(kinds, times, strict=True)]


def _dealt(seed: str, number: int) -> list[str]:
    """Deal three cards a round; a deck lasts four rounds, the last of which has one card."""
    deck = [kind for kind in DECK if kind != "fill_disk"]
    chance_of("deck", seed, (number - 1) // 4).shuffle(deck)
    rounds = [deck[:3], deck[3:6], deck[6:], ["fill_disk"]]
    return rounds[(number - 1) % 4]


class Chaos:
    """Carries out the acts of a round."""

    def __init__(self, installation: Installation, probe: Probe) -> None:
        self._processes, self._disk = installation.processes, installation.disk
        self._database = installation.urls.maintenance
        self._probe = probe
        self._watchers: list[threading.Thread] = []
        self._acts: Mapping[str, Callable[[Act, Outcome], None]] = {
            "kill_web_worker": self._kill(self._processes.web_workers),
            "kill_web_parent": self._kill(self._processes.web_parent),
            "kill_job_worker": self._kill(self._processes.job_worker),
            "kill_typesetter": self._kill(self._processes.typesetters),
            "kill_database": self._kill(self._processes.database),
            "kill_backend": self._kill(self._processes.backends),
            "kill_all_web_and_database": self._kill_much,
            "stop_web_worker": self._stop(self._processes.web_workers),
            "stop_job_worker": self._stop(self._processes.job_worker),
            "fill_disk": self._fill,
        }

    def carry_out(self, acts: list[Act]) -> list[Outcome]:
        """Do everything at its time; return when all of it is done and the portal has answered after each."""
        begun, outcomes = time.monotonic(), []
        for act in acts:
            time.sleep(max(0.0, begun + act.at - time.monotonic()))
            outcome = Outcome(act.kind, 0, time.time())
            outcomes.append(outcome)
            self._acts[act.kind](act, outcome)
            outcome.until = time.time()
            self._watch(outcome)
        for watcher in self._watchers:
            watcher.join()
        self._watchers.clear()
        return outcomes

    # -- acts -------------------------------------------------------------------------------------------------------

    def _kill(self, find: Callable[[], list[int]]) -> Callable[[Act, Outcome], None]:
        def act_out(act: Act, outcome: Outcome) -> None:
            victim = _chosen(find, act.choice)
            outcome.victims = int(victim is not None and send(victim, signal.SIGKILL))

        return act_out

    def _stop(self, find: Callable[[], list[int]]) -> Callable[[Act, Outcome], None]:
        def act_out(act: Act, outcome: Outcome) -> None:
            victim = _chosen(find, act.choice)
            if victim is None or not send(victim, signal.SIGSTOP):
                return
            outcome.victims = 1
            shortest, longest = PAUSE_SECONDS
            time.sleep(shortest + act.choice * (longest - shortest))
            send(victim, signal.SIGCONT)

        return act_out

    def _kill_much(self, _act: Act, outcome: Outcome) -> None:
        """As when the machine's memory is short: several at once."""
        found = [*self._processes.web_parent(), *self._processes.web_workers(), *self._processes.database()]
        outcome.victims = sum(send(victim, signal.SIGKILL) for victim in found)

    def _fill(self, _act: Act, outcome: Outcome) -> None:
        everybody = self._processes.everything()
        self._disk.fill(everybody)
        outcome.victims, outcome.notes = 1, [self._disk.kind]
        time.sleep(FULL_SECONDS)
        self._disk.clear(everybody)

    # -- until it is well again -------------------------------------------------------------------------------------

    def _watch(self, outcome: Outcome) -> None:
        if outcome.victims == 0:
            return
        last = _last_worker(self._database) if outcome.kind in _OF_JOBS else None
        watcher = threading.Thread(target=self._measure, args=(outcome, last), daemon=True)
        watcher.start()
        self._watchers.append(watcher)

    def _measure(self, outcome: Outcome, last_heartbeat: float | None) -> None:
        outcome.web_seconds = self._until_steady()
        if outcome.kind in _OF_JOBS:
            start = outcome.until
            while time.time() - start < RECOVERY_SECONDS and outcome.jobs_seconds is None:
                if self._is_working(last_heartbeat):
                    outcome.jobs_seconds = time.time() - start
                time.sleep(LOOK_SECONDS)

    def _until_steady(self) -> float | None:
        """Return when the first of many good answers in a row was asked for; one alone may come of a process that is ending."""
        start = time.monotonic()
        good_since: float | None = None
        while time.monotonic() - start < RECOVERY_SECONDS:
            asked = time.monotonic()
            if not self._probe.ask():
                good_since = None
            elif good_since is None:
                good_since = time.monotonic()
            elif asked - good_since > STEADY_SECONDS:
                return good_since - start
            time.sleep(max(0.0, LOOK_SECONDS - (time.monotonic() - asked)))
        return None

    def _is_working(self, before: float | None) -> bool:
        now = _last_worker(self._database)
        return now is not None and (before is None or now > before)


def _last_worker(database: str) -> float | None:
    """Return the last sign of life of any worker, in seconds since 1970."""
    try:
        with psycopg.connect(database, connect_timeout=2) as connection:
            row = connection.execute(
                "SELECT extract(epoch FROM max(last_heartbeat)) FROM procrastinate_workers"
            ).fetchone()
    except psycopg.Error:
        return None
    return float(row[0]) if row and row[0] is not None else None


def _chosen(find: Callable[[], list[int]], choice: float) -> int | None:
    """Return one of those that are there; wait a moment for one."""
    deadline = time.monotonic() + WAIT_FOR_VICTIM_SECONDS
    while not (found := find()):
        if time.monotonic() > deadline:
            return None
        time.sleep(LOOK_SECONDS)
    return sorted(found)[int(choice * len(found))]
