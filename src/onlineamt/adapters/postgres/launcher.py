"""An embedded PostgreSQL for demo and tests: made once, started with us, gone with us."""

import contextlib
import ctypes
import fcntl
import hashlib
import json
import os
import pwd
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
from typing import IO, Any
from urllib.parse import quote

import psycopg

from onlineamt.adapters.postgres.binaries import Binaries, find_binaries
from onlineamt.adapters.postgres.roles import MAINTENANCE, OWNER, WEB, database_statements, role_statements

DATABASE = "onlineamt"
SUPERUSER = "postgres"
SERVER_ACCOUNT = "nobody"  # PostgreSQL refuses to run as root
START_SECONDS = 30
STOP_SECONDS = 30
OTHER_HOMES = Path("/var/tmp")  # noqa: S108 -- each home is owned by the server's account and closed to others
LONGEST_SOCKET_FOLDER = 80  # a socket's path may have 107 bytes
_PR_SET_PDEATHSIG = 1


class ClusterFailed(Exception):
    """PostgreSQL did not start; the message is one sentence with the mend."""


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
            self._home = self._find_home()
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

    def remove(self) -> None:
        """Remove everything the cluster stored, also what had to lie outside its folder. Raises ClusterFailed."""
        self.stop()
        self._take_lock()
        for path in (self._place(), self._folder):
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

    def _find_home(self) -> Path:
        """Return where data and socket live, made ready for root's server."""
        home = self._place()
        if os.geteuid() == 0:
            _make_private(home, owners={0, pwd.getpwnam(SERVER_ACCOUNT).pw_uid})
            self._give(home)
            self._move_binaries(home)
        return home

    def _place(self) -> Path:
        """Return the home's path: root's server needs a folder that its account can reach."""
        if os.geteuid() != 0:
            return self._folder
        if _is_reachable(self._folder):
            return self._folder / "server"
        return OTHER_HOMES / f"onlineamt-{_short_hash(str(self._folder))}"

    def _move_binaries(self, home: Path) -> None:
        """Copy the programs where the server's account may run them, if it cannot run them where they are."""
        binaries = self._get_binaries()
        if _is_reachable(binaries.folder):
            return
        stamp = _short_hash(f"{binaries.root}{binaries.root.stat().st_mtime_ns}")
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
        passwords = {role: secrets.token_urlsafe(24) for role in (SUPERUSER, OWNER, WEB, MAINTENANCE)}
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(passwords, file)
        return passwords

    def _make_cluster(self, password: str) -> None:
        """Run initdb in a draft folder and give it its name at the end: a half-made cluster is never used."""
        data = self._home / "data"
        if (data / "PG_VERSION").exists():
            return
        draft = self._home / "data.draft"
        shutil.rmtree(draft, ignore_errors=True)
        secret = self._home / "initdb.password"
        secret.write_text(password)
        self._give(secret)
        try:
            self._run(
                "initdb", f"--pgdata={draft}", f"--username={SUPERUSER}", f"--pwfile={secret}", "--auth=scram-sha-256",
                "--encoding=UTF8", "--locale=C.UTF-8", *([] if self._durable else ["--no-sync"]),
            )  # fmt: skip
        finally:
            secret.unlink()
        draft.rename(data)

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
            "unix_socket_directories": str(self._socket_folder()),
            "unix_socket_permissions": "0700",
            "max_connections": "60",
            "shared_buffers": "64MB",
            "wal_level": "replica",
            "log_timezone": "UTC",
            "timezone": "UTC",
        }
        if not self._durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        log = (self._home / "server.log").open("ab")
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
            **_account(),
        )
        log.close()

    def _launch_until_ready(self, url: str) -> None:
        """Start the server; again while the children of a killed one still hold its memory."""
        deadline = time.monotonic() + START_SECONDS
        self._launch()
        while not _answers(url):
            if time.monotonic() > deadline:
                raise ClusterFailed(
                    f"PostgreSQL startet nicht. Der Grund steht in {self._home / 'server.log'}."
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
        folder = quote(str(self._socket_folder()), safe="")

        def url(role: str) -> str:
            return f"postgresql://{role}:{quote(passwords[role], safe='')}@/{DATABASE}?host={folder}"

        return ConnectionUrls(url(WEB), url(OWNER), url(MAINTENANCE), url(SUPERUSER))

    def _socket_folder(self) -> Path:
        """Return a private folder for the socket; the data folder where its name is short enough."""
        if len(str(self._home)) <= LONGEST_SOCKET_FOLDER:
            return self._home
        short = Path(tempfile.gettempdir()) / f"oa-{_short_hash(str(self._home))}"
        _make_private(short, owners={os.geteuid(), _account().get("user", os.geteuid())})
        self._give(short)
        return short

    def _give(self, path: Path) -> None:
        path.chmod(0o700 if path.is_dir() else 0o600)
        if os.geteuid() == 0:
            account = pwd.getpwnam(SERVER_ACCOUNT)
            os.chown(path, account.pw_uid, account.pw_gid, follow_symlinks=False)

    def _get_binaries(self) -> Binaries:
        if self._binaries is None:
            self._binaries = find_binaries()
        return self._binaries

    def _run(self, program: str, *arguments: str) -> None:
        result = subprocess.run(
            [self._get_binaries().program(program), *arguments],
            check=False, capture_output=True, text=True, cwd=self._home, **_account(),
        )  # fmt: skip
        if result.returncode != 0:
            reason = (result.stderr.strip().splitlines() or ["ohne Meldung"])[-1]
            raise ClusterFailed(
                f"PostgreSQL lässt sich unter {self._home} nicht einrichten ({reason}). "
                "Schaffen Sie Platz, oder wählen Sie mit ONLINEAMT_DATA einen anderen Ordner."
            )


def _account() -> dict[str, Any]:
    """Return the account the server runs as: its own where we are root, else ours."""
    if os.geteuid() != 0:
        return {}
    account = pwd.getpwnam(SERVER_ACCOUNT)
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGINT)


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _is_reachable(folder: Path) -> bool:
    """Tell whether every account may enter the folder."""
    return all(step.stat().st_mode & 0o001 for step in (folder, *folder.parents))


def _make_private(folder: Path, owners: set[int]) -> None:
    """Make a folder in a place that everybody may write to. Raises ClusterFailed when another was there first."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.lstat().st_uid not in owners:
        raise ClusterFailed(
            f"{folder} gehört jemand anderem. Löschen Sie den Ordner, und starten Sie noch einmal."
        )


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
