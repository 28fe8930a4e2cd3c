"""Working on a case: take, give back, notes, tasks, holds, claims; each is one action."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from onlineamt.audiences.backoffice.cases.acts import Trouble, attempt, render_act, revision_in
from onlineamt.audiences.backoffice.cases.inputs import finding_fields, read_findings, text_field, typed_text
from onlineamt.audiences.backoffice.cases.presentation.case_page import findings_of, task_checks, task_title
from onlineamt.audiences.backoffice.cases.views.case import render_case
from onlineamt.audiences.backoffice.doors import StaffRequest, staff_page
from onlineamt.audiences.design.fields import error_lines
from onlineamt.facilities.payments.actions import settle_claim
from onlineamt.facilities.payments.queries import list_claims
from onlineamt.foundation.core.errors import NotFound
from onlineamt.procedure.cases.actions.requests import take_back_request
from onlineamt.procedure.cases.actions.work import (
    finish_task,
    give_back_case,
    lift_hold,
    reopen_task,
    take_case,
    write_note,
)
from onlineamt.procedure.cases.models import CaseTask
from onlineamt.procedure.cases.queries import OpenCase, access_case, list_tasks

FORM = ["GET", "HEAD", "POST"]


@staff_page
@require_POST
def take(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Make the case one's own."""
    return press(request, case_id, take_case, said="uebernommen")


@staff_page
@require_POST
def give_back(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Put the case back into the pile."""
    return press(request, case_id, give_back_case, said="zurueckgegeben")


@staff_page
@require_POST
def take_back(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Need no answer of the applicant any more."""
    return press(request, case_id, take_back_request, said="zurueckgenommen")


@staff_page
@require_http_methods(FORM)
def note(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Write a note for the office."""
    case = access_case(case_id, caseworker=request.caseworker)
    field = text_field(
        "text",
        "Vermerk",
        request.POST if request.method == "POST" else None,
        hint="Nur das Amt liest ihn. Er lässt sich nicht mehr ändern.",
    )
    view = {"title": "Vermerk schreiben", "lead": "", "button": "Vermerk speichern"}

    def again(trouble: Trouble | None = None) -> HttpResponse:
        return render_act(request, "backoffice/cases/act.html", case, view, fields=(field,), trouble=trouble)

    if request.method != "POST" or field.error:
        return again()
    text = typed_text(request.POST, "text")
    return attempt(
        request,
        case_id,
        lambda: write_note(case_id, caseworker=request.caseworker, text=text),
        said="vermerkt",
        again=again,
    )


@staff_page
@require_http_methods(FORM)
def task(request: StaffRequest, case_id: UUID, task_id: UUID) -> HttpResponse:
    """Answer the checks of a task and finish it."""
    case = access_case(case_id, caseworker=request.caseworker)
    row = _task_of(case, task_id)
    posted = request.POST if request.method == "POST" else None
    checks = task_checks(case, row.name)
    fields = finding_fields(checks, posted, known=findings_of(case, row))
    view = {
        "title": task_title(case, row.name),
        "lead": "" if checks else "Diese Aufgabe hat keine einzelnen Prüfschritte.",
        "button": "Aufgabe erledigen",
    }

    def again(trouble: Trouble | None = None) -> HttpResponse:
        fresh = access_case(case_id, caseworker=request.caseworker)
        return render_act(request, "backoffice/cases/act.html", fresh, view, fields=fields, trouble=trouble)

    if posted is None or error_lines(fields):
        return again()
    return attempt(
        request,
        case_id,
        lambda: finish_task(
            task_id,
            case_id=case_id,
            caseworker=request.caseworker,
            revision=revision_in(request),
            findings=read_findings(checks, posted),
        ),
        said="erledigt",
        again=again,
    )


@staff_page
@require_POST
def open_task_again(request: StaffRequest, case_id: UUID, task_id: UUID) -> HttpResponse:
    """Undo the finishing of a task."""
    return press(
        request,
        case_id,
        lambda _case_id, **more: reopen_task(task_id, case_id=case_id, **more),
        said="geoeffnet",
    )


@staff_page
@require_POST
def end_hold(request: StaffRequest, case_id: UUID, hold_id: UUID) -> HttpResponse:
    """Let a case be erased when its time is over."""
    return attempt(
        request,
        case_id,
        lambda: lift_hold(hold_id, case_id=case_id, caseworker=request.caseworker),
        said="entsperrt",
        again=lambda trouble: render_case(request, case_id, trouble=trouble),
    )


@staff_page
@require_POST
def pay_claim(request: StaffRequest, case_id: UUID, claim_id: UUID) -> HttpResponse:
    """Note that a claim of the case was paid. Raises NotFound for another case's claim."""
    case = access_case(case_id, caseworker=request.caseworker)
    if claim_id not in {claim.id for claim in list_claims(case.id)}:
        raise NotFound
    return attempt(
        request,
        case_id,
        lambda: settle_claim(claim_id=claim_id, actor=request.caseworker.actor),
        said="bezahlt",
        again=lambda trouble: render_case(request, case_id, trouble=trouble),
    )


def press(request: StaffRequest, case_id: UUID, action: Callable[..., Any], *, said: str) -> HttpResponse:
    """Do what a single button stands for; what stands in the way is said on the page of the case."""
    return attempt(
        request,
        case_id,
        lambda: action(case_id, caseworker=request.caseworker, revision=revision_in(request)),
        said=said,
        again=lambda trouble: render_case(request, case_id, trouble=trouble),
    )


def _task_of(case: OpenCase, task_id: UUID) -> CaseTask:
    """Return a task of a case that people finish by hand; releasing is done by issuing. Raises NotFound."""
    found = next((one for one in list_tasks(case.row) if one.id == task_id and not one.four_eyes), None)
    if found is None:
        raise NotFound
    return found
