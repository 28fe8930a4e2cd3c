"""The list of tasks on which an application with a long form opens."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from onlineamt.audiences.citizen.application.device import token_of
from onlineamt.audiences.citizen.application.tasks import is_begun, said_progress, task_rows
from onlineamt.audiences.citizen.catalogue.service_page import said_duration
from onlineamt.audiences.entrance.marks import TenantRequest, tenant_page
from onlineamt.audiences.entrance.pages import page_url, render_page
from onlineamt.procedure.applications.actions.drafts import note_holding
from onlineamt.procedure.applications.journeys import is_settled, journey_of, service_of
from onlineamt.procedure.applications.queries import access_application


@tenant_page
@require_safe
def show(request: TenantRequest, application_id: UUID) -> HttpResponse:
    """Show the sections and how far each is; where the form has none, lead to where the person stands."""
    application = access_application(application_id, token=token_of(request))
    travelled = journey_of(application)
    if is_settled(application) or not travelled.sections:
        return redirect(page_url(request.language, "application", application_id=application_id))
    note_holding(application, token=token_of(request))
    service = service_of(application)
    service_url = page_url(request.language, "service", key=application.row.service_key)
    view = {
        "title": service.title(request.language),
        "duration": "" if is_begun(travelled) else said_duration(service.minutes),
        "progress": said_progress(travelled),
        "tasks": task_rows(request.language, application, travelled),
        "papers_url": f"{service_url}#unterlagen",
        "later_url": page_url(request.language, "application_later", application_id=application_id),
        "back_url": service_url,
    }
    return render_page(request, "citizen/application/tasks.html", {"view": view})
