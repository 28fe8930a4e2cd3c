"""What came of a job is written down, for as long as it takes."""

import asyncio
import os
import subprocess
import sys
import threading
from typing import Any

import pytest
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status

from onlineamt.foundation.jobs import keeping
from onlineamt.foundation.jobs.keeping import LifeSign, PatientJobManager, try_set_times_again

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


class TestLifeSign:
    def test_ends_a_worker_of_which_nobody_hears_any_more(self) -> None:
        has_ended = threading.Event()
        LifeSign(end=has_ended.set, seconds=0.05).watch()
        assert has_ended.wait(10)

    def test_leaves_a_worker_alone_that_the_database_hears_of(self, ended: list[str]) -> None:
        has_ended = threading.Event()
        sign = LifeSign(end=has_ended.set, seconds=60)
        sign.watch()
        jobs = PatientJobManager(Database(), give_up=lambda: None, life_sign=sign)
        asyncio.run(jobs.update_heartbeat(1))
        sign.stop()
        assert not has_ended.is_set()

    def test_is_not_given_by_a_database_that_does_not_answer(self) -> None:
        has_ended = threading.Event()
        sign = LifeSign(end=has_ended.set, seconds=0.2)
        jobs = PatientJobManager(
            Database(*(ConnectorException() for _ in range(100_000))), give_up=lambda: None, life_sign=sign
        )
        sign.watch()
        while not has_ended.wait(0.01):
            with pytest.raises(ConnectorException):
                asyncio.run(jobs.update_heartbeat(1))

    def test_ends_a_process_whose_jobs_hang_and_says_where(self) -> None:
        hanging = "from onlineamt.foundation.jobs.keeping import LifeSign; import time; LifeSign(seconds=0.1).watch(); time.sleep(60)"
        done = subprocess.run(
            [sys.executable, "-c", hanging], capture_output=True, text=True, timeout=50, check=False
        )
        assert done.returncode == os.EX_SOFTWARE
        assert "life sign" in done.stderr or "Thread" in done.stderr
        assert "jobs.worker_hangs" in done.stdout + done.stderr


class SilentDatabase(Database):
    """A connector that never answers: as a pool without connections does for half a minute."""

    async def execute_query_async(self, query: str, **arguments: Any) -> None:
        await asyncio.sleep(60)


class TestPatientJobManager:
    @pytest.mark.parametrize("database", [SilentDatabase(), Database(ConnectorException())])
    def test_leaves_without_a_database_that_could_be_told(
        self, database: Database, ended: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(keeping, "GOODBYE_SECONDS", 0.05)
        asyncio.run(asyncio.wait_for(manager(database, ended).unregister_worker(1), 20))

    def test_says_goodbye(self, ended: list[str]) -> None:
        database = Database()
        asyncio.run(manager(database, ended).unregister_worker(1))
        assert database.kept == [{"worker_id": 1}]

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
