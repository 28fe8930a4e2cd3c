"""Measure: python -m tests.load [MEASURE …]. Prints one JSON object per line."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict

from tests.load import applications, catalogue
from tests.load.installation import Installation, install
from tests.load.values import Measure

MEASURES: Mapping[str, Callable[[Installation], Iterator[Measure]]] = {
    "catalogue": catalogue.measure,
    "applications": applications.measure,
}


def main(names: list[str]) -> int:
    """Run the named measures, or all, each on an installation of its own."""
    unknown = [name for name in names if name not in MEASURES]
    if unknown:
        sys.stderr.write(f"Diese Messung gibt es nicht: {unknown[0]}. Es gibt: {', '.join(MEASURES)}.\n")
        return 2
    for name in names or MEASURES:
        with install() as installation:
            for measure in MEASURES[name](installation):
                sys.stdout.write(json.dumps(asdict(measure), ensure_ascii=False) + "\n")
                sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
