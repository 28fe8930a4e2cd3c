"""`onlineamt demo`: comes up, goes without a trace, keeps what it holds, and says in one sentence why it cannot."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import pytest
from tests.operations.portal import ROOT, children_of, fetch, is_running, wait_until

from onlineamt.adapters.postgres.launcher import Cluster
from onlineamt.config.demo_folder import MARK
from onlineamt.config.sample.staff import PASSWORD

pytestmark = pytest.mark.slow

START_SECONDS = 60
HOST = "musterstadt.localhost"


class Demo:
    """A demonstration in a folder of its own."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port

    def command(self, *arguments: str, port: int | None = None) -> list[str]:
        return [sys.executable, "-m", "onlineamt", "demo", "--port", str(port or self.port), *arguments]

    def environ(self, **extra: str) -> dict[str, str]:
        ours = ("ONLINEAMT_", "DATABASE_", "DJANGO_")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        return {**kept, "ONLINEAMT_DATA": str(self.folder), "PYTHONPATH": str(ROOT / "src"), **extra}

    def run(self, *arguments: str, port: int | None = None, **extra: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments, port=port), env=self.environ(**extra), cwd=ROOT,
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    def start(self) -> subprocess.Popen[str]:
        """Start it and wait until it shows Musterstadt."""
        process = subprocess.Popen(
            self.command(), env=self.environ(), cwd=ROOT,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        assert wait_until(lambda: fetch(self.port, "/", Host=HOST)[0] == 200, START_SECONDS)
        return process


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Demo, str]]:
    """Return a demonstration that was checked once, and what the check said."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    demo = Demo(tmp_path_factory.mktemp("demo") / "data", port)
    checked = demo.run("--check")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    yield demo, checked.stdout
    Cluster(demo.folder / "postgres").remove()


@pytest.fixture
def demo(prepared: tuple[Demo, str]) -> Demo:
    return prepared[0]


@pytest.fixture
def running(demo: Demo) -> Iterator[subprocess.Popen[str]]:
    process = demo.start()
    yield process
    process.kill()
    process.communicate()


def family_of(process_id: int) -> list[int]:
    """Return the process ids of all that come from a process, itself included."""
    children = Path(f"/proc/{process_id}/task/{process_id}/children").read_text().split()
    return [process_id, *(one for child in children for one in family_of(int(child)))]


def name_of(process_id: int) -> str:
    """Return what a process is called."""
    words = Path(f"/proc/{process_id}/cmdline").read_bytes().split(b"\0")
    return Path(words[0].decode()).name


def has_said_all(running: subprocess.Popen[str]) -> str:
    """Wait until a demonstration has said how to end it, and return what it said before."""
    assert running.stdout is not None
    return "".join(takewhile(lambda line: not line.startswith("Beenden mit"), running.stdout))


class TestDemo:
    def test_says_how_many_seconds_the_start_page_took(self, prepared: tuple[Demo, str]) -> None:
        last_line = prepared[1].splitlines()[-1]
        assert last_line.startswith("Die Startseite von Musterstadt kam nach ")
        assert last_line.endswith(" s.")

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
    def test_leaves_no_process_when_it_is_ended(
        self, running: subprocess.Popen[str], number: signal.Signals
    ) -> None:
        family = family_of(running.pid)
        assert len(family) >= 6  # demo, database, web server with two workers, worker
        running.send_signal(number)
        assert running.wait(START_SECONDS) == 0
        assert "Traceback" not in running.stdout.read()  # type: ignore[union-attr]
        assert wait_until(lambda: not any(map(is_running, family)))

    def test_says_who_works_there_and_how_they_log_in(self, running: subprocess.Popen[str]) -> None:
        said = has_said_all(running)
        for needed in (
            "frau.amt@musterstadt.example",
            PASSWORD,
            "/amt/anmelden",
            "/_demo/totp",
            "/_demo/post",
            "/leistung/hund-anmelden",
        ):
            assert needed in said

    def test_leaves_no_process_when_it_is_killed(self, running: subprocess.Popen[str], demo: Demo) -> None:
        family = family_of(running.pid)
        running.kill()
        assert wait_until(lambda: not any(map(is_running, family)))
        assert demo.run("--check").returncode == 0

    @pytest.mark.parametrize("name", ["postgres", "onlineamt-web", "onlineamt-worker"])
    def test_starts_again_whatever_part_of_it_is_killed(
        self, running: subprocess.Popen[str], demo: Demo, name: str
    ) -> None:
        has_said_all(running)  # from then on it looks after its parts

        def part() -> int | None:
            return next((child for child in children_of(running.pid) if name_of(child) == name), None)

        assert wait_until(part)
        killed = part()
        assert killed is not None
        os.kill(killed, signal.SIGKILL)
        assert wait_until(lambda: part() not in {None, killed}, START_SECONDS)
        assert wait_until(lambda: fetch(demo.port, "/readyz")[0] == 200, START_SECONDS)

    def test_keeps_a_second_one_from_the_same_data(
        self, running: subprocess.Popen[str], demo: Demo, free_port: int
    ) -> None:
        for arguments in ((), ("--fresh",)):
            second = demo.run("--check", *arguments, port=free_port)
            assert second.returncode == 1
            assert "läuft schon ein Online-Amt" in second.stderr
            assert "Traceback" not in second.stderr
        assert fetch(demo.port, "/", Host=HOST)[0] == 200

    def test_keeps_its_data_until_it_is_told_to_begin_anew(self, demo: Demo) -> None:
        letter = demo.folder / "documents" / "receipt"
        letter.parent.mkdir(exist_ok=True)
        letter.touch()
        assert demo.run("--check").returncode == 0
        assert letter.exists()
        assert demo.run("--check", "--fresh").returncode == 0
        assert not letter.exists()

    def test_says_so_when_the_port_is_taken(self, demo: Demo) -> None:
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            refused = demo.run("--check", port=other.getsockname()[1])
        assert refused.returncode == 1
        assert "wählen Sie mit --port einen anderen Port" in refused.stderr
        assert "Traceback" not in refused.stderr

    def test_does_not_touch_a_folder_with_other_data(self, tmp_path: Path, free_port: int) -> None:
        treasure = tmp_path / "treasure.txt"
        treasure.write_text("gold")
        for arguments in ((), ("--fresh",)):
            refused = Demo(tmp_path, free_port).run("--check", *arguments)
            assert refused.returncode == 1
            assert "Traceback" not in refused.stderr
            assert [path.name for path in tmp_path.iterdir()] == ["treasure.txt"]

    def test_does_not_empty_a_database_that_is_not_its_own(self, tmp_path: Path, free_port: int) -> None:
        (tmp_path / MARK).touch()
        (tmp_path / "keys").mkdir()
        refused = Demo(tmp_path, free_port).run(
            "--fresh", DATABASE_URL="postgresql://web@db.example/onlineamt"
        )
        assert refused.returncode == 1
        assert "nicht die in DATABASE_URL" in refused.stderr
        assert (tmp_path / "keys").is_dir()

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a small disk")
    def test_says_so_when_the_disk_is_full(self, tmp_path: Path, free_port: int) -> None:
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", tmp_path], check=False, capture_output=True
        )
        if mounted.returncode != 0:
            pytest.skip("this machine lets nobody mount a disk")
        try:
            refused = Demo(tmp_path, free_port).run("--check")
        finally:
            subprocess.run(["umount", "--lazy", tmp_path], check=True)
        assert refused.returncode == 1
        assert "ist zu wenig Platz" in refused.stderr
        assert "Traceback" not in refused.stderr
