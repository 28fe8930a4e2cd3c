"""Has files from strangers judged and cleaned by the program `cleaning`, which is started when the first file comes in."""

import atexit
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from onlineamt.facilities.documents.errors import FileNotKept, FileRefused, FileTooComplex
from onlineamt.facilities.documents.rules import MEDIA_TYPES
from onlineamt.facilities.documents.values import FileKind
from onlineamt.foundation.core.confinement import BUSY
from onlineamt.foundation.core.passing_folders import make_passing_folder

_PROGRAM = "onlineamt.facilities.documents.cleaning.program"
PROCESSOR_SECONDS = 10  # for a file; an ordinary photo takes a third of one
AT_ONCE = 2  # files of this process; each may take the memory of a large picture
WAIT_SECONDS = 10  # for a turn: whoever waits holds a thread and a connection of the database
LARGEST_RESULT = 60_000_000  # bytes
_REFUSALS = {refusal.code: refusal for refusal in FileRefused.__subclasses__()}


@dataclass(frozen=True, kw_only=True)
class CleanFile:
    """What is kept of a file: nothing but what it shows."""

    media_type: str
    content: bytes


class Cleaner:
    """One program for this process, which forks for every file. For all threads."""

    def __init__(self, *, processor_seconds: float = PROCESSOR_SECONDS) -> None:
        self._seconds = processor_seconds
        self._lock = threading.Lock()
        self._turns = threading.BoundedSemaphore(AT_ONCE)
        self._program: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._folder: Path | None = None
        self._pid = 0

    def clean(self, content: bytes, kind: FileKind) -> CleanFile:
        """Return what is kept of a file. Raises FileRefused as the program says, FileNotKept when it cannot be asked."""
        if not self._turns.acquire(timeout=WAIT_SECONDS):
            raise FileNotKept
        try:
            answer = self._ask(content, kind)
        except OSError as failure:
            raise FileNotKept from failure
        finally:
            self._turns.release()
        head, end, made = answer.partition(b"\n")
        if not end:
            raise FileTooComplex  # the kernel has ended its process
        refused: str | None = json.loads(head).get("refused")
        if refused is not None:
            raise _REFUSALS[refused]
        return CleanFile(media_type=MEDIA_TYPES[kind], content=made)

    @property
    def program_id(self) -> int | None:
        """The number of the running program, for whoever watches over it."""
        return self._program.pid if self._program else None

    def close(self) -> None:
        """End the program; the next file starts it again. What a fork has inherited belongs to the parent."""
        is_ours = self._pid == os.getpid()
        if self._control is not None:
            self._control.close()
        if self._program is not None and is_ours:
            self._program.kill()
            self._program.wait()
        if self._folder is not None and is_ours:
            shutil.rmtree(self._folder, ignore_errors=True)
        self._program, self._control, self._folder = None, None, None

    def _ask(self, content: bytes, kind: FileKind) -> bytes:
        deadline = time.monotonic() + (BUSY + 1) * self._seconds
        with self._handed_over(deadline) as ours:
            try:
                ours.settimeout(deadline - time.monotonic())
                ours.sendall(f"{kind}\n".encode() + content)
                ours.shutdown(socket.SHUT_WR)
                return self._read(ours, deadline)
            except (TimeoutError, BrokenPipeError, ConnectionResetError):  # it ended before it had read all
                return b""

    def _handed_over(self, deadline: float) -> socket.socket:
        """Return a socket with a fork of the program at its other end. Raises FileNotKept when there is none.

        A program that is killed while a file waits for its fork takes the file with it; a new one is asked once more.
        """
        for _ in range(2):
            ours, theirs = socket.socketpair()
            with theirs, self._lock:
                asked = self._running()
                with suppress(BrokenPipeError, ConnectionResetError):
                    socket.send_fds(asked, [b"f"], [theirs.fileno()])
            if _begins(ours, deadline):
                return ours
            ours.close()
            with self._lock:
                if self._control is asked:
                    self.close()
        raise FileNotKept

    def _read(self, ours: socket.socket, deadline: float) -> bytes:
        answer = bytearray()
        while len(answer) <= LARGEST_RESULT:
            ours.settimeout(max(0.1, deadline - time.monotonic()))
            piece = ours.recv(1_000_000)
            if not piece:
                return bytes(answer)
            answer += piece
        return b""

    def _running(self) -> socket.socket:
        """Return the socket of this process's program, started anew where it has ended."""
        is_ours = self._program is not None and self._pid == os.getpid() and self._program.poll() is None
        if self._control is None or not is_ours:
            self.close()
            self._start()
        assert self._control is not None
        return self._control

    def _start(self) -> None:
        """Start the program without the secrets of this process's environment."""
        self._folder = make_passing_folder("cleaning-", Path(tempfile.gettempdir()))
        self._pid = os.getpid()
        self._control, theirs = socket.socketpair()
        with theirs:
            self._program = subprocess.Popen(
                [
                    sys.executable,
                    "-I",
                    "-m",
                    _PROGRAM,
                    str(theirs.fileno()),
                    str(self._folder),
                    str(self._seconds),
                ],
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env={},
                cwd=str(self._folder),
            )


def _begins(ours: socket.socket, deadline: float) -> bool:
    """Whether a fork says that it reads. Raises TimeoutError."""
    ours.settimeout(max(0.1, deadline - time.monotonic()))
    try:
        return bool(ours.recv(1))
    except ConnectionResetError:
        return False


_cleaner = Cleaner()
atexit.register(_cleaner.close)


def clean_file(content: bytes, kind: FileKind) -> CleanFile:
    """Return what is kept of a file, as the cleaner of this process finds."""
    return _cleaner.clean(content, kind)
