"""Checking a tag or permit by the QR code on it."""

from datetime import timedelta
from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from onlineamt.audiences.citizen.application.device import address_of
from onlineamt.audiences.citizen.registers.comparing import ANSWER, read_answer, read_typed, write_answer
from onlineamt.audiences.citizen.registers.findings import (
    compared_finding,
    comparison_field,
    fact_rows,
    finding_of,
    title_of,
    unknown_code,
)
from onlineamt.audiences.design.fields import error_lines
from onlineamt.audiences.entrance.marks import TenantRequest, tenant_page
from onlineamt.audiences.entrance.pages import page_url, render_page
from onlineamt.facilities.registers.actions import compare_entry
from onlineamt.facilities.registers.queries import find_checked
from onlineamt.facilities.registers.rules import read_check_token
from onlineamt.facilities.registers.values import CheckedEntry
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.limits.actions import count_attempt
from onlineamt.foundation.limits.values import Limit
from onlineamt.procedure.decisions.registers import compared_label

# Only what is not found counts: whoever walks along a street of parked cars reads one true code after the other.
GUESSED_FROM = Limit("registers.guessed_from", 60, timedelta(hours=1))


@tenant_page
@require_http_methods(["GET", "HEAD", "POST"])
def check_entry(request: TenantRequest, token: str) -> HttpResponse:
    """Say whether the entry with this code is valid today, and whether what somebody types stands in it.

    Nothing personal is shown. The answer to a comparison is a redirect: "back" sends nothing again.
    """
    checked = find_checked(token)
    if checked is None:
        count_attempt(GUESSED_FROM, address_of(request))
        values = {"heading": _("Ergebnis der Prüfung"), "finding": unknown_code(), "found": None}
        return _show(request, values, status=HTTPStatus.NOT_FOUND)
    if request.method == "POST":
        return _compare(request, token, checked)
    return _answer(request, token, checked)


def _compare(request: TenantRequest, token: str, checked: CheckedEntry) -> HttpResponse:
    if not checked.is_compared:
        raise NotFound
    typed, problem = read_typed(request)
    if problem:
        return _answer(request, token, checked, error=problem)
    is_same = compare_entry(token=token, typed=typed, address=address_of(request))
    answer = write_answer(request, _spelled(token), is_same=bool(is_same))
    url = page_url(request.language, "register-check", token=_spelled(token))
    return redirect(f"{url}?{ANSWER}={answer}#vergleich")


def _answer(request: TenantRequest, token: str, checked: CheckedEntry, *, error: str = "") -> HttpResponse:
    language = request.language
    label = compared_label(checked.register, language) or _("Angabe")
    fields = (comparison_field(label, error=error),) if checked.is_compared else ()
    found = {
        "rows": fact_rows(checked, issuer=request.tenant.official_name, checked_at=now(), language=language),
        "fields": fields,
        "compared": compared_finding(read_answer(request, _spelled(token)), label=label),
        "url": page_url(language, "register-check", token=_spelled(token)),
    }
    values = {
        "heading": title_of(checked, language=language),
        "finding": finding_of(checked, language=language),
        "found": found,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK
    return _show(request, {**values, "errors": error_lines(fields)}, status=status)


def _spelled(token: str) -> str:
    """Return the code in its one spelling, however it was typed."""
    return read_check_token(token) or token


def _show(
    request: TenantRequest, values: dict[str, object], *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    """Keep what people check out of search engines."""
    response = render_page(request, "citizen/registers/finding.html", {"errors": (), **values}, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response
