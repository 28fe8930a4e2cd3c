"""Fills the offices of the sample world: what is told in cases.yaml happens, day after day, by the product's own actions."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

from django.db import connection
from procrastinate.contrib.django import app

from onlineamt.config.sample.acts import ACTS, Moment
from onlineamt.config.sample.reading import read_staff
from onlineamt.config.sample.sending import Counter, device_of
from onlineamt.config.sample.staff import caseworkers_of
from onlineamt.config.sample.stories import Step, Story, instant_of, read_stories
from onlineamt.facilities.post.queries import list_letters
from onlineamt.facilities.post.values import LetterState
from onlineamt.foundation.accounts.values import Caseworker
from onlineamt.foundation.core import clock
from onlineamt.foundation.deadlines.working_days import is_working_day
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import current_tenant_id, in_tenant
from onlineamt.packages.reading import read_package
from onlineamt.packages.trial import compile_package
from onlineamt.procedure.applications.models import Holder
from onlineamt.procedure.applications.queries import token_hash
from onlineamt.procedure.delivery.actions.printing import hand_over_letters
from onlineamt.procedure.delivery.actions.reaching import confirm_posted

FRESH = timedelta(hours=1)  # what came in since then is left to the background service
PRINTED_AT, POSTED_AT = time(14, 0), time(16, 0)
LIES_FOR = (
    2  # working days in the print room: so that something waits, something is printed, the rest has left
)
_LAST_JOB = "SELECT coalesce(max(id), 0) FROM procrastinate_jobs"
_PROMISED = """
SELECT id, task_name, args FROM procrastinate_jobs
WHERE id > %s AND status = 'todo' AND scheduled_at IS NULL AND args ->> 'tenant_id' = %s ORDER BY id
"""
_DONE = "DELETE FROM procrastinate_jobs WHERE id = %s"


@dataclass(frozen=True)
class Happening:
    """Something that happened at an instant."""

    at: datetime
    do: Callable[[], None]


class Office:
    """A municipality whose stories are told."""

    def __init__(self, counter: Counter, stories: Sequence[Story], present: datetime) -> None:
        self._counter, self._stories, self._present = counter, stories, present
        self._tenant = counter.tenant
        self._cases: dict[str, UUID] = {}
        self._staff: dict[str, Caseworker] = {}

    def fill(self) -> int:
        """Let everything happen in one transaction, and return how many cases came in; none where it has happened before."""
        with in_tenant(self._tenant.id):
            if self._is_filled():
                return 0
            people = [one for one in read_staff() if one.tenant_key == self._tenant.key]
            self._staff = caseworkers_of(people)
            for happening in sorted(self._happenings(), key=lambda one: one.at):
                with clock.showing(happening.at), _jobs_done(self._is_fresh(happening.at)):
                    happening.do()
        return len(self._cases)

    def _is_filled(self) -> bool:
        """Tell by the devices of the stories: they hold what they sent."""
        hashes = [token_hash(device_of(story)) for story in self._stories]
        return Holder.objects.filter(token_hash__in=hashes).exists()

    def _is_fresh(self, at: datetime) -> bool:
        return at > self._present - FRESH

    def _happenings(self) -> Iterator[Happening]:
        for story in self._stories:
            sent, *steps = story.instants(self._present, self._tenant.land)
            yield Happening(sent, partial(self._send, story))
            for at, step in zip(steps, story.steps, strict=True):
                yield Happening(at, partial(self._act, story, step))
        yield from self._post_rounds()

    def _send(self, story: Story) -> None:
        self._cases[story.key] = self._counter.send(story)

    def _act(self, story: Story, step: Step) -> None:
        caseworker = self._staff[step.by] if step.by else None
        ACTS[step.act](Moment(case_id=self._cases[story.key], caseworker=caseworker, details=step.details))

    def _post_rounds(self) -> Iterator[Happening]:
        """Print on every working day and bring the letters to the post two hours later."""
        first = clock.berlin_day(min(instant_of(story.sent, self._present) for story in self._stories))
        days = [
            day
            for day in _days(first, clock.berlin_day(self._present) - timedelta(days=1))
            if is_working_day(day, self._tenant.land)
        ]
        yield from (Happening(_at(day, PRINTED_AT), self._print) for day in days)
        yield from (Happening(_at(day, POSTED_AT), self._post) for day in days[:-LIES_FOR])

    def _print(self) -> None:
        hand_over_letters(self._tenant.id)

    def _post(self) -> None:
        letters = [letter.id for letter in list_letters(LetterState.HANDED_OVER)]
        if letters:
            somebody = next(one for one in self._staff.values() if one.office_ids)
            confirm_posted(letters, on=clock.today(), caseworker=somebody)


def fill_offices(package_folder: Path) -> int:
    """Fill the offices that the stories tell of, and return how many cases were made. Raises ClockFixed in production."""
    package = read_package(package_folder).package
    if package is None:
        raise ValueError(f"{package_folder} is not a package")
    stories, compiled, present = read_stories(), compile_package(package), clock.now()
    made = 0
    for key in dict.fromkeys(story.tenant_key for story in stories):
        counter = Counter(tenant=Tenant.objects.get(key=key), package=package, compiled=compiled)
        made += Office(counter, [one for one in stories if one.tenant_key == key], present).fill()
    return made


@contextmanager
def _jobs_done(is_left_to_worker: bool) -> Iterator[None]:
    """Do what is promised inside at the same instant, as the worker would have done, and strike it off."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST_JOB)
        (last,) = cursor.fetchone()
    yield
    while not is_left_to_worker and (jobs := _promised(last)):
        for job_id, name, arguments in jobs:
            _run(name, arguments)
            with connection.cursor() as cursor:
                cursor.execute(_DONE, [job_id])


def _promised(after: int) -> list[tuple[int, str, dict[str, str]]]:
    with connection.cursor() as cursor:
        cursor.execute(_PROMISED, [after, str(current_tenant_id())])
        return [(job_id, name, _parsed(arguments)) for job_id, name, arguments in cursor.fetchall()]


def _parsed(arguments: str | dict[str, str]) -> dict[str, str]:
    return json.loads(arguments) if isinstance(arguments, str) else arguments


def _run(name: str, arguments: dict[str, str]) -> None:
    app.tasks[name].func(**arguments)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, clock.BERLIN)
