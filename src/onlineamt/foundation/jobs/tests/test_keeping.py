"""What came of a job is written down, for as long as it takes."""

import asyncio
from typing import Any

import pytest
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status

from onlineamt.foundation.jobs import keeping
from onlineamt.foundation.jobs.keeping import PatientJobManager, try_set_times_again

JOB = Job(id=7, status="doing", queue="default", lock=None, queueing_lock="once", task_name="trial")


class Database:
    """A connector that fails as often as it is told."""

    def __init__(self, *failures: Exception) -> None:
        self.failures, self.kept = list(failures), []

    async def execute_query_async(self, query: str, **arguments: Any) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.kept.append(arguments)


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "REST_SECONDS", 0.01)
    monkeypatch.setattr(keeping, "PATIENCE_SECONDS", 0.1)


@pytest.fixture
def ended() -> list[str]:
    return []


def manager(database: Database, ended: list[str]) -> PatientJobManager:
    return PatientJobManager(database, give_up=lambda: ended.append("worker"))


class TestPatientJobManager:
    def test_writes_an_outcome_down_when_the_database_is_back(self, ended: list[str]) -> None:
        database = Database(ConnectorException(), ConnectorException())
        asyncio.run(manager(database, ended).finish_job(job=JOB, status=Status.SUCCEEDED, delete_job=False))
        assert [kept["status"] for kept in database.kept] == ["succeeded"]
        assert ended == []

    def test_ends_the_worker_when_patience_has_run_out(self, ended: list[str]) -> None:
        database = Database(*(ConnectorException() for _ in range(1000)))
        with pytest.raises(ConnectorException):
            asyncio.run(manager(database, ended).finish_job(job=JOB, status=Status.FAILED, delete_job=False))
        assert ended == ["worker"]

    def test_forgets_a_job_whose_like_waits_already(self, ended: list[str]) -> None:
        database = Database(UniqueViolation(constraint_name="queueing_lock", queueing_lock="once"))
        asyncio.run(manager(database, ended).retry_job(JOB))
        assert [(kept["job_id"], kept["delete_job"]) for kept in database.kept] == [(7, True)]
        assert ended == []


class TestTrySetTimesAgain:
    def test_leaves_no_job_at_a_set_time_that_one_failure_ends(self) -> None:
        try_set_times_again(app)
        tasks = [periodic.task for periodic in app.periodic_registry.periodic_tasks.values()]
        assert "audit.make_checkpoints" in {task.name for task in tasks}
        assert all(task.get_retry_exception(exception=OSError(), job=JOB) for task in tasks)
