"""The quick checks: what tools can tell without running the portal."""

import os
import subprocess
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from environment import Environment

from onlineamt.config.progress import Steps

# No check connects to a database; the address only has to be readable.
NO_DATABASE = {
    "ONLINEAMT_MODE": "test",
    "ONLINEAMT_DATABASE_POOL_SIZE": "0",  # a pool would go on trying
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
}
CHECKS: tuple[tuple[str, Sequence[str]], ...] = (
    ("Schreibweise (ruff format)", ("ruff", "format", "--check", "--quiet", ".")),
    ("Regeln (ruff check)", ("ruff", "check", "--quiet", ".")),
    ("Typen (mypy)", ("mypy", "--no-error-summary")),
    ("Typen der Werkzeuge (mypy)", ("mypy", "--no-error-summary", "bin/_tools")),
    ("Stockwerke (lint-imports)", ("lint-imports", "--no-cache")),
    ("Vorlagen (djlint)", ("djlint", "src", "--lint", "--quiet")),
    ("Texte in allen Sprachen", ("python", "-m", "onlineamt", "messages", "check")),
    (
        "Migrationen vollständig",
        ("python", "-W", "ignore", "-m", "onlineamt", "manage", "makemigrations", "--check", "--dry-run"),
    ),
)


def run_checks(environment: Environment, steps: Steps, root: Path) -> list[str]:
    """Run all checks, two at a time, show what they found, and return the titles of those that found something."""
    environ = {**environment.environ(), **NO_DATABASE}

    def run(command: Sequence[str]) -> tuple[float, subprocess.CompletedProcess[str]]:
        start = time.monotonic()
        result = subprocess.run(
            command, check=False, cwd=root, env=environ, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        return time.monotonic() - start, result

    failed = []
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
        running = [(title, pool.submit(run, command)) for title, command in CHECKS]
        for title, future in running:
            seconds, result = future.result()
            steps.show(title, seconds)
            if result.returncode != 0:
                steps.say(result.stdout.rstrip())
                failed.append(title)
    for title in failed:
        steps.say(f"  Nicht in Ordnung: {title}")
    return failed
