"""Sending an application and leading to the page that says so: from the check page or from the code page."""

from django.http import HttpResponse
from django.shortcuts import redirect

from onlineamt.audiences.entrance.marks import TenantRequest
from onlineamt.audiences.entrance.pages import page_url
from onlineamt.procedure.applications.actions.submission import submit_application
from onlineamt.procedure.applications.errors import Incomplete
from onlineamt.procedure.applications.journeys import journey_of, submission_of
from onlineamt.procedure.applications.queries import OpenApplication


def send_and_show(
    request: TenantRequest, application: OpenApplication, *, by_post: bool = False, despite_gaps: bool
) -> HttpResponse:
    """Submit and lead to the confirmation; where something is missing, back to the page that names it."""
    travelled = journey_of(application)
    try:
        submit_application(
            application, submission_of(application, travelled), by_post=by_post, despite_gaps=despite_gaps
        )
    except Incomplete:
        return redirect(page_url(request.language, "application_check", application_id=application.id))
    return redirect(page_url(request.language, "application_done", application_id=application.id))
