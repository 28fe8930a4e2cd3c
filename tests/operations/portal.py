"""An installation to try operations on: data folder, cluster, environment, and commands in processes of their own."""

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.passing import passing_folder

from onlineamt.adapters.postgres.launcher import Cluster, ConnectionUrls

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Portal:
    """An installation in a folder; its commands run as they do in production, each in its own process."""

    data: Path
    urls: ConnectionUrls

    @property
    def environ(self) -> dict[str, str]:
        return {
            **os.environ,
            **self.urls.as_environment(),
            "ONLINEAMT_MODE": "demo",
            "DJANGO_SETTINGS_MODULE": "onlineamt.config.settings",
            "ONLINEAMT_DATA": str(self.data),
            "ONLINEAMT_ERASURE_JOURNAL": str(self.data.parent / "elsewhere" / "erasures.jsonl"),
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        }

    def run(self, *arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
        """Run `onlineamt …`; `extra` are variables."""
        return self.python("-m", "onlineamt", *arguments, **extra)

    def python(self, *arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            env={**self.environ, **extra},
            cwd=self.data,
            capture_output=True,
            text=True,
            check=False,
        )

    def start(self, *arguments: str, **extra: str) -> subprocess.Popen[str]:
        """Start `onlineamt …` and leave it running."""
        return self.start_python("-m", "onlineamt", *arguments, **extra)

    def start_python(self, *arguments: str, **extra: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, *arguments],
            env={**self.environ, **extra},
            cwd=self.data,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )


@contextmanager
def open_folder() -> Iterator[Path]:
    """Make a folder that every account may enter: root's database server lives in it under another."""
    with passing_folder("oa-portal-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def prepare_portal(folder: Path) -> None:
    """Make a migrated database without a municipality, to be copied."""
    (folder / "data").mkdir()
    with Cluster(folder / "postgres", durable=False) as urls:
        migrated = Portal(folder / "data", urls).run("migrate")
        assert migrated.returncode == 0, migrated.stderr


@contextmanager
def installed_portal(prepared: Path) -> Iterator[Portal]:
    """Install a portal of one's own from the prepared one."""
    with open_folder() as folder:
        subprocess.run(["cp", "-a", *map(str, prepared.iterdir()), str(folder)], check=True)
        with Cluster(folder / "postgres", durable=False) as urls:
            yield Portal(folder / "data", urls)


def wait_until(condition: Callable[[], object], seconds: float = 20) -> bool:
    """Wait for something to become true, and return whether it did."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


def children_of(process_id: int) -> list[int]:
    """Return the process ids of a process's children."""
    return [
        int(child) for child in Path(f"/proc/{process_id}/task/{process_id}/children").read_text().split()
    ]


def is_running(process_id: int) -> bool:
    """Tell whether a process is there and not just waiting to be buried."""
    try:
        return Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def fetch(port: int, path: str, **headers: str) -> tuple[int, str]:
    """Return status and body of a page, or 0 while nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    except (OSError, http.client.HTTPException):
        return 0, ""
    finally:
        connection.close()
