"""Writes log lines without ever waiting: whoever reads the log and stops must not stop the portal."""

import logging
import os
import select
import socket
import stat
from collections.abc import Callable
from typing import TextIO

_ROOM_FOR_ALL_OF_IT = select.PIPE_BUF  # a pipe that says it has room takes so much at once


class NeverWaitingHandler(logging.StreamHandler[TextIO]):
    """Drops lines while nobody takes them, counts them, and says so in a line of its own when somebody reads again.

    Only pipes and sockets make a writer wait for their reader. Files do not, and a terminal has a person before it.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        super().__init__(stream)
        self.dropped = 0  # lines since somebody read last
        self._rest = b""  # of a line of which a pipe took the beginning only
        self._send = self._find_way()

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line, or drop it."""
        if self._send is None:
            super().emit(record)
            return
        try:
            line = f"{self.format(record)}\n".encode("utf-8", "replace")
        except Exception:  # as every handler of the standard library: a line that cannot be made ends nothing
            self.handleError(record)
            return
        if not (self._send_rest() and self._tell_of_dropped() and self._write(line)):
            self.dropped += 1

    def _send_rest(self) -> bool:
        rest, self._rest = self._rest, b""
        return not rest or self._write(rest) or self._keep(rest)

    def _keep(self, rest: bytes) -> bool:
        self._rest = rest
        return False

    def _tell_of_dropped(self) -> bool:
        if not self.dropped:
            return True
        said = {"event": "log.lines_dropped", "lines": self.dropped}
        record = logging.LogRecord("onlineamt.log", logging.WARNING, "", 0, said, None, None)
        if not self._write(f"{self.format(record)}\n".encode()):
            return False
        self.dropped = 0
        return True

    def _write(self, line: bytes) -> bool:
        """Tell whether a line was taken, or its beginning: its rest goes before the next one."""
        assert self._send is not None
        try:
            taken = self._send(line)
        except OSError:  # no room, or nobody there any more
            return False
        self._rest = line[taken:]
        return True

    def _find_way(self) -> Callable[[bytes], int] | None:
        """Return what sends bytes at once or fails, or None where nobody can keep us waiting."""
        try:
            number = self.stream.fileno()
            kind = os.fstat(number).st_mode
        except (AttributeError, OSError, ValueError):  # a stream of a test, or none at all
            return None
        if stat.S_ISSOCK(kind):
            door = socket.socket(fileno=os.dup(number))
            return lambda line: door.send(line, socket.MSG_DONTWAIT)
        return _sender_to_pipe(number) if stat.S_ISFIFO(kind) else None


def _sender_to_pipe(number: int) -> Callable[[bytes], int]:
    """Open the pipe a second time: not waiting is a matter of our opening, and other programs keep theirs."""
    try:
        ours = os.open(f"/proc/self/fd/{number}", os.O_WRONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:  # another account has made it
        return lambda line: _write_if_there_is_room(number, line)
    return lambda line: os.write(ours, line)


def _write_if_there_is_room(number: int, line: bytes) -> int:
    room = select.poll()
    room.register(number, select.POLLOUT)
    if not any(what & select.POLLOUT for _, what in room.poll(0)):
        raise BlockingIOError
    return os.write(number, line[:_ROOM_FOR_ALL_OF_IT])
