"""The portal as somebody starts it: `onlineamt demo` with a data folder of its own; nobody but itself restarts a part."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.faults.browser import Answer, Broken, Browser
from tests.faults.disk import Disk, open_disk
from tests.faults.processes import Processes

if TYPE_CHECKING:
    from onlineamt.adapters.postgres.launcher import ConnectionUrls

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 300
STOP_SECONDS = 60
PROBE_SECONDS = 5.0


@dataclass(frozen=True, kw_only=True)
class Installation:
    """A running portal and where its things are."""

    data: Path
    port: int
    urls: "ConnectionUrls"
    processes: Processes
    disk: Disk
    environ: dict[str, str]

    @property
    def mail(self) -> Path:
        """The folder in which the stand-in for a mail server lays what was sent."""
        return self.data / "mail"

    def run(self, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
        """Run `onlineamt …` against it; `given` is what it reads."""
        return subprocess.run(
            [sys.executable, "-m", "onlineamt", *arguments],
            check=False, cwd=ROOT, env=self.environ | self.urls.as_environment(), capture_output=True, text=True,
            input=given,
        )  # fmt: skip


class Probe:
    """Somebody with a draft of their own who asks for it: an answer needs web server, database and keys."""

    def __init__(self, port: int) -> None:
        self._port = port
        browser = Browser(port)
        begun = browser.post("/leistung/hund-anmelden/beginnen", {})
        if begun.status != 302:
            raise RuntimeError(f"no draft can be begun: {begun.status}")
        self._path, self._cookie = begun.location, browser.cookie

    def ask(self) -> bool:
        """Tell whether the draft's page comes, on a connection of its own."""
        browser = Browser(self._port, cookie=self._cookie, timeout=PROBE_SECONDS)
        try:
            return self._is_good(browser.get(self._path))
        except Broken:
            return False
        finally:
            browser.close()

    def _is_good(self, answer: Answer) -> bool:
        return answer.status == 200 and 'name="person.vorname"' in answer.body


@contextmanager
def install(folder: Path) -> Iterator[Installation]:
    """Start a portal on a disk that can be filled, and stop it at the end. Raises RuntimeError: it does not start."""
    with open_disk(folder / "disk") as disk:
        data = folder / "disk" / "data"
        port = free_port()
        environ = _environ(data)
        log = (folder / "demo.log").open("wb")
        top = subprocess.Popen(
            [sys.executable, "-m", "onlineamt", "demo", "--without-cases", "--port", str(port)],
            cwd=ROOT, env=environ, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
        )  # fmt: skip
        try:
            _wait_until_ready(folder / "demo.log", top)
            yield Installation(
                data=data,
                port=port,
                urls=_urls(data),
                processes=Processes(top.pid),
                disk=disk,
                environ=environ,
            )
        finally:
            disk.clear(())
            top.terminate()
            try:
                top.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                top.kill()
            log.close()
            _keep_logs(data, folder)


def _keep_logs(data: Path, folder: Path) -> None:
    (folder / "logs").mkdir(exist_ok=True)
    for log in (data / "logs").glob("*.log"):
        shutil.copyfile(log, folder / "logs" / log.name)
    server_log = data / "postgres" / "server" / "server.log"
    if server_log.exists():
        shutil.copyfile(server_log, folder / "logs" / "database.log")


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _environ(data: Path) -> dict[str, str]:
    ours = ("ONLINEAMT_", "DATABASE_", "DJANGO_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {
        **kept,
        "ONLINEAMT_MODE": "demo",
        "ONLINEAMT_DATA": str(data),
        "ONLINEAMT_WEB_PROCESSES": "2",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }


def _urls(data: Path) -> "ConnectionUrls":
    from onlineamt.adapters.postgres.launcher import Cluster

    return Cluster(data / "postgres").connection_urls()


def _wait_until_ready(log: Path, top: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_SECONDS
    while "Das Online-Amt läuft" not in log.read_text("utf-8", "replace"):
        if top.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"the portal does not start: {log.read_text('utf-8', 'replace')[-2000:]}")
        time.sleep(0.1)
