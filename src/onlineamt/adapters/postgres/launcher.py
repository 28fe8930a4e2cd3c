"""An embedded PostgreSQL for demo and tests: made once, started with us, gone with us."""

import contextlib
import ctypes
import fcntl
import json
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO
from urllib.parse import quote

import psycopg

from onlineamt.adapters.postgres.binaries import Binaries, find_binaries
from onlineamt.adapters.postgres.errors import ClusterFailed
from onlineamt.adapters.postgres.places import (
    give_to_server,
    home_of,
    is_reachable,
    make_home,
    make_socket_folder,
    server_account,
    short_hash,
)
from onlineamt.adapters.postgres.roles import MAINTENANCE, OWNER, WEB, database_statements, role_statements

DATABASE = "onlineamt"
SUPERUSER = "postgres"
START_SECONDS = 30
STOP_SECONDS = 30
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class ConnectionUrls:
    """Where to connect, as whom."""

    web: str
    owner: str
    maintenance: str
    superuser: str

    def as_environment(self) -> dict[str, str]:
        """Return the variables that point the portal here."""
        return {
            "DATABASE_URL": self.web,
            "DATABASE_OWNER_URL": self.owner,
            "DATABASE_MAINTENANCE_URL": self.maintenance,
        }


class Cluster:
    """One PostgreSQL server in a folder. It listens on a private socket only, with passwords (SCRAM).

    `durable=False` is for tests: quick, and not safe against power failure.
    """

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self._folder = folder.resolve()
        self._durable = durable
        self._server: subprocess.Popen[bytes] | None = None
        self._lock: IO[str] | None = None
        self._binaries: Binaries | None = None
        self._home = self._folder

    def __enter__(self) -> ConnectionUrls:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def process_id(self) -> int | None:
        """The process id of the server, while it runs."""
        return self._server.pid if self._server else None

    @property
    def home(self) -> Path:
        """The folder of data, socket and log; another than asked for where the server could not reach that."""
        return self._home

    def start(self) -> ConnectionUrls:
        """Make the cluster if it is new, start it, and return where to connect. Raises ClusterFailed, NoPostgres."""
        try:
            self._take_lock()
            self._binaries = find_binaries()
            self._home = make_home(self._folder)
            self._move_binaries(self._home)
            passwords = self._passwords()
            self._make_cluster(passwords[SUPERUSER])
            self._clear_stale_pid()
            urls = self._urls(passwords)
            self._launch_until_ready(urls.superuser)
            self._prepare_database(passwords, urls)
        except OSError as failure:
            self.stop()
            raise ClusterFailed(
                f"PostgreSQL kann unter {self._folder} nicht arbeiten: {failure.strerror}. "
                "Schaffen Sie Platz, oder wählen Sie mit ONLINEAMT_DATA einen anderen Ordner."
            ) from failure
        except BaseException:
            self.stop()
            raise
        return urls

    def stop(self) -> None:
        """Stop the server in good order; a second call does nothing."""
        if self._server is not None:
            with contextlib.suppress(ProcessLookupError):
                self._server.send_signal(signal.SIGINT)
            try:
                self._server.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._server.kill()
                self._server.wait()
            self._server = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def has_ended(self) -> bool:
        """Tell whether the server that was started is gone, although nobody stopped it."""
        return self._server is not None and self._server.poll() is not None

    def start_again(self) -> None:
        """Start a server that has ended, without waiting until it answers; it recovers what was committed."""
        (self._home / "data" / "postmaster.pid").unlink(missing_ok=True)  # of our own server, which is gone
        self._launch()

    def connection_urls(self) -> ConnectionUrls:
        """Return where to connect to a cluster that was made already, whoever has started it. Raises ClusterFailed."""
        self._home = make_home(self._folder)
        return self._urls(self._passwords())

    def remove(self) -> None:
        """Remove everything the cluster stored, also what lies outside its folder. Raises ClusterFailed: one runs."""
        self.stop()
        if not self._folder.exists():
            return
        self._take_lock()
        for path in {home_of(self._folder), self._folder}:
            shutil.rmtree(path, ignore_errors=True)
        self.stop()

    # -- steps of start() -------------------------------------------------------------------------------------------

    def _take_lock(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._lock = (self._folder / "launcher.lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock.close()
            self._lock = None
            raise ClusterFailed(
                f"In {self._folder} läuft schon ein Online-Amt. Beenden Sie es, "
                "oder wählen Sie mit ONLINEAMT_DATA einen anderen Ordner."
            ) from None

    def _move_binaries(self, home: Path) -> None:
        """Copy the programs where the server's account may run them, if it cannot run them where they are."""
        binaries = self._get_binaries()
        if is_reachable(binaries.folder):
            return
        stamp = short_hash(f"{binaries.root}{binaries.root.stat().st_mtime_ns}")
        target = home / f"programs-{stamp}"
        copied = target / binaries.root.name
        if not copied.exists():
            draft = Path(tempfile.mkdtemp(dir=home))
            shutil.copytree(binaries.root, draft / binaries.root.name, symlinks=True)
            if binaries.libraries:
                shutil.copytree(binaries.libraries, draft / binaries.libraries.name, symlinks=True)
            draft.chmod(0o755)
            draft.rename(target)
        self._binaries = Binaries(copied / binaries.folder.relative_to(binaries.root), copied, None)

    def _passwords(self) -> dict[str, str]:
        path = self._folder / "passwords.json"
        if path.exists():
            return dict(json.loads(path.read_text("utf-8")))
        if self._has_data():
            raise ClusterFailed(
                f"Zu der Datenbank in {self._home} fehlt {path}. Legen Sie die Datei zurück, "
                "oder beginnen Sie mit „bin/demo --fresh“ von vorn."
            )
        passwords = {role: secrets.token_urlsafe(24) for role in (SUPERUSER, OWNER, WEB, MAINTENANCE)}
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(passwords, file)
        return passwords

    def _make_cluster(self, password: str) -> None:
        """Run initdb in a draft folder and give it its name at the end: a half-made cluster is never used."""
        if self._has_data():
            return
        draft = self._home / "data.draft"
        shutil.rmtree(draft, ignore_errors=True)
        secret = self._home / "initdb.password"
        secret.write_text(password)
        give_to_server(secret)
        try:
            self._run(
                "initdb", f"--pgdata={draft}", f"--username={SUPERUSER}", f"--pwfile={secret}", "--auth=scram-sha-256",
                "--encoding=UTF8", "--locale=C.UTF-8", *([] if self._durable else ["--no-sync"]),
            )  # fmt: skip
        finally:
            secret.unlink()
        draft.rename(self._home / "data")

    def _clear_stale_pid(self) -> None:
        """Wait for a server that lost its launcher to end, then remove the note it may have left."""
        note = self._home / "data" / "postmaster.pid"
        if not note.exists():
            return
        process_id = int((note.read_text().split() or ["0"])[0])
        deadline = time.monotonic() + STOP_SECONDS
        while _is_server_of(process_id, note.parent):
            if time.monotonic() > deadline:
                raise ClusterFailed(
                    f"Ein alter PostgreSQL-Server (Prozess {process_id}) endet nicht. Beenden Sie ihn."
                )
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(process_id, signal.SIGINT)
            time.sleep(0.1)
        note.unlink(missing_ok=True)

    def _launch(self) -> None:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(make_socket_folder(self._home)),
            "unix_socket_permissions": "0700",
            "max_connections": "60",
            "shared_buffers": "64MB",
            "wal_level": "replica",
            "log_timezone": "UTC",
            "timezone": "UTC",
        }
        if not self._durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        log = self._log.open("ab")
        self._server = subprocess.Popen(
            [
                self._get_binaries().program("postgres"),
                *("-D", str(self._home / "data")),
                *(part for name, value in settings.items() for part in ("-c", f"{name}={value}")),
            ],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=self._home,
            start_new_session=True,
            preexec_fn=_die_with_parent,  # noqa: PLW1509 -- no threads yet; runs after the change of account, which would clear it
            **server_account(),
        )
        log.close()

    def _launch_until_ready(self, url: str) -> None:
        """Start the server; again while the children of a killed one still hold its memory."""
        deadline = time.monotonic() + START_SECONDS
        self._log.unlink(missing_ok=True)  # what is quoted below must be of this start
        self._launch()
        while not _answers(url):
            if time.monotonic() > deadline or self._has_no_room():
                raise ClusterFailed(
                    f"PostgreSQL startet nicht ({self._last_log_line()}). Mehr steht in {self._log}."
                )
            if self._server is None or self._server.poll() is not None:
                time.sleep(0.2)
                self._launch()
            time.sleep(0.03)

    def _prepare_database(self, passwords: Mapping[str, str], urls: ConnectionUrls) -> None:
        """Make roles, database and rights; a start that was cut short does it again."""
        done = self._folder / "prepared"
        if done.exists():
            return
        with psycopg.connect(_in_database(urls.superuser, "postgres"), autocommit=True) as connection:
            for statement in role_statements(passwords):
                connection.execute(statement)
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
        with psycopg.connect(urls.superuser, autocommit=True) as connection:
            for statement in database_statements():
                connection.execute(statement)
        done.touch()

    # -- small things -----------------------------------------------------------------------------------------------

    def _urls(self, passwords: Mapping[str, str]) -> ConnectionUrls:
        folder = quote(str(make_socket_folder(self._home)), safe="")

        def url(role: str) -> str:
            return f"postgresql://{role}:{quote(passwords[role], safe='')}@/{DATABASE}?host={folder}"

        return ConnectionUrls(url(WEB), url(OWNER), url(MAINTENANCE), url(SUPERUSER))

    @property
    def _log(self) -> Path:
        return self._home / "server.log"

    def _last_log_line(self) -> str:
        return _telling_line(self._log.read_text("utf-8", "replace"))

    def _has_no_room(self) -> bool:
        return (
            self._server is not None
            and self._server.poll() is not None
            and "No space left" in self._last_log_line()
        )

    def _has_data(self) -> bool:
        return (self._home / "data" / "PG_VERSION").exists()

    def _get_binaries(self) -> Binaries:
        if self._binaries is None:
            self._binaries = find_binaries()
        return self._binaries

    def _run(self, program: str, *arguments: str) -> None:
        result = subprocess.run(
            [self._get_binaries().program(program), *arguments],
            check=False, capture_output=True, text=True, cwd=self._home, **server_account(),
        )  # fmt: skip
        if result.returncode != 0:
            raise ClusterFailed(
                f"PostgreSQL lässt sich unter {self._home} nicht einrichten ({_telling_line(result.stderr)}). "
                "Schaffen Sie Platz, oder wählen Sie mit ONLINEAMT_DATA einen anderen Ordner."
            )


def _telling_line(output: str) -> str:
    """Return the line of PostgreSQL's output that says why it gave up."""
    lines = output.strip().splitlines() or ["ohne Meldung"]
    telling = [line for line in lines if any(word in line for word in ("FATAL:", "error:", "could not"))]
    return (telling or lines)[-1]


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGINT)


def _is_server_of(process_id: int, data: Path) -> bool:
    """Tell whether the process is PostgreSQL at work on this folder; a number in an old note may be anybody's by now."""
    try:
        command = Path(f"/proc/{process_id}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return b"postgres" in command[0] and str(data).encode() in command


def _answers(url: str) -> bool:
    try:
        psycopg.connect(_in_database(url, "postgres"), connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def _in_database(url: str, database: str) -> str:
    return url.replace(f"@/{DATABASE}?", f"@/{database}?")
