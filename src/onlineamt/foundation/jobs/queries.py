"""How the jobs are doing: what waits, what runs, what failed, and whether anybody works."""

from dataclasses import dataclass

from django.db import connections

_STATE = """
SELECT
  (SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo' AND coalesce(scheduled_at, now()) <= now()),
  (SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'),
  (SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'),
  (SELECT coalesce(extract(epoch FROM now() - min(greatest(deferred.at, job.scheduled_at))), 0)
     FROM procrastinate_jobs job JOIN procrastinate_events deferred ON deferred.job_id = job.id AND deferred.type = 'deferred'
    WHERE job.status = 'todo' AND coalesce(job.scheduled_at, now()) <= now()),
  (SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '30 seconds')
"""


@dataclass(frozen=True)
class JobState:
    """The queue at one moment. `waiting` counts jobs that are due."""

    waiting: int
    running: int
    failed: int
    oldest_waiting_seconds: float
    workers: int


def get_job_state(*, using: str = "default") -> JobState:
    """Return the state of the queue."""
    with connections[using].cursor() as cursor:
        cursor.execute(_STATE)
        waiting, running, failed, seconds, workers = cursor.fetchone()
    return JobState(waiting, running, failed, float(seconds), workers)
