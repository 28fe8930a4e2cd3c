"""Keeping what was typed, and saying so to the script that saves in passing."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import JsonResponse
from django.utils.translation import gettext as _

from onlineamt.audiences.citizen.application.device import address_of, token_of
from onlineamt.audiences.entrance.marks import TenantRequest
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.core.formats import show_time
from onlineamt.procedure.applications.actions.drafts import keep_answers
from onlineamt.procedure.applications.actions.following import link_by_answer
from onlineamt.procedure.applications.journeys import decided_of
from onlineamt.procedure.applications.queries import Decided, OpenApplication
from onlineamt.procedure.forms.engine import Journey

FROM_CHECK = "pruefen"


def keep(
    request: TenantRequest,
    application: OpenApplication,
    answers: Mapping[str, Any],
    page_id: str,
    travelled: Journey,
) -> OpenApplication:
    """Store the answers of a draft; return it with them, and with the entry they lead to.

    `travelled`: a way of this draft, from which that of the answers follows.
    """
    decided = decided_of(application, travelled, answers)
    keep_answers(
        application,
        answers,
        page=page_id,
        language=request.language,
        token=token_of(request),
        decided=decided,
    )
    kept = Decided(answers, decided) if decided else None
    return link_by_answer(replace(application, answers=answers, kept=kept), address=address_of(request))


def saved(request: TenantRequest, seen: str, computed: Mapping[str, str]) -> JsonResponse:
    """Say when it was saved; `seen` stands for what is stored now, `computed` are the values that follow, by field."""
    time = show_time(now(), request.language)
    return JsonResponse(
        {"saved": _("Gespeichert um %(time)s") % {"time": time}, "seen": seen, "computed": dict(computed)}
    )


def not_saved(request: TenantRequest) -> JsonResponse:
    """Say that another window saved other answers meanwhile; when this one is sent, its person will see both."""
    return JsonResponse({"saved": _("In einem anderen Fenster geändert"), "seen": request.POST["_seen"]})


def comes_from_check(request: TenantRequest) -> bool:
    """Whether the person came from the page that checks, and wants to go back there."""
    return FROM_CHECK in (request.GET.get("von"), request.POST.get("_from"))
