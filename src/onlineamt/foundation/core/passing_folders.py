"""Folders that last as long as their process: what a killed one has left, the next one removes."""

import os
import re
import shutil
import tempfile
from pathlib import Path


def make_passing_folder(prefix: str, place: Path) -> Path:
    """Make a folder of this process's own in a place that others write to as well, and remove those of dead processes."""
    named = re.compile(rf"{re.escape(prefix)}(\d+)-.*")
    for old in place.glob(f"{prefix}*"):
        owner = named.fullmatch(old.name)
        if owner and _is_ours(old) and not Path(f"/proc/{owner[1]}").exists():
            shutil.rmtree(old, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"{prefix}{os.getpid()}-", dir=place))


def _is_ours(folder: Path) -> bool:
    try:
        return folder.lstat().st_uid == os.geteuid()
    except FileNotFoundError:  # its process ends just now
        return False
