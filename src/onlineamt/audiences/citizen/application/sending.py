"""Sending an application, as its person saw it, and leading to the page that says so."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect

from onlineamt.audiences.entrance.marks import TenantRequest
from onlineamt.audiences.entrance.pages import page_url
from onlineamt.foundation.core.canonical import canonical_json, digest
from onlineamt.procedure.applications.actions.submission import submit_application
from onlineamt.procedure.applications.errors import Incomplete
from onlineamt.procedure.applications.journeys import journey_of, submission_of
from onlineamt.procedure.applications.queries import OpenApplication
from onlineamt.procedure.forms.engine import Journey

SEEN = "_seen"  # the mark of the summary that a page stands for
GAPS = "despite_gaps"
CHANGED = "geaendert"


def seen_mark(application: OpenApplication, travelled: Journey) -> str:
    """Return a short mark of everything that is sent if it is sent now."""
    content = submission_of(application, travelled).frozen(salt="")
    return digest(canonical_json(content))[:16]


def code_url(request: TenantRequest, application: OpenApplication) -> str:
    """Return the address of the page that asks for the code, with what the page before has said."""
    said = {name: request.POST[name] for name in (SEEN, GAPS) if name in request.POST}
    url = page_url(request.language, "application_code", application_id=application.id)
    return f"{url}?{urlencode(said)}" if said else url


def send_and_show(
    request: TenantRequest, application: OpenApplication, *, by_post: bool = False, despite_gaps: bool
) -> HttpResponse:
    """Submit and lead to the confirmation.

    Where something is missing, or another window has changed what the person saw, back to the page that shows it.
    """
    travelled = journey_of(application)
    check_url = page_url(request.language, "application_check", application_id=application.id)
    if request.POST.get(SEEN, "") not in {"", seen_mark(application, travelled)}:
        return redirect(f"{check_url}?{CHANGED}=1")
    try:
        submit_application(
            application, submission_of(application, travelled), by_post=by_post, despite_gaps=despite_gaps
        )
    except Incomplete:
        return redirect(check_url)
    return redirect(page_url(request.language, "application_done", application_id=application.id))
