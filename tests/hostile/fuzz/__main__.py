"""Fuzz an installation of one's own: python -m tests.hostile.fuzz [--requests N] [--seed S]. Prints what was found."""

import argparse
import json
import secrets
import signal
import sys
from contextlib import AbstractContextManager
from typing import Any

import psycopg

from tests.load.installation import Installation, install


def main() -> int:
    """Run and report; exit code 1 when anything was found."""
    parser = argparse.ArgumentParser(prog="bin/fuzz", description=__doc__)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000))
    options = parser.parse_args()
    with install() as installation:
        report = fuzz(installation, options.requests, options.seed)
    return 1 if report.findings else 0


def fuzz(installation: Installation, requests: int, seed: int) -> Any:
    """Make a world, fuzz it and print what was found."""
    from tests.hostile.fuzz.run import Fuzzer
    from tests.hostile.fuzz.world import make_world
    from tests.world import found_musterstadt, found_nachbarstadt

    def connect() -> AbstractContextManager[psycopg.Connection[Any]]:
        return psycopg.connect(installation.superuser_url, options="-c search_path=public,vault")

    fuzzer = Fuzzer(make_world((found_musterstadt(), found_nachbarstadt())), connect, seed)
    signal.signal(signal.SIGTERM, lambda *_: setattr(fuzzer, "is_stopped", True))  # end early, with a report
    report = fuzzer.run(requests)
    _say({
        "seed": seed,
        "requests": report.requests,
        "seconds": report.seconds,
        "statuses": dict(sorted(report.statuses.items())),
        "addresses": len(fuzzer.map.names),
        "never reached": sorted(fuzzer.map.names - report.reached),
    })  # fmt: skip
    for seconds, request in report.slowest:
        _say({"seconds": seconds, "slow": request})
    for finding in report.findings:
        _say({"finding": finding})
    return report


def _say(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
