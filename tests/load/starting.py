"""How long it takes to come up, and how much memory the web processes hold."""

import http.client
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from tests.load.installation import Installation, free_port
from tests.load.values import Measure
from tests.passing import passing_folder

ROOT = Path(__file__).resolve().parents[2]
HOST = "musterstadt.localhost"
PAGES = ("/", "/leistungen", "/leistung/hund-anmelden", "/suche?q=hund", "/aemter", "/impressum")
ROUNDS = 100
START_SECONDS = 60


def measure(installation: Installation) -> Iterator[Measure]:
    """Start the demonstration in a fresh copy and again, then the web server alone."""
    yield from _measure_demo()
    yield from _measure_server(installation)


def _measure_demo() -> Iterator[Measure]:
    with passing_folder("onlineamt-fresh-") as name:
        copy = Path(name)
        copy.chmod(0o755)  # so that root's database can stay in it
        _copy_checkout(copy)
        yield Measure(
            measure="demo, fresh",
            value=_demo_seconds(copy),
            unit="s",
            conditions="checkout without environment, database and built files; package caches as they are",
        )
        yield Measure(
            measure="demo, again", value=_demo_seconds(copy), unit="s", conditions="everything is there"
        )


def _copy_checkout(target: Path) -> None:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, check=True, cwd=ROOT, capture_output=True, text=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).exists():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)


def _demo_seconds(copy: Path) -> float:
    ours = ("ONLINEAMT_", "DATABASE_", "DJANGO_", "VIRTUAL_ENV")
    environ = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    start = time.perf_counter()
    demo = subprocess.run(
        ["bin/demo", "--check", "--port", str(free_port())],
        check=False, cwd=copy, env=environ, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    if demo.returncode != 0:
        raise RuntimeError(demo.stdout)
    return round(time.perf_counter() - start, 1)


def _measure_server(installation: Installation) -> Iterator[Measure]:
    from onlineamt.config.sample.world import make_sample_world

    make_sample_world()
    with installation.serve():
        pass  # compiled and in the machine's file cache from here on
    start = time.perf_counter()
    with installation.serve() as port:
        _ask(port, PAGES[0])
        yield Measure(
            measure="serve, warm, to the first page",
            value=round(time.perf_counter() - start, 2),
            unit="s",
            conditions="2 web processes, start page of Musterstadt",
        )
        for number in range(ROUNDS):
            _ask(port, PAGES[number % len(PAGES)])
        yield Measure(
            measure="web process, private memory",
            value=round(max(map(private_megabytes, installation.web_processes()))),
            unit="MB",
            conditions=f"the larger of 2 web processes, after {ROUNDS} pages",
        )


def _ask(port: int, path: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=START_SECONDS)
    connection.request("GET", path, headers={"Host": HOST})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    if answer.status != http.client.OK:
        raise RuntimeError(f"{path}: {answer.status}")


def private_megabytes(process_id: int) -> float:
    """Return the memory that a process shares with no other."""
    lines = Path(f"/proc/{process_id}/smaps_rollup").read_text("utf-8").splitlines()
    kilobytes = sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))
    return kilobytes / 1024
