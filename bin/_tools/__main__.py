"""The commands in bin/: set up what is missing, then do what was asked. Standard library only."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "src"))

from checks import run_checks  # noqa: E402 -- after the path to our own package
from environment import Environment, install_debian  # noqa: E402
from locks import lock_all  # noqa: E402

from onlineamt.config.progress import CannotGoOn, Steps  # noqa: E402

PROGRAMS = {
    "chromium": ("chromium", "Die Prüfungen im Browser"),
    "clamd": ("clamav-daemon", "Die Prüfungen mit ClamAV"),
    "pdftotext": ("poppler-utils", "Die Prüfungen, die Briefe wie auf Papier lesen,"),
}
"""By program Debian's package of it, and the tests that need it."""
ON_ALL_CORES = ("--numprocesses=auto", "--maxprocesses=4", "--dist=loadfile", "--no-loadscope-reorder")


def setup(steps: Steps, arguments: Sequence[str]) -> int:
    """Make the environment and everything that is built from the sources."""
    environment = Environment(ROOT, steps)
    environment.prepare(dev="--dev" in arguments)
    build(environment, steps)
    steps.say(f"Fertig nach {steps.total()}. Weiter mit bin/demo, bin/test oder bin/onlineamt.")
    return 0


def demo(steps: Steps, arguments: Sequence[str]) -> int:
    """Hand over to `onlineamt demo`, which goes on counting the seconds."""
    environment = Environment(ROOT, steps)
    environment.prepare()
    os.chdir(ROOT)
    command = [str(environment.python), "-m", "onlineamt", "demo", "--started-at", str(steps.started_at)]
    environ = {"ONLINEAMT_MODE": "demo", **environment.environ()}
    os.execve(command[0], [*command, *arguments], environ)  # noqa: S606 -- so that Ctrl-C and kill meet the demo itself


def check(steps: Steps, arguments: Sequence[str]) -> int:
    """Run the quick checks."""
    environment = Environment(ROOT, steps)
    environment.prepare(dev=True)
    return 1 if run_checks(environment, steps, ROOT) else 0


def test(steps: Steps, arguments: Sequence[str]) -> int:
    """Run the quick checks and then all tests; the last line is pytest's."""
    environment = Environment(ROOT, steps)
    environment.prepare(dev=True)
    build(environment, steps)
    for program in PROGRAMS:
        fetch(program, steps)
    failed = run_checks(environment, steps, ROOT)
    pytest = subprocess.run(
        [environment.python, "-m", "pytest", *(arguments or ON_ALL_CORES)],
        check=False,
        cwd=ROOT,
        env={**environment.environ(), "ONLINEAMT_MODE": "test", "ONLINEAMT_FAILED_CHECKS": "\n".join(failed)},
    )
    return pytest.returncode or (1 if failed else 0)


def bench(steps: Steps, arguments: Sequence[str]) -> int:
    """Measure; standard output holds the measures only."""
    return run_module("tests.load", steps, arguments)


def fuzz(steps: Steps, arguments: Sequence[str]) -> int:
    """Ask a portal of its own anything; standard output holds what was found."""
    return run_module("tests.hostile.fuzz", steps, arguments)


def run_module(module: str, steps: Steps, arguments: Sequence[str]) -> int:
    """Run a program of the tests in a prepared environment; only the program writes to standard output."""
    steps = Steps(steps.started_at, sys.stderr)
    environment = Environment(ROOT, steps)
    environment.prepare(dev=True)
    build(environment, steps)
    command = [str(environment.python), "-m", module, *arguments]
    return subprocess.run(command, check=False, cwd=ROOT, env=environment.environ()).returncode


def faults(steps: Steps, arguments: Sequence[str]) -> int:
    """Kill what can be killed and see whether anything is lost; standard output holds the report only."""
    steps = Steps(steps.started_at, sys.stderr)
    environment = Environment(ROOT, steps)
    environment.prepare(dev=True)
    build(environment, steps)
    command = [str(environment.python), "-m", "tests.faults", *arguments]
    return subprocess.run(command, check=False, cwd=ROOT, env=environment.environ()).returncode


def lock(steps: Steps, arguments: Sequence[str]) -> int:
    """Lock all packages anew."""
    environment = Environment(ROOT, steps)
    environment.prepare()
    lock_all(environment, steps, ROOT, upgrade="--upgrade" in arguments)
    return 0


def build(environment: Environment, steps: Steps) -> None:
    """Make from the sources what pages load and say: style sheets, scripts, fonts, words. Raises CannotGoOn."""
    for title, command in (
        ("Stile, Skripte und Schriften", ["assets"]),
        ("Texte aller Sprachen", ["messages", "compile"]),
    ):
        with steps.step(title):
            result = subprocess.run(
                [environment.python, "-m", "onlineamt", *command],
                check=False,
                capture_output=True,
                text=True,
                cwd=ROOT,
                env={"ONLINEAMT_MODE": "demo", **environment.environ()},
            )
        if result.returncode != 0:
            raise CannotGoOn(result.stderr.strip())


def fetch(program: str, steps: Steps) -> None:
    """Install Debian's package of a program where we may; else the tests that need it say that they were skipped."""
    package, tests = PROGRAMS[program]
    if shutil.which(program, path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin"):
        return
    if os.geteuid() == 0 and shutil.which("apt-get") and install_debian([package], steps):
        return
    steps.say(f"  {program} fehlt: {tests} werden ausgelassen (mit „apt-get install {package}“ laufen sie).")


COMMANDS: dict[str, Callable[[Steps, Sequence[str]], int]] = {
    "setup": setup,
    "demo": demo,
    "check": check,
    "test": test,
    "bench": bench,
    "fuzz": fuzz,
    "faults": faults,
    "lock": lock,
}


def main() -> int:
    """Run the command; whatever stops it is said in one sentence."""
    command, *arguments = sys.argv[1:]
    try:
        return COMMANDS[command](Steps(), arguments)
    except CannotGoOn as end:
        reason = str(end)
    except KeyboardInterrupt:
        return 130
    except OSError as failure:
        reason = (
            f"{failure.filename or 'Die Einrichtung'}: {failure.strerror}. Schaffen Sie Platz oder das Recht zu "
            "schreiben, und rufen Sie den Befehl noch einmal auf."
        )
    sys.stderr.write(f"\n{reason}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
