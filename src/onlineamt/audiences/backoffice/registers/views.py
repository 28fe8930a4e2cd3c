"""The pages of the registers: lists, search, an entry, and what can be done with it."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from uuid import UUID

import segno
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from markupsafe import Markup

from onlineamt.audiences.backoffice.cases.inputs import choice_field, day_field, line_field, read_day
from onlineamt.audiences.backoffice.doors import StaffRequest, render_staff_page, staff_page
from onlineamt.audiences.backoffice.registers.labels import REASONS, SAID, SHOWN
from onlineamt.audiences.backoffice.registers.showing import (
    facts_of,
    history_shown,
    line_of,
    status_words,
    terms_shown,
    values_of,
)
from onlineamt.audiences.design.fields import FieldView, Option, error_lines
from onlineamt.facilities.registers.errors import EntryEnded
from onlineamt.facilities.registers.queries import find_entries, list_entries
from onlineamt.foundation.core.clock import today
from onlineamt.foundation.core.errors import NotFound, PortalError
from onlineamt.procedure.decisions.actions.entries import (
    correct_register_entry,
    end_register_entry,
    note_entry_look,
)
from onlineamt.procedure.decisions.registers import (
    StaffEntry,
    access_entry,
    access_register,
    history_of,
    references_of,
    registers_of,
    terms_of,
)
from onlineamt.procedure.decisions.values import EndReason
from onlineamt.procedure.delivery.actions.permits import open_permit
from onlineamt.procedure.delivery.permits import find_permit

_LONGEST_SEARCH = 100


@staff_page
@require_safe
def show(request: StaffRequest) -> HttpResponse:
    """Show the registers of the caseworker's offices, and what a search finds in all of them."""
    registers = {register.key: register for register in registers_of(request.caseworker)}
    search = _search_in(request)
    found = [line_of(entry, registers[entry.register]) for entry in _found(search, *registers)]
    view = {
        "registers": [
            {"title": one.title, "service": one.service, "url": _url(one.key)} for one in registers.values()
        ],
        "search": search,
        "lines": found,
    }
    return render_staff_page(request, "backoffice/registers/list.html", {"view": view})


@staff_page
@require_safe
def show_register(request: StaffRequest, service: str, name: str) -> HttpResponse:
    """Show the entries of a register, newest number first, or what a search finds in it."""
    register = access_register(f"{service}/{name}", caseworker=request.caseworker)
    search = _search_in(request)
    after = request.GET.get("nach", "")
    chosen = request.GET.get("stand", "")
    chosen = chosen if chosen in SHOWN else ""
    _, standing, within = SHOWN[chosen]
    page = list_entries(register=register.key, after=after, standing=standing, within=within)
    entries = _found(search, register.key) if search else page.entries
    view = {
        "title": register.title,
        "service": register.service,
        "url": _url(register.key),
        "search": search,
        "lines": [line_of(entry) for entry in entries],
        "is_later_page": bool(after) and not search,
        "next_url": f"{_chosen_url(register.key, chosen)}&nach={page.next_after}"
        if page.next_after and not search
        else "",
        "filters": [
            {"label": label, "url": _chosen_url(register.key, key), "is_chosen": key == chosen and not search}
            for key, (label, _, _) in SHOWN.items()
        ],
        "is_filtered": bool(chosen),
    }
    return render_staff_page(request, "backoffice/registers/register.html", {"view": view})


