"""Going on with a draft on any device: the code first, then one answer only its person knows."""

from http import HTTPStatus
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from onlineamt.audiences.citizen.application.carried import (
    HERE,
    Carried,
    carried_from_page,
    carried_on,
    id_of,
    send_again,
)
from onlineamt.audiences.citizen.application.device import address_of, keep_token, token_for, token_of
from onlineamt.audiences.citizen.application.inputs import plain, resume_code_field
from onlineamt.audiences.citizen.application.proof import is_answered, proof_field
from onlineamt.audiences.design.fields import FieldView, error_lines
from onlineamt.audiences.entrance.marks import TenantRequest, tenant_page
from onlineamt.audiences.entrance.pages import page_url, render_page
from onlineamt.foundation.core.codes import normalise_code
from onlineamt.procedure.applications.actions.drafts import reopen_application, resume_application
from onlineamt.procedure.applications.errors import WrongCode
from onlineamt.procedure.applications.journeys import has_known_answer
from onlineamt.procedure.applications.queries import (
    OpenApplication,
    find_by_resume_code,
    get_application,
    has_held,
)


@tenant_page
@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: TenantRequest) -> HttpResponse:
    """Open a draft by its code and a known answer, on the device that held it by the answer alone; lead to where it stood."""
    if request.method != "POST":
        return _ask(request, resume_code_field(""))
    here = id_of(request.POST.get(HERE, ""))
    code = plain(request.POST.get("code", ""))[:40]
    token = token_for(request)
    try:
        draft = _reopened(request, here, token) if here else _resumed(request, code, token)
    except WrongCode:
        return _ask_here_again(request, here) if here else _ask_again(request, code)
    last_page = page_url(request.language, "application", application_id=draft.id) + "?zuletzt=1"
    response = send_again(request, draft.id) or redirect(last_page)
    keep_token(response, request, token)
    return response


def ask_again_for(request: TenantRequest, application_id: UUID, page_id: str) -> HttpResponse | None:
    """Ask who is there on a device that held an application too long ago; what it has just sent is not lost.

    None where there is nothing to lose and nobody to know again.
    """
    is_sent = request.method == "POST"
    draft = _held_before(request, application_id)
    if draft is None and not is_sent:
        return None
    field = proof_field(draft, request, is_blank=True) if draft else resume_code_field("")
    carried = carried_from_page(request, application_id, page_id, but=_names(field))
    return _page(request, field, here=application_id if draft else None, carried=carried)


def _resumed(request: TenantRequest, code: str, token: str) -> OpenApplication:
    return resume_application(
        code=code,
        known_answer=lambda found: is_answered(found, request.POST),
        token=token,
        address=address_of(request),
    )


def _reopened(request: TenantRequest, application_id: UUID, token: str) -> OpenApplication:
    return reopen_application(
        application_id,
        known_answer=lambda found: has_known_answer(found) and is_answered(found, request.POST),
        token=token,
        address=address_of(request),
    )


def _held_before(request: TenantRequest, application_id: UUID) -> OpenApplication | None:
    """Return the draft that this device has held, if an answer was given in it by which its person is known."""
    if not has_held(application_id, token=token_of(request)):
        return None
    draft = get_application(application_id)
    return draft if has_known_answer(draft) else None


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


def _ask_here_again(request: TenantRequest, application_id: UUID) -> HttpResponse:
    draft = _held_before(request, application_id)
    if draft is None:
        return _ask(request, resume_code_field(""))
    field = proof_field(draft, request, error=_("Diese Antwort passt nicht zu Ihrem Antrag."))
    return _page(request, field, here=application_id, carried=carried_on(request, _names(field)))


def _ask(request: TenantRequest, field: FieldView, *, code: str = "") -> HttpResponse:
    return _page(request, field, code=code, carried=carried_on(request, _names(field)), status=HTTPStatus.OK)


def _page(
    request: TenantRequest,
    field: FieldView,
    *,
    code: str = "",
    here: UUID | None = None,
    carried: Carried | None = None,
    status: HTTPStatus = HTTPStatus.NOT_FOUND,
) -> HttpResponse:
    view = {"fields": (field,), "code": code, "here": here or "", "carried": carried}
    values = {"view": view, "errors": error_lines((field,))}
    return render_page(request, "citizen/application/resume.html", values, status=status)


def _names(field: FieldView) -> set[str]:
    return {field.id, *(part.id for part in field.parts)}
