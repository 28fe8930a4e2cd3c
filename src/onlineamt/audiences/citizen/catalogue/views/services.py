"""All services of a municipality, the page of one, and its poster with the QR code."""

from io import BytesIO

import segno
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from onlineamt.audiences.citizen.catalogue.addresses import alternates, whole_url
from onlineamt.audiences.citizen.catalogue.service_page import service_page
from onlineamt.audiences.citizen.catalogue.shown import by_letter, in_alphabet
from onlineamt.audiences.entrance.marks import TenantRequest, public_page
from onlineamt.audiences.entrance.pages import render_page
from onlineamt.procedure.catalogue.models import Offering
from onlineamt.procedure.catalogue.queries import (
    facts_of,
    get_shown_offering,
    list_life_situations,
    list_offerings,
)


@public_page
@require_safe
def show_services(request: TenantRequest) -> HttpResponse:
    """Show every service from A to Z."""
    lines = in_alphabet(list_offerings(request.tenant.id), request.language)
    values = {
        "alternates": alternates(request.tenant, request.path_info),
        "letters": by_letter(lines),
        "services_count": len(lines),
        "online_count": sum(line.is_online for line in lines),
    }
    return render_page(request, "citizen/catalogue/services.html", values)


@public_page
@require_safe
def show_service(request: TenantRequest, key: str) -> HttpResponse:
    """Show what a service is, what it costs here, what one needs, who does it, and where it begins."""
    offering = _offering(request, key)
    page = service_page(offering, list_life_situations(request.tenant.content_version), request.language)
    values = {
        "alternates": alternates(request.tenant, request.path_info),
        "page": page,
        "tenant_name": request.tenant.official_name,
        "whole_url": whole_url(request, "service", key=key),
    }
    return render_page(request, "citizen/catalogue/service.html", values)


@public_page
@require_safe
def show_poster(request: TenantRequest, key: str) -> HttpResponse:
    """Show a sheet to hang up at the counter: title, QR code, address."""
    facts = facts_of(_offering(request, key), request.language)
    values = {"alternates": (), "facts": facts, "whole_url": whole_url(request, "service", key=key)}
    return render_page(request, "citizen/catalogue/poster.html", values)


@public_page
@require_safe
def show_qr_code(request: TenantRequest, key: str) -> HttpResponse:
    """Answer the QR code that leads to the page of a service."""
    _offering(request, key)
    drawing = BytesIO()
    code = segno.make(whole_url(request, "service", key=key), error="m", micro=False)
    code.save(drawing, kind="svg", scale=8, border=2, dark="#000000", light="#ffffff", xmldecl=False)
    return HttpResponse(drawing.getvalue(), content_type="image/svg+xml")


def _offering(request: TenantRequest, key: str) -> Offering:
    return get_shown_offering(request.tenant.id, request.tenant.content_version, key)
