"""An installation to measure: a cluster in a folder of its own, migrated; and a server in front of it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.passing import passing_folder

START_SECONDS = 60


@dataclass(frozen=True, kw_only=True)
class Installation:
    """Where it stands."""

    folder: Path
    superuser_url: str
    database_log: Path

    def web_processes(self) -> list[int]:
        """Return the ids of the processes that serve, while one does."""
        server = int((self.folder / "serve.pid").read_text("utf-8"))
        return [int(child) for child in Path(f"/proc/{server}/task/{server}/children").read_text().split()]

    @contextmanager
    def serve(self) -> Iterator[int]:
        """Start the web processes and yield their port."""
        port = free_port()
        log = (self.folder / "serve.log").open("wb")
        server = subprocess.Popen(
            [sys.executable, "-m", "onlineamt", "serve", "--port", str(port)], stdout=log, stderr=log
        )
        (self.folder / "serve.pid").write_text(str(server.pid), "utf-8")
        try:
            _wait_for(port, server)
            yield port
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(START_SECONDS)
            log.close()


@contextmanager
def install() -> Iterator[Installation]:
    """Set up an empty installation in a temporary folder; this process and its servers work on it."""
    from onlineamt.adapters.postgres.launcher import Cluster

    with passing_folder("onlineamt-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # so that root's database can stay in it
        cluster = Cluster(folder / "cluster")
        with cluster as urls:
            os.environ |= urls.as_environment()
            os.environ |= {
                "ONLINEAMT_MODE": "demo",
                "ONLINEAMT_DATA": str(folder),
                "ONLINEAMT_WEB_PROCESSES": "2",
            }
            os.environ["DJANGO_SETTINGS_MODULE"] = "onlineamt.config.settings"
            _set_up()
            yield Installation(
                folder=folder, superuser_url=urls.superuser, database_log=cluster.home / "server.log"
            )


def _set_up() -> None:
    import django

    django.setup()
    import structlog
    from django.conf import settings
    from django.core.management import call_command

    from onlineamt.audiences.design.assets import build_assets

    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(50)
    )  # standard output is for measures
    call_command("migrate", database="owner", verbosity=0)
    build_assets(target=Path(settings.STATIC_ROOT))


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"no server on port {port}")
