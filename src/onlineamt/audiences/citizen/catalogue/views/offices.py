"""The offices of a municipality: where they are, when they are open, what they do."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from onlineamt.audiences.citizen.catalogue.addresses import alternates
from onlineamt.audiences.citizen.catalogue.shown import in_alphabet
from onlineamt.audiences.entrance.marks import TenantRequest, public_page
from onlineamt.audiences.entrance.pages import render_page
from onlineamt.foundation.organisation.queries import get_office, list_offices
from onlineamt.procedure.catalogue.queries import list_offerings_of_office
from onlineamt.procedure.catalogue.search.words import fold


@public_page
@require_safe
def show_offices(request: TenantRequest) -> HttpResponse:
    """Show all offices by name."""
    offices = sorted(list_offices(request.tenant.id), key=lambda office: fold(office.name))
    values = {"alternates": alternates(request.tenant, request.path_info), "offices": offices}
    return render_page(request, "citizen/catalogue/offices.html", values)


@public_page
@require_safe
def show_office(request: TenantRequest, key: str) -> HttpResponse:
    """Show an office with its address and hours, and the services it is responsible for."""
    office = get_office(request.tenant.id, key)
    services = in_alphabet(list_offerings_of_office(request.tenant.id, office.id), request.language)
    values = {
        "alternates": alternates(request.tenant, request.path_info),
        "office": office,
        "services": services,
    }
    return render_page(request, "citizen/catalogue/office.html", values)
