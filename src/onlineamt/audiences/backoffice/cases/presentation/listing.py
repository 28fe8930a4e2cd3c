"""The lines of the work list: what is due, whose it is, what stands out; applicants by name."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.urls import reverse

from onlineamt.audiences.backoffice.cases.labels import STATE_KINDS, STATES
from onlineamt.foundation.accounts.queries import names_of
from onlineamt.foundation.core.clock import today
from onlineamt.foundation.core.formats import show_date, show_due
from onlineamt.foundation.core.languages import Language
from onlineamt.foundation.sealing.errors import Unsealable
from onlineamt.foundation.sealing.queries import unwrap_key
from onlineamt.foundation.sealing.seal import Seal
from onlineamt.procedure.applications.queries import ANSWERS
from onlineamt.procedure.applications.running import get_running
from onlineamt.procedure.cases.queries import supplement_purpose
from onlineamt.procedure.cases.values import CaseState
from onlineamt.procedure.decisions.worklist import ASKED, DECIDED

_NAME = ("person.vorname", "person.familienname")  # the fields of the building block `person`
_SUNDAY = 6


@dataclass(frozen=True, kw_only=True)
class Mark:
    """Something that stands out in a line."""

    text: str
    kind: str = ""


@dataclass(frozen=True, kw_only=True)
class Line:
    """A case in the work list."""

    reference: str
    url: str
    service: str
    applicant: str
    state: str
    state_kind: str
    due: str
    due_kind: str
    owner: str
    is_mine: bool
    open_tasks: int
    marks: tuple[Mark, ...]
    section: str


@dataclass(frozen=True, kw_only=True)
class Section:
    """Cases that are due about the same time."""

    title: str
    lines: tuple[Line, ...]


def sections_of(rows: Sequence[Any], *, me: UUID, is_by_date: bool) -> tuple[Section, ...]:
    """Return the lines in their sections, in the order of the rows."""
    day = today()
    names = names_of(row.owner_id for row in rows if row.owner_id)
    lines = [_line(row, names, me=me, day=day) for row in rows]
    if not is_by_date:
        return (Section(title="", lines=tuple(lines)),) if lines else ()
    return tuple(
        Section(title=title, lines=tuple(group))
        for title, group in groupby(lines, key=lambda one: one.section)
    )


def applicant_of(answers: Mapping[str, Any]) -> str:
    """Return who applies, as far as the building block `person` says."""
    return " ".join(str(answers.get(field) or "") for field in _NAME).strip()


def section_of(next_due: date | None, *, rests: bool, day: date) -> str:
    """Return the heading under which something due on a day stands."""
    if rests:
        return "Warten auf Antwort"
    if next_due is None:
        return "Ohne Termin"
    if next_due < day:
        return "Überfällig"
    if next_due == day:
        return "Heute"
    sunday = day + timedelta(days=_SUNDAY - day.weekday())
    return "Diese Woche" if next_due <= sunday else "Später"


def due_words(next_due: date | None, *, day: date) -> str:
    """Return a time limit as people say it: `überfällig seit 3 Tagen`, `in 3 Tagen (Freitag, 4. Dezember)`."""
    if next_due is None:
        return ""
    late = (day - next_due).days
    if late == 1:
        return "überfällig seit gestern"
    return f"überfällig seit {late} Tagen" if late > 1 else show_due(next_due, today=day)


def _line(row: Any, names: Mapping[UUID, str], *, me: UUID, day: date) -> Line:
    state = CaseState(row.state)
    is_closed = row.closed_at is not None or (state in DECIDED and not row.has_following)
    return Line(
        reference=row.reference,
        url=reverse("case", kwargs={"case_id": row.id}),
        service=get_running(row.version_id).title(Language.GERMAN),
        applicant=_applicant(row),
        state=STATES[state],
        state_kind=STATE_KINDS.get(state, ""),
        due=f"Eingang {show_date(row.received_at)}" if is_closed else _due(row, day),
        due_kind="" if is_closed else _due_kind(row.next_due, day),
        owner=names.get(row.owner_id, ""),
        is_mine=row.owner_id == me,
        open_tasks=row.open_tasks if not is_closed else 0,
        marks=() if is_closed else tuple(_marks(row, state, day)),
        section=section_of(row.next_due, rests=bool(row.rests), day=day),
    )


def _due(row: Any, day: date) -> str:
    words = due_words(row.next_due, day=day)
    if row.rests:
        return f"Antwort {words}"
    return words


def _due_kind(next_due: date | None, day: date) -> str:
    if next_due is None or next_due > day:
        return ""
    return "due" if next_due == day else "overdue"


def _marks(row: Any, state: CaseState, day: date) -> Iterable[Mark]:
    if row.has_infected:
        yield Mark(text="Schadsoftware in einer Datei", kind="overdue")
    if row.has_following:
        yield Mark(text="Nach der Entscheidung zu tun", kind="due")
    if row.awaits_release:
        yield Mark(text="Wartet auf Freigabe", kind="due")
    elif row.has_draft:
        yield Mark(text="Entwurf liegt vor")
    if state in ASKED and not row.rests:
        yield Mark(text="Keine Antwort gekommen", kind="overdue")
    if (
        state is CaseState.IN_REVIEW
        and any(one.answered_at for one in row.requests.all())
        and not row.has_draft
    ):
        yield Mark(text="Antwort ist da", kind="open")


def _applicant(row: Any) -> str:
    """Return the name as it stands now: as declared, with what was corrected later."""
    try:
        seal = unwrap_key(row.id, row.wrapped_key)
        answers = json.loads(seal.open(row.application.sealed_answers, purpose=ANSWERS))["answers"]
        return applicant_of({**answers, **_corrected(row, seal)})
    except Unsealable:
        return ""


def _corrected(row: Any, seal: Seal) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for request in row.requests.all():
        if request.sealed_answers is not None:
            found |= json.loads(seal.open(request.sealed_answers, purpose=supplement_purpose(request.id)))[
                "answers"
            ]
    return found
