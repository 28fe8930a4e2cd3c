"""Confirming the e-mail address by its one-time code, which sends the application."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from onlineamt.audiences.citizen.application.device import address_of, token_of
from onlineamt.audiences.citizen.application.inputs import code_field
from onlineamt.audiences.citizen.application.sending import GAPS, SEEN, code_url, send_and_show
from onlineamt.audiences.design.fields import error_lines
from onlineamt.audiences.entrance.marks import TenantRequest, tenant_page
from onlineamt.audiences.entrance.pages import page_url, render_page
from onlineamt.procedure.applications.actions.contact import confirm_email, request_email_code
from onlineamt.procedure.applications.errors import WrongCode
from onlineamt.procedure.applications.journeys import is_settled
from onlineamt.procedure.applications.queries import OpenApplication, access_application


@tenant_page
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: TenantRequest, application_id: UUID) -> HttpResponse:
    """Ask for the code; the right one confirms the address and sends the application."""
    is_sending = request.method == "POST"
    application = access_application(application_id, token=token_of(request), for_update=is_sending)
    if is_settled(application):
        return redirect(page_url(request.language, "application_done", application_id=application_id))
    if not application.email:
        return redirect(page_url(request.language, "application_check", application_id=application_id))
    if not is_sending:
        return _ask(request, application)
    try:
        confirm_email(application, code=request.POST.get("code", ""))
    except WrongCode:
        return _ask(request, application, error=_("Dieser Code stimmt nicht, oder er ist abgelaufen."))
    return send_and_show(request, application, despite_gaps=GAPS in request.POST)


@tenant_page
@require_POST
def send_again(request: TenantRequest, application_id: UUID) -> HttpResponse:
    """Send a new code to the same address; the old one is worth nothing then."""
    application = access_application(application_id, token=token_of(request), for_update=True)
    request_email_code(application, email=application.email, address=address_of(request))
    return redirect(code_url(request, application))


def _ask(request: TenantRequest, application: OpenApplication, *, error: str = "") -> HttpResponse:
    field = code_field(error=error)
    said = request.POST if request.method == "POST" else request.GET
    view = {
        "email": application.email,
        "code": field,
        "said": {name: said[name][:20] for name in (SEEN, GAPS) if name in said},
        "submit_label": _("Code bestätigen und absenden"),
        "url": page_url(request.language, "application_code", application_id=application.id),
        "again_url": page_url(request.language, "application_code_again", application_id=application.id),
        "back_url": page_url(request.language, "application_check", application_id=application.id),
    }
    return render_page(
        request, "citizen/application/code.html", {"view": view, "errors": error_lines((field,))}
    )
