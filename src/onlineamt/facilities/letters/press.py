"""Has the letters of packages set by the program `typesetter`, which is started when the first letter is asked for."""

import atexit
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from onlineamt.facilities.letters.errors import LetterCannotBeSet
from onlineamt.facilities.letters.fonts import letter_fonts
from onlineamt.facilities.letters.rendering import TEMPLATES
from onlineamt.foundation.core.passing_folders import make_passing_folder

_PROGRAM = "onlineamt.facilities.letters.typesetter"
PROCESSOR_SECONDS = 10  # for a letter; an ordinary one takes three hundredths of one
_END_SECONDS = 1.0  # from the end of its output to its own
_NOWHERE = "http://127.0.0.1:9"
# After so many letters the program is started anew, whatever a compiler may have kept.
_LETTERS_OF_A_PROGRAM = 2_000


@dataclass(frozen=True, kw_only=True)
class SetLetter:
    """A letter to be set: which template of the platform, the bodies of a package, and texts to show by name."""

    main: Literal["letter", "twin", "permit"]
    bodies: Mapping[str, str]
    inputs: Mapping[str, Any]
    format: Literal["pdf", "html"]
    timestamp: int = 0


class LetterPress:
    """One program that sets one letter after the other; started anew when a letter has ended it. For all threads."""

    def __init__(self, *, processor_seconds: float = PROCESSOR_SECONDS) -> None:
        self._processor_seconds = processor_seconds
        self._lock = threading.Lock()
        self._program: subprocess.Popen[bytes] | None = None
        self._folder: Path | None = None
        self._pid, self._count = 0, 0

    def set(self, letter: SetLetter) -> bytes:
        """Return the letter. Raises LetterCannotBeSet: a fault in a body, or one that takes too long or grows too large."""
        request = {
            "main": letter.main,
            "bodies": dict(letter.bodies),
            "inputs": {name: json.dumps(value, ensure_ascii=False) for name, value in letter.inputs.items()},
            "format": letter.format,
            "timestamp": letter.timestamp,
        }
        with self._lock:
            head, made = self._exchange(json.dumps(request).encode() + b"\n")
        if "fault" not in head:
            return made
        if head["fault"] == "too_large":
            raise LetterCannotBeSet("Der Brief ist größer als 8 MB")
        file = f"letters/{head['file']}" if head["file"] else ""
        raise LetterCannotBeSet(head["reason"], file=file, line=head["line"], column=head["column"])

    @property
    def program_id(self) -> int | None:
        """The number of the running program, for whoever watches over it."""
        return self._program.pid if self._program else None

    def close(self) -> None:
        """End the program; the next letter starts it again."""
        if self._program is not None and self._pid == os.getpid():
            self._program.kill()
            self._program.communicate()
        if self._folder is not None and self._pid == os.getpid():
            shutil.rmtree(self._folder, ignore_errors=True)
        self._program, self._folder = None, None

    def _exchange(self, request: bytes) -> tuple[dict[str, Any], bytes]:
        """Have a letter set; once more where the program was killed from outside, which says nothing about the letter."""
        answer = self._try(request)
        if answer is None and self._was_killed():
            self.close()
            answer = self._try(request)
        if answer is None:
            self.close()
            raise LetterCannotBeSet("Der Brief braucht zu viel Zeit oder Speicher")
        self._count += 1
        return answer

    def _try(self, request: bytes) -> tuple[dict[str, Any], bytes] | None:
        """Return the answer of the program, or None where it ended before it had said everything."""
        program = self._running()
        assert program.stdin is not None
        assert program.stdout is not None
        try:
            program.stdin.write(request)
            program.stdin.flush()
            head: dict[str, Any] = json.loads(program.stdout.readline())
        except (OSError, ValueError):
            return None
        size = head.get("size", 0)
        made = program.stdout.read(size)
        return (head, made) if len(made) == size else None

    def _was_killed(self) -> bool:
        """Tell whether somebody ended the program; its own limits end it by other signals."""
        try:
            return self._program is not None and self._program.wait(_END_SECONDS) == -signal.SIGKILL
        except subprocess.TimeoutExpired:
            return False

    def _running(self) -> subprocess.Popen[bytes]:
        """Return the program of this process; what a fork has inherited belongs to the parent."""
        is_ours = self._program is not None and self._pid == os.getpid() and self._program.poll() is None
        if self._program is not None and is_ours and self._count < _LETTERS_OF_A_PROGRAM:
            return self._program
        self.close()
        self._folder = make_passing_folder("press-", Path(tempfile.gettempdir()))
        self._program, self._pid, self._count = self._start(self._folder), os.getpid(), 0
        return self._program

    def _start(self, folder: Path) -> subprocess.Popen[bytes]:
        """Start the program without the secrets of this process's environment; its files lie in a folder of ours."""
        environment = {"TMPDIR": str(folder), "HOME": str(folder)}
        environment |= dict.fromkeys(
            ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), _NOWHERE
        )
        return subprocess.Popen(
            [
                sys.executable,
                "-I",
                "-m",
                _PROGRAM,
                str(TEMPLATES),
                str(letter_fonts().folder),
                str(self._processor_seconds),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            cwd=folder,
        )


_press = LetterPress()
atexit.register(_press.close)


def letter_press() -> LetterPress:
    """Return the press of this process."""
    return _press
