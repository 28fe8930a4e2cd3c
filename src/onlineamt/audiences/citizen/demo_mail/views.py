"""Showing the e-mails of the stand-in, and only those of the municipality whose page is open."""

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from onlineamt.adapters.mail_folder import FolderTransport
from onlineamt.audiences.entrance.marks import TenantRequest, plain_page
from onlineamt.audiences.entrance.pages import render_page
from onlineamt.facilities.mail.transport import transport
from onlineamt.foundation.core.errors import NotFound

PAGE = "seite"


@plain_page
@require_safe
def show_mails(request: TenantRequest) -> HttpResponse:
    """Show what would have been sent, the newest first, a page of it."""
    typed = request.GET.get(PAGE, "1")
    number = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 4 else 1
    found = _stand_in().list_mails(request.tenant.host, page=max(1, number))
    return _unkept(render_page(request, "citizen/demo_mail/mails.html", {"found": found}))


@plain_page
@require_safe
def show_mail(request: TenantRequest, key: str) -> HttpResponse:
    """Show one e-mail as text; its links can be followed."""
    mail = _stand_in().find_mail(request.tenant.host, key)
    if mail is None:
        raise NotFound
    values = {"mail": mail, "lines": mail.text.splitlines()}
    return _unkept(render_page(request, "citizen/demo_mail/mail.html", values))


def _stand_in() -> FolderTransport:
    """Return the stand-in, or nothing where e-mails are really sent. Other people's codes are never shown."""
    carrier = transport()
    if settings.ENV.is_production or not isinstance(carrier, FolderTransport):
        raise NotFound
    return carrier


def _unkept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
