"""Showing that one is the person: a fresh one-time code to the confirmed address (§ 41 Abs. 2a Satz 2 VwVfG)."""

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from onlineamt.audiences.citizen.application.device import address_of, keep_token, token_for, token_of
from onlineamt.audiences.citizen.application.inputs import code_field
from onlineamt.audiences.citizen.case.opening import open_held, url_of
from onlineamt.audiences.citizen.case.situation import delivery_of, is_ready
from onlineamt.audiences.citizen.case.tickets import TICKET, read_ticket
from onlineamt.audiences.citizen.case.views.status import EXPIRED
from onlineamt.audiences.design.fields import error_lines
from onlineamt.audiences.entrance.marks import TenantRequest, tenant_page
from onlineamt.audiences.entrance.pages import page_url, render_page
from onlineamt.procedure.applications.actions.contact import prove_access, request_access_code
from onlineamt.procedure.applications.errors import NoConfirmedAddress, WrongCode
from onlineamt.procedure.applications.queries import OpenApplication, get_application
from onlineamt.procedure.applications.rules import mask_email

PERMIT = "ausweis"
TO_CASE = "vorgang"  # the person wants to go on there, not to the decision


@tenant_page
@require_http_methods(["GET", "HEAD", "POST"])
def by_ticket(request: TenantRequest) -> HttpResponse:
    """Go on from the status: send a code to the confirmed address; the right one lets this device hold the application."""
    status_url = page_url(request.language, "status")
    if request.method != "POST":
        return redirect(status_url)
    application = read_ticket(request)
    if application is None:
        return redirect(f"{status_url}?{EXPIRED}=1")
    url = page_url(request.language, "status_code")
    said = {TICKET: request.POST[TICKET]}
    if "code" not in request.POST:
        request_access_code(application, address=address_of(request))
        return _ask(request, application, url=url, back_url=status_url, said=said)
    token = token_for(request)
    try:
        prove_access(application, code=request.POST["code"], token=token)
    except WrongCode:
        return _ask(request, application, url=url, back_url=status_url, said=said, is_wrong=True)
    response = redirect(url_of(request, "application_case", application.id))
    keep_token(response, request, token)
    return response


@tenant_page
@require_http_methods(["GET", "HEAD", "POST"])
def on_this_device(request: TenantRequest, application_id: UUID) -> HttpResponse:
    """Ask the person on a device that holds the application for a fresh code, and lead to what it opens."""
    held = open_held(request, application_id)
    if held.application.row.email_confirmed_at is None:
        raise NoConfirmedAddress
    permit = _permit_in(request)
    url, back_url = (
        url_of(request, name, application_id) for name in ("application_access", "application_case")
    )
    if permit:
        url = f"{url}?{PERMIT}={permit}"
    elif TO_CASE in request.GET:
        url = f"{url}?{TO_CASE}=1"
    if request.method != "POST":
        return _offer(request, held.application, url=url, back_url=back_url)
    application = get_application(application_id, for_update=True)
    if "code" not in request.POST:
        request_access_code(application, address=address_of(request))
        return _ask(request, application, url=url, back_url=back_url)
    try:
        prove_access(application, code=request.POST["code"], token=token_of(request))
    except WrongCode:
        return _ask(request, application, url=url, back_url=back_url, is_wrong=True)
    if permit:
        return redirect(url_of(request, "application_permit", application_id, entry_id=permit))
    is_for_decision = is_ready(delivery_of(held.case)) and TO_CASE not in request.GET
    following = "application_decision" if is_for_decision else "application_case"
    return redirect(url_of(request, following, application_id))


def _permit_in(request: TenantRequest) -> UUID | None:
    """Return the entry whose card the person was on the way to; what is no id is nothing."""
    try:
        return UUID(request.GET.get(PERMIT, ""))
    except ValueError:
        return None


def _offer(request: TenantRequest, application: OpenApplication, *, url: str, back_url: str) -> HttpResponse:
    view = {"email": mask_email(application.email), "url": url, "back_url": back_url}
    return render_page(request, "citizen/case/access.html", {"view": view, "errors": ()})


def _ask(
    request: TenantRequest,
    application: OpenApplication,
    *,
    url: str,
    back_url: str,
    said: Mapping[str, str] | None = None,
    is_wrong: bool = False,
) -> HttpResponse:
    error = _("Dieser Code stimmt nicht, oder er ist abgelaufen.") if is_wrong else ""
    field = code_field(error=error)
    view = {
        "email": mask_email(application.email),
        "code": field,
        "said": dict(said or {}),
        "url": url,
        "back_url": back_url,
    }
    return render_page(request, "citizen/case/code.html", {"view": view, "errors": error_lines((field,))})
