"""Child processes that end when we end, however that happens; and that start again when they end before us."""

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

STOP_SECONDS = 15
FIRST_REST_SECONDS, LONGEST_REST_SECONDS = 0.5, 4.0
STAYS_UP_SECONDS = 10.0  # who has run for so long starts afresh, without a rest
_PR_SET_PDEATHSIG = 1


def die_with(parent: int, number: signal.Signals = signal.SIGTERM) -> None:
    """Ask the kernel to end this process by a signal when its parent ends; end at once if that has happened already.

    To be called in the child's main thread, after every change of account.
    """
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, number)
    if os.getppid() != parent:
        os._exit(1)


class Child:
    """One supervised process. What it writes goes to a log file."""

    def __init__(self, command: Sequence[str], environ: Mapping[str, str], log: Path) -> None:
        self._command = list(command)
        self._environ = dict(environ)
        self.log = log
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def process_id(self) -> int | None:
        """The process id, while it runs."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start the process in a session of its own: Ctrl-C reaches only us, and we stop it in good order."""
        parent = os.getpid()
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, env=self._environ, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, preexec_fn=lambda: die_with(parent),  # noqa: PLW1509 -- before any thread of ours
            )  # fmt: skip

    def has_ended(self) -> bool:
        """Tell whether the process is gone, or was never started."""
        return self._process is None or self._process.poll() is not None

    def has_succeeded(self) -> bool:
        """Tell whether the process has ended by itself and well."""
        return self._process is not None and self._process.poll() == 0

    def ask_to_stop(self) -> None:
        """Send SIGTERM: running work may finish."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.terminate()

    def wait(self, deadline: float) -> None:
        """Wait for the end, and force it at the deadline (time.monotonic)."""
        if self._process is None:
            return
        try:
            self._process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def last_words(self, lines: int = 5) -> str:
        """Return the end of the log."""
        try:
            return "\n".join(self.log.read_text("utf-8", "replace").splitlines()[-lines:])
        except OSError:
            return ""


def stop_all(children: Sequence[Child]) -> None:
    """Stop all at once and wait for them."""
    for child in children:
        child.ask_to_stop()
    deadline = time.monotonic() + STOP_SECONDS
    for child in children:
        child.wait(deadline)


class Kept(Protocol):
    """What a keeper keeps running."""

    def has_ended(self) -> bool:
        """Tell whether it has ended."""

    def start(self) -> None:
        """Start it, without waiting until it answers."""


class Keeper:
    """Starts again what has ended: at once the first time, after ever longer rests where it does not stay up."""

    def __init__(self, kept: Mapping[str, Kept]) -> None:
        self._kept = dict(kept)
        self._rest = dict.fromkeys(kept, 0.0)
        self._started_at = dict.fromkeys(kept, time.monotonic())
        self._due_at: dict[str, float] = {}

    def look_after(self) -> list[str]:
        """Start what has ended and has rested; return the names of what was found ended just now.

        What cannot be started is tried again after its rest: a keeper that gives up takes everything with it.
        """
        found = []
        for name, child in self._kept.items():
            if not child.has_ended():
                continue
            if name not in self._due_at:
                found.append(name)
                self._due_at[name] = self._rest_from(name)
            if time.monotonic() >= self._due_at[name]:
                del self._due_at[name]
                self._started_at[name] = time.monotonic()
                with contextlib.suppress(Exception):
                    child.start()
        return found

    def _rest_from(self, name: str) -> float:
        """Return when to start it: who fails again and again must not eat up the processor."""
        now = time.monotonic()
        if now - self._started_at[name] >= STAYS_UP_SECONDS:
            self._rest[name] = 0.0
        due_at = now + self._rest[name]
        self._rest[name] = min(max(self._rest[name] * 2, FIRST_REST_SECONDS), LONGEST_REST_SECONDS)
        return due_at
