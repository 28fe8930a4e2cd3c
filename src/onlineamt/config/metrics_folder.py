"""Where web processes count their answers together: files in memory, so that no full disk can end a process."""

import os
import shutil
from pathlib import Path

from onlineamt.foundation.core.passing_folders import make_passing_folder

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"  # read by the library at its import
MEMORY = Path("/dev/shm")  # noqa: S108 -- a folder of our own is made in it, with a name nobody can foresee
_PREFIX = "onlineamt-metrics-"


def make_metrics_folder(data: Path, *, memory: Path = MEMORY) -> Path:
    """Make the folder and name it in the environment of this process and its workers.

    The files are mapped into memory: on a disk without room the first write to one would end its process (SIGBUS), and
    with it everybody's answers.
    """
    folder = make_passing_folder(_PREFIX, memory if os.access(memory, os.W_OK | os.X_OK) else data)
    os.environ[VARIABLE] = str(folder)
    return folder


def remove_metrics_folder(folder: Path) -> None:
    """Remove it at a clean end."""
    shutil.rmtree(folder, ignore_errors=True)
