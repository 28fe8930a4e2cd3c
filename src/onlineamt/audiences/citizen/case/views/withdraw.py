"""Taking an application back: said plainly before, because it cannot be undone; a declaration is not taken back."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from onlineamt.audiences.citizen.application.views.done import contact_facts
from onlineamt.audiences.citizen.case.opening import Held, open_held, url_of
from onlineamt.audiences.entrance.marks import TenantRequest, tenant_page
from onlineamt.audiences.entrance.pages import render_page
from onlineamt.procedure.cases.actions.ending import withdraw_case
from onlineamt.procedure.cases.errors import NotToBeTakenBack
from onlineamt.procedure.cases.rules import is_open, may_withdraw
from onlineamt.procedure.cases.values import CaseState
from onlineamt.procedure.catalogue.values import ServiceKind


@tenant_page
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: TenantRequest, application_id: UUID) -> HttpResponse:
    """Say what taking back means or why it is not possible; the button takes back."""
    held = open_held(request, application_id, for_update=request.method == "POST")
    if request.method != "POST":
        return _explain(request, held)
    try:
        withdraw_case(held.case.id)
    except NotToBeTakenBack:  # pressed twice, decided meanwhile, or a declaration: the page says which
        return _explain(request, held)
    return redirect(url_of(request, "application_case", application_id))


def _explain(request: TenantRequest, held: Held) -> HttpResponse:
    row = held.case.row
    if row.decided_at is None and row.closed_at is not None:
        return redirect(url_of(request, "application_case", held.case.id))
    view = {
        "title": held.case.service.title(request.language),
        "reference": row.reference,
        "is_possible": may_withdraw(ServiceKind(row.kind), CaseState(row.state)),
        "is_declaration": row.kind == ServiceKind.DECLARATION and is_open(CaseState(row.state)),
        "contact": contact_facts(request, held.application),
        "url": url_of(request, "application_withdraw", held.case.id),
        "back_url": url_of(request, "application_case", held.case.id),
    }
    return render_page(request, "citizen/case/withdraw.html", {"view": view})
