"""Clients that walk whole applications and note what they are told: python -m tests.faults.people …"""

import argparse
import re
import sys
import time
from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path

from tests.faults.browser import HOST, Answer, Broken
from tests.faults.chance import Random, chance_of
from tests.faults.journal import Journal
from tests.faults.parking import ParkingWalk
from tests.faults.walks import Walk

CLEAR_PAGES = (
    "gerade nicht erreichbar",
    "Gerade werden sehr viele Dateien hochgeladen",
    "Gerade können wir keine Dateien annehmen",
    '{"code":',
)  # of a portal that cannot answer now
THINKING_SECONDS = 0.03
REST_SECONDS = 0.2
PARKING = 0.35  # of all walks
_CODE = re.compile(r"^\s*(\d{3} ?\d{3})\s*$", re.MULTILINE)


class TimeIsUp(Exception):
    """The round is over; what is under way stays as it is."""


class Person:
    """Somebody at a device, who tries again until it works or the round is over."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.name, self.port = options.name, options.port
        self.chance: Random = chance_of("person", options.seed, options.name)
        self.journal = Journal(options.journal / f"{options.name}.jsonl", client=options.name)
        self._mail = options.mail / HOST
        self._until = time.time() + options.seconds

    def walk_on(self) -> None:
        """Walk one application after the other until the time is up."""
        try:
            for number in range(1, 1_000_000):
                kind = ParkingWalk if self.chance.random() < PARKING else Walk
                kind(self, number).go()
        except TimeIsUp:
            pass

    def until_good(self, ask: Callable[[], Answer], good: set[int]) -> Answer:
        """Ask until the answer is one of the good ones; note what else came. Raises TimeIsUp."""
        while True:
            self._demand_time()
            time.sleep(self.chance.random() * THINKING_SECONDS)
            start = time.time()
            try:
                answer = ask()
            except Broken as broken:
                self.journal.note("broken", what=str(broken), since=start)
                time.sleep(REST_SECONDS)
                continue
            if answer.status in good:
                return answer
            self._note_bad(answer)
            time.sleep(REST_SECONDS)

    def wait_for_code(self, recipient: str, *, besides: set[str]) -> str:
        """Return the newest code that was written to an address and not tried yet. Raises TimeIsUp."""
        while True:
            self._demand_time()
            for path in sorted(self._mail.glob("*.eml"), reverse=True):
                code = _code_for(path, recipient)
                if code and code not in besides:
                    return code
            time.sleep(REST_SECONDS)

    def _note_bad(self, answer: Answer) -> None:
        if answer.status == 503 and any(said in answer.body for said in CLEAR_PAGES):
            self.journal.note("unavailable")
            return
        heading = re.search(r"<h1[^>]*>(.*?)</h1>", answer.body, re.DOTALL)
        notice = re.search(r'role="(?:alert|status)".*?</(?:h2|span|p)>', answer.body, re.DOTALL)
        words = re.sub(r"<[^>]+>|\s+", " ", f"{heading[1] if heading else ''} {notice[0] if notice else ''}")
        self.journal.note("fault", what=f"status {answer.status}", page=" ".join(words.split())[:200])

    def _demand_time(self) -> None:
        if time.time() > self._until:
            raise TimeIsUp


def _code_for(path: Path, recipient: str) -> str:
    try:
        content = path.read_bytes()
    except FileNotFoundError:  # forgotten meanwhile
        return ""
    if recipient.encode() not in content:
        return ""
    body = message_from_bytes(content, policy=policy.default).get_body(("plain",))
    found = _CODE.search(body.get_content()) if body else None
    return found[1].replace(" ", "") if found else ""


def main() -> int:
    """Walk as one person."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.people", description=__doc__)
    parser.add_argument("--name", required=True)
    parser.add_argument("--seed", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--journal", type=Path, required=True)
    parser.add_argument("--mail", type=Path, required=True)
    Person(parser.parse_args()).walk_on()
    return 0


if __name__ == "__main__":
    sys.exit(main())
