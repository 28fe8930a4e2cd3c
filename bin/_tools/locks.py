"""Locking: names, versions and hashes of every package, and no address of a package index."""

import subprocess
from pathlib import Path

from environment import Environment

from onlineamt.config.progress import CannotGoOn, Steps

OLDEST_PYTHON = "3.11"
# In order: the checks run with the versions that the portal runs with.
LOCKS = {"tools": [], "node": [], "base": [], "dev": ["--constraints", "base.txt"]}


def lock_all(environment: Environment, steps: Steps, root: Path, *, upgrade: bool) -> None:
    """Lock Python and npm packages; without `upgrade` only what the input files demand changes. Raises CannotGoOn."""
    for name, extra in LOCKS.items():
        with steps.step(f"requirements/{name}.txt"):
            command = ["uv", "pip", "compile", "--quiet", "--universal", "--python-version", OLDEST_PYTHON,
                "--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url",
                *extra, *(["--upgrade"] if upgrade else []), f"{name}.in", "--output-file", f"{name}.txt"]  # fmt: skip
            _run(environment, command, root / "requirements")
    with steps.step("package-lock.json"):
        _run(environment, ["npm", "update" if upgrade else "install", "--package-lock-only"], root)


def _run(environment: Environment, command: list[str], folder: Path) -> None:
    result = subprocess.run(
        command, check=False, cwd=folder, env=environment.environ(), text=True, capture_output=True
    )
    if result.returncode != 0:
        raise CannotGoOn(f"{result.stderr.strip()}\n\nDie Pakete lassen sich so nicht festschreiben.")
