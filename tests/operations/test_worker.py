"""`onlineamt worker`: what a killed worker left is done by the next, and a job promises jobs in its own transaction."""

import os
import signal
import time

import psycopg
import pytest
from tests.operations.portal import Portal, wait_until

pytestmark = pytest.mark.slow

JOBS = "tests.operations.worker_jobs"


def states(portal: Portal) -> dict[str, str]:
    with psycopg.connect(portal.urls.superuser) as connection:
        rows = connection.execute(
            "SELECT task_name, status::text FROM procrastinate_jobs WHERE task_name LIKE 'trial.%'"
        ).fetchall()
    return dict(rows)


class TestWorker:
    def test_takes_up_what_a_killed_worker_left(self, spare_portal: Portal) -> None:
        spare_portal.python("-m", JOBS, "linger")
        first = spare_portal.start_python("-m", JOBS, "work")
        assert wait_until(lambda: states(spare_portal).get("trial.linger") == "doing")
        os.kill(first.pid, signal.SIGKILL)
        first.communicate()
        with psycopg.connect(spare_portal.urls.superuser) as connection:  # half a minute later
            connection.execute(
                "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'"
            )

        second = spare_portal.start_python("-m", JOBS, "work", TRIAL_IS_QUICK="yes")

        assert wait_until(lambda: states(spare_portal).get("trial.linger") == "succeeded")
        second.terminate()
        assert second.wait(20) == 0

    def test_notes_what_came_of_a_job_once_the_database_can_write_again(self, spare_portal: Portal) -> None:
        spare_portal.python("-m", JOBS, "brief")
        worker = spare_portal.start_python("-m", JOBS, "work")
        assert wait_until(lambda: states(spare_portal).get("trial.brief") == "doing")
        with psycopg.connect(spare_portal.urls.superuser, autocommit=True) as connection:
            connection.execute("REVOKE UPDATE ON procrastinate_jobs FROM onlineamt_web")
            time.sleep(4)  # the job ends meanwhile, and nothing can be written down
            assert states(spare_portal)["trial.brief"] == "doing"
            connection.execute("GRANT UPDATE ON procrastinate_jobs TO onlineamt_web")
        assert wait_until(lambda: states(spare_portal).get("trial.brief") == "succeeded")
        worker.terminate()
        worker.communicate()

    def test_keeps_a_promise_only_if_the_job_succeeds(self, spare_portal: Portal) -> None:
        spare_portal.python("-m", JOBS, "promise_and_fail")
        worker = spare_portal.start_python("-m", JOBS, "work")
        assert wait_until(lambda: states(spare_portal).get("trial.promise_and_fail") == "failed")
        worker.terminate()
        worker.communicate()
        assert "trial.promised" not in states(spare_portal)
