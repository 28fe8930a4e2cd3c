"""How jobs survive: what came of one is written down for as long as it takes, and what a dead worker left is taken up."""

import asyncio
import faulthandler
import os
import threading
import time
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from procrastinate import App
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager

from onlineamt.foundation.jobs.tenant_task import RETRY

HEARTBEAT_SECONDS = 5.0
STALLED_SECONDS = 20.0  # a worker that was silent for so long is taken for dead; its jobs may then run twice
LOOK_SECONDS = 5.0
SILENT_SECONDS = 45.0  # more than what is left to running jobs after SIGTERM
PATIENCE_SECONDS = 20.0
REST_SECONDS = 0.5
GOODBYE_SECONDS = 2.0

log = structlog.get_logger()


class LifeSign:
    """When this worker last told the database that it lives; a thread of its own looks whether that is too long ago.

    A job that hangs keeps its worker from ending, also when nobody hears of it any more: its jobs are taken up by others, but
    nothing would start the next. `end` has to end the process at once.
    """

    def __init__(self, *, end: Callable[[], None] | None = None, seconds: float = SILENT_SECONDS) -> None:
        self._end, self._seconds = end or _end_at_once, seconds
        self._given = time.monotonic()
        self._is_over = threading.Event()

    def give(self) -> None:
        """Note that the database has heard of this worker."""
        self._given = time.monotonic()

    def watch(self) -> None:
        """Begin to look."""
        threading.Thread(target=self._look, name="life sign", daemon=True).start()

    def stop(self) -> None:
        """Look no more."""
        self._is_over.set()

    def _look(self) -> None:
        while not self._is_over.wait(self._seconds / 10):
            if time.monotonic() - self._given > self._seconds:
                log.critical("jobs.worker_hangs", seconds=self._seconds)
                self._end()
                return


def _end_at_once() -> None:
    """Say where every thread stands, and be gone; what was in work is taken up as after a crash."""
    faulthandler.dump_traceback(all_threads=True)
    time.sleep(REST_SECONDS)  # until the log, which has a thread of its own, is written
    os._exit(os.EX_SOFTWARE)


class PatientJobManager(JobManager):
    """Notes what came of a job although the database is away for a moment or its disk is full.

    Without it such a job would count as running for as long as its worker lives. `give_up` is called when patience has run
    out: it has to end the worker, whose jobs are taken up by the next.
    """

    def __init__(
        self, connector: Any, *, give_up: Callable[[], None], life_sign: LifeSign | None = None
    ) -> None:
        super().__init__(connector)
        self._give_up, self._life_sign = give_up, life_sign

    async def update_heartbeat(self, worker_id: int) -> None:
        """See JobManager."""
        await super().update_heartbeat(worker_id)
        if self._life_sign:
            self._life_sign.give()

    async def unregister_worker(self, worker_id: int) -> None:
        """See JobManager. Nobody waits for a database that is away: a worker that gives no sign is forgotten by the next."""
        try:
            await asyncio.wait_for(super().unregister_worker(worker_id), GOODBYE_SECONDS)
        except (ConnectorException, TimeoutError):
            log.warning("jobs.left_without_goodbye")

    async def finish_job(self, *arguments: Any, **named: Any) -> None:
        """See JobManager."""
        await self._insist(lambda: super(PatientJobManager, self).finish_job(*arguments, **named))

    async def retry_job(self, job: Job, *arguments: Any, **named: Any) -> None:
        """See JobManager. A job of which only one may wait is forgotten when the next one waits already."""
        try:
            await self._insist(lambda: super(PatientJobManager, self).retry_job(job, *arguments, **named))
        except UniqueViolation:
            await self.finish_job(job=job, status=Status.ABORTED, delete_job=True)

    async def _insist(self, note: Callable[[], Awaitable[None]]) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                return await note()
            except UniqueViolation:
                raise
            except ConnectorException:
                if time.monotonic() > deadline:
                    log.error("jobs.outcome_not_kept")
                    self._give_up()
                    raise
            await asyncio.sleep(REST_SECONDS)


def try_set_times_again(app: App) -> None:
    """Let every job at a set time be tried as often as a promised one: a database away at 02:17 must not cost the night."""
    for periodic in app.periodic_registry.periodic_tasks.values():
        if periodic.task.retry_strategy is None:
            periodic.task.retry_strategy = RETRY


async def take_up_stalled(jobs: JobManager) -> int:
    """Put the jobs of workers that give no sign of life back in the queue and return how many there were."""
    stalled = list(await jobs.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS))
    for job in stalled:
        await jobs.retry_job(job)
    return len(stalled)


async def take_up_stalled_for_ever(jobs: JobManager) -> None:
    """Look every few seconds, and go on looking whatever the database says."""
    while True:
        try:
            if count := await take_up_stalled(jobs):
                log.warning("jobs.taken_up", count=count)
        except ConnectorException as failure:
            log.warning("jobs.cannot_look", reason=type(failure.__cause__).__name__)
        await asyncio.sleep(LOOK_SECONDS)
