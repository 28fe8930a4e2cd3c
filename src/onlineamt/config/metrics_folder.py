"""Where web processes count their answers together: files in memory, so that no full disk can end a process."""

import os
import re
import shutil
import tempfile
from pathlib import Path

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"  # read by the library at its import
MEMORY = Path("/dev/shm")  # noqa: S108 -- a folder of our own is made in it, with a name nobody can foresee
_PREFIX = "onlineamt-metrics-"
_NAME = re.compile(rf"{_PREFIX}(\d+)-.*")


def make_metrics_folder(data: Path, *, memory: Path = MEMORY) -> Path:
    """Make the folder and name it in the environment of this process and its workers; remove what killed ones left.

    The files are mapped into memory: on a disk without room the first write to one would end its process (SIGBUS), and
    with it everybody's answers.
    """
    place = memory if os.access(memory, os.W_OK | os.X_OK) else data
    for old in place.glob(f"{_PREFIX}*"):
        if _is_left_over(old):
            shutil.rmtree(old, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=place))
    os.environ[VARIABLE] = str(folder)
    return folder


def remove_metrics_folder(folder: Path) -> None:
    """Remove it at a clean end."""
    shutil.rmtree(folder, ignore_errors=True)


def _is_left_over(folder: Path) -> bool:
    """Tell whether a folder is ours and its server gone."""
    named = _NAME.fullmatch(folder.name)
    try:
        is_ours = folder.lstat().st_uid == os.geteuid()
    except FileNotFoundError:
        return False
    return named is not None and is_ours and not Path(f"/proc/{named[1]}").exists()
