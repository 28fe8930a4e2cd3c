"""What a person sees on the console: one line per step with its seconds, and one sentence when it cannot go on.

Standard library only: bin/setup uses it before anything is installed.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

_WIDTH = 46


class CannotGoOn(Exception):
    """The work ends here; the message is one plain sentence that says why, and the mend."""


class Steps:
    """Shows steps as they are done. `started_at` (time.monotonic) counts on from an earlier process."""

    def __init__(self, started_at: float | None = None, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdout
        self.started_at = time.monotonic() if started_at is None else started_at

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Show a step; its seconds follow when it is done."""
        live = self._stream.isatty()
        if live:
            self._write(f"  {title} …")
        start = time.monotonic()
        try:
            yield
        except BaseException:
            self._write("\n" if live else f"  {title} …\n")
            raise
        self._write("\r" if live else "")
        self.show(title, time.monotonic() - start)

    def show(self, title: str, seconds: float) -> None:
        """Show a step that is done."""
        self._write(f"  {title:<{_WIDTH}}{_seconds(seconds):>8}\n")

    def say(self, text: str) -> None:
        """Show a line of text."""
        self._write(f"{text}\n")

    def total(self) -> str:
        """Return the seconds since the first step, as they are shown."""
        return _seconds(time.monotonic() - self.started_at)

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()


def _seconds(seconds: float) -> str:
    return f"{seconds:.1f} s".replace(".", ",")
