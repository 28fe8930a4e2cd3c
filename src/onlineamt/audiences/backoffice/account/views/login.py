"""Logging in by password and second factor, and logging out."""

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from onlineamt.audiences.backoffice.account.inputs import app_code_field, email_field, password_field, typed
from onlineamt.audiences.backoffice.device import device_of, forget_token, keep_mark, keep_token, token_of
from onlineamt.audiences.backoffice.doors import NEXT, door_page, login_url, safe_next
from onlineamt.audiences.backoffice.frame import start_url
from onlineamt.audiences.design.fields import FieldView, error_lines
from onlineamt.audiences.entrance.marks import TenantRequest
from onlineamt.audiences.entrance.pages import render_page
from onlineamt.foundation.accounts.actions.login import begin_login, confirm_second_factor, log_out
from onlineamt.foundation.accounts.errors import NotLoggedIn, WrongLogin, WrongSecondFactor
from onlineamt.foundation.accounts.queries import access_caseworker, access_pending_login
from onlineamt.foundation.core.errors import TooManyAttempts


@door_page
@require_http_methods(["GET", "HEAD", "POST"])
def log_in(request: TenantRequest) -> HttpResponse:
    """Ask for address and password; both right lead to the second step."""
    if request.method != "POST":
        return _ask_password(request, (email_field(), password_field()))
    email = typed(request.POST.get("email")).strip()
    try:
        token = begin_login(
            email=email, password=typed(request.POST.get("password")), device=device_of(request)
        )
    except WrongLogin as wrong:
        fields = (email_field(email), password_field(error=_(wrong.title)))
        return _ask_password(request, fields, status=HTTPStatus(wrong.http_status))
    except TooManyAttempts as many:
        return _ask_password(
            request,
            (email_field(email), password_field(error=_too_many())),
            status=HTTPStatus(many.http_status),
        )
    response = redirect(_with_next(request, "staff_second_step"))
    keep_token(response, request, token)
    return response


@door_page
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: TenantRequest) -> HttpResponse:
    """Ask for the code of the app; the right one opens the session."""
    try:
        if not access_pending_login(token_of(request)).is_enrolled:
            return redirect(_with_next(request, "staff_enrolment"))
        if request.method != "POST":
            return _ask_code(request, app_code_field())
        logged_in = confirm_second_factor(token=token_of(request), code=typed(request.POST.get("code")))
    except NotLoggedIn:
        return redirect(_next_of(request) if _is_logged_in(request) else login_url(_next_of(request)))
    except WrongSecondFactor as wrong:
        return _ask_code(request, app_code_field(error=_(wrong.title)), status=HTTPStatus(wrong.http_status))
    except TooManyAttempts as many:
        return _ask_code(request, app_code_field(error=_too_many()), status=HTTPStatus(many.http_status))
    response = redirect(_next_of(request))
    keep_token(response, request, logged_in.token)
    keep_mark(response, request, logged_in.known_by)
    return response


@door_page
@require_POST
def leave(request: TenantRequest) -> HttpResponse:
    """End the session of this device and lead to the log-in."""
    log_out(token=token_of(request))
    response = redirect(f"{reverse('staff_login')}?abgemeldet=1")
    forget_token(response, request)
    return response


def _ask_password(
    request: TenantRequest, fields: tuple[FieldView, ...], *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    view = {"fields": fields, "has_left": "abgemeldet" in request.GET and request.method == "GET"}
    values = {"view": view, "errors": error_lines(fields)}
    return render_page(request, "backoffice/account/login.html", values, status=status)


def _ask_code(
    request: TenantRequest, field: FieldView, *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    values = {"view": {"field": field, "login_url": login_url()}, "errors": error_lines((field,))}
    return render_page(request, "backoffice/account/second_step.html", values, status=status)


def _is_logged_in(request: TenantRequest) -> bool:
    """Tell whether the second step was already passed, in another window or by a second press."""
    try:
        access_caseworker(token_of(request))
    except NotLoggedIn:
        return False
    return True


def _next_of(request: TenantRequest) -> str:
    return safe_next(request.GET.get(NEXT, "")) or start_url()


def _with_next(request: TenantRequest, name: str) -> str:
    """Return the address of the next step, which knows where to go on to in the end."""
    return login_url(request.GET.get(NEXT, "")).replace(reverse("staff_login"), reverse(name), 1)


def _too_many() -> str:
    return _("Das waren zu viele Versuche. Warten Sie eine Stunde, oder lassen Sie Ihr Konto neu einrichten.")
