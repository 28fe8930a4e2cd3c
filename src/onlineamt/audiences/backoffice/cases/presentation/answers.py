"""What the applicant said: as they saw it, with later corrections as old and new; and what was asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from onlineamt.audiences.backoffice.cases.presentation.files import CaseFiles, FileLine
from onlineamt.audiences.backoffice.cases.presentation.history import asked_labels
from onlineamt.audiences.backoffice.cases.presentation.listing import due_words
from onlineamt.foundation.core.clock import today
from onlineamt.foundation.core.formats import show_instant
from onlineamt.procedure.applications.journeys import journey_of
from onlineamt.procedure.cases.queries import OpenCase, request_text
from onlineamt.procedure.forms.engine import Journey


@dataclass(frozen=True, kw_only=True)
class AnswerLine:
    """An answer as it counts now. `before`: what was declared, where it was corrected; `is_new`: it came later."""

    label: str
    value: str
    before: str = ""
    is_new: bool = False
    is_gone: bool = False
    problem: str = ""
    files: tuple[FileLine, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AnswerPage:
    """The answers of one page of the form."""

    title: str
    lines: tuple[AnswerLine, ...]


@dataclass(frozen=True, kw_only=True)
class AskedLine:
    """What the office asked, and what came of it."""

    asked_at: datetime
    asked_by: str
    text: str
    labels: tuple[str, ...]
    state: str
    state_kind: str
    message: str
    is_open: bool
    is_hearing: bool
    is_promised: bool  # the applicant said so; nobody has asked


def answer_pages(case: OpenCase, files: CaseFiles) -> Sequence[AnswerPage]:
    """Return the answers, page by page, as they count now and as they were declared."""
    declared = {row.field_id: row.text for page in journey_of(case.declared).summary() for row in page.rows}
    problems = _problems(case.journey)
    is_corrected = bool(case.supplements)
    shown: set[str] = set()
    pages = []
    for page in case.journey.summary():
        shown |= {row.field_id for row in page.rows}
        lines = tuple(
            AnswerLine(
                label=row.label,
                value=row.text,
                before=declared[row.field_id] if declared.get(row.field_id, row.text) != row.text else "",
                is_new=is_corrected and row.field_id not in declared,
                problem=problems.get(row.field_id, ""),
                files=files.attached(row.files),
            )
            for row in page.rows
        )
        pages.append(AnswerPage(title=page.title, lines=lines))
    gone = tuple(
        AnswerLine(label=case.service.form.words().label(field_id), value=text, is_gone=True)
        for field_id, text in declared.items()
        if field_id not in shown
    )
    return [*pages, AnswerPage(title="Gilt nach der Änderung nicht mehr", lines=gone)] if gone else pages


def missing_labels(case: OpenCase) -> Sequence[str]:
    """Return the questions that apply and have no answer."""
    words = case.service.form.words()
    return [
        words.label(state.id) for page in case.journey.pages for state in page.fields if state.lacks_answer
    ]


def asked_lines(case: OpenCase, names: Mapping[UUID, str]) -> Sequence[AskedLine]:
    """Return what was asked of the applicant, newest first."""
    lines = []
    for request in reversed(case.requests):
        if request.is_open:
            state, kind = f"Antwort {due_words(request.due_on, day=today())}", "due"
            if request.due_on < today():
                kind = "overdue"
        elif request.answered_at:
            state, kind = f"Beantwortet am {show_instant(request.answered_at)}", "done"
        else:
            state, kind = "Zurückgenommen", ""
        lines.append(
            AskedLine(
                asked_at=request.asked_at,
                asked_by=names.get(request.asked_by_id, "") if request.asked_by_id else "",
                is_promised=request.asked_by_id is None,
                text=request_text(case, request),
                labels=tuple(asked_labels(case, request.fields, request.evidence)),
                state=state,
                state_kind=kind,
                message=str(case.supplements.get(request.id, {}).get("message", "")),
                is_open=request.is_open,
                is_hearing=request.is_hearing,
            )
        )
    return lines


def _problems(journey: Journey) -> Mapping[str, str]:
    words = journey.form.words()
    return {field_id: words.mistake(problems[0]).message for field_id, problems in journey.errors.items()}
