"""What a submission costs besides its pages: processor time of the worker and its typesetter, statements of the database."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from tests.load.applications import Client, offer_small_service
from tests.load.installation import Installation
from tests.load.values import Measure

if TYPE_CHECKING:
    from onlineamt.config.sample.sending import Counter
    from onlineamt.config.sample.stories import Story

SUBMISSIONS = 40
WARM = 3  # what the worker loads once is loaded then
APPLICATIONS_TO_WARM = 6  # both web processes have read what they read once
PATIENCE_SECONDS = 600
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
_LOGGED = re.compile(r"(?:statement|execute [^:]*):\s+(.*)")
_NOT_COUNTED = re.compile(r"BEGIN|COMMIT|ROLLBACK|SELECT set_config|SET ", re.IGNORECASE)
_TO_DO = "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND coalesce(scheduled_at, now()) <= now()"
_LETTERS = "SELECT count(*) FROM decision WHERE letter_id IS NOT NULL"


def measure(installation: Installation) -> Iterator[Measure]:
    """Count the statements of an application, then let a worker do everything that follows from many."""
    offer_small_service()
    with installation.serve() as port:
        client = Client(port)
        for _ in range(APPLICATIONS_TO_WARM):
            client.apply()
        yield _measure_statements(installation, client)
    yield from _measure_worker(installation)


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
        conditions="without BEGIN, COMMIT and set_config; case opened in the submit transaction; worker stopped",
    )


def _measure_worker(installation: Installation) -> Iterator[Measure]:
    """Send ordinary dogs, decided by the rules: receipt, examination, claim, entry, sealed letter, delivery."""
    from tests.load.people import ORDINARY, open_counter, people

    counter = open_counter()
    with work(installation) as worker:
        for way, has_email in (("e-mail", True), ("post", False)):
            stories = people(ORDINARY, has_email=has_email)
            send_all(installation, counter, islice(stories, WARM))
            letters, before = _letters(installation), processor_seconds(worker)
            send_all(installation, counter, islice(stories, SUBMISSIONS))
            spent = processor_seconds(worker) - before
            if _letters(installation) != letters + SUBMISSIONS:
                raise RuntimeError("not every submission was decided")
            yield Measure(
                measure=f"background work per submission, by {way}",
                value=round(spent / SUBMISSIONS * 1_000),
                unit="ms CPU",
                conditions=f"{SUBMISSIONS} submissions; worker and typesetter; examination, sealed receipt, sealed decision,"
                " delivery and mails",
            )


def send_all(installation: Installation, counter: "Counter", stories: Iterable["Story"]) -> None:
    """Send the applications of all stories and wait until the worker has done what follows."""
    from onlineamt.foundation.tenancy.transaction import in_tenant

    for story in stories:
        with in_tenant(counter.tenant.id):
            counter.send(story)
    _wait_until_done(installation)


def _letters(installation: Installation) -> int:
    with psycopg.connect(installation.superuser_url) as connection:
        found = connection.execute(_LETTERS).fetchone()
    assert found is not None
    return int(found[0])


@contextmanager
def work(installation: Installation) -> Iterator[int]:
    """Let a worker do what is promised, and yield its process id."""
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


def processor_seconds(process_id: int) -> float:
    """Return the processor time of a process, of the children it has outlived, and of those that run."""
    fields = Path(f"/proc/{process_id}/stat").read_text("utf-8").rpartition(")")[2].split()
    own = sum(map(int, fields[11:15])) / TICKS_PER_SECOND
    return own + sum(map(processor_seconds, _children(process_id)))


def _children(process_id: int) -> set[int]:
    """Return the children of all threads of a process."""
    return {
        int(child)
        for children in Path(f"/proc/{process_id}/task").glob("*/children")
        for child in children.read_text("utf-8").split()
    }
