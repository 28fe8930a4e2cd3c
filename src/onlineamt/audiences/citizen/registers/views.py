"""Checking a tag or permit by the QR code on it."""

from datetime import timedelta
from http import HTTPStatus

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from onlineamt.audiences.citizen.application.device import address_of
from onlineamt.audiences.citizen.registers.findings import fact_rows, finding_of, title_of, unknown_code
from onlineamt.audiences.entrance.marks import TenantRequest, tenant_page
from onlineamt.audiences.entrance.pages import render_page
from onlineamt.facilities.registers.queries import find_checked
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.limits.actions import count_attempt
from onlineamt.foundation.limits.values import Limit

# Only what is not found counts: whoever walks along a street of parked cars reads one true code after the other.
GUESSED_FROM = Limit("registers.guessed_from", 60, timedelta(hours=1))


@tenant_page
@require_safe
def check_entry(request: TenantRequest, token: str) -> HttpResponse:
    """Say whether the entry with this code is valid today. Nothing personal is shown."""
    checked = find_checked(token)
    if checked is None:
        count_attempt(GUESSED_FROM, address_of(request))
        values = {"heading": _("Ergebnis der Prüfung"), "finding": unknown_code(), "rows": []}
        return _show(request, values, status=HTTPStatus.NOT_FOUND)
    rows = fact_rows(
        checked, issuer=request.tenant.official_name, checked_at=now(), language=request.language
    )
    values = {
        "heading": title_of(checked, language=request.language),
        "finding": finding_of(checked, language=request.language),
        "rows": rows,
    }
    return _show(request, values)


def _show(
    request: TenantRequest, values: dict[str, object], *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    """Keep what people check out of search engines."""
    response = render_page(request, "citizen/registers/finding.html", values, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response
