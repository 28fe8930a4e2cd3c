"""Answering what the office asked: only that, in the form's own questions, with files; nothing typed is lost."""

from dataclasses import replace
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from onlineamt.audiences.citizen.application.handing_in import (
    MOST_AT_ONCE,
    REMOVED,
    HandedIn,
    attach_all,
    hand_in_all,
    is_about_files,
    press,
    removed_marks,
    said_after,
)
from onlineamt.audiences.citizen.application.proof import raw_of
from onlineamt.audiences.citizen.case.answer_page import AnswerPage
from onlineamt.audiences.citizen.case.inputs import blank, read, shown_ids
from onlineamt.audiences.citizen.case.opening import Held, open_held, url_of
from onlineamt.audiences.citizen.case.views.case import ANSWERED
from onlineamt.audiences.design.fields import error_lines
from onlineamt.audiences.entrance.marks import MAX_BODY_BYTES, TenantRequest, takes_bodies, tenant_page
from onlineamt.audiences.entrance.pages import render_page
from onlineamt.procedure.cases.actions.answer_files import AnswerFiles
from onlineamt.procedure.cases.actions.requests import answer_request
from onlineamt.procedure.cases.answering import take_answers
from onlineamt.procedure.cases.models import EvidenceRequest
from onlineamt.procedure.cases.places import questions_of
from onlineamt.procedure.cases.queries import get_case

DESPITE_GAPS = "trotzdem"


@takes_bodies(MOST_AT_ONCE + MAX_BODY_BYTES)
@tenant_page
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: TenantRequest, application_id: UUID) -> HttpResponse:
    """Show what was asked with room to answer, or take the answer; it comes again with everything that was typed."""
    is_sending = request.method == "POST"
    taken = _take_files(request, application_id) if is_sending and request.FILES else HandedIn()
    held = open_held(request, application_id, for_update=is_sending)
    asked = held.case.open_request
    if asked is None:
        return _over(request, held) if is_sending else _to_case(request, held)
    if is_sending:
        return _send(request, held, asked, taken)
    marks = removed_marks(AnswerFiles(held.case, asked.id), request.GET.get(REMOVED, ""))
    page = AnswerPage(request, held.case, asked, blank(held.case, asked, request.language), marks=marks)
    return _show(request, page)


def _take_files(request: TenantRequest, application_id: UUID) -> HandedIn:
    """Take in the files before the case is locked: judging them takes a moment."""
    case = open_held(request, application_id).case
    asked = case.open_request
    if asked is None or not _is_meant(request, asked):
        return HandedIn()
    page = AnswerPage(request, case, asked, blank(case, asked, request.language))
    return hand_in_all(request, AnswerFiles(case, asked.id), page.places(shown_ids(request.POST)))


def _send(request: TenantRequest, held: Held, asked: EvidenceRequest, files: HandedIn) -> HttpResponse:
    is_meant = _is_meant(request, asked)
    if is_meant:
        held = _attach(request, held, asked, files)
        asked = held.case.open_request or asked
    raw = raw_of(request.POST)
    taken = take_answers(held.case, questions_of(held.case, asked), raw, seen=shown_ids(request.POST))
    is_despite = DESPITE_GAPS in request.POST and not taken.is_complete
    besides = read(held.case, asked, request.language, request.POST, has_gaps=is_despite)
    page = AnswerPage(request, held.case, asked, besides, taken=taken, typed=raw, marks=files.marks)
    if is_meant and is_about_files(request):
        return _show_files(request, held, page)
    is_right = besides.is_valid and not (files.refused or page.has_infected)
    if is_meant and is_right and (taken.is_complete or is_despite):
        answer_request(held.case.id, answers=taken.answers, message=besides.text)
        return _to_case(request, held, answered=True)
    return _show(request, page, is_other=not is_meant)


def _attach(request: TenantRequest, held: Held, asked: EvidenceRequest, files: HandedIn) -> Held:
    holder = AnswerFiles(held.case, asked.id)
    attach_all(holder, files)
    press(request, holder, files)
    return replace(held, case=get_case(held.case.id))


def _show_files(request: TenantRequest, held: Held, page: AnswerPage) -> HttpResponse:
    """Show the page again after a button beside files was pressed, without judging the rest of it."""
    if page.was_typed or page.marks.refused:
        return _show(request, page.unjudged())
    removed, place = said_after(request)
    url = url_of(request, "application_answer", held.case.id)
    return redirect(f"{url}{'?' if removed else ''}{urlencode(removed)}#{place}")


def _show(request: TenantRequest, page: AnswerPage, *, is_other: bool = False) -> HttpResponse:
    shown = page.fields()
    view = {**page.said(), "fields": shown, "is_other": is_other}
    return render_page(request, "citizen/case/answer.html", {"view": view, "errors": error_lines(shown)})


def _is_meant(request: TenantRequest, asked: EvidenceRequest) -> bool:
    """Whether what was sent answers the question that is open now."""
    return request.POST.get("_frage", "") in {"", asked.id.hex}


def _over(request: TenantRequest, held: Held) -> HttpResponse:
    """Answer who sends when nothing is open any more: sent before, in this window or another; or not needed now."""
    sent_for = request.POST.get("_frage", "")
    own = next((one for one in held.case.requests if one.id.hex == sent_for), None)
    if own is not None and own.answered_at is not None:
        return _to_case(request, held, answered=True)
    view = {
        "title": held.case.service.title(request.language),
        "text": request.POST.get("nachricht", "")[:5_000],
        "back_url": url_of(request, "application_case", held.case.id),
    }
    return render_page(request, "citizen/case/not_needed.html", {"view": view})


def _to_case(request: TenantRequest, held: Held, *, answered: bool = False) -> HttpResponse:
    url = url_of(request, "application_case", held.case.id)
    return redirect(f"{url}?{ANSWERED}=1" if answered else url)
