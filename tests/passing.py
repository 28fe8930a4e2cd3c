"""Folders for what tests and programs make, gone afterwards; those of runs that were killed are removed by the next."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from onlineamt.foundation.core.passing_folders import make_passing_folder


@contextmanager
def passing_folder(prefix: str) -> Iterator[str]:
    """Make a folder of this run's own below the machine's folder for passing things."""
    folder = make_passing_folder(prefix, Path(tempfile.gettempdir()))
    try:
        yield str(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
