"""What disk and database refuse, in one sentence with the mend."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.db import DatabaseError

from onlineamt.config.progress import CannotGoOn

OTHER_FOLDER = "wählen Sie mit ONLINEAMT_DATA einen anderen Ordner"
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


@contextmanager
def plain_words(folder: Path, *, else_do: str = OTHER_FOLDER) -> Iterator[None]:
    """Turn a full disk, a forbidden folder and a database that does not answer into CannotGoOn."""
    try:
        yield
    except (DatabaseError, psycopg.Error) as failure:
        cause = failure.__cause__ or failure
        if isinstance(cause, psycopg.errors.DiskFull):
            raise disk_is_full(folder, else_do) from failure
        if isinstance(cause, psycopg.OperationalError):
            raise CannotGoOn(f"Die Datenbank antwortet nicht: {str(cause).splitlines()[0]}") from failure
        raise
    except OSError as failure:
        if failure.errno in _FULL:
            raise disk_is_full(folder, else_do) from failure
        if failure.errno in _FORBIDDEN:
            raise CannotGoOn(
                f"{failure.filename or folder} lässt sich nicht beschreiben: Das Konto Nr. {os.geteuid()} hat dort "
                f"kein Recht dazu. Geben Sie es ihm, oder {else_do}."
            ) from failure
        raise


def disk_is_full(folder: Path, else_do: str = OTHER_FOLDER) -> CannotGoOn:
    """Return the sentence about a full disk."""
    return CannotGoOn(
        f"Auf der Platte von {folder} ist zu wenig Platz. Schaffen Sie welchen, oder {else_do}."
    )
