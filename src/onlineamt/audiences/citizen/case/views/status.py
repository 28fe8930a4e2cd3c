"""How far an application is: the reference and one known answer show the status, and nothing else."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from onlineamt.audiences.citizen.application.device import address_of
from onlineamt.audiences.citizen.application.inputs import plain, reference_field
from onlineamt.audiences.citizen.application.proof import is_answered, proof_field
from onlineamt.audiences.citizen.case.history import history_of
from onlineamt.audiences.citizen.case.situation import Step, delivery_of, situation_of
from onlineamt.audiences.citizen.case.tickets import make_ticket
from onlineamt.audiences.design.fields import FieldView, error_lines
from onlineamt.audiences.entrance.marks import TenantRequest, tenant_page
from onlineamt.audiences.entrance.pages import page_url, render_page
from onlineamt.procedure.applications.actions.status import ask_about, look_up_status
from onlineamt.procedure.applications.errors import NothingFound
from onlineamt.procedure.applications.queries import OpenApplication, find_by_reference
from onlineamt.procedure.applications.rules import mask_email, normalise_reference
from onlineamt.procedure.cases.queries import OpenCase, get_case

EXPIRED = "abgelaufen"


@tenant_page
@require_http_methods(["GET", "HEAD", "POST"])
def look_up(request: TenantRequest) -> HttpResponse:
    """Ask for the reference, then for a known answer, then show the status."""
    if request.method != "POST":
        return _ask(request, reference_field(plain(request.GET.get("nummer", ""))[:20]))
    typed = plain(request.POST.get("reference", ""))[:40]
    if not typed:
        return _ask(request, reference_field("", error=_("Geben Sie die Nummer Ihres Antrags an.")))
    reference = normalise_reference(typed)
    if "proof" not in request.POST:
        asked = ask_about(reference=reference, address=address_of(request))
        return _ask(request, proof_field(asked, request, reference=reference), reference=typed)
    try:
        application = look_up_status(
            reference=reference,
            known_answer=lambda found: is_answered(found, request.POST),
            address=address_of(request),
        )
    except NothingFound as nothing:
        field = proof_field(
            find_by_reference(reference), request, reference=reference, error=_(nothing.title)
        )
        return _ask(request, field, reference=typed)
    return _show(request, application)


def _ask(request: TenantRequest, field: FieldView, *, reference: str = "") -> HttpResponse:
    view = {
        "fields": (field,),
        "reference": reference,
        "found": None,
        "has_expired": EXPIRED in request.GET,
        "letter_url": page_url(request.language, "answer_by_letter"),
    }
    return render_page(request, "citizen/case/status.html", {"view": view, "errors": error_lines((field,))})


def _show(request: TenantRequest, application: OpenApplication) -> HttpResponse:
    case = get_case(application.id)
    found = {
        "title": case.service.title(request.language),
        "reference": case.row.reference,
        "next": situation_of(case, delivery_of(case), request.language),
        "history": history_of(case, request.language),
        "way": _way_on(request, application, case),
    }
    return render_page(request, "citizen/case/status.html", {"view": {"found": found}, "errors": ()})


def _way_on(request: TenantRequest, application: OpenApplication, case: OpenCase) -> dict[str, object]:
    """Return how its person gets from the status to everything else: a code by e-mail, or the letter in their hand."""
    has_email = application.row.email_confirmed_at is not None
    is_asked = situation_of(case, None, request.language).step is Step.ANSWER
    return {
        "email": mask_email(application.email) if has_email else "",
        "url": page_url(request.language, "status_code"),
        "ticket": make_ticket(request, application) if has_email else "",
        "letter_url": page_url(request.language, "answer_by_letter") if is_asked and not has_email else "",
    }
