"""My account: where I am logged in, my password, my recovery codes."""

from http import HTTPStatus
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onlineamt.audiences.backoffice.account.inputs import (
    again_problem,
    new_password_fields,
    password_field,
    password_problem,
    typed,
)
from onlineamt.audiences.backoffice.account.labels import role_label
from onlineamt.audiences.backoffice.doors import StaffRequest, render_staff_page, staff_page
from onlineamt.audiences.design.fields import FieldView, error_lines
from onlineamt.foundation.accounts.actions.credentials import change_password, renew_recovery_codes
from onlineamt.foundation.accounts.actions.login import end_other_sessions, end_session
from onlineamt.foundation.accounts.errors import PasswordTooWeak, WrongPassword
from onlineamt.foundation.accounts.queries import count_recovery_codes, get_account, get_person, list_sessions
from onlineamt.foundation.core.codes import show_code
from onlineamt.foundation.core.errors import TooManyAttempts
from onlineamt.foundation.organisation.queries import list_offices


@staff_page
@require_safe
def show(request: StaffRequest) -> HttpResponse:
    """Show name, offices and roles, sessions, and how many recovery codes are left."""
    person = get_person(get_account(request.caseworker.account_id))
    view = {
        "name": person.name,
        "email": person.email,
        "offices": _offices(request),
        "sessions": list_sessions(request.caseworker),
        "codes_left": count_recovery_codes(request.caseworker.account_id),
        "said": _SAID.get(request.GET.get("ok", ""), lambda: "")(),
    }
    return render_staff_page(request, "backoffice/account/own.html", {"view": view})


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def change_own_password(request: StaffRequest) -> HttpResponse:
    """Ask for the present and a new password; then all other sessions have ended."""
    if request.method != "POST":
        return _ask_password(request)
    new = typed(request.POST.get("new_password"))
    again = again_problem(new, typed(request.POST.get("new_password_again")))
    if again:
        return _ask_password(request, again=again)
    present = typed(request.POST.get("password"))
    try:
        change_password(caseworker=request.caseworker, present=present, new=new, place=request.tenant.name)
    except WrongPassword as wrong:
        return _ask_password(request, present=_(wrong.title))
    except TooManyAttempts:
        return _ask_password(request, present=_too_many())
    except PasswordTooWeak as weak:
        return _ask_password(request, new=password_problem(weak.reasons))
    return _back("passwort")


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def renew_codes(request: StaffRequest) -> HttpResponse:
    """Ask for the present password and show ten new recovery codes, this once."""
    if request.method != "POST":
        return _ask_for_codes(request)
    try:
        fresh = renew_recovery_codes(
            caseworker=request.caseworker, present=typed(request.POST.get("password"))
        )
    except WrongPassword as wrong:
        return _ask_for_codes(request, error=_(wrong.title))
    except TooManyAttempts:
        return _ask_for_codes(request, error=_too_many())
    view = {"codes": [show_code(code) for code in fresh]}
    return render_staff_page(request, "backoffice/account/new_codes.html", {"view": view})


@staff_page
@require_POST
def end_one(request: StaffRequest, session_id: UUID) -> HttpResponse:
    """End one of one's own sessions."""
    end_session(session_id, caseworker=request.caseworker)
    return _back("sitzung")


@staff_page
@require_POST
def end_others(request: StaffRequest) -> HttpResponse:
    """End all of one's own sessions but this one."""
    end_other_sessions(caseworker=request.caseworker)
    return _back("sitzung")


_SAID = {
    "passwort": lambda: _("Ihr Passwort ist geändert. Auf allen anderen Geräten sind Sie abgemeldet."),
    "sitzung": lambda: _("Dort sind Sie jetzt abgemeldet."),
}


def _offices(request: StaffRequest) -> list[dict[str, str]]:
    offices = {office.id: office.name for office in list_offices(request.tenant.id)}
    return [
        {
            "label": offices[office_id],
            "value": ", ".join(role_label(role) for role in sorted(roles)),
            "url": "",
            "note": "",
        }
        for office_id, roles in request.caseworker.memberships.items()
    ]


def _ask_password(
    request: StaffRequest, *, present: str = "", new: str = "", again: str = ""
) -> HttpResponse:
    label = _("Ihr jetziges Passwort")
    fields = (password_field(error=present, label=label), *new_password_fields(error=new, again_error=again))
    return _ask(request, "backoffice/account/password.html", fields)


def _ask_for_codes(request: StaffRequest, *, error: str = "") -> HttpResponse:
    fields = (password_field(error=error, label=_("Ihr jetziges Passwort")),)
    return _ask(request, "backoffice/account/ask_codes.html", fields)


def _ask(request: StaffRequest, template: str, fields: tuple[FieldView, ...]) -> HttpResponse:
    errors = error_lines(fields)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK
    return render_staff_page(request, template, {"view": {"fields": fields}, "errors": errors}, status=status)


def _back(said: str) -> HttpResponse:
    return redirect(f"{reverse('staff_account')}?ok={said}")


def _too_many() -> str:
    return _("Das waren zu viele Versuche. Warten Sie eine Stunde.")
