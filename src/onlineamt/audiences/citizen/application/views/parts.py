"""Handing parts of an application to other persons, and taking them back."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from onlineamt.audiences.citizen.application.device import token_of
from onlineamt.audiences.citizen.application.parts_view import part_rows
from onlineamt.audiences.entrance.marks import TenantRequest, tenant_page
from onlineamt.audiences.entrance.pages import page_url, render_page
from onlineamt.foundation.core.errors import NotFound
from onlineamt.procedure.applications.actions.drafts import note_holding
from onlineamt.procedure.applications.actions.parts import hand_over, take_back
from onlineamt.procedure.applications.journeys import is_part, is_settled, service_of
from onlineamt.procedure.applications.queries import access_application

HAND_OVER, TAKE_BACK = "_geben", "_zurueck"


@tenant_page
@require_http_methods(["GET", "HEAD", "POST"])
def parts(request: TenantRequest, application_id: UUID) -> HttpResponse:
    """Show who fills in what, with the link for each other person; or hand a part over, or take it back."""
    is_changing = request.method == "POST"
    application = access_application(application_id, token=token_of(request), for_update=is_changing)
    form = service_of(application).form
    if not form.definition.parties or is_part(application):
        raise NotFound
    if is_settled(application):
        return redirect(page_url(request.language, "application_done", application_id=application_id))
    url = page_url(request.language, "application_parts", application_id=application_id)
    if is_changing:
        if (party := request.POST.get(HAND_OVER, "")) in form.definition.parties:
            hand_over(application, party, form)
        if (party := request.POST.get(TAKE_BACK, "")) in form.definition.parties:
            take_back(application, party)
        return redirect(url)
    note_holding(application, token=token_of(request))
    view = {
        "title": service_of(application).title(request.language),
        "parts": part_rows(request, application),
        "url": url,
        "go_on_url": page_url(request.language, "application", application_id=application_id),
        "back_url": page_url(request.language, "application", application_id=application_id) + "?zuletzt=1",
    }
    return render_page(request, "citizen/application/parts.html", {"view": view})
