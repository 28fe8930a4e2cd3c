"""bin/setup and what stands before it: a Python that is new enough, an environment, packages from somewhere."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.operations.portal import ROOT

from onlineamt.config.progress import CannotGoOn, Steps

TOOLS = ROOT / "bin" / "_tools"
NOWHERE = {
    "PIP_INDEX_URL": "http://127.0.0.1:1/",
    "PIP_RETRIES": "0",
    "PIP_NO_CACHE_DIR": "1",
    "PIP_CONFIG_FILE": os.devnull,
    "UV_DEFAULT_INDEX": "http://127.0.0.1:1/",
    "UV_HTTP_RETRIES": "0",
    "UV_NO_CONFIG": "1",
    "UV_NO_CACHE": "1",
}


@pytest.fixture
def environment_module(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Return the module `environment` of bin/_tools."""
    monkeypatch.syspath_prepend(str(TOOLS))
    import environment

    yield environment
    sys.modules.pop("environment")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a copy of what setting up needs."""
    for name in ("bin", "requirements", "src/onlineamt/config"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "src/onlineamt/__init__.py").touch()
    shutil.copy(ROOT / "package-lock.json", tmp_path)
    return tmp_path


def run(program: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [program, *arguments], env={**os.environ, **environ}, capture_output=True, text=True, check=False
    )


class TestStart:
    def test_says_which_python_it_needs(self, tmp_path: Path) -> None:
        old = tmp_path / "python3"
        old.write_text("#!/bin/sh\nexit 1\n")
        old.chmod(0o755)
        (tmp_path / "dirname").symlink_to(shutil.which("dirname") or "")
        started = run(ROOT / "bin" / "demo", PATH=str(tmp_path), PYTHON=str(old))
        assert started.returncode == 1
        assert "Python 3.11" in started.stderr
        assert started.stderr.count("\n") == 1


class TestSetup:
    @pytest.mark.slow
    def test_says_so_when_there_is_no_network(self, checkout: Path) -> None:
        started = run(checkout / "bin" / "setup", **NOWHERE)
        assert started.returncode == 1
        assert started.stderr.splitlines()[-1].startswith(
            "Die Python-Pakete lassen sich nicht laden. Prüfen Sie"
        )
        assert "Traceback" not in started.stderr

    def test_names_the_missing_package_where_python_is_cut_in_two(
        self, checkout: Path, environment_module: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(environment_module.Environment, "_try", lambda self, command: False)
        monkeypatch.setattr(os, "geteuid", lambda: 1000)
        with pytest.raises(CannotGoOn, match="apt-get install python3-venv"):
            environment_module.Environment(checkout, Steps()).prepare()
        assert not (checkout / ".venv").exists()

    def test_says_so_when_the_disk_is_full(
        self, checkout: Path, environment_module: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(environment_module.Environment, "_make_venv", lambda self: None)
        monkeypatch.setattr(environment_module.Environment, "_point_to_sources", lambda self: None)
        usage = shutil.disk_usage(checkout)._replace(free=1_000_000)
        monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
        with pytest.raises(CannotGoOn, match="Schaffen Sie 750 MB Platz"):
            environment_module.Environment(checkout, Steps()).prepare()

    def test_does_nothing_the_second_time(
        self, checkout: Path, environment_module: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        environment = environment_module.Environment(checkout, Steps())
        (checkout / ".venv" / "bin").mkdir(parents=True)
        (checkout / ".venv" / "lib" / "python3.11" / "site-packages").mkdir(parents=True)
        (checkout / ".venv" / "bin" / "python").symlink_to(sys.executable)
        (checkout / "node_modules").mkdir()
        environment._write_stamp("base", environment._lock_files("base"))
        environment._write_stamp("npm", [checkout / "package-lock.json"])

        def refuse(*_: object, **__: object) -> None:
            raise AssertionError("installs again")

        monkeypatch.setattr(environment_module.Environment, "_demand", refuse)
        monkeypatch.setattr(environment_module.Environment, "_install_quickly", refuse)
        environment.prepare()


class TestLocks:
    @pytest.mark.parametrize("name", ["requirements/*.txt", "package-lock.json"])
    def test_name_no_address(self, name: str) -> None:
        """A lock with addresses would bind everybody to one mirror."""
        for path in ROOT.glob(name):
            text = path.read_text("utf-8")
            assert "--index-url" not in text
            assert '"resolved"' not in text

    def test_give_every_python_package_a_hash(self) -> None:
        for path in (ROOT / "requirements").glob("*.txt"):
            entries = path.read_text("utf-8").split("\n")
            packages = [line for line in entries if "==" in line]
            assert packages
            assert all(line.endswith("\\") for line in packages), path.name

    def test_give_the_checks_the_versions_of_the_portal(self) -> None:
        def versions(name: str) -> set[str]:
            lines = (ROOT / "requirements" / name).read_text("utf-8").splitlines()
            return {line.split()[0] for line in lines if "==" in line}

        assert versions("base.txt") <= versions("dev.txt")
