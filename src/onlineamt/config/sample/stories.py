"""What is told of the sample world's cases, as plain values: who sent what, when, and what came of it."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from onlineamt.config.sample.reading import read_yaml
from onlineamt.foundation.core.clock import BERLIN, berlin_day
from onlineamt.foundation.deadlines.working_days import next_working_day

KEPT_DAYS = 6  # where a story does not say it: the dog came last week
AGE_DAYS = 400  # of a dog when it came
_NEXT_AFTER = timedelta(minutes=5)
_AGO = re.compile(r"(?P<minutes>\d+)m|(?P<days>\d+)d (?P<hour>\d\d):(?P<minute>\d\d)")
_STREET = re.compile(r" (?=\d)")  # the house number begins with the first digit
_LETTERS = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}


@dataclass(frozen=True, kw_only=True)
class Step:
    """Something that happens in a case. `by`: the caseworker, nobody for the applicant and the passing of time."""

    ago: str
    act: str
    by: str
    details: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Story:
    """One case: an invented person and dog, the worked example that is sent, and what follows."""

    tenant_key: str
    person: str
    born: date
    street: str
    dog: str
    example: str
    has_email: bool
    sent: str
    kept_days: int
    since: Mapping[str, int]
    steps: Sequence[Step]

    @property
    def key(self) -> str:
        """What the story is known by."""
        return f"{self.tenant_key}/{self.person}"

    @property
    def email(self) -> str:
        """An address that cannot be: nothing is ever delivered to `.invalid`."""
        plain = "".join(_LETTERS.get(one, one) for one in self.person.lower()).replace(" ", ".")
        plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
        return f"{plain}@post.invalid"

    def instants(self, present: datetime, land: str) -> list[datetime]:
        """Return when it was sent and when each step is taken, one after the other and none later than the present."""
        found = [instant_of(self.sent, present)]
        for step in self.steps:
            instant = instant_of(step.ago, present)
            if step.by:
                instant = _in_office_hours(instant, land)
            found.append(min(max(instant, found[-1] + _NEXT_AFTER), present))
        return found

    def answers(self, sent_on: date, place: Mapping[str, str]) -> dict[str, Any]:
        """Return what this person answers otherwise than the worked example."""
        since = self._since(sent_on)
        first, _, last = self.person.partition(" ")
        street, number = _STREET.split(self.street, maxsplit=1)
        return {
            "person.vorname": first,
            "person.familienname": last,
            "person.geburtsdatum": self.born.isoformat(),
            "anschrift.strasse": street,
            "anschrift.hausnummer": number,
            "anschrift.plz": place["postcode"],
            "anschrift.ort": place["place"],
            "hund.name": self.dog,
            "hund.geburtsdatum": (since - timedelta(days=AGE_DAYS)).isoformat(),
            "haltung.seit": since.isoformat(),
        }

    def _since(self, sent_on: date) -> date:
        if self.since:
            return date(sent_on.year - self.since["years_ago"], self.since["month"], self.since["day"])
        return sent_on - timedelta(days=self.kept_days)


def read_stories() -> list[Story]:
    """Return the stories of all municipalities."""
    return [_story(key, row) for key, rows in read_yaml("cases.yaml").items() for row in rows]


def instant_of(ago: str, present: datetime) -> datetime:
    """Return an instant that is so long ago: `30m`, or `12d 09:15` by the clock of Berlin."""
    found = _AGO.fullmatch(ago)
    if found is None:
        raise ValueError(f"not a time that is over: {ago}")
    if found["minutes"]:
        return present - timedelta(minutes=int(found["minutes"]))
    day = berlin_day(present) - timedelta(days=int(found["days"]))
    return datetime.combine(day, time(int(found["hour"]), int(found["minute"])), BERLIN)


def _in_office_hours(instant: datetime, land: str) -> datetime:
    local = instant.astimezone(BERLIN)
    return datetime.combine(next_working_day(local.date(), land), local.timetz())


def _story(tenant_key: str, row: dict[str, Any]) -> Story:
    return Story(
        tenant_key=tenant_key,
        person=row["person"],
        born=row["born"],
        street=row["street"],
        dog=row["dog"],
        example=row["example"],
        has_email=row["by"] == "email",
        sent=row["sent"],
        kept_days=row.get("kept", KEPT_DAYS),
        since=row.get("since", {}),
        steps=[_step(*step) for step in row.get("steps", ())],
    )


def _step(ago: str, act: str, details: Mapping[str, Any] | None = None) -> Step:
    given = dict(details or {})
    return Step(ago=ago, act=act, by=given.pop("by", ""), details=given)
