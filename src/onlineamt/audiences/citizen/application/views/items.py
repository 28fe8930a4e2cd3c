"""The entries of a list, each on a page of its own: added, changed, removed."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from onlineamt.audiences.citizen.application.device import token_of
from onlineamt.audiences.citizen.application.item_view import (
    ChosenItem,
    ItemPage,
    item_digest,
    item_title,
    url_of_item,
    url_of_list,
)
from onlineamt.audiences.citizen.application.keeping import comes_from_check, keep, not_saved, saved
from onlineamt.audiences.citizen.application.page_view import computed_texts
from onlineamt.audiences.citizen.application.proof import raw_of
from onlineamt.audiences.citizen.application.summary import Row
from onlineamt.audiences.design.fields import error_lines
from onlineamt.audiences.entrance.marks import TenantRequest, tenant_page
from onlineamt.audiences.entrance.pages import page_url, render_page
from onlineamt.foundation.core.errors import NotFound
from onlineamt.procedure.applications.errors import AlreadySubmitted
from onlineamt.procedure.applications.journeys import is_settled, item_of, journey_of, save_as_item
from onlineamt.procedure.applications.queries import OpenApplication, access_application
from onlineamt.procedure.forms.engine import NoSuchItem, OpenItem, without_item
from onlineamt.procedure.forms.engine.kinds import Raw


@tenant_page
@require_http_methods(["GET", "HEAD", "POST"])
def item(
    request: TenantRequest, application_id: UUID, page_id: str, field_id: str, number: int
) -> HttpResponse:
    """Show an entry, or save it and go back to its list; with a mistake it comes again with everything that was typed."""
    is_saving = request.method == "POST"
    application = access_application(application_id, token=token_of(request), for_update=is_saving)
    if is_settled(application):
        return redirect(page_url(request.language, "application_done", application_id=application_id))
    opened = _open(application, page_id, field_id, number, adds=is_saving)
    if opened is None:
        return redirect(url_of_list(request, application, page_id, field_id))
    return (
        _save(request, application, page_id, opened)
        if is_saving
        else _show(request, application, page_id, opened)
    )


@tenant_page
@require_POST
def autosave(
    request: TenantRequest, application_id: UUID, page_id: str, field_id: str, number: int
) -> HttpResponse:
    """Keep what is right of an entry so far. Raises NotHolding, AlreadySubmitted, NotFound."""
    application = access_application(application_id, token=token_of(request), for_update=True)
    if is_settled(application):
        raise AlreadySubmitted
    opened = _open(application, page_id, field_id, number)
    if opened is None:
        raise NotFound
    if request.POST.get("_seen", item_digest(opened)) != item_digest(opened):
        return not_saved(request)
    result = save_as_item(application, opened, raw_of(request.POST), in_passing=True)
    application = keep(request, application, result.answers, page_id, opened.travelled)
    opened = item_of(application, field_id, opened.position)
    return saved(request, item_digest(opened), computed_texts(opened.way, opened.page_id, request.language))


@tenant_page
@require_http_methods(["GET", "HEAD", "POST"])
def remove(
    request: TenantRequest, application_id: UUID, page_id: str, field_id: str, number: int
) -> HttpResponse:
    """Ask whether an entry is to be removed, and remove it. One that another window changed is asked about again."""
    is_removing = request.method == "POST"
    application = access_application(application_id, token=token_of(request), for_update=is_removing)
    if is_settled(application):
        return redirect(page_url(request.language, "application_done", application_id=application_id))
    opened = _open(application, page_id, field_id, number)
    back_url = url_of_list(request, application, page_id, field_id)
    if opened is None or opened.is_new:
        return redirect(back_url)
    if is_removing and request.POST.get("_seen") == item_digest(opened):
        keep(request, application, without_item(opened, application.answers), page_id, opened.travelled)
        return redirect(back_url)
    view = {
        "title": item_title(opened, request.language),
        "rows": [
            Row(row.label, row.text) for page in opened.way.summary(request.language) for row in page.rows
        ],
        "has_changed": is_removing,
        "seen": item_digest(opened),
        "comes_from_check": comes_from_check(request),
        "url": url_of_item(request, application, page_id, ChosenItem(field_id, number, drops=True)),
        "back_url": back_url,
    }
    return render_page(request, "citizen/application/remove_item.html", {"view": view, "errors": ()})


def _open(
    application: OpenApplication, page_id: str, field_id: str, number: int, *, adds: bool = False
) -> OpenItem | None:
    """Return the entry, None where there is none of that number; `adds`: then the place behind the last. Raises NotFound."""
    travelled = journey_of(application)
    page = travelled.page(page_id) if page_id in travelled.visitable else None
    state = next((one for one in page.fields if one.id == field_id), None) if page else None
    if state is None or field_id not in travelled.form.items:
        raise NotFound
    there: Any = application.answers.get(field_id) or ()
    position = min(number - 1, len(there)) if adds else number - 1
    try:
        return item_of(application, field_id, position)
    except NoSuchItem:
        return None


def _save(
    request: TenantRequest, application: OpenApplication, page_id: str, opened: OpenItem
) -> HttpResponse:
    raw = raw_of(request.POST)
    if _is_stale(request, application, opened, raw):
        return _show(request, application, page_id, opened, typed=raw, is_stale=True)
    result = save_as_item(application, opened, raw)
    application = keep(request, application, result.answers, page_id, opened.travelled)
    if "_later" in request.POST:
        return redirect(page_url(request.language, "application_later", application_id=application.id))
    if result.page.problems:
        now_held = item_of(application, opened.field_id, opened.position)
        answered = replace(now_held, way=result.page.journey)
        return _show(
            request, application, page_id, answered, typed=result.page.raw, problems=result.page.problems
        )
    if not result.page.journey.is_complete:  # an answer has opened a question
        chosen = ChosenItem(opened.field_id, opened.position + 1)
        return redirect(url_of_item(request, application, page_id, chosen))
    return redirect(url_of_list(request, application, page_id, opened.field_id))


def _is_stale(request: TenantRequest, application: OpenApplication, opened: OpenItem, raw: Raw) -> bool:
    """Tell whether another window saved something else of this entry, which sending would overwrite."""
    seen = request.POST.get("_seen", "")
    if not seen or seen == item_digest(opened):
        return False
    return save_as_item(application, opened, raw).answers != application.answers


def _show(
    request: TenantRequest,
    application: OpenApplication,
    page_id: str,
    opened: OpenItem,
    *,
    typed: Raw | None = None,
    problems: Sequence[Any] = (),
    is_stale: bool = False,
) -> HttpResponse:
    shown = ItemPage(request, application, page_id, opened).shown(typed or {}, problems, is_stale=is_stale)
    return render_page(
        request, "citizen/application/page.html", {"view": shown, "errors": error_lines(shown.fields)}
    )
