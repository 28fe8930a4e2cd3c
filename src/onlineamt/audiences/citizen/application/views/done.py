"""Sent: the reference, the receipt, what happens next."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from onlineamt.audiences.citizen.application.device import token_of
from onlineamt.audiences.citizen.application.offered import offering_of
from onlineamt.audiences.citizen.application.summary import shown_sections
from onlineamt.audiences.entrance.marks import TenantRequest, tenant_page
from onlineamt.audiences.entrance.pages import page_url, render_page
from onlineamt.facilities.documents.queries import get_document, open_document
from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.core.formats import show_date, show_instant
from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.applications.journeys import is_settled, journey_of, service_of
from onlineamt.procedure.applications.later import promised_documents
from onlineamt.procedure.applications.models import ContactWay
from onlineamt.procedure.applications.parts import own_pages
from onlineamt.procedure.applications.queries import OpenApplication, access_application
from onlineamt.procedure.cases.queries import find_case
from onlineamt.procedure.catalogue.values import ServiceKind
from onlineamt.procedure.forms.engine import Journey


@tenant_page
@require_safe
def show(request: TenantRequest, application_id: UUID) -> HttpResponse:
    """Show the confirmation; the receipt appears as soon as its job has made it."""
    application = access_application(application_id, token=token_of(request))
    if application.row.submitted_at is None:
        place = "application_part" if is_settled(application) else "application"
        return redirect(page_url(request.language, place, application_id=application_id))
    service = service_of(application)
    travelled = own_pages(application, journey_of(application))
    has_receipt = application.row.receipt_id is not None
    view = {
        "heading": _("Ihre Anmeldung ist da")
        if service.definition.kind is ServiceKind.DECLARATION
        else _("Ihr Antrag ist da"),
        "reference": application.row.reference,
        "submitted_at": show_instant(application.row.submitted_at, request.language),
        "receipt_url": page_url(request.language, "application_receipt", application_id=application_id)
        if has_receipt
        else "",
        "is_under_way": not is_examined(application.id),
        "next_text": service.words(request.language).modules.bearbeitungsdauer,
        "case_url": page_url(request.language, "application_case", application_id=application_id),
        "steps": next_steps(application),
        "contact": contact_facts(request, application),
        "promised": promised_papers(travelled, request.language),
        "sections": shown_sections(request.language, application, travelled, can_change=False),
        "url": page_url(request.language, "application_done", application_id=application_id),
    }
    return render_page(request, "citizen/application/done.html", {"view": view})


@tenant_page
@require_safe
def download_receipt(request: TenantRequest, application_id: UUID) -> HttpResponse:
    """Hand out the signed receipt. Raises NotFound while it is being made."""
    application = access_application(application_id, token=token_of(request))
    if application.row.receipt_id is None:
        raise NotFound
    document = open_document(
        get_document(application.row.receipt_id, subject_id=application.id), seal=application.seal
    )
    response = HttpResponse(document.content, content_type=document.media_type)
    response["Content-Disposition"] = f'attachment; filename="Beleg-{application.row.reference}.pdf"'
    return response


def is_examined(application_id: UUID) -> bool:
    """Tell whether more can be said of an application by now than that it has arrived."""
    case = find_case(application_id)
    return case is not None and case.examined_at is not None


def next_steps(application: OpenApplication) -> list[dict[str, str]]:
    """Return what happens after sending, as it is for this way of being reached."""
    if application.row.contact_way == ContactWay.EMAIL:
        how = _("Wir schreiben Ihnen eine E-Mail, sobald der Bescheid hier für Sie bereitliegt.")
    else:
        how = _("Wir schicken Ihnen den Bescheid mit der Post.")
    return [
        {
            "label": _("Wir prüfen Ihre Angaben"),
            "text": _("Fehlt etwas, fragen wir nach. Sie verlieren dadurch nichts."),
        },
        {"label": _("Wir entscheiden"), "text": how},
        {
            "label": _("Sie können jederzeit nachsehen"),
            "text": _("Mit Ihrer Nummer und einer Ihrer Antworten."),
        },
    ]


def promised_papers(travelled: Journey, language: Language) -> list[dict[str, str]]:
    """Return the documents that are to come later, and until when."""
    words = travelled.form.words(language)
    return [
        {
            "label": words.label(one.field_id),
            "value": _("bis %(day)s") % {"day": show_date(one.by, language)},
            "url": "",
            "note": "",
        }
        for one in promised_documents(travelled)
    ]


def contact_facts(request: TenantRequest, application: OpenApplication) -> list[dict[str, str]]:
    """Return whom to ask: the office of the service, else the town hall."""
    offering = offering_of(request.tenant, application.row.service_key)
    telephone = offering.office.telephone if offering else ""
    telephone = telephone or str(request.tenant.contact.get("telephone", ""))
    rows = [_fact(_("Zuständig"), offering.office.name if offering else request.tenant.official_name)]
    if telephone:
        rows.append(_fact(_("Telefon"), telephone, url="tel:" + telephone.replace(" ", "")))
    rows.append(_fact(_("Stand"), _("Wie weit ist mein Antrag?"), url=page_url(request.language, "status")))
    return rows


def _fact(label: str, value: str, *, url: str = "") -> dict[str, str]:
    return {"label": label, "value": value, "url": url, "note": ""}
