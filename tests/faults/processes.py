"""Which processes the portal consists of, read from outside."""

import os
import signal
from pathlib import Path

WEB, WORKER, TYPESETTER = "onlineamt-web", "onlineamt-worker", "onlineamt.facilities.letters.typesetter"


class Processes:
    """The processes below the demonstration, by what they do."""

    def __init__(self, top: int) -> None:
        self._top = top

    def web_parent(self) -> list[int]:
        """Return the process that keeps the web workers."""
        return [one for one in children_of(self._top) if WEB in command_of(one)]

    def web_workers(self) -> list[int]:
        """Return the processes that answer requests."""
        return [
            child for parent in self.web_parent() for child in children_of(parent) if WEB in command_of(child)
        ]

    def job_worker(self) -> list[int]:
        """Return the process that does the jobs."""
        return [one for one in children_of(self._top) if WORKER in command_of(one)]

    def typesetters(self) -> list[int]:
        """Return the programs that set letters for the worker."""
        return [
            one
            for worker in self.job_worker()
            for one in children_of(worker)
            if TYPESETTER in command_of(one)
        ]

    def database(self) -> list[int]:
        """Return the database server itself."""
        return [one for one in children_of(self._top) if command_of(one).split("\0")[0].endswith("/postgres")]

    def backends(self) -> list[int]:
        """Return the processes of the database that work for the portal."""
        return [
            child for server in self.database() for child in children_of(server)
            if command_of(child).startswith("postgres: onlineamt_")
        ]  # fmt: skip

    def everything(self) -> list[int]:
        """Return all of them, the demonstration itself left out."""
        return _family(self._top)[1:]


def children_of(process_id: int) -> list[int]:
    """Return the children of a process that is there, or nothing."""
    found = []
    for task in _listed(Path(f"/proc/{process_id}/task")):
        found += [int(child) for child in _read(task / "children").split()]
    return found


def command_of(process_id: int) -> str:
    """Return the command line of a process, or nothing once it is gone."""
    return _read(Path(f"/proc/{process_id}/cmdline"))


def send(process_id: int, number: signal.Signals) -> bool:
    """Send a signal and tell whether somebody was there to get it."""
    try:
        os.kill(process_id, number)
    except ProcessLookupError:
        return False
    return True


def _family(process_id: int) -> list[int]:
    return [process_id, *(one for child in children_of(process_id) for one in _family(child))]


def _listed(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")
    except OSError:
        return ""
