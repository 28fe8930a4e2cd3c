"""Erledigt die Aufträge im Hintergrund: onlineamt worker [--slots N]"""

import argparse
import asyncio
import os
import socket
from collections.abc import Sequence

HEARTBEAT_SECONDS = 10.0
STOP_SECONDS = 30.0  # what a job may still take after SIGTERM; the sweeper revives what takes longer


def run(arguments: Sequence[str]) -> int:
    """Work until SIGTERM; running jobs may finish."""
    import django
    from django.conf import settings

    parser = argparse.ArgumentParser(prog="onlineamt worker", description=__doc__)
    parser.add_argument("--slots", type=int, default=settings.ENV.job_slots, help="Aufträge zugleich")
    options = parser.parse_args(arguments)
    django.setup()
    _name_process()
    asyncio.run(_work(options.slots))
    return 0


async def _work(slots: int) -> None:
    from procrastinate.contrib.django import app

    # A second app for the worker's own bookkeeping. The tasks keep the first one: what a job defers goes through
    # Django's connection, and so into the job's own transaction.
    working = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
    async with working.open_async():
        await working.run_worker_async(
            name=f"{socket.gethostname()}-{os.getpid()}",
            concurrency=slots,
            update_heartbeat_interval=HEARTBEAT_SECONDS,
            shutdown_graceful_timeout=STOP_SECONDS,
        )


def _name_process() -> None:
    from setproctitle import setproctitle

    setproctitle("onlineamt-worker")
