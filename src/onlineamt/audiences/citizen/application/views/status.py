"""How far an application is: the reference and one known answer show the status, and nothing else."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from onlineamt.audiences.citizen.application.device import address_of
from onlineamt.audiences.citizen.application.inputs import plain, reference_field
from onlineamt.audiences.citizen.application.proof import is_answered, proof_field
from onlineamt.audiences.design.fields import FieldView, error_lines
from onlineamt.audiences.entrance.marks import TenantRequest, tenant_page
from onlineamt.audiences.entrance.pages import render_page
from onlineamt.foundation.core.formats import show_instant
from onlineamt.procedure.applications.actions.status import ask_about, look_up_status
from onlineamt.procedure.applications.errors import NothingFound
from onlineamt.procedure.applications.journeys import service_of
from onlineamt.procedure.applications.queries import OpenApplication, find_by_reference
from onlineamt.procedure.applications.rules import normalise_reference


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
    values = {
        "view": {"fields": (field,), "reference": reference, "found": None},
        "errors": error_lines((field,)),
    }
    return render_page(request, "citizen/application/status.html", values)


def _show(request: TenantRequest, application: OpenApplication) -> HttpResponse:
    row = application.row
    assert row.submitted_at  # only what is submitted has a reference
    service = service_of(application)
    found = {
        "title": service.title(request.language),
        "reference": row.reference,
        "next_title": _("Wir prüfen Ihre Angaben"),
        "next_text": service.words(request.language).modules.bearbeitungsdauer,
        "history": [
            _step(_("Eingegangen"), show_instant(row.submitted_at, request.language), "past"),
            _step(_("In Prüfung"), _("Wir melden uns, wenn etwas fehlt."), "now"),
            _step(_("Entscheidung"), service.words(request.language).modules.bearbeitungsdauer, "ahead"),
        ],
    }
    values = {"view": {"found": found, "fields": (), "reference": ""}, "errors": ()}
    return render_page(request, "citizen/application/status.html", values)


def _step(label: str, text: str, state: str) -> dict[str, str]:
    return {"label": label, "text": text, "state": state, "url": ""}
