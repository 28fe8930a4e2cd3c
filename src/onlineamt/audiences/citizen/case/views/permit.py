"""„Ihr Ausweis“: the card of an entry on the telephone of its holder, and as a page to print."""

from typing import Any
from urllib.parse import urljoin
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe
from markupsafe import Markup

from onlineamt.audiences.citizen.case.entries import entry_for, shown_entry
from onlineamt.audiences.citizen.case.opening import Held, open_held, url_of
from onlineamt.audiences.citizen.case.views.access import PERMIT
from onlineamt.audiences.citizen.case.views.case import pdf_response
from onlineamt.audiences.entrance.marks import TenantRequest, tenant_page
from onlineamt.audiences.entrance.pages import render_page
from onlineamt.facilities.letters.qr import qr_svg
from onlineamt.facilities.mail.queries import get_sender
from onlineamt.facilities.registers.models import RegisterEntry
from onlineamt.facilities.registers.queries import open_entry, status_of
from onlineamt.facilities.registers.values import EntryStatus
from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.core.formats import show_date
from onlineamt.procedure.applications.queries import is_proven
from onlineamt.procedure.decisions.registers import label_of
from onlineamt.procedure.delivery.permits import find_permit


@tenant_page
@require_safe
def show(request: TenantRequest, application_id: UUID, entry_id: UUID) -> HttpResponse:
    """Show the card to its holder, who has just shown a code. Raises NotFound where the entry has no card that counts."""
    held = open_held(request, application_id)
    if not is_proven(held.application):
        return _prove_first(request, application_id, entry_id)
    entry = entry_for(held, entry_id)
    if find_permit(entry.id) is None:
        raise NotFound
    return render_page(request, "citizen/case/permit.html", {"view": _view(request, held, entry)})


@tenant_page
@require_safe
def download(request: TenantRequest, application_id: UUID, entry_id: UUID) -> HttpResponse:
    """Hand out the card that counts as a page to print. Raises NotFound for one that was replaced or has ended."""
    held = open_held(request, application_id)
    if not is_proven(held.application):
        return _prove_first(request, application_id, entry_id)
    permit = find_permit(entry_for(held, entry_id).id)
    if permit is None:
        raise NotFound
    return pdf_response(permit.document_id, subject_id=permit.entry.subject_id)


def _prove_first(request: TenantRequest, application_id: UUID, entry_id: UUID) -> HttpResponse:
    return redirect(f"{url_of(request, 'application_access', application_id)}?{PERMIT}={entry_id}")


def _view(request: TenantRequest, held: Held, entry: RegisterEntry) -> dict[str, Any]:
    opened = open_entry(entry)
    path = reverse("register-check", kwargs={"token": opened.check_token})
    words = held.case.service.form.words(request.language)
    return {
        "entry": shown_entry(entry, request.language),
        "is_valid": status_of(entry) is EntryStatus.VALID,
        "values": [
            {"label": label_of(words, key), "value": str(value)}
            for key, value in opened.values.items()
            if value
        ],
        "valid_from": show_date(entry.valid_from, request.language),
        "valid_until": show_date(entry.valid_until, request.language) if entry.valid_until else "",
        "check_url": path,
        "qr": Markup(qr_svg(urljoin(settings.ENV.origin_of(get_sender().host), path))),  # noqa: S704 -- drawn by us
        "pdf_url": url_of(request, "application_permit_pdf", held.case.id, entry_id=entry.id),
        "back_url": url_of(request, "application_case", held.case.id),
    }
