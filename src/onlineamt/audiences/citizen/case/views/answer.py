"""Answering what the office asked: only that, in the form's own questions; nothing typed is lost."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from onlineamt.audiences.citizen.application.proof import raw_of
from onlineamt.audiences.citizen.case.inputs import SaidBesides, blank, read, shown_ids
from onlineamt.audiences.citizen.case.opening import Held, open_held, url_of
from onlineamt.audiences.citizen.case.situation import said_day
from onlineamt.audiences.citizen.case.views.case import ANSWERED
from onlineamt.audiences.design.fields import FieldView, error_lines
from onlineamt.audiences.design.kind_views import field_view
from onlineamt.audiences.entrance.marks import TenantRequest, tenant_page
from onlineamt.audiences.entrance.pages import render_page
from onlineamt.foundation.core.clock import today
from onlineamt.procedure.cases.actions.requests import answer_request
from onlineamt.procedure.cases.answering import TakenAnswers, take_answers
from onlineamt.procedure.cases.models import EvidenceRequest
from onlineamt.procedure.cases.queries import OpenCase, request_text
from onlineamt.procedure.forms.engine import Journey
from onlineamt.procedure.forms.engine.kinds import NotReadable, Raw

DESPITE_GAPS = "trotzdem"


@tenant_page
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: TenantRequest, application_id: UUID) -> HttpResponse:
    """Show what was asked with room to answer, or take the answer; it comes again with everything that was typed."""
    is_sending = request.method == "POST"
    held = open_held(request, application_id, for_update=is_sending)
    asked = held.case.open_request
    if asked is None:
        return _over(request, held) if is_sending else _to_case(request, held)
    if not is_sending:
        besides = blank(held.case, asked, request.language)
        fields = _fields(
            request, held.case, tuple(asked.fields), held.case.journey, held.case.application.answers
        )
        return _show(request, held, asked, fields, besides)
    return _send(request, held, asked)


def _send(request: TenantRequest, held: Held, asked: EvidenceRequest) -> HttpResponse:
    raw = raw_of(request.POST)
    taken = take_answers(held.case, asked.fields, raw, seen=shown_ids(request.POST))
    is_despite = DESPITE_GAPS in request.POST and not taken.is_complete
    besides = read(held.case, asked, request.language, request.POST, has_gaps=is_despite)
    is_same = request.POST.get("_frage", "") in {"", asked.id.hex}
    if is_same and besides.is_valid and (taken.is_complete or is_despite):
        answer_request(held.case.id, answers=taken.answers, message=besides.text)
        return _to_case(request, held, answered=True)
    fields = _fields(request, held.case, taken.fields, taken.journey, taken.answers, typed=raw, taken=taken)
    return _show(request, held, asked, fields, besides, taken=taken, is_other=not is_same)


def _fields(
    request: TenantRequest,
    case: OpenCase,
    ids: Sequence[str],
    travelled: Journey,
    answers: Mapping[str, Any],
    *,
    typed: Raw | None = None,
    taken: TakenAnswers | None = None,
) -> tuple[FieldView, ...]:
    """Return the questions with what was typed, else with what stands so far."""
    words = case.service.form.words(request.language)
    mistakes = {one.field_id: words.mistake(one) for one in reversed(taken.problems if taken else ())}
    required = {state.id: state.is_required for page in travelled.pages for state in page.fields}
    views = []
    for field_id in ids:
        kind = words.kind(field_id)
        names = (field_id, *kind.inputs)
        is_typed = any(name in (typed or {}) for name in names)
        was_shown = taken is not None and field_id not in taken.arisen
        raw: Raw = {}
        if is_typed or was_shown:
            raw = {name: (typed or {})[name] for name in names if name in (typed or {})}
        elif (answers.get(field_id, case.application.answers.get(field_id))) is not None:
            raw = _stored(kind, answers.get(field_id, case.application.answers.get(field_id)))
        views.append(
            field_view(kind, raw, is_required=required.get(field_id, True), mistake=mistakes.get(field_id))
        )
    return tuple(views)


def _stored(kind: Any, stored: Any) -> Raw:
    try:
        raw: Raw = kind.to_raw(kind.from_json(stored))
    except NotReadable:
        return {}
    return raw


def _show(
    request: TenantRequest,
    held: Held,
    asked: EvidenceRequest,
    fields: tuple[FieldView, ...],
    besides: SaidBesides,
    *,
    taken: TakenAnswers | None = None,
    is_other: bool = False,
) -> HttpResponse:
    case = held.case
    shown = (*fields, *besides.views())
    view = {
        "title": case.service.title(request.language),
        "question": request_text(case, asked),
        "until": said_day(asked.due_on, request.language),
        "is_late": asked.due_on < today(),
        "fields": shown,
        "also_shown": [one.id for one in fields if one.id not in asked.fields],
        "has_arisen": bool(taken and taken.arisen),
        "has_gaps": bool(taken and taken.problems),
        "is_other": is_other,
        "request_id": asked.id.hex,
        "evidence": bool(asked.evidence),
        "reference": case.row.reference,
        "address": _address(request, case),
        "url": url_of(request, "application_answer", case.id),
        "back_url": url_of(request, "application_case", case.id),
    }
    return render_page(request, "citizen/case/answer.html", {"view": view, "errors": error_lines(shown)})


def _address(request: TenantRequest, case: OpenCase) -> str:
    """Return where evidence is handed in: the office, or the town hall where the office has no address of its own."""
    office, town = case.row.office, request.tenant.contact
    if office.street:
        return f"{office.name}, {office.street}, {office.postcode} {office.place}"
    place = " ".join(str(town.get(key) or "") for key in ("postcode", "place"))
    lines = (request.tenant.official_name, office.name, str(town.get("street") or ""), place.strip())
    return ", ".join(line for line in lines if line)


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
