"""Renewing, changing, giving up: one button on the page of the case leads into the application for it, filled in."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from onlineamt.audiences.citizen.application.device import address_of, token_of
from onlineamt.audiences.citizen.case.entries import entry_for
from onlineamt.audiences.citizen.case.opening import open_held, url_of
from onlineamt.audiences.citizen.case.views.access import TO_CASE
from onlineamt.audiences.entrance.marks import TenantRequest, tenant_page
from onlineamt.foundation.core.errors import NotFound
from onlineamt.procedure.applications.queries import is_proven
from onlineamt.procedure.delivery.actions.follow_ups import Wish, begin_follow_up
from onlineamt.procedure.delivery.values import EntryStep

STEPS = {
    "verlaengern": EntryStep.RENEW,
    "aendern": EntryStep.CHANGE,
    "beenden": EntryStep.END,
}


@tenant_page
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: TenantRequest, application_id: UUID, entry_id: UUID, step: str) -> HttpResponse:
    """Begin what the person wants to do with an entry, and lead to what is still to be answered, or to the check page.

    Whoever only opens the address is led to the case; who has not just shown a code shows one first.
    """
    held = open_held(request, application_id)
    if step not in STEPS:
        raise NotFound
    if request.method != "POST":
        return redirect(url_of(request, "application_case", application_id))
    if not is_proven(held.application):
        return redirect(f"{url_of(request, 'application_access', application_id)}?{TO_CASE}=1")
    wish = Wish(
        entry_id=entry_for(held, entry_id).id,
        step=STEPS[step],
        token=token_of(request),
        language=request.language,
        address=address_of(request),
    )
    draft_id = begin_follow_up(held.application, wish)
    return redirect(url_of(request, "application", draft_id))
