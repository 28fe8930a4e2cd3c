"""A log that nobody reads: lines are dropped and counted, nobody waits, and a line is never torn."""

import fcntl
import logging
import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TextIO

import pytest

from onlineamt.config.log_handler import NeverWaitingHandler

ROOM = 4096


@dataclass
class Pipe:
    """A small pipe: what is logged into it, and what comes out at its end."""

    log: TextIO
    end: int

    def lines(self) -> list[str]:
        return os.read(self.end, 100_000).decode().splitlines()


@pytest.fixture
def pipe() -> Iterator[Pipe]:
    reading, writing = os.pipe()
    fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, ROOM)
    with os.fdopen(writing, "w") as log:
        yield Pipe(log, reading)
    os.close(reading)


def say(handler: NeverWaitingHandler, text: str) -> None:
    handler.emit(logging.LogRecord("x", logging.INFO, "", 0, text, None, None))


def fill(handler: NeverWaitingHandler) -> int:
    """Log far more than there is room for, and return how many lines that were."""
    for number in range(300):
        say(handler, f"{number:03} {'x' * 40}")
    return 300


class TestNeverWaitingHandler:
    def test_drops_lines_while_nobody_reads_and_says_how_many(self, pipe: Pipe) -> None:
        handler = NeverWaitingHandler(pipe.log)
        sent = fill(handler)
        taken = pipe.lines()
        say(handler, "again")

        assert [line[:3] for line in taken] == [f"{number:03}" for number in range(len(taken))]
        assert {len(line) for line in taken} == {44}  # none was torn
        dropped, last = pipe.lines()
        assert f"'lines': {sent - len(taken)}" in dropped
        assert last == "again"

    def test_does_not_tear_a_line_that_is_longer_than_the_pipe(self, pipe: Pipe) -> None:
        handler = NeverWaitingHandler(pipe.log)
        say(handler, "x" * (ROOM + 500))
        beginning = pipe.lines()
        say(handler, "again")

        assert beginning == ["x" * ROOM]
        assert pipe.lines() == ["x" * 500, "again"]

    def test_does_not_wait_where_the_pipe_cannot_be_opened_again(
        self, pipe: Pipe, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_: object) -> int:
            raise PermissionError

        monkeypatch.setattr(os, "open", refuse)
        handler = NeverWaitingHandler(pipe.log)
        monkeypatch.undo()
        fill(handler)
        pipe.lines()
        say(handler, "again")

        assert "log.lines_dropped" in pipe.lines()[0]

    def test_outlives_its_reader(self, pipe: Pipe) -> None:
        handler = NeverWaitingHandler(pipe.log)
        with Path(os.devnull).open("rb") as nothing:
            os.dup2(nothing.fileno(), pipe.end)
        say(handler, "to nobody")

        assert handler.dropped == 1

    def test_leaves_the_pipe_as_it_is_for_others(self, pipe: Pipe) -> None:
        say(NeverWaitingHandler(pipe.log), "hello")

        assert os.get_blocking(pipe.log.fileno())

    def test_does_not_wait_for_a_socket(self) -> None:
        ours, theirs = socket.socketpair()
        with ours, theirs, ours.makefile("w") as log:
            handler = NeverWaitingHandler(log)
            for _ in range(100):
                fill(handler)
            assert handler.dropped > 0

    def test_writes_as_always_to_what_never_waits(self) -> None:
        text = StringIO()
        say(NeverWaitingHandler(text), "hello")

        assert text.getvalue() == "hello\n"
