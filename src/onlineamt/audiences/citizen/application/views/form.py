"""The pages of a form: shown, saved, and saved in passing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onlineamt.audiences.citizen.application.device import token_of
from onlineamt.audiences.citizen.application.page_view import FormPage, page_digest
from onlineamt.audiences.citizen.application.proof import raw_of
from onlineamt.audiences.design.fields import error_lines
from onlineamt.audiences.entrance.marks import TenantRequest, tenant_page
from onlineamt.audiences.entrance.pages import page_url, render_page
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.core.formats import show_time
from onlineamt.procedure.applications.actions.drafts import keep_answers, note_holding
from onlineamt.procedure.applications.errors import AlreadySubmitted
from onlineamt.procedure.applications.journeys import journey_of, save_on_page
from onlineamt.procedure.applications.queries import OpenApplication, access_application
from onlineamt.procedure.forms.engine import Journey

FROM_CHECK = "pruefen"


@tenant_page
@require_safe
def go_on(request: TenantRequest, application_id: UUID) -> HttpResponse:
    """Lead to where the person stands: the case, the last page they were on, or the first that is open."""
    application = access_application(application_id, token=token_of(request))
    if application.row.is_submitted:
        return redirect(page_url(request.language, "application_case", application_id=application_id))
    travelled = journey_of(application)
    last = application.last_page if "zuletzt" in request.GET else ""
    return _to_page(request, application, last if last in travelled.visitable else travelled.first_unfinished)


@tenant_page
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: TenantRequest, application_id: UUID, page_id: str) -> HttpResponse:
    """Show a page, or save it and lead on; with a mistake it comes again with everything that was typed."""
    is_saving = request.method == "POST"
    application = access_application(application_id, token=token_of(request), for_update=is_saving)
    if application.row.is_submitted:
        return redirect(page_url(request.language, "application_done", application_id=application_id))
    travelled = journey_of(application)
    if page_id not in travelled.visitable:
        if page_id not in {one.id for one in travelled.form.pages}:
            raise NotFound
        return _to_page(request, application, travelled.first_unfinished)
    if is_saving:
        return _save(request, application, travelled, page_id)
    note_holding(application, token=token_of(request))
    return _show(request, application, travelled, page_id)


@tenant_page
@require_POST
def autosave(request: TenantRequest, application_id: UUID, page_id: str) -> HttpResponse:
    """Keep what is right so far, without judging what is not there yet. Raises NotHolding, AlreadySubmitted."""
    application = access_application(application_id, token=token_of(request), for_update=True)
    if application.row.is_submitted:
        raise AlreadySubmitted
    travelled = journey_of(application)
    if page_id not in travelled.visitable:
        raise NotFound
    stored = page_digest(travelled, page_id, application.answers)
    if request.POST.get("_seen", stored) != stored:
        return JsonResponse({"saved": _("In einem anderen Fenster geändert"), "seen": request.POST["_seen"]})
    raw = raw_of(request.POST)
    typed = {name: values for name, values in raw.items() if any(value.strip() for value in values)}
    result = save_on_page(application, page_id, typed)
    kept = _keep(request, application, _only_typed(application, result.answers, typed), page_id)
    time = show_time(now(), request.language)
    return JsonResponse(
        {
            "saved": _("Gespeichert um %(time)s") % {"time": time},
            "seen": page_digest(travelled, page_id, kept.answers),
        }
    )


def _save(
    request: TenantRequest, application: OpenApplication, travelled: Journey, page_id: str
) -> HttpResponse:
    raw = raw_of(request.POST)
    if _is_stale(request, application, travelled, page_id, raw):
        return _show(request, application, travelled, page_id, typed=raw, is_stale=True)
    result = save_on_page(application, page_id, raw)
    application = _keep(request, application, result.answers, page_id)
    if "_later" in request.POST:
        return redirect(page_url(request.language, "application_later", application_id=application.id))
    if result.problems:
        return _show(
            request, application, result.journey, page_id, typed=result.raw, problems=result.problems
        )
    to_check = request.POST.get("_from") == FROM_CHECK
    following = result.journey.next_page(page_id, to_summary=to_check)
    return _to_page(request, application, following)


def _keep(
    request: TenantRequest, application: OpenApplication, answers: Mapping[str, Any], page_id: str
) -> OpenApplication:
    keep_answers(application, answers, page=page_id, language=request.language, token=token_of(request))
    return replace(application, answers=answers)


def _is_stale(
    request: TenantRequest,
    application: OpenApplication,
    travelled: Journey,
    page_id: str,
    raw: Mapping[str, Sequence[str]],
) -> bool:
    """Tell whether another window saved other answers since this page was opened, which sending would overwrite."""
    seen = request.POST.get("_seen", "")
    stored = page_digest(travelled, page_id, application.answers)
    if not seen or seen == stored:
        return False
    sent = save_on_page(application, page_id, raw)
    return page_digest(sent.journey, page_id, sent.answers) != stored


def _only_typed(
    application: OpenApplication, answers: Mapping[str, Any], typed: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """Leave out what saving a whole page takes for an answer although nothing was typed there yet."""
    names = {name for key in typed for name in (key, key.rpartition(".")[0])}
    return {
        field_id: answer
        for field_id, answer in answers.items()
        if field_id in names or field_id in application.answers
    }


def _show(
    request: TenantRequest,
    application: OpenApplication,
    travelled: Journey,
    page_id: str,
    *,
    typed: Mapping[str, Sequence[str]] | None = None,
    problems: Sequence[Any] = (),
    is_stale: bool = False,
) -> HttpResponse:
    comes_from_check = FROM_CHECK in (request.GET.get("von"), request.POST.get("_from"))
    view = FormPage(application, travelled, page_id, request.language, comes_from_check=comes_from_check)
    shown = view.shown(typed or {}, problems, is_stale=is_stale)
    template = "citizen/application/exit.html" if view.is_exit else "citizen/application/page.html"
    return render_page(request, template, {"view": shown, "errors": error_lines(shown.fields)})


def _to_page(request: TenantRequest, application: OpenApplication, page_id: str | None) -> HttpResponse:
    if page_id is None:
        return redirect(page_url(request.language, "application_check", application_id=application.id))
    return redirect(
        page_url(request.language, "application_page", application_id=application.id, page_id=page_id)
    )
