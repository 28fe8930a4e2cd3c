"""Measure: python -m tests.load [MEASURE …]. Prints one JSON object per line."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict

from tests.load import applications, background, catalogue, forms, offices, starting
from tests.load.installation import Installation, install
from tests.load.values import Measure

MEASURES: Mapping[str, Callable[[Installation], Iterator[Measure]]] = {
    "starting": starting.measure,
    "catalogue": catalogue.measure,
    "forms": forms.measure,
    "applications": applications.measure,
    "background": background.measure,
    "offices": offices.measure,
}


def main(names: list[str]) -> int:
    """Run the named measures, or all; exit code 1 when one could not be taken."""
    unknown = [name for name in names if name not in MEASURES]
    if unknown:
        print(f"Diese Messung gibt es nicht: {unknown[0]}. Es gibt: {', '.join(MEASURES)}.", file=sys.stderr)
        return 2
    if len(names) == 1:
        take(names[0])
        return 0
    # Each in a process of its own: Django knows one database in its life, and every measure has another.
    commands = [[sys.executable, "-m", "tests.load", name] for name in names or MEASURES]
    return max(min(1, abs(subprocess.run(command, check=False).returncode)) for command in commands)


def take(name: str) -> None:
    """Take a measure on an installation of its own and print what it says."""
    with install() as installation:
        for measure in MEASURES[name](installation):
            print(json.dumps(asdict(measure), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
