"""The environment: .venv with the locked Python packages, node_modules with the locked npm packages."""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from onlineamt.config.progress import CannotGoOn, Steps

NODE_MAJOR = 18  # the oldest that reads our package-lock.json
NEEDED_MEGABYTES = {"base": 750, "dev": 1250}  # packages, with the room they take while they are unpacked
# Compiled files save seconds at every start; the other two would lead to packages that are not ours.
UNWANTED = frozenset({"PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PYTHONHOME"})
# Town halls look into TLS on its way out, with a certificate that only the machine's own store knows.
TRUST = {"UV_SYSTEM_CERTS": "1", "NODE_USE_SYSTEM_CA": "1"}
OFFLINE = (
    "Die {what} lassen sich nicht laden. Prüfen Sie die Verbindung ins Internet "
    "(oder den Paketspiegel), und rufen Sie den Befehl noch einmal auf."
)
FULL = "Auf der Platte von {folder} ist kein Platz mehr. Schaffen Sie {megabytes} MB Platz, und rufen Sie den Befehl noch einmal auf."
NO_VENV = (
    "Dieses Python kann keine Umgebung anlegen. Führen Sie als Administrator "
    "„apt-get install python3-venv“ aus, und rufen Sie den Befehl noch einmal auf."
)


class Environment:
    """Makes what is missing; a second call finds everything there and takes no time."""

    def __init__(self, root: Path, steps: Steps) -> None:
        self._root = root
        self._steps = steps
        self._venv = root / ".venv"
        self._stamps = self._venv / "online-amt.json"

    @property
    def python(self) -> Path:
        """The Python of the environment."""
        return self._venv / "bin" / "python"

    def prepare(self, *, dev: bool = False) -> None:
        """Make the environment, with the tools of the checks if `dev`. Raises CannotGoOn."""
        with self._alone():
            self._make_venv()
            self._point_to_sources()
            lock = "dev" if dev or "dev" in self._read_stamps() else "base"
            if not self._is_done(lock, self._lock_files(lock)):
                self._check_room(lock)
                self._install_python(lock)
            if not self._is_done("npm", [self._root / "package-lock.json"], self._root / "node_modules"):
                self._install_npm()

    def environ(self) -> dict[str, str]:
        """Return the variables with which programs of the environment find one another."""
        path = f"{self._venv / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
        ours = {"PATH": path, "VIRTUAL_ENV": str(self._venv), **self._own_caches()}
        return {name: value for name, value in os.environ.items() if name not in UNWANTED} | ours

    # -- Python -----------------------------------------------------------------------------------------------------

    def _make_venv(self) -> None:
        if self._runs(self.python):
            return
        shutil.rmtree(self._venv, ignore_errors=True)
        with self._steps.step("Python-Umgebung"):
            if not self._has_pip([sys.executable, "-m", "venv", str(self._venv)]):
                self._make_venv_otherwise()

    def _point_to_sources(self) -> None:
        """Let the environment import our package from where it lies, also after the folder was moved."""
        site = next((self._venv / "lib").glob("python3*/site-packages"))
        (site / "onlineamt.pth").write_text(f"{self._root / 'src'}\n", "utf-8")

    def _make_venv_otherwise(self) -> None:
        """Make the environment where Debian has split ensurepip off: with the system's pip, or after installing it."""
        bare = [sys.executable, "-m", "venv", "--clear", "--without-pip", str(self._venv)]
        if self._try(bare) and self._try(
            [sys.executable, "-m", "pip", "--python", str(self.python), "install", "--quiet", "pip"]
        ):
            return
        if os.geteuid() == 0 and shutil.which("apt-get"):
            install_debian(["python3-venv"], self._steps)
            if self._has_pip([sys.executable, "-m", "venv", "--clear", str(self._venv)]):
                return
        shutil.rmtree(self._venv, ignore_errors=True)
        raise CannotGoOn(NO_VENV)

    def _install_python(self, lock: str) -> None:
        requirements = ["--require-hashes", "-r", str(self._root / "requirements" / f"{lock}.txt")]
        with self._steps.step("Python-Pakete"):
            if not self._install_quickly(requirements):
                self._demand(
                    [self.python, "-m", "pip", "install", "--quiet", *requirements], what="Python-Pakete"
                )
        self._write_stamp(lock, self._lock_files(lock))

    def _install_quickly(self, requirements: Sequence[str]) -> bool:
        """Install with uv; where uv cannot (no build for this machine, a mirror only pip knows), pip does it."""
        tools = self._root / "requirements" / "tools.txt"
        uv = self._venv / "bin" / "uv"
        if not uv.exists():
            self._try([self.python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(tools)])
        return uv.exists() and self._try(
            [uv, "pip", "install", "--quiet", "--python", self.python, *requirements]
        )

    # -- npm --------------------------------------------------------------------------------------------------------

    def _install_npm(self) -> None:
        if not self._has_node():
            with self._steps.step("Node (aus dem Python-Paket)"):
                node = ["--require-hashes", "-r", str(self._root / "requirements" / "node.txt")]
                if not self._install_quickly(node):
                    self._demand([self.python, "-m", "pip", "install", "--quiet", *node], what="Node-Pakete")
        with self._steps.step("npm-Pakete"):
            self._demand(
                ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
                what="npm-Pakete",
            )
        self._write_stamp("npm", [self._root / "package-lock.json"])

    def _has_node(self) -> bool:
        path = self.environ()["PATH"]
        node, npm = shutil.which("node", path=path), shutil.which("npm", path=path)
        if node is None or npm is None:
            return False
        version = subprocess.run([node, "--version"], check=False, capture_output=True, text=True).stdout
        return version.startswith("v") and int(version[1:].partition(".")[0]) >= NODE_MAJOR

    # -- small things -----------------------------------------------------------------------------------------------

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Let one set-up work at a time; a second one waits and then finds everything there."""
        folder = self._root / "var"
        folder.mkdir(exist_ok=True)
        with (folder / "setup.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self._steps.say("  Eine andere Einrichtung läuft schon; ich warte auf sie …")
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _check_room(self, lock: str) -> None:
        megabytes = NEEDED_MEGABYTES[lock]
        if not self._read_stamps() and shutil.disk_usage(self._root).free < megabytes * 1_000_000:
            raise CannotGoOn(FULL.format(folder=self._root, megabytes=megabytes))

    def _lock_files(self, lock: str) -> list[Path]:
        return [self._root / "requirements" / f"{lock}.txt"]

    def _is_done(self, stamp: str, sources: Sequence[Path], *results: Path) -> bool:
        return self._read_stamps().get(stamp) == _digest(sources) and all(path.exists() for path in results)

    def _read_stamps(self) -> Mapping[str, str]:
        try:
            return dict(json.loads(self._stamps.read_text("utf-8")))
        except (OSError, ValueError):
            return {}

    def _write_stamp(self, stamp: str, sources: Sequence[Path]) -> None:
        stamps = {**self._read_stamps(), stamp: _digest(sources)}
        self._stamps.write_text(json.dumps(stamps), "utf-8")

    def _own_caches(self) -> dict[str, str]:
        """Give npm and uv a folder of ours where the account has no home it may write to."""
        if os.access(os.environ.get("HOME", "/nonexistent"), os.W_OK):
            return {}
        caches = self._root / "var" / "caches"
        return {
            "npm_config_cache": str(caches / "npm"),
            "UV_CACHE_DIR": str(caches / "uv"),
            "HOME": str(caches),
        }

    def _has_pip(self, command: Sequence[str]) -> bool:
        return self._try(command) and self._try([self.python, "-m", "pip", "--version"])

    def _runs(self, python: Path) -> bool:
        return python.exists() and self._try(
            [python, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
        )

    def _try(self, command: Sequence[str | Path]) -> bool:
        try:
            return self._run(command).returncode == 0
        except OSError:
            return False

    def _demand(self, command: Sequence[str | Path], *, what: str) -> None:
        result = self._run(command)
        if result.returncode == 0:
            return
        if "No space left" in result.stdout or "ENOSPC" in result.stdout:
            raise CannotGoOn(FULL.format(folder=self._root, megabytes=NEEDED_MEGABYTES["dev"]))
        raise CannotGoOn(f"{result.stdout.strip()}\n\n{OFFLINE.format(what=what)}")

    def _run(self, command: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(part) for part in command], check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL, text=True, cwd=self._root, env=self.environ(),
        )  # fmt: skip


def install_debian(packages: Sequence[str], steps: Steps) -> bool:
    """Install Debian packages; root only. Return whether it worked."""
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", *packages]
    with steps.step(f"Debian-Pakete {', '.join(packages)}"):
        for command in (install, ["apt-get", "update", "--quiet"], install):
            result = subprocess.run(command, check=False, capture_output=True, env=environ)
            if command == install and result.returncode == 0:
                return True
    return False


def _digest(paths: Sequence[Path]) -> str:
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()
