"""The pages of a form: shown, saved, and saved in passing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onlineamt.audiences.citizen.application.device import token_of
from onlineamt.audiences.citizen.application.file_view import NOTHING_SENT, FileMarks
from onlineamt.audiences.citizen.application.handing_in import (
    MOST_AT_ONCE,
    REMOVED,
    HandedIn,
    attach_all,
    hand_in_all,
    is_about_files,
    press,
    removed_marks,
    said_after,
)
from onlineamt.audiences.citizen.application.item_view import ChosenItem, chosen_item, url_of_item
from onlineamt.audiences.citizen.application.keeping import (
    FROM_CHECK,
    comes_from_check,
    keep,
    not_saved,
    saved,
)
from onlineamt.audiences.citizen.application.page_view import FormPage, computed_texts, page_digest
from onlineamt.audiences.citizen.application.proof import raw_of
from onlineamt.audiences.citizen.application.tasks import tasks_url
from onlineamt.audiences.citizen.application.views.resume import ask_again_for
from onlineamt.audiences.design.fields import error_lines
from onlineamt.audiences.entrance.marks import MAX_BODY_BYTES, TenantRequest, takes_bodies, tenant_page
from onlineamt.audiences.entrance.pages import page_url, render_page
from onlineamt.foundation.core.errors import NotFound
from onlineamt.procedure.applications.actions.drafts import note_holding
from onlineamt.procedure.applications.actions.files import DraftFiles, forget_removed
from onlineamt.procedure.applications.errors import AlreadySubmitted, NotHolding
from onlineamt.procedure.applications.journeys import is_settled, journey_of, save_in_passing, save_on_page
from onlineamt.procedure.applications.models import LinkedBy
from onlineamt.procedure.applications.queries import OpenApplication, access_application
from onlineamt.procedure.forms.engine import Journey
from onlineamt.procedure.forms.engine.kinds.file import FileKind


@tenant_page
@require_safe
def go_on(request: TenantRequest, application_id: UUID) -> HttpResponse:
    """Lead to where the person stands: the case, the last page they were on, or what is left to do.

    In a form with sections that is the list of tasks, also where the section of the last page is finished.
    """
    application = access_application(application_id, token=token_of(request))
    if application.row.is_submitted:
        return redirect(page_url(request.language, "application_case", application_id=application_id))
    if is_settled(application):
        return redirect(page_url(request.language, "application_part", application_id=application_id))
    travelled = journey_of(application)
    last = application.last_page if "zuletzt" in request.GET else ""
    section = travelled.section_of(last)
    if last in travelled.visitable and not (section and section.first_unfinished is None):
        return _to_page(request, application, last)
    return _to_what_is_left(request, application, travelled)


@takes_bodies(MOST_AT_ONCE + MAX_BODY_BYTES)
@tenant_page
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: TenantRequest, application_id: UUID, page_id: str) -> HttpResponse:
    """Show a page, or save it and lead on; with a mistake it comes again with everything that was typed."""
    is_saving = request.method == "POST"
    try:
        taken = _take_files(request, application_id, page_id) if is_saving and request.FILES else HandedIn()
        application = access_application(application_id, token=token_of(request), for_update=is_saving)
    except NotHolding:
        if (asking := ask_again_for(request, application_id, page_id)) is None:
            raise
        return asking
    if is_settled(application):
        return redirect(page_url(request.language, "application_done", application_id=application_id))
    travelled = journey_of(application)
    if page_id not in travelled.visitable:
        if page_id not in {one.id for one in travelled.form.pages}:
            raise NotFound
        return _to_what_is_left(request, application, travelled)
    if is_saving:
        return _save(request, application, travelled, page_id, taken)
    note_holding(application, token=token_of(request))
    marks = removed_marks(DraftFiles(application), request.GET.get(REMOVED, ""))
    return _show(request, application, travelled, page_id, marks=marks)


@tenant_page
@require_POST
def autosave(request: TenantRequest, application_id: UUID, page_id: str) -> HttpResponse:
    """Keep what is right so far, without judging what is not there yet. Raises NotHolding, AlreadySubmitted."""
    application = access_application(application_id, token=token_of(request), for_update=True)
    if is_settled(application):
        raise AlreadySubmitted
    travelled = journey_of(application)
    if page_id not in travelled.visitable:
        raise NotFound
    stored = page_digest(travelled, page_id, application.answers)
    if request.POST.get("_seen", stored) != stored:
        return not_saved(request)
    result = save_in_passing(application, page_id, raw_of(request.POST), travelled)
    keep(request, application, result.answers, page_id, result.journey)
    computed = computed_texts(result.journey, page_id, request.language)
    return saved(request, page_digest(travelled, page_id, result.answers), computed)


def _take_files(request: TenantRequest, application_id: UUID, page_id: str) -> HandedIn:
    """Take in the files before the draft is locked: judging them takes a moment."""
    application = access_application(application_id, token=token_of(request))
    if is_settled(application):
        raise AlreadySubmitted
    page = journey_of(application).page(page_id)
    names = [one.id for one in page.fields if isinstance(one.field.kind, FileKind)] if page else []
    return hand_in_all(request, DraftFiles(application), names)


def _save(
    request: TenantRequest, application: OpenApplication, travelled: Journey, page_id: str, taken: HandedIn
) -> HttpResponse:
    files = DraftFiles(application)
    attach_all(files, taken)
    press(request, files, taken)
    application = files.draft
    travelled, raw = travelled.changed(application.answers), raw_of(request.POST)
    if _is_stale(request, application, travelled, page_id, raw):
        return _show(request, application, travelled, page_id, typed=raw, is_stale=True, marks=taken.marks)
    if is_about_files(request):
        return _save_files(request, application, page_id, taken)
    chosen = chosen_item(request)
    if chosen and chosen.field_id in travelled.form.items:
        return _save_before_item(request, application, page_id, chosen)
    result = save_on_page(application, page_id, raw, travelled)
    application = keep(request, application, result.answers, page_id, result.journey)
    if "_later" in request.POST and not taken.refused:
        return redirect(page_url(request.language, "application_later", application_id=application.id))
    if result.problems or taken.refused:
        return _show(
            request,
            application,
            result.journey,
            page_id,
            typed=result.raw,
            problems=result.problems,
            marks=taken.marks,
        )
    forget_removed(application)
    return _lead_on(request, application, page_id, before=travelled, after=result.journey)


def _lead_on(
    request: TenantRequest, application: OpenApplication, page_id: str, *, before: Journey, after: Journey
) -> HttpResponse:
    """Lead to what follows a page that is saved now."""
    is_from_check = request.POST.get("_from") == FROM_CHECK
    # What is known already from one's own case is seen on the page that checks, not page by page.
    to_check = is_from_check or application.row.linked_by == LinkedBy.CASE
    travelled = journey_of(application) if application.row.entry_id else after
    following = travelled.next_page(page_id, to_summary=to_check, before=before if is_from_check else None)
    if following is None and travelled.sections and not to_check:
        return redirect(tasks_url(request.language, application))
    return _to_page(request, application, following)


def _save_files(
    request: TenantRequest, application: OpenApplication, page_id: str, taken: HandedIn
) -> HttpResponse:
    """Show the page again after a button beside files was pressed, without judging the rest of it."""
    result = save_in_passing(application, page_id, raw_of(request.POST))
    keep(request, application, result.answers, page_id, result.journey)
    if taken.refused or any(result.raw.values()):
        now_held = replace(application, answers=result.answers)
        travelled = result.journey.changed(result.answers)
        return _show(request, now_held, travelled, page_id, typed=result.raw, marks=taken.marks)
    said = {"von": FROM_CHECK} if request.POST.get("_from") == FROM_CHECK else {}
    removed, place = said_after(request)
    query = urlencode(said | removed)
    url = page_url(request.language, "application_page", application_id=application.id, page_id=page_id)
    return redirect(f"{url}{'?' if query else ''}{query}#{place}")


def _save_before_item(
    request: TenantRequest, application: OpenApplication, page_id: str, chosen: ChosenItem
) -> HttpResponse:
    """Keep what was typed beside a list, and lead to the entry that was chosen; not while something typed is wrong."""
    result = save_in_passing(application, page_id, raw_of(request.POST))
    keep(request, application, result.answers, page_id, result.journey)
    if any(result.raw.values()):
        now_held = replace(application, answers=result.answers)
        wrong = {name for name, values in result.raw.items() if any(values)}
        wrong |= {name.rpartition(".")[0] for name in wrong}
        problems = [one for one in result.problems if one.field_id in wrong]
        return _show(request, now_held, result.journey, page_id, typed=result.raw, problems=problems)
    return redirect(url_of_item(request, application, page_id, chosen))


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
    sent, saved = save_on_page(application, page_id, raw, travelled).answers, application.answers
    typed = [one.id for one in travelled.form.page(page_id).fields if one.kind.is_typed]
    return any(sent.get(name) != saved[name] for name in typed if name in saved)


def _show(
    request: TenantRequest,
    application: OpenApplication,
    travelled: Journey,
    page_id: str,
    *,
    typed: Mapping[str, Sequence[str]] | None = None,
    problems: Sequence[Any] = (),
    is_stale: bool = False,
    marks: FileMarks = NOTHING_SENT,
) -> HttpResponse:
    view = FormPage(
        application,
        travelled,
        page_id,
        request.language,
        comes_from_check=comes_from_check(request),
        marks=marks,
    )
    shown = view.shown(typed or {}, problems, is_stale=is_stale)
    template = "citizen/application/exit.html" if view.is_exit else "citizen/application/page.html"
    return render_page(request, template, {"view": shown, "errors": error_lines(shown.fields)})


def _to_what_is_left(
    request: TenantRequest, application: OpenApplication, travelled: Journey
) -> HttpResponse:
    """Lead to the list of tasks, or where there is none to the first page on which something is left to do."""
    if travelled.sections:
        return redirect(tasks_url(request.language, application))
    return _to_page(request, application, travelled.first_unfinished)


def _to_page(request: TenantRequest, application: OpenApplication, page_id: str | None) -> HttpResponse:
    if page_id is None:
        return redirect(page_url(request.language, "application_check", application_id=application.id))
    return redirect(
        page_url(request.language, "application_page", application_id=application.id, page_id=page_id)
    )
