"""Check your answers, say how to reach you, send."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from onlineamt.audiences.citizen.application.device import address_of, token_of
from onlineamt.audiences.citizen.application.inputs import ContactInput, consent_words
from onlineamt.audiences.citizen.application.offered import offering_of
from onlineamt.audiences.citizen.application.parts_view import waiting_rows
from onlineamt.audiences.citizen.application.sending import (
    CHANGED,
    GAPS,
    code_url,
    seen_mark,
    send_and_show,
)
from onlineamt.audiences.citizen.application.summary import (
    Row,
    evidence_rows,
    fee_rows,
    missing_rows,
    shown_sections,
)
from onlineamt.audiences.citizen.application.tasks import tasks_url
from onlineamt.audiences.citizen.application.views.part import check_part
from onlineamt.audiences.design.fields import error_lines
from onlineamt.audiences.entrance.marks import TenantRequest, tenant_page
from onlineamt.audiences.entrance.pages import page_url, render_page
from onlineamt.facilities.mail.errors import AddressUnusable
from onlineamt.procedure.applications.actions.contact import request_email_code
from onlineamt.procedure.applications.actions.drafts import note_holding
from onlineamt.procedure.applications.journeys import (
    is_part,
    is_settled,
    journey_of,
    service_of,
    shared_journey,
)
from onlineamt.procedure.applications.models import ContactWay
from onlineamt.procedure.applications.queries import OpenApplication, access_application
from onlineamt.procedure.catalogue.values import ServiceKind
from onlineamt.procedure.forms.engine import Journey


@tenant_page
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: TenantRequest, application_id: UUID) -> HttpResponse:
    """Show all answers and ask how to reach the person; sending by post is done here, by e-mail after the code."""
    is_sending = request.method == "POST"
    application = access_application(application_id, token=token_of(request), for_update=is_sending)
    if is_settled(application):
        return redirect(page_url(request.language, "application_done", application_id=application_id))
    if is_part(application):
        return check_part(request, application)
    if is_sending:
        return _send(request, application)
    note_holding(application, token=token_of(request))
    return _show(request, application, ContactInput(application.row.contact_way, application.email))


def _send(request: TenantRequest, application: OpenApplication) -> HttpResponse:
    contact = ContactInput.read(request.POST)
    if not contact.is_valid:
        return _show(request, application, contact)
    despite_gaps = GAPS in request.POST
    if contact.way == ContactWay.POST:
        return send_and_show(request, application, by_post=True, despite_gaps=despite_gaps)
    try:
        request_email_code(application, email=contact.email, address=address_of(request))
    except AddressUnusable as unusable:
        return _show(
            request, application, ContactInput(contact.way, contact.email, email_error=_(unusable.title))
        )
    if application.row.email_confirmed_at:
        return send_and_show(request, application, despite_gaps=despite_gaps)
    return redirect(code_url(request, application))


def _show(request: TenantRequest, application: OpenApplication, contact: ContactInput) -> HttpResponse:
    travelled = journey_of(application)
    service = service_of(application)
    offering = offering_of(request.tenant, application.row.service_key)
    definition = service.definition
    fields = contact.fields(consent=consent_words(definition.retrieval, definition.procedure_law))
    view = {
        "service_title": service.title(request.language),
        "sections": shown_sections(request.language, application, travelled),
        "seen": seen_mark(application, travelled),
        "has_changed": CHANGED in request.GET,
        "missing": (
            *missing_rows(request.language, application, travelled),
            *_waiting(request, application, travelled),
        ),
        "evidence": evidence_rows(request.language, application, travelled),
        "fees": fee_rows(application, travelled, request.language),
        "contact": fields,
        "office": offering.office.name if offering else request.tenant.official_name,
        "submit_label": _("Anmeldung absenden")
        if definition.kind is ServiceKind.DECLARATION
        else _("Antrag absenden"),
        "step": 0 if travelled.sections else len(travelled.pages) + 1,
        "privacy_url": page_url(request.language, "privacy"),
        "url": page_url(request.language, "application_check", application_id=application.id),
        "back_url": tasks_url(request.language, application)
        if travelled.sections
        else page_url(request.language, "application", application_id=application.id) + "?zuletzt=1",
    }
    return render_page(
        request, "citizen/application/check.html", {"view": view, "errors": error_lines(fields)}
    )


def _waiting(request: TenantRequest, application: OpenApplication, travelled: Journey) -> tuple[Row, ...]:
    """Return the parts of other persons that are still to come."""
    if not travelled.form.definition.parties:
        return ()
    whole, share = shared_journey(application)
    return waiting_rows(request.language, application, share, whole)
