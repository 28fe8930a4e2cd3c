"""Everything the page of a case shows, put together from its parts."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from onlineamt.audiences.backoffice.cases.labels import FINDINGS, HOLDS, STATE_KINDS, STATES
from onlineamt.audiences.backoffice.cases.presentation.answers import (
    answer_pages,
    asked_lines,
    missing_labels,
)
from onlineamt.audiences.backoffice.cases.presentation.examination import examination_view
from onlineamt.audiences.backoffice.cases.presentation.files import CaseFiles
from onlineamt.audiences.backoffice.cases.presentation.history import HistoryLine, history_of
from onlineamt.audiences.backoffice.cases.presentation.listing import applicant_of, due_words
from onlineamt.audiences.backoffice.cases.presentation.moves import Situation, move_of, possible_acts
from onlineamt.audiences.backoffice.cases.presentation.results import (
    claim_lines,
    decision_lines,
    delivery_lines,
    entry_facts,
    fee_facts,
    outcome_title,
)
from onlineamt.foundation.accounts.queries import names_of
from onlineamt.foundation.accounts.values import Caseworker
from onlineamt.foundation.core.clock import today
from onlineamt.foundation.core.formats import show_date, show_instant
from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.cases.models import CaseTask
from onlineamt.procedure.cases.queries import (
    OpenCase,
    findings_purpose,
    hold_purpose,
    list_holds,
    list_notes,
    list_tasks,
)
from onlineamt.procedure.cases.values import CaseState
from onlineamt.procedure.decisions.models import Decision
from onlineamt.procedure.decisions.queries import find_draft, list_issued
from onlineamt.procedure.delivery.actions.dispatch import by_portal


def situation_of(case: OpenCase, caseworker: Caseworker) -> Situation:
    """Return what decides about the next step."""
    return Situation(case=case, tasks=list_tasks(case.row), draft=find_draft(case.row), caseworker=caseworker)


def head_of(case: OpenCase) -> dict[str, Any]:
    """Return the head that every page about a case has."""
    state = CaseState(case.row.state)
    return {
        "id": case.id,
        "reference": case.row.reference,
        "service": case.service.title(Language.GERMAN),
        "applicant": applicant_of(case.application.answers) or "ohne Namen",
        "state": STATES[state],
        "state_kind": STATE_KINDS.get(state, ""),
        "revision": case.row.revision,
    }


def case_view(now: Situation) -> dict[str, Any]:
    """Return everything the page of a case shows."""
    case = now.case
    issued, notes, holds = list_issued(case.row), list_notes(case), list_holds(case.row)
    names = names_of(
        _people(now, issued, [note.author_id for note, _ in notes], [hold.set_by_id for hold in holds])
    )
    history, files = history_of(case), CaseFiles(case)
    return {
        "head": head_of(case),
        "seen": history[-1].position if history else 0,
        "move": move_of(now),
        "may": possible_acts(now),
        "situation": {
            "awaits_release": now.awaits_release,
            "may_release": now.may_release,
            "is_mine": now.is_mine,
        },
        "facts": _facts(now, names),
        "tasks": [_task(now, task, names) for task in now.tasks if task.decision_id is None],
        "following": [_task(now, task, names) for task in now.tasks if task.decision_id is not None],
        "draft": _draft(now, names),
        "decisions": decision_lines(case, issued, names),
        "deliveries": delivery_lines(case),
        "claims": claim_lines(case),
        "entries": entry_facts(case),
        "fees": fee_facts(case) if case.row.decided_at is None else (),
        "examination": examination_view(case),
        "pages": answer_pages(case, files),
        "missing": missing_labels(case),
        "asked": asked_lines(case, names),
        "files": files.lines(),
        "has_infected": files.has_infected,
        "notes": [
            {"text": text, "by": f"{names.get(note.author_id, '')}, {show_instant(note.written_at)}"}
            for note, text in notes
        ],
        "holds": [
            {
                "id": hold.id,
                "title": HOLDS.get(hold.kind, "Löschsperre"),
                "reason": case.seal.open(hold.sealed_reason, purpose=hold_purpose(hold.id)).decode(),
                "by": f"{names.get(hold.set_by_id, '')}, {show_instant(hold.set_at)}",
            }
            for hold in holds
        ],
        "history": _told([line for line in history if not line.is_look]),
        "looks": _told([line for line in history if line.is_look]),
    }


def task_checks(case: OpenCase, name: str) -> Sequence[tuple[str, str, str]]:
    """Return the checks of a task: key, question, legal basis."""
    definition = case.procedure.definition
    task = case.procedure.task(name)
    keys = task.checks if task else ()
    return [(key, definition.checks[key].title, definition.checks[key].legal_basis or "") for key in keys]


def task_title(case: OpenCase, name: str) -> str:
    """Return what a task is called."""
    task = case.procedure.task(name)
    return task.title if task else name


def findings_of(case: OpenCase, task: CaseTask) -> Mapping[str, str]:
    """Return what was found at each check of a task: the finding by key, a remark under `key.remark`."""
    if task.sealed_findings is None:
        return {}
    found: dict[str, str] = json.loads(
        case.seal.open(task.sealed_findings, purpose=findings_purpose(task.id))
    )
    return found


def _people(now: Situation, issued: Sequence[Decision], *others: Sequence[UUID]) -> set[UUID]:
    """Return whose names the page says, so that one query brings them."""
    found = {now.case.row.owner_id, now.draft.drafted_by_id if now.draft else None}
    found |= {task.done_by_id for task in now.tasks}
    found |= {request.asked_by_id for request in now.case.requests if request.asked_by_id}
    found |= {decision.issued_by_id for decision in issued}
    for more in others:
        found |= set(more)
    return {one for one in found if one is not None}


def _facts(now: Situation, names: Mapping[UUID, str]) -> list[dict[str, str]]:
    case, row = now.case, now.case.row
    rows = [
        _fact("Bearbeitung", _owner(now, names)),
        _fact("Amt", row.office.name),
        _fact("Eingang", show_instant(row.received_at)),
    ]
    if row.due_on and row.closed_at is None and row.decided_at is None:
        rested = row.clock_stopped_on
        note = f"ruht seit {show_date(rested)}" if rested else due_words(row.due_on, day=today())
        rows.append(_fact("Entscheidung bis", show_date(row.due_on), note))
    if row.decided_at:
        rows.append(_fact("Entschieden", show_instant(row.decided_at)))
    if row.final_on:
        rows.append(_fact("Bestandskräftig seit", show_date(row.final_on)))
    rows.append(_fact("Bescheid", "Abruf im Portal" if by_portal(case) else "mit der Post"))
    if case.application.email:
        rows.append(_fact("E-Mail-Adresse", case.application.email))
    return rows


def _owner(now: Situation, names: Mapping[UUID, str]) -> str:
    owner = now.case.row.owner_id
    if owner is None:
        return "noch niemand"
    return f"{names.get(owner, 'ein früheres Konto')}{' (Sie)' if now.is_mine else ''}"


def _task(now: Situation, task: CaseTask, names: Mapping[UUID, str]) -> dict[str, Any]:
    case = now.case
    found = findings_of(case, task) if task.done_at else {}
    is_late = task.done_at is None and task.due_on is not None and task.due_on < today()
    return {
        "id": task.id,
        "title": task_title(case, task.name),
        "is_done": task.done_at is not None,
        "is_release": task.four_eyes,
        "may_finish": now.may_finish(task),
        "by": f"{names.get(task.done_by_id, '')}, {show_instant(task.done_at)}"
        if task.done_at and task.done_by_id
        else "",
        "due": due_words(task.due_on, day=today()) if task.due_on and not task.done_at else "",
        "is_late": is_late,
        "findings": [
            {
                "question": title,
                "finding": FINDINGS.get(found[key], found[key]),
                "remark": found.get(f"{key}.remark", ""),
            }
            for key, title, _ in task_checks(case, task.name)
            if key in found
        ],
    }


def _draft(now: Situation, names: Mapping[UUID, str]) -> dict[str, str] | None:
    if now.draft is None:
        return None
    by = names.get(now.draft.drafted_by_id, "") if now.draft.drafted_by_id else ""
    return {
        "outcome": outcome_title(now.case, now.draft.outcome),
        "by": f"{by}, {show_instant(now.draft.drafted_at)}",
        "asked": show_instant(now.draft.release_asked_at) if now.draft.release_asked_at else "",
    }


def _told(lines: Sequence[HistoryLine]) -> list[dict[str, str]]:
    """Return the newest first, as the component `timeline` takes them."""
    return [
        {
            "label": line.what,
            "text": f"{line.detail} · {line.text}" if line.detail else line.text,
            "state": "past",
            "url": "",
        }
        for line in reversed(lines)
    ]


def _fact(label: str, value: str, note: str = "") -> dict[str, str]:
    return {"label": label, "value": value, "url": "", "note": note}
