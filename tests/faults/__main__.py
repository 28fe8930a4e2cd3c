"""Kill what can be killed and see whether anything is lost: python -m tests.faults [--rounds N] [--seed TEXT] …"""

import argparse
import signal
import sys
import time
from pathlib import Path

from tests.faults.installation import install
from tests.faults.rounds import CLIENTS, Course, Rounds, show_summary
from tests.passing import passing_folder


def main() -> int:
    """Run rounds on an installation of its own; exit code 1 when something was found."""
    parser = argparse.ArgumentParser(prog="bin/faults", description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--seed", default=str(int(time.time())))
    parser.add_argument("--first", type=int, default=1, help="number of the first round, to repeat a part")
    parser.add_argument("--seconds", type=float, default=5.0, help="length of a round")
    parser.add_argument("--clients", type=int, default=CLIENTS)
    parser.add_argument("--keep", type=Path, help="folder for journal and logs, kept afterwards")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # leave no portal behind
    course = Course(
        seed=options.seed,
        rounds=options.rounds,
        first=options.first,
        seconds=options.seconds,
        clients=options.clients,
    )
    with passing_folder("onlineamt-faults-") as name:
        folder = options.keep or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        Path(name).chmod(0o755)  # so that root's database can stay in it
        with install(folder) as installation:
            summary = Rounds(installation, course, folder).run()
    show_summary(summary)
    return 1 if summary.findings else 0


if __name__ == "__main__":
    sys.exit(main())
