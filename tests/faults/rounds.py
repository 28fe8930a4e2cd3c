"""Rounds: people walk, things die, the portal is looked at; and what was seen, as one JSON object per line."""

import json
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults import documents, inspection, looking
from tests.faults.chaos import Chaos, Outcome, plan
from tests.faults.inspection import Report
from tests.faults.installation import ROOT, Installation, Probe
from tests.faults.journal import Note, read_notes

CLIENTS = 4
DRAIN_SECONDS = 240.0
OWN_PACE_SECONDS = (
    45.0  # so long the queue is left to itself; then waits of minutes between tries are cut short
)
DRAIN_EVERY = 20
CALM_SECONDS = (
    1.0  # people go on for so long after the last act of a round, so that something is acknowledged after it
)


@dataclass(frozen=True, kw_only=True)
class Course:
    """What is to be run."""

    seed: str
    rounds: int
    first: int = 1
    seconds: float = 5.0
    clients: int = CLIENTS


@dataclass
class Summary:
    """What came of all rounds."""

    rounds: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    acts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    web_seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    jobs_seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    findings: list[str] = field(default_factory=list)

    def take(self, outcomes: list[Outcome], report: Report, *, where: str) -> None:
        """Add a round."""
        self.findings += [f"{where}: {finding}" for finding in report.findings]
        for outcome in outcomes:
            self.acts[outcome.kind] += bool(outcome.victims)
            if outcome.web_seconds is not None:
                self.web_seconds[outcome.kind].append(outcome.web_seconds)
            if outcome.jobs_seconds is not None:
                self.jobs_seconds[outcome.kind].append(outcome.jobs_seconds)

    def as_facts(self) -> dict[str, object]:
        """Return it for the report."""
        return {
            "summary": True,
            "rounds": self.rounds,
            **self.counts,
            "acts": dict(self.acts),
            "web back after": {kind: _spread(values) for kind, values in self.web_seconds.items()},
            "jobs back after": {kind: _spread(values) for kind, values in self.jobs_seconds.items()},
            "findings": self.findings,
        }


