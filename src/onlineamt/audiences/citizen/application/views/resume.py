"""Going on with a draft on any device: the code first, then one answer only its person knows."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from onlineamt.audiences.citizen.application.device import address_of, keep_token, token_for
from onlineamt.audiences.citizen.application.inputs import plain, resume_code_field
from onlineamt.audiences.citizen.application.proof import is_answered, proof_field
from onlineamt.audiences.design.fields import FieldView, error_lines
from onlineamt.audiences.entrance.marks import TenantRequest, tenant_page
from onlineamt.audiences.entrance.pages import page_url, render_page
from onlineamt.foundation.core.codes import normalise_code
from onlineamt.procedure.applications.actions.drafts import resume_application
from onlineamt.procedure.applications.errors import WrongCode
from onlineamt.procedure.applications.queries import find_by_resume_code


@tenant_page
@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: TenantRequest) -> HttpResponse:
    """Open a draft by its code and a known answer, and lead to where its person stood."""
    if request.method != "POST":
        return _ask(request, resume_code_field(""))
    code = plain(request.POST.get("code", ""))[:40]
    token = token_for(request)
    try:
        draft = resume_application(
            code=code,
            known_answer=lambda found: is_answered(found, request.POST),
            token=token,
            address=address_of(request),
        )
    except WrongCode:
        return _ask_again(request, code)
    response = redirect(page_url(request.language, "application", application_id=draft.id) + "?zuletzt=1")
    keep_token(response, request, token)
    return response


def _ask_again(request: TenantRequest, code: str) -> HttpResponse:
    """Ask for the known answer where the code is right; its 53 random bits may say so."""
    draft = find_by_resume_code(normalise_code(code))
    if draft is None:
        return _ask(
            request,
            resume_code_field(code, error=_("Diesen Code gibt es nicht. Bitte prüfen Sie die Zeichen.")),
        )
    error = _("Diese Antwort passt nicht zu Ihrem Antrag.") if "proof" in request.POST else ""
    return _ask(request, proof_field(draft, request, error=error), code=code)


def _ask(request: TenantRequest, field: FieldView, *, code: str = "") -> HttpResponse:
    values = {"view": {"fields": (field,), "code": code}, "errors": error_lines((field,))}
    return render_page(request, "citizen/application/resume.html", values)
