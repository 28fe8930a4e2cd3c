"""Erledigt die Aufträge im Hintergrund: onlineamt worker [--slots N]"""

import argparse
import asyncio
import contextlib
import os
import signal
import socket
from collections.abc import Sequence

STOP_SECONDS = (
    30.0  # what a job may still take after SIGTERM; what takes longer is taken up by the next worker
)


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

    from onlineamt.foundation.jobs.keeping import (
        HEARTBEAT_SECONDS,
        STALLED_SECONDS,
        LifeSign,
        PatientJobManager,
        take_up_stalled_for_ever,
        try_set_times_again,
    )

    # A second app for the worker's own bookkeeping. The tasks keep the first one: what a job defers goes through
    # Django's connection, and so into the job's own transaction.
    working = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
    try_set_times_again(app)
    life_sign = LifeSign()
    life_sign.watch()
    working.job_manager = PatientJobManager(working.connector, give_up=_stop, life_sign=life_sign)
    async with working.open_async():
        caring = asyncio.create_task(take_up_stalled_for_ever(working.job_manager))
        try:
            await working.run_worker_async(
                name=f"{socket.gethostname()}-{os.getpid()}",
                concurrency=slots,
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=STALLED_SECONDS,
                shutdown_graceful_timeout=STOP_SECONDS,
            )
        finally:
            caring.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await caring


def _stop() -> None:
    """End in good order; whoever started this worker starts the next."""
    os.kill(os.getpid(), signal.SIGTERM)


def _name_process() -> None:
    from setproctitle import setproctitle

    setproctitle("onlineamt-worker")
