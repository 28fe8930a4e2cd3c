"""What a submission costs besides its pages: the worker's processor time and the database's statements."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.load.applications import Client, offer_small_service
from tests.load.installation import Installation
from tests.load.values import Measure

SUBMISSIONS = 20
PATIENCE_SECONDS = 120
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
_LOGGED = re.compile(r"(?:statement|execute [^:]*):\s+(.*)")
_NOT_COUNTED = re.compile(r"BEGIN|COMMIT|ROLLBACK|SELECT set_config|SET ", re.IGNORECASE)
_TO_DO = "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND coalesce(scheduled_at, now()) <= now()"


def measure(installation: Installation) -> Iterator[Measure]:
    """Submit applications with a worker beside, then one while the database writes its statements down."""
    offer_small_service()
    with installation.serve() as port:
        client = Client(port)
        client.apply()
        yield _measure_statements(installation, client)
        with _worker(installation) as worker:
            yield _measure_worker(installation, client, worker)


def _measure_statements(installation: Installation, client: Client) -> Measure:
    log = installation.database_log
    _log_statements(installation, "all")
    try:
        start = log.stat().st_size
        client.apply()
        time.sleep(0.5)  # the log is written by another process
        with log.open("rb") as lines:
            lines.seek(start)
            statements = _LOGGED.findall(lines.read().decode())
    finally:
        _log_statements(installation, "none")
    counted = [statement for statement in statements if not _NOT_COUNTED.match(statement)]
    return Measure(
        measure="full application, statements",
        value=len(counted),
        unit="SQL statements",
        conditions="without BEGIN, COMMIT and set_config; worker stopped",
    )


def _measure_worker(installation: Installation, client: Client, worker: int) -> Measure:
    _wait_until_done(installation)
    client.apply()  # what the worker loads once is loaded
    _wait_until_done(installation)
    before = _cpu_seconds(worker)
    for _ in range(SUBMISSIONS):
        client.apply()
    _wait_until_done(installation)
    spent = _cpu_seconds(worker) - before
    return Measure(
        measure="background work per submission",
        value=round(spent / SUBMISSIONS * 1_000),
        unit="ms CPU",
        conditions=f"{SUBMISSIONS} submissions, sealed receipt included",
    )


@contextmanager
def _worker(installation: Installation) -> Iterator[int]:
    with (installation.folder / "worker.log").open("wb") as log:
        process = subprocess.Popen([sys.executable, "-m", "onlineamt", "worker"], stdout=log, stderr=log)
        try:
            yield process.pid
        finally:
            process.terminate()
            process.wait(PATIENCE_SECONDS)


def _wait_until_done(installation: Installation) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    with psycopg.connect(installation.superuser_url, autocommit=True) as connection:
        while connection.execute(_TO_DO).fetchone() != (0,):
            if time.monotonic() > deadline:
                raise RuntimeError("the worker does not get done")
            time.sleep(0.1)


def _log_statements(installation: Installation, which: str) -> None:
    with psycopg.connect(installation.superuser_url, autocommit=True) as connection:
        connection.execute(f"ALTER SYSTEM SET log_statement = '{which}'")
        connection.execute("SELECT pg_reload_conf()")
    time.sleep(0.5)  # every connection takes notice between two statements


def _cpu_seconds(process_id: int) -> float:
    """Return the processor time of a process and of the children it has outlived."""
    fields = Path(f"/proc/{process_id}/stat").read_text("utf-8").rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / TICKS_PER_SECOND
