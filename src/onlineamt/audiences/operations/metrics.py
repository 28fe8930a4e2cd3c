"""The numbers for Prometheus: requests by route, and the queue of jobs. No tenant, no person, no path stands in them."""

import os
from collections.abc import Iterator

from django.db import DatabaseError
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from psycopg_pool import PoolTimeout

from onlineamt.foundation.jobs.queries import get_job_state

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
_REQUESTS = Counter("onlineamt_requests", "Answered requests.", ["method", "route", "status"])
_SECONDS = Histogram("onlineamt_request_seconds", "Seconds until the answer.", ["route"], buckets=_BUCKETS)


def count_request(*, method: str, route: str, status: int, seconds: float) -> None:
    """Count one answered request."""
    _REQUESTS.labels(method, route, status).inc()
    _SECONDS.labels(route).observe(seconds)


def render_metrics() -> bytes:
    """Return all numbers in Prometheus' text format; the requests of all processes where they share files."""
    registry = CollectorRegistry()
    registry.register(_Jobs())
    requests: CollectorRegistry = REGISTRY
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        requests = CollectorRegistry()
        MultiProcessCollector(requests)  # type: ignore[no-untyped-call]
    return generate_latest(requests) + generate_latest(registry)


class _Jobs(Collector):
    """The queue, read from the database at the moment of asking."""

    def collect(self) -> Iterator[Metric]:
        try:
            state = get_job_state()
        except (DatabaseError, PoolTimeout):
            yield GaugeMetricFamily("onlineamt_database_up", "Whether the database answers.", value=0)
            return
        yield GaugeMetricFamily("onlineamt_database_up", "Whether the database answers.", value=1)
        jobs = GaugeMetricFamily("onlineamt_jobs", "Jobs that are due, running or failed.", labels=["state"])
        for name in ("waiting", "running", "failed"):
            jobs.add_metric([name], getattr(state, name))
        yield jobs
        yield GaugeMetricFamily(
            "onlineamt_oldest_waiting_job_seconds",
            "How long the oldest due job has waited.",
            value=state.oldest_waiting_seconds,
        )
        yield GaugeMetricFamily(
            "onlineamt_workers", "Workers with a heartbeat in the last half minute.", value=state.workers
        )
