"""Checking a letter: by the code printed on it, or by the PDF itself."""

from datetime import timedelta
from http import HTTPStatus

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from onlineamt.audiences.citizen.application.device import address_of
from onlineamt.audiences.citizen.verify.findings import (
    Finding,
    fact_rows,
    issued_by_copy,
    issued_by_token,
    judged,
    unknown_token,
)
from onlineamt.audiences.design.fields import ErrorLine
from onlineamt.audiences.entrance.marks import TenantRequest, takes_bodies, tenant_page
from onlineamt.audiences.entrance.pages import page_url, render_page
from onlineamt.facilities.documents.queries import find_issued_by_content, find_issued_by_token
from onlineamt.facilities.documents.rules import read_verify_token
from onlineamt.facilities.letters.sealing import sealer
from onlineamt.facilities.letters.verification import examine_apart
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.limits.actions import count_attempt
from onlineamt.foundation.limits.values import Limit

MAX_FILE_BYTES = 10_000_000
_AROUND_THE_FILE = 100_000
EXAMINED_FROM = Limit("verify.examined_from", 20, timedelta(hours=1))  # each costs a second of the processor
CODE, FILE = "code", "document"


@takes_bodies(MAX_FILE_BYTES + _AROUND_THE_FILE)
@tenant_page
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: TenantRequest) -> HttpResponse:
    """Ask for the code or the file; a code leads to its own page, a file is judged and forgotten."""
    if request.method != "POST":
        return _ask(request)
    uploaded = request.FILES.get(FILE)
    if isinstance(uploaded, UploadedFile) and uploaded.size:
        return _judge_file(request, uploaded)
    typed = request.POST.get(CODE, "")
    token = read_verify_token(typed)
    if token is None:
        return _ask(request, typed=typed, problem=_problem_of(typed))
    return redirect(page_url(request.language, "verify-token", token=token))


@tenant_page
@require_safe
def verify_token(request: TenantRequest, token: str) -> HttpResponse:
    """Say whether there is a letter with this code."""
    issued = find_issued_by_token(token)
    if issued is None:
        return _show(request, unknown_token(), status=HTTPStatus.NOT_FOUND)
    return _show(request, issued_by_token(issued))


def _judge_file(request: TenantRequest, uploaded: "UploadedFile[bytes]") -> HttpResponse:
    if (uploaded.size or 0) > MAX_FILE_BYTES:
        return _ask(
            request, file_problem=_("Die Datei ist zu groß. Unsere Schreiben sind kleiner als 10 MB.")
        )
    content = uploaded.read()
    issued = find_issued_by_content(content)
    if issued is not None:
        return _show(request, issued_by_copy(issued))
    count_attempt(EXAMINED_FROM, address_of(request))
    return _show(request, judged(examine_apart(content, authorities=sealer().authorities())))


def _problem_of(typed: str) -> str:
    if not typed.strip():
        return _("Geben Sie den Code ein, oder wählen Sie eine PDF-Datei.")
    return _("Dieser Code stimmt nicht. Er hat 25 Zeichen. Vergleichen Sie ihn mit dem Schreiben.")


def _ask(
    request: TenantRequest, *, typed: str = "", problem: str = "", file_problem: str = ""
) -> HttpResponse:
    found = [(CODE, problem), (FILE, file_problem)]
    errors = tuple(ErrorLine(target=target, text=text) for target, text in found if text)
    values = {"typed": typed[:100], "problem": problem, "file_problem": file_problem, "errors": errors}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK
    return _unlisted(render_page(request, "citizen/verify/ask.html", values, status=status))


def _show(request: TenantRequest, finding: Finding, *, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    rows = fact_rows(
        finding, issuer=request.tenant.official_name, checked_at=now(), language=request.language
    )
    values = {"finding": finding, "rows": rows}
    return _unlisted(render_page(request, "citizen/verify/finding.html", values, status=status))


def _unlisted(response: HttpResponse) -> HttpResponse:
    """Keep what people check out of search engines."""
    response["X-Robots-Tag"] = "noindex"
    return response
