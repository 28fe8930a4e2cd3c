"""Answering a letter that came by post: the number, the code on it, and one answer only its person knows."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from onlineamt.audiences.citizen.application.device import address_of, keep_token, token_for
from onlineamt.audiences.citizen.application.inputs import plain, reference_field, resume_code_field
from onlineamt.audiences.citizen.application.proof import is_answered, proof_field
from onlineamt.audiences.citizen.case.opening import url_of
from onlineamt.audiences.design.fields import FieldView, error_lines
from onlineamt.audiences.entrance.marks import TenantRequest, tenant_page
from onlineamt.audiences.entrance.pages import render_page
from onlineamt.procedure.applications.actions.status import ask_about
from onlineamt.procedure.applications.errors import NothingFound
from onlineamt.procedure.applications.queries import find_by_reference
from onlineamt.procedure.applications.rules import normalise_reference
from onlineamt.procedure.delivery.actions.answering import open_by_letter


@tenant_page
@require_http_methods(["GET", "HEAD", "POST"])
def answer_by_letter(request: TenantRequest) -> HttpResponse:
    """Ask for number and code, then for a known answer, then open the case on this device."""
    if request.method != "POST":
        return _ask(request, (reference_field(""), resume_code_field("")))
    reference, code = (plain(request.POST.get(name, ""))[:40] for name in ("reference", "code"))
    if not reference or not code:
        return _ask(request, _number_and_code(reference, code))
    if "proof" not in request.POST:
        return _ask_proof(request, reference, code)
    token = token_for(request)
    try:
        application = open_by_letter(
            reference=normalise_reference(reference),
            code=code,
            known_answer=lambda found: is_answered(found, request.POST),
            token=token,
            address=address_of(request),
        )
    except NothingFound as nothing:
        return _ask(request, _number_and_code(reference, code, error=_(nothing.title)))
    response = redirect(url_of(request, "application_answer", application.id))
    keep_token(response, request, token)
    return response


def _number_and_code(reference: str, code: str, *, error: str = "") -> tuple[FieldView, FieldView]:
    missing = _("Geben Sie die Nummer Ihres Antrags an.") if not reference else ""
    no_code = _("Geben Sie den Code aus unserem Brief ein.") if not code else ""
    return (reference_field(reference, error=error or missing), resume_code_field(code, error=no_code))


def _ask_proof(request: TenantRequest, reference: str, code: str) -> HttpResponse:
    """The question tells nothing: for a number nobody has it is that of some service here."""
    number = normalise_reference(reference)
    ask_about(reference=number, address=address_of(request))
    field = proof_field(find_by_reference(number), request, reference=number)
    return _ask(request, (field,), said={"reference": reference, "code": code, "proof": "1"})


def _ask(
    request: TenantRequest, fields: tuple[FieldView, ...], *, said: dict[str, str] | None = None
) -> HttpResponse:
    values = {"view": {"fields": fields, "said": said or {}}, "errors": error_lines(fields)}
    return render_page(request, "citizen/case/letter_code.html", values)