class Rounds:
    """Runs a course against an installation."""

    def __init__(self, installation: Installation, course: Course, folder: Path) -> None:
        self.installation, self.course = installation, course
        self.journal = folder / "journal"
        self._chaos = Chaos(installation, Probe(installation.port))
        self._opened: set[str] = set()
        self.summary = Summary()

    def run(self) -> Summary:
        """Run all rounds and look at everything at the end."""
        last = self.course.first + self.course.rounds - 1
        for number in range(self.course.first, last + 1):
            self._round(number)
            if number == last or number % DRAIN_EVERY == 0:
                self._rest(number)
        return self.summary

    def look(self, *, at_rest: bool, since: float = 0.0) -> Report:
        """Look at everything from outside and return what was found."""
        report, notes = Report(), read_notes(self.journal)
        inspection.inspect_database(self.installation.urls.maintenance, notes, report, at_rest=at_rest)
        recent = [note for note in notes if float(note["at"]) >= since]
        looking.look_at_drafts(self.installation, recent, report)
        documents.look_at_files(self.installation, recent, report)
        looking.look_at_answers(recent, report)
        if at_rest:
            looking.look_at_trail(self.installation, report)
            documents.look_at_documents(self.installation, self._opened, notes, report)
            documents.look_at_what_lies_about(self.installation, report)
        return report

    def forget_what_was_opened(self) -> None:
        """Open every document again at the next look."""
        self._opened.clear()

    def _round(self, number: int) -> None:
        begun = time.time()
        acts = plan(self.course.seed, number, self.course.seconds)
        people = self._start_people(number)
        try:
            outcomes = self._chaos.carry_out(acts)
        finally:
            _wait_for(people)
        report = self.look(at_rest=False, since=begun)
        self._demand_recovery(outcomes, report)
        self._demand_pages(outcomes, read_notes(self.journal), report)
        self.summary.rounds += 1
        self.summary.take(outcomes, report, where=f"round {number}")
        _show(
            round=number, seed=self.course.seed, seconds=round(time.time() - begun, 1), **report.counts,
            acts=[outcome.as_facts() for outcome in outcomes], findings=report.findings,
            **({"repeat": self._how_to_repeat(number)} if report.findings else {}),
        )  # fmt: skip

    def _rest(self, number: int) -> None:
        """Let the queue become empty, then look at everything."""
        begun = time.monotonic()
        looking.ask_for_checkpoint(self.installation)
        is_empty = self._drain()
        report = self.look(at_rest=True)
        if not is_empty:
            report.add(
                "the queue does not become empty",
                [inspection.count_waiting(self.installation.urls.maintenance)],
            )
        self.summary.counts = report.counts
        self.summary.take([], report, where=f"after round {number}")
        _show(
            rest_after=number, drained_seconds=round(time.monotonic() - begun, 1), **report.counts,
            findings=report.findings, **({"repeat": self._how_to_repeat(number)} if report.findings else {}),
        )  # fmt: skip

    def _drain(self) -> bool:
        start = time.monotonic()
        while (spent := time.monotonic() - start) < DRAIN_SECONDS:
            if spent > OWN_PACE_SECONDS:
                inspection.cut_waits_short(self.installation.urls.maintenance)
            if inspection.count_waiting(self.installation.urls.maintenance) == 0:
                return True
            time.sleep(0.5)
        return False

    def _start_people(self, number: int) -> list["subprocess.Popen[bytes]"]:
        seconds = self.course.seconds + CALM_SECONDS
        return [
            subprocess.Popen(
                [
                    sys.executable, "-m", "tests.faults.people",
                    "--name", f"r{number}c{client}",
                    "--seed", self.course.seed,
                    "--port", str(self.installation.port),
                    "--seconds", str(seconds),
                    "--journal", str(self.journal),
                    "--mail", str(self.installation.mail),
                ],
                cwd=ROOT, env=self.installation.environ,
            )
            for client in range(1, self.course.clients + 1)
        ]  # fmt: skip

    def _demand_recovery(self, outcomes: list[Outcome], report: Report) -> None:
        for outcome in outcomes:
            if not outcome.victims:
                continue
            is_back = outcome.web_seconds is not None
            if outcome.kind in {"kill_job_worker", "kill_typesetter", "stop_job_worker"}:
                is_back = is_back and outcome.jobs_seconds is not None
            report.add("did not come back by itself", [] if is_back else [outcome.kind])

    def _demand_pages(self, outcomes: list[Outcome], notes: list[Note], report: Report) -> None:
        """A full disk is no reason to hang up: people get a page."""
        for outcome in outcomes:
            if outcome.kind != "fill_disk":
                continue
            silent = [
                note["what"] for note in notes
                if note["kind"] == "broken" and outcome.at <= float(note["since"]) <= outcome.until
            ]  # fmt: skip
            report.add("no page while the disk was full", silent)
            shown = [note for note in notes if outcome.at <= float(note["at"]) <= outcome.until + 1]
            report.counts["clear pages while the disk was full"] = sum(
                note["kind"] == "unavailable" for note in shown
            )

    def _how_to_repeat(self, number: int) -> str:
        first = max(self.course.first, number - 1)
        return f"bin/faults --seed {self.course.seed} --first {first} --rounds {number - first + 1} --seconds {self.course.seconds:g}"


def _wait_for(people: list["subprocess.Popen[bytes]"]) -> None:
    for person in people:
        if person.wait() != 0:
            raise RuntimeError(f"a client gave up with code {person.returncode}")


def _spread(values: list[float]) -> dict[str, float]:
    return {"median": round(statistics.median(values), 2), "max": round(max(values), 2)}


def _show(**facts: object) -> None:
    sys.stdout.write(json.dumps(facts, ensure_ascii=False, default=str) + "\n")
    sys.stdout.flush()


def show_summary(summary: Summary) -> None:
    """Print the last line."""
    _show(**summary.as_facts())
