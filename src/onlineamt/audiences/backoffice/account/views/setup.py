"""Setting up an account: a password by the one-time code, then the app that shows codes."""

from http import HTTPStatus

import segno
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from markupsafe import Markup

from onlineamt.audiences.backoffice.account.inputs import (
    again_problem,
    app_code_field,
    new_password_fields,
    password_problem,
    setup_code_field,
    typed,
)
from onlineamt.audiences.backoffice.device import device_of, keep_mark, keep_token, token_of
from onlineamt.audiences.backoffice.doors import door_page, login_url
from onlineamt.audiences.backoffice.frame import start_url
from onlineamt.audiences.design.fields import FieldView, error_lines
from onlineamt.audiences.entrance.marks import TenantRequest
from onlineamt.audiences.entrance.pages import render_page
from onlineamt.foundation.accounts.actions.login import confirm_second_factor, open_session
from onlineamt.foundation.accounts.actions.setup import enrolment_of, set_up_account
from onlineamt.foundation.accounts.errors import (
    NotLoggedIn,
    PasswordTooWeak,
    WrongSecondFactor,
    WrongSetupCode,
)
from onlineamt.foundation.accounts.queries import access_pending_login
from onlineamt.foundation.accounts.values import Enrolment
from onlineamt.foundation.core.codes import show_code
from onlineamt.foundation.core.errors import TooManyAttempts

_SECRET_GROUP = 4


@door_page
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: TenantRequest) -> HttpResponse:
    """Ask for the set-up code and a first password."""
    if request.method != "POST":
        return _ask_password(request, (setup_code_field(), *new_password_fields()))
    code, new = typed(request.POST.get("code")).strip(), typed(request.POST.get("new_password"))
    again = again_problem(new, typed(request.POST.get("new_password_again")))
    if again:
        return _ask_password(request, (setup_code_field(code), *new_password_fields(again_error=again)))
    device = device_of(request)
    try:
        account = set_up_account(code=code, password=new, address=device.address, place=request.tenant.name)
    except WrongSetupCode as wrong:
        return _ask_password(request, (setup_code_field(code, error=_(wrong.title)), *new_password_fields()))
    except PasswordTooWeak as weak:
        problem = password_problem(weak.reasons)
        return _ask_password(request, (setup_code_field(code), *new_password_fields(error=problem)))
    response = redirect(reverse("staff_enrolment"))
    keep_token(response, request, open_session(account, browser=device.browser))
    return response


@door_page
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: TenantRequest) -> HttpResponse:
    """Show what the app needs and ask for its first code; then show the recovery codes, this once."""
    try:
        pending = access_pending_login(token_of(request))
        if pending.is_enrolled:
            return redirect(reverse("staff_second_step"))
        enrolment = enrolment_of(pending.account_id, issuer=f"{request.tenant.name} Online-Amt")
        if request.method != "POST":
            return _ask_code(request, enrolment, app_code_field(hint=_hint()))
        logged_in = confirm_second_factor(token=token_of(request), code=typed(request.POST.get("code")))
    except (NotLoggedIn, WrongSetupCode):
        return redirect(login_url())
    except WrongSecondFactor as wrong:
        return _ask_code(request, enrolment, app_code_field(error=_(wrong.title), hint=_hint()))
    except TooManyAttempts as many:
        field = app_code_field(error=_("Das waren zu viele Versuche. Warten Sie eine Viertelstunde."))
        return _ask_code(request, enrolment, field, status=HTTPStatus(many.http_status))
    codes = [show_code(code) for code in logged_in.recovery_codes]
    values = {"view": {"codes": codes, "next_url": start_url()}, "errors": ()}
    response = render_page(request, "backoffice/account/recovery_codes.html", values)
    keep_token(response, request, logged_in.token)
    keep_mark(response, request, logged_in.known_by)
    return response


def _ask_password(request: TenantRequest, fields: tuple[FieldView, ...]) -> HttpResponse:
    errors = error_lines(fields)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK
    values = {"view": {"fields": fields}, "errors": errors}
    return render_page(request, "backoffice/account/setup.html", values, status=status)


def _ask_code(
    request: TenantRequest, enrolment: Enrolment, field: FieldView, *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    picture = segno.make(enrolment.uri, error="m", micro=False).svg_inline(
        scale=5, border=4, svgclass=None, lineclass=None, light="#fff"
    )
    groups = range(0, len(enrolment.secret), _SECRET_GROUP)
    view = {
        "field": field,
        "qr": Markup(picture),  # noqa: S704 -- drawn by us from a text that segno turns into squares
        "secret": " ".join(enrolment.secret[start : start + _SECRET_GROUP] for start in groups),
        "uri": enrolment.uri,
    }
    errors = error_lines((field,))
    if errors and status == HTTPStatus.OK:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    return render_page(
        request, "backoffice/account/enrolment.html", {"view": view, "errors": errors}, status=status
    )


def _hint() -> str:
    return _("Sechs Ziffern, die sich alle 30 Sekunden ändern.")
