"""`onlineamt serve`: workers are replaced, end with their server, and give the port back."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from tests.operations.portal import Portal, children_of, fetch, is_running, wait_until

pytestmark = pytest.mark.slow


@pytest.fixture
def server(portal: Portal, free_port: int) -> Iterator[subprocess.Popen[str]]:
    """Return a server that answers."""
    process = portal.start("serve", "--port", str(free_port))
    assert process.stdout
    with process.stdout:  # not read: a worker that outlives its server would keep it open
        assert wait_until(lambda: fetch(free_port, "/healthz")[0] == 200)
        yield process
        process.kill()
        process.wait()


class TestServe:
    def test_says_whether_it_lives_and_is_ready_under_any_host_name(
        self, server: subprocess.Popen[str], free_port: int
    ) -> None:
        assert fetch(free_port, "/healthz", Host="10.0.0.1") == (200, '{"alive": true}')
        assert fetch(free_port, "/readyz", Host="10.0.0.1") == (200, '{"ready": true}')

    def test_counts_the_answers_of_all_its_workers_together(
        self, server: subprocess.Popen[str], free_port: int
    ) -> None:
        for _ in range(8):
            fetch(free_port, "/")

        def counted() -> set[str]:
            lines = fetch(free_port, "/metrics")[1].splitlines()
            return {line for line in lines if line.startswith("onlineamt_requests_total")}

        assert {line.split()[-1] for line in counted()} == {"8.0"}
        assert counted() == counted() == counted()

    def test_answers_although_nobody_reads_its_log(
        self, server: subprocess.Popen[str], free_port: int
    ) -> None:
        with ThreadPoolExecutor(8) as people:
            answers = list(people.map(lambda _: fetch(free_port, "/aemter/nirgendwo")[0], range(1_200)))

        assert set(answers) == {404}
        server.kill()
        assert server.stdout is not None
        assert len(server.stdout.read().splitlines()) < 1_200  # the pipe was full, and they came all the same

    def test_ends_in_good_order(self, server: subprocess.Popen[str], free_port: int) -> None:
        workers = children_of(server.pid)
        server.terminate()
        assert server.wait(20) == 0
        assert not any(map(is_running, workers))
        assert fetch(free_port, "/healthz")[0] == 0

    def test_leaves_no_worker_behind_that_keeps_the_port(
        self, server: subprocess.Popen[str], free_port: int
    ) -> None:
        workers = children_of(server.pid)
        assert len(workers) >= 2
        server.kill()
        assert wait_until(lambda: not any(map(is_running, workers)))
        assert fetch(free_port, "/healthz")[0] == 0

    def test_leaves_no_worker_behind_that_is_busy_for_long(
        self, server: subprocess.Popen[str], free_port: int
    ) -> None:
        workers = children_of(server.pid)
        os.kill(workers[0], signal.SIGSTOP)  # it would not get as far as a clean end
        server.kill()
        assert wait_until(lambda: not any(map(is_running, workers)), 5)

    def test_replaces_a_worker_that_was_killed(self, server: subprocess.Popen[str], free_port: int) -> None:
        workers = set(children_of(server.pid))
        victim = workers.pop()
        os.kill(victim, signal.SIGKILL)
        assert wait_until(lambda: len({*children_of(server.pid)} - {victim} - workers) == 1)
        assert wait_until(lambda: fetch(free_port, "/healthz")[0] == 200)
        assert server.poll() is None

    def test_refuses_few_requests_after_the_database_has_ended_all_connections(
        self, server: subprocess.Popen[str], portal: Portal, free_port: int
    ) -> None:
        with ThreadPoolExecutor(16) as people:  # many at once, so that many connections lie in the pools
            assert set(people.map(lambda _: fetch(free_port, "/readyz")[0], range(200))) == {200}
        with psycopg.connect(portal.urls.superuser, autocommit=True) as connection:
            ended = connection.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = 'onlineamt_web'"
            ).fetchone()
        assert ended
        assert ended[0] >= 4

        start, statuses = time.monotonic(), []
        for _ in range(20):
            statuses.append(fetch(free_port, "/readyz")[0])
            time.sleep(0.05)

        assert 503 in statuses
        assert statuses.count(200) >= 20 - 4  # each of the two processes has met one or two
        assert statuses[-1] == 200
        assert time.monotonic() - start < 5

    def test_does_not_share_a_port_with_another_server(
        self, server: subprocess.Popen[str], portal: Portal, free_port: int
    ) -> None:
        second = portal.run("serve", "--port", str(free_port))
        assert second.returncode == 1
        assert "wählen Sie mit --port einen anderen Port" in second.stderr
        assert "Traceback" not in second.stderr