@staff_page
@require_safe
def show_entry(request: StaffRequest, entry_id: UUID) -> HttpResponse:
    """Show an entry with its values, validity and history; who looked is written down."""
    entry = access_entry(entry_id, caseworker=request.caseworker)
    note_entry_look(entry, caseworker=request.caseworker)
    status, badge = status_words(entry.status)
    view = {
        **_head(entry),
        "said": SAID.get(request.GET.get("ok", ""), ""),
        "status": status,
        "badge": badge,
        "values": values_of(entry),
        "facts": facts_of(entry),
        "terms": terms_shown(entry, visible=_renewing(entry, request)),
        "history": history_shown(entry, history_of(entry)),
        "has_permit": find_permit(entry.id) is not None,
        "may_change": entry.values is not None and entry.row.ended_on is None,
        "may_end": entry.row.ended_on is None,
    }
    return render_staff_page(request, "backoffice/registers/entry.html", {"view": view})


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: StaffRequest, entry_id: UUID) -> HttpResponse:
    """Ask for the last day of an entry and why it ends."""
    entry = access_entry(entry_id, caseworker=request.caseworker)
    if entry.row.ended_on is not None:
        raise EntryEnded
    posted = request.POST if request.method == "POST" else None
    earliest = entry.row.valid_from
    options = [Option(value=reason.value, label=label) for reason, label in REASONS.items()]
    fields = (
        day_field(
            "ende", "Was ist der letzte Tag?", posted, default=max(today(), earliest), earliest=earliest
        ),
        choice_field("grund", "Warum endet der Eintrag?", options, posted, problem="Wählen Sie den Grund."),
    )
    if posted is not None and not error_lines(fields):
        last_day, _ = read_day(posted, "ende", earliest=earliest)
        assert last_day is not None
        reason = EndReason(posted["grund"])
        end_register_entry(entry.id, caseworker=request.caseworker, last_day=last_day, reason=reason)
        return _to_entry(entry_id, "beendet")
    return _ask(request, "end", entry, fields)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: StaffRequest, entry_id: UUID) -> HttpResponse:
    """Ask for what an entry should say."""
    entry = access_entry(entry_id, caseworker=request.caseworker)
    if entry.row.ended_on is not None:
        raise EntryEnded
    if entry.values is None:
        raise NotFound
    posted = request.POST if request.method == "POST" else None
    fields = tuple(_value_field(entry, key, posted) for key in entry.values)
    holder = line_field(
        "halter", "Familienname, unter dem der Eintrag gesucht wird", posted, is_required=False,
        hint="Nur ausfüllen, wenn er sich geändert hat. Wir speichern ihn nur als Prüfwert.",
    )  # fmt: skip
    if posted is not None:
        values = {key: field.value for key, field in zip(entry.values, fields, strict=True)}
        try:
            correct_register_entry(
                entry.id, caseworker=request.caseworker, values=values, holder=holder.value
            )
        except PortalError as problem:
            fields = (FieldView(**{**vars(fields[0]), "error": problem.title}), *fields[1:])
        else:
            return _to_entry(entry_id, "berichtigt")
    return _ask(request, "correct", entry, (*fields, holder))


@staff_page
@require_safe
def show_label(request: StaffRequest, entry_id: UUID) -> HttpResponse:
    """Show a label to print: number, and the QR code that leads to the public check page."""
    entry = access_entry(entry_id, caseworker=request.caseworker)
    if not entry.check_token:
        raise NotFound
    path = reverse("register-check", kwargs={"token": entry.check_token})
    address = settings.ENV.origin_of(request.tenant.host) + path
    view = {
        **_head(entry),
        "address": address,
        "code": entry.check_token,
        "qr": Markup(segno.make_qr(address, error="q").svg_inline(scale=5, border=2)),  # noqa: S704 -- drawn by us from an address of ours
    }
    return render_staff_page(request, "backoffice/registers/label.html", {"view": view})


@staff_page
@require_safe
def show_permit(request: StaffRequest, entry_id: UUID) -> HttpResponse:
    """Show the card of an entry that counts, to print it at the counter; who opened it is written down."""
    opened = open_permit(entry_id, caseworker=request.caseworker)
    response = HttpResponse(opened.content, content_type=opened.media_type)
    response["Content-Disposition"] = f'inline; filename="{opened.name}"'
    return response


def _renewing(entry: StaffEntry, request: StaffRequest) -> Mapping[UUID, str]:
    cases = [term.made_by for term in terms_of(entry) if term.made_by]
    return references_of(cases, caseworker=request.caseworker)


def _search_in(request: StaffRequest) -> str:
    """Return what is searched for, without what no database can hold."""
    return request.GET.get("suche", "").replace("\0", "").strip()[:_LONGEST_SEARCH]


def _found(search: str, *registers: str) -> list[Any]:
    """Return the entries with this number or, where there is none, of a holder with this name."""
    if not search:
        return []
    return [
        entry
        for register in registers
        for entry in find_entries(register=register, number=search)
        or find_entries(register=register, holder=search)
    ]


def _value_field(entry: StaffEntry, key: str, posted: Any) -> FieldView:
    label = entry.register.labels.get(key, key)
    view = line_field(key, label, posted, is_required=False)
    return view if posted is not None else FieldView(**{**vars(view), "value": (entry.values or {})[key]})


def _head(entry: StaffEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "number": entry.row.number,
        "register": entry.register.title,
        "register_url": _url(entry.register.key),
    }


def _ask(request: StaffRequest, page: str, entry: StaffEntry, fields: tuple[FieldView, ...]) -> HttpResponse:
    errors = error_lines(fields)
    return render_staff_page(
        request,
        f"backoffice/registers/{page}.html",
        {"view": {**_head(entry), "fields": fields}, "errors": errors},
        status=HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK,
    )


def _to_entry(entry_id: UUID, said: str) -> HttpResponse:
    return redirect(reverse("register_entry", kwargs={"entry_id": entry_id}) + f"?ok={said}")


def _chosen_url(key: str, chosen: str) -> str:
    return f"{_url(key)}?stand={chosen}"


def _url(key: str) -> str:
    service, name = key.split("/")
    return reverse("register", kwargs={"service": service, "name": name})
