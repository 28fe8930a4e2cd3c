"""Beginning an application."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from onlineamt.audiences.citizen.application.device import address_of, keep_token, token_for
from onlineamt.audiences.citizen.application.offered import offering_of
from onlineamt.audiences.entrance.marks import TenantRequest, tenant_page
from onlineamt.audiences.entrance.pages import page_url
from onlineamt.procedure.applications.actions.drafts import Beginning, start_application
from onlineamt.procedure.applications.errors import NotOffered
from onlineamt.procedure.applications.running import get_running
from onlineamt.procedure.catalogue.queries import parameters_of


@tenant_page
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: TenantRequest, key: str) -> HttpResponse:
    """Begin a draft and lead to its first page, or to its list of tasks; whoever only opens the address is led to the service."""
    if request.method != "POST":
        return redirect(page_url(request.language, "service", key=key))
    offering = offering_of(request.tenant, key)
    if offering is None or not offering.is_online:
        raise NotOffered
    service = get_running(offering.version_id)
    token = token_for(request)
    application_id = start_application(
        Beginning(
            version_id=offering.version_id,
            service_key=key,
            parameters=parameters_of(offering),
            keep_draft=service.definition.retention.draft,
            language=request.language,
            address=address_of(request),
        ),
        token=token,
    )
    if service.form.definition.sections:
        first = page_url(request.language, "application_tasks", application_id=application_id)
    else:
        page_id = service.form.pages[0].id
        first = page_url(request.language, "application_page", application_id=application_id, page_id=page_id)
    response = redirect(first)
    keep_token(response, request, token)
    return response
