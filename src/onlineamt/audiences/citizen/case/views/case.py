"""The page of a case for its applicant: whose move it is, what has happened, letters, and what was said."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from onlineamt.audiences.citizen.application.views.done import contact_facts
from onlineamt.audiences.citizen.case.entries import entries_for, shown_entry, steps_shown
from onlineamt.audiences.citizen.case.history import history_of
from onlineamt.audiences.citizen.case.opening import Held, open_held, url_of
from onlineamt.audiences.citizen.case.said import answered_requests, shown_answers
from onlineamt.audiences.citizen.case.situation import Step, delivery_of, situation_of
from onlineamt.audiences.entrance.marks import TenantRequest, tenant_page
from onlineamt.audiences.entrance.pages import render_page
from onlineamt.facilities.documents.queries import get_document, open_document
from onlineamt.foundation.core.clock import berlin_day
from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.core.formats import show_date
from onlineamt.procedure.applications.queries import is_proven
from onlineamt.procedure.cases.rules import is_open
from onlineamt.procedure.cases.values import CaseState
from onlineamt.procedure.delivery.follow_ups import find_follow_up
from onlineamt.procedure.delivery.models import Delivery
from onlineamt.procedure.delivery.permits import find_permit
from onlineamt.procedure.delivery.values import DeliveryChannel

ANSWERED = "beantwortet"
_PLACES = {
    Step.ANSWER: "application_answer",
    Step.HAND_IN: "application_answer",
    Step.OPEN_DECISION: "application_decision",
    Step.READ_DECISION: "application_decision",
}


@tenant_page
@require_safe
def show(request: TenantRequest, application_id: UUID) -> HttpResponse:
    """Show the case on a device that holds its application; what is decided opens on its own page, after a code."""
    held = open_held(request, application_id)
    case, language = held.case, request.language
    delivery = delivery_of(case)
    situation = situation_of(case, delivery, language)
    place = _PLACES.get(situation.step)
    view = {
        "title": case.service.title(language),
        "reference": case.row.reference,
        "next": situation,
        "next_url": url_of(request, place, application_id) if place else "",
        "next_label": _label(situation.step),
        "unsent": sum(map(len, case.unsent_files.values())),
        "has_answered": ANSWERED in request.GET,
        "history": history_of(case, language),
        "entries": _entries(request, held),
        "letters": list(_letters(request, held, delivery)),
        "answered": answered_requests(case, language),
        "sections": shown_answers(case, language),
        "contact": contact_facts(request, held.application),
        "withdraw_url": url_of(request, "application_withdraw", application_id)
        if is_open(CaseState(case.row.state))
        else "",
    }
    return render_page(request, "citizen/case/case.html", {"view": view})


@tenant_page
@require_safe
def download_request(request: TenantRequest, application_id: UUID, request_id: UUID) -> HttpResponse:
    """Hand out the letter of a request. Raises NotFound while it is being made, and for another case's."""
    held = open_held(request, application_id)
    asked = next((one for one in held.case.requests if one.id == request_id), None)
    if asked is None or asked.letter_id is None:
        raise NotFound
    return pdf_response(asked.letter_id, subject_id=held.case.id)


def pdf_response(document_id: UUID, *, subject_id: UUID) -> HttpResponse:
    """Return a stored letter of a case as a file to keep."""
    document = open_document(get_document(document_id, subject_id=subject_id))
    response = HttpResponse(document.content, content_type=document.media_type)
    response["Content-Disposition"] = f'attachment; filename="{document.name}"'
    return response


def _entries(request: TenantRequest, held: Held) -> list[dict[str, Any]]:
    """Return what the decision gave that lasts, each with the way to its card. What is decided needs a fresh code."""
    is_open_to_them = is_proven(held.application)
    return [
        {
            "shown": shown_entry(entry, request.language),
            "is_open": is_open_to_them,
            "permit_url": url_of(request, "application_permit", held.case.id, entry_id=entry.id)
            if find_permit(entry.id)
            else "",
            "under_way": find_follow_up(entry) is not None,
            "steps": steps_shown(request, held, entry),
        }
        for entry in entries_for(held)
    ]


def _label(step: Step) -> str:
    return {
        Step.NOTHING: "",
        Step.ANSWER: _("Jetzt antworten"),
        Step.HAND_IN: _("Jetzt nachreichen"),
        Step.OPEN_DECISION: _("Zum Bescheid"),
        Step.READ_DECISION: _("Bescheid noch einmal lesen"),
    }[step]


def _letters(request: TenantRequest, held: Held, delivery: Delivery | None) -> Iterator[dict[str, Any]]:
    row = held.application.row
    if row.receipt_id is not None and row.submitted_at is not None:
        yield {
            "label": show_date(berlin_day(row.submitted_at), request.language),
            "value": _("Beleg (PDF)"),
            "url": url_of(request, "application_receipt", held.case.id),
            "note": "",
        }
    for asked in held.case.requests:
        if asked.letter_id is not None:
            yield {
                "label": show_date(berlin_day(asked.asked_at), request.language),
                "value": _("Unsere Nachfrage (PDF)"),
                "url": url_of(request, "application_request", held.case.id, request_id=asked.id),
                "note": _("Brauchen wir nicht mehr") if asked.taken_back_at else "",
            }
    if delivery is not None and delivery.decision.issued_at is not None:
        is_here = delivery.channel == DeliveryChannel.PORTAL and delivery.lapsed_at is None
        yield {
            "label": show_date(berlin_day(delivery.decision.issued_at), request.language),
            "value": _("Bescheid"),
            "url": url_of(request, "application_decision", held.case.id) if is_here else "",
            "note": "" if is_here else _("Kommt mit der Post"),
        }
