"""A part of an application for the person who got its link: opened, checked, handed in, taken again."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from onlineamt.audiences.citizen.application.device import address_of, keep_token, token_for, token_of
from onlineamt.audiences.citizen.application.summary import missing_rows, shown_sections
from onlineamt.audiences.entrance.marks import TenantRequest, tenant_page
from onlineamt.audiences.entrance.pages import page_url, render_page
from onlineamt.foundation.core.clock import berlin_day
from onlineamt.foundation.core.codes import normalise_code
from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.core.formats import show_date
from onlineamt.procedure.applications.actions.parts import accept_part, hand_in_part, reopen_part
from onlineamt.procedure.applications.errors import AlreadySubmitted, Incomplete, LinkUsed
from onlineamt.procedure.applications.journeys import journey_of, service_of
from onlineamt.procedure.applications.parts import find_invitation, find_part
from onlineamt.procedure.applications.queries import OpenApplication, access_application
from onlineamt.procedure.applications.running import get_running

_LONGEST_CODE = 40
HAND_IN = "_abgeben"


@tenant_page
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: TenantRequest, code: str) -> HttpResponse:
    """Say what a link is for; pressing the button opens the part on this device, once. Raises LinkUsed."""
    plain = normalise_code(code[:_LONGEST_CODE])
    if request.method == "POST":
        token = token_for(request)
        draft_id = accept_part(code=plain, token=token, address=address_of(request))
        response = redirect(page_url(request.language, "application", application_id=draft_id))
        keep_token(response, request, token)
        return response
    part = find_invitation(plain)
    if part is None:
        raise LinkUsed
    service = get_running(part.application.version_id)
    view = {
        "title": service.title(request.language),
        "party": service.form.words(request.language).party(part.party),
        "url": page_url(request.language, "invitation", code=code),
        "privacy_url": page_url(request.language, "privacy"),
    }
    return render_page(request, "citizen/application/invitation.html", {"view": view})


@tenant_page
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: TenantRequest, application_id: UUID) -> HttpResponse:
    """Take a part, or give it back to its person; else show that it is handed in, as long as nothing else is to be done."""
    draft = access_application(application_id, token=token_of(request))
    found = find_part(draft.id)
    if found is None:
        raise NotFound
    here = page_url(request.language, "application_part", application_id=application_id)
    check_url = page_url(request.language, "application_check", application_id=application_id)
    if request.method == "POST":
        is_taken = _hand_in(draft) if HAND_IN in request.POST else _reopen(draft)
        return redirect(here if is_taken else check_url)
    if found.handed_in_at is None and not found.application.is_submitted:
        return redirect(page_url(request.language, "application", application_id=application_id))
    view = {
        "title": service_of(draft).title(request.language),
        "is_sent": found.application.is_submitted,
        "handed_in_on": show_date(berlin_day(found.handed_in_at), request.language)
        if found.handed_in_at
        else "",
        "url": here,
    }
    return render_page(request, "citizen/application/part.html", {"view": view})


def check_part(request: TenantRequest, draft: OpenApplication) -> HttpResponse:
    """Show the answers of a part, to be handed in when nothing is missing."""
    travelled = journey_of(draft)
    view = {
        "service_title": service_of(draft).title(request.language),
        "sections": shown_sections(request.language, draft, travelled),
        "missing": missing_rows(request.language, draft, travelled),
        "step": len(travelled.pages) + 1,
        "url": page_url(request.language, "application_part", application_id=draft.id),
        "back_url": page_url(request.language, "application", application_id=draft.id) + "?zuletzt=1",
    }
    return render_page(request, "citizen/application/part_check.html", {"view": view})


def _hand_in(draft: OpenApplication) -> bool:
    """Return whether its page says what came of it; else something is missing."""
    try:
        hand_in_part(draft, is_complete=journey_of(draft).is_complete)
    except Incomplete:
        return False
    except AlreadySubmitted:
        pass  # its page says so
    return True


def _reopen(draft: OpenApplication) -> bool:
    try:
        reopen_part(draft)
    except AlreadySubmitted:
        return True  # its page says so
    return False
