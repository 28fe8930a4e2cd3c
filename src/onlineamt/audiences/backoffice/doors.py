"""The doors of the back office: which pages are for staff only, and what happens to somebody who is not logged in."""

from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import SimpleTemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from onlineamt.audiences.backoffice.device import token_of
from onlineamt.audiences.backoffice.frame import staff_view
from onlineamt.audiences.entrance.marks import TenantRequest, mark_as, tenant_page
from onlineamt.audiences.entrance.pages import render_page
from onlineamt.foundation.accounts.actions.login import note_use
from onlineamt.foundation.accounts.errors import NotLoggedIn
from onlineamt.foundation.accounts.queries import access_caseworker
from onlineamt.foundation.accounts.values import Caseworker
from onlineamt.foundation.core.errors import PortalError
from onlineamt.foundation.core.languages import Language
from onlineamt.foundation.tenancy.transaction import in_tenant

MARK = "staff"
BEFORE = "/amt/"  # every address of the back office begins so
NEXT = "weiter"
SECRETS = frozenset(
    {"password", "new_password", "new_password_again", "code"}
)  # never sent back to a browser
_LONGEST_ADDRESS = 500

P = ParamSpec("P")


class StaffRequest(TenantRequest):
    """A request of somebody who is logged in."""

    caseworker: Caseworker


StaffView = Callable[Concatenate[StaffRequest, P], HttpResponse]
DoorView = Callable[Concatenate[TenantRequest, P], HttpResponse]


def staff_page(view: StaffView[P]) -> DoorView[P]:
    """Mark a view that is for staff: one tenant transaction, somebody logged in as `request.caseworker`.

    Others are led to the log-in and back; what they were about to send stays on the page. A PortalError undoes everything
    and is said in the frame of the back office. Never kept by caches, never indexed, always in German.
    """

    @wraps(view)
    def shown(request: TenantRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.language is not Language.GERMAN:
            return _in_german(request)
        staff_request = cast(StaffRequest, request)
        try:
            with in_tenant(request.tenant.id):
                staff_request.caseworker = access_caseworker(token_of(request))
                note_use(staff_request.caseworker)
                response = view(staff_request, *args, **kwargs)
                if isinstance(response, SimpleTemplateResponse):
                    response.render()
        except NotLoggedIn:
            response = ask_to_log_in(request)
        except PortalError as error:
            response = _show_error(staff_request, error)
        return _unkept(response)

    marked: DoorView[P] = mark_as(shown, MARK)
    return marked


def door_page(view: DoorView[P]) -> DoorView[P]:
    """Mark a view before the door: a tenant's page for whoever is about to log in, in German and never indexed."""

    @wraps(view)
    def shown(request: TenantRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.language is not Language.GERMAN:
            return _in_german(request)
        return _unkept(view(request, *args, **kwargs))

    inner: Any = shown
    opened: DoorView[P] = tenant_page(inner)
    return opened


def ask_to_log_in(request: TenantRequest) -> HttpResponse:
    """Lead to the log-in and back; what was sent by somebody whose session is over waits on a page of its own."""
    kept = [(name, value) for name, values in request.POST.lists() for value in values if name not in SECRETS]
    asked_for_secrets_only = not kept and not SECRETS.isdisjoint(request.POST)
    if request.method != "POST" or asked_for_secrets_only:
        return redirect(login_url(request.get_full_path()))
    view = {
        "url": request.get_full_path(),
        "login_url": login_url(),
        "fields": [{"name": name, "value": value} for name, value in kept],
        "has_files": bool(request.FILES),
    }
    return render_page(request, "backoffice/expired.html", {"view": view}, status=HTTPStatus.FORBIDDEN)


def login_url(next_url: str = "") -> str:
    """Return the address of the log-in that leads on to a page of the back office."""
    query = f"?{urlencode({NEXT: next_url})}" if safe_next(next_url) else ""
    return reverse("staff_login") + query


def safe_next(url: str) -> str:
    """Return an address to go on to if it is one of the back office's own, or an empty string: nobody is led away."""
    is_ours = url.startswith(BEFORE) and url_has_allowed_host_and_scheme(url, allowed_hosts=None)
    return url if is_ours and len(url) <= _LONGEST_ADDRESS and "\\" not in url else ""


def render_staff_page(
    request: StaffRequest,
    template: str,
    values: Mapping[str, Any] | None = None,
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """Return a page of the back office: as `render_page`, and the frame knows who is logged in (`staff`)."""
    staff = staff_view(request.caseworker, path=request.path_info)
    return render_page(request, template, {"staff": staff, **(values or {})}, status=status)


def _show_error(request: StaffRequest, error: PortalError) -> HttpResponse:
    """Say what is in the way; nothing was changed, and the frame shows the way on."""
    return render_staff_page(
        request, "backoffice/error.html", {"error": error}, status=HTTPStatus(error.http_status)
    )


def _in_german(request: TenantRequest) -> HttpResponse:
    """Lead to the same page in the one language of the back office (decision record 0094)."""
    query = request.META.get("QUERY_STRING", "")
    return _unkept(redirect(request.path_info + (f"?{query}" if query else "")))


def _unkept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
