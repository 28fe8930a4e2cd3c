"""Finding what one needs: the start page, the search, the life situations."""

from collections.abc import Sequence

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from onlineamt.audiences.citizen.catalogue.addresses import alternates
from onlineamt.audiences.citizen.catalogue.shown import (
    ServiceLine,
    Tile,
    in_alphabet,
    service_line,
    situation_tile,
    steps_of,
)
from onlineamt.audiences.entrance.marks import TenantRequest, public_page
from onlineamt.audiences.entrance.pages import render_page
from onlineamt.foundation.core.errors import NotFound
from onlineamt.procedure.catalogue.models import LifeSituation
from onlineamt.procedure.catalogue.queries import (
    OfferedService,
    Overview,
    get_overview,
    list_life_situations,
    list_offerings_by_key,
    list_offerings_in_situations,
)
from onlineamt.procedure.catalogue.search.query import search_services
from onlineamt.procedure.catalogue.search.words import MAX_TYPED

SUGGESTIONS = 6
# What stands as an example below the search box, after everything that goes online here.
EXAMPLES = (
    "wohnsitz-anmelden",
    "personalausweis",
    "bewohnerparkausweis",
    "kita-anmelden",
    "kfz-anmelden",
    "fuehrerschein",
    "elterngeld",
)
_EXAMPLES_SHOWN = 4
ONLINE_SHOWN = 8


@public_page
@require_safe
def show_start(request: TenantRequest) -> HttpResponse:
    """Show the question everything begins with, the life situations, and what one can expect."""
    language = request.language
    town = request.tenant
    offered = list_offerings_by_key(town.id, town.content_version, EXAMPLES, online=ONLINE_SHOWN)
    online = in_alphabet((service for service in offered if service.is_online), language)
    overview = _overview(request)
    values = {
        "alternates": alternates(request.tenant, ""),
        "suggestions": _examples(online, offered, request),
        "situations": _situations(request, overview),
        "online": online,
        "services_count": overview.services,
    }
    return render_page(request, "citizen/catalogue/start.html", values)


@public_page
@require_safe
def show_search(request: TenantRequest) -> HttpResponse:
    """Show what was found, what was corrected, and a way on where nothing was found."""
    typed = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:MAX_TYPED]
    language = request.language
    answer = search_services(request.tenant.id, typed, language=language)
    values = {
        "alternates": (),
        "typed": typed,
        "found": [service_line(service, language) for service in answer.found],
        "corrected": answer.corrected,
        "near": [service_line(service, language) for service in answer.near],
        "situations": [] if answer.found else _situations(request, _overview(request)),
    }
    return render_page(request, "citizen/catalogue/search.html", values)


@public_page
@require_safe
def suggest(request: TenantRequest) -> HttpResponse:
    """Answer titles and addresses for what is being typed."""
    typed = request.GET.get("q", "")[:MAX_TYPED]
    answer = search_services(request.tenant.id, typed, language=request.language, limit=SUGGESTIONS)
    lines = [service_line(service, request.language) for service in answer.found]
    return JsonResponse({"suggestions": [{"label": line.label, "url": line.url} for line in lines]})


@public_page
@require_safe
def show_life_situations(request: TenantRequest) -> HttpResponse:
    """Show all life situations, the narrower ones below those they belong to."""
    overview = _overview(request)
    rows = {row.key: row for row in list_life_situations(request.tenant.content_version)}
    tree = [
        (
            tile,
            [
                situation_tile(part, request.language)
                for part in _parts(tuple(rows.values()), rows[tile.key])
                if part.key in overview.situations
            ],
        )
        for tile in _situations(request, overview)
    ]
    values = {"alternates": alternates(request.tenant, request.path_info), "tree": tree}
    return render_page(request, "citizen/catalogue/life_situations.html", values)


@public_page
@require_safe
def show_life_situation(request: TenantRequest, key: str) -> HttpResponse:
    """Show what is to be done in a life situation: first in the order of time, then all the rest."""
    language = request.language
    rows = list_life_situations(request.tenant.content_version)
    situation = next((row for row in rows if row.key == key), None)
    if situation is None:
        raise NotFound
    parts = _parts(rows, situation)
    parent = next((row for row in rows if row.key == situation.parent_id), None)
    offered = list_offerings_in_situations(
        request.tenant.id,
        [situation.key, *(part.key for part in parts)],
        steps=[step["service"] for step in situation.steps],
    )
    steps = steps_of(situation, {service.key: service for service in offered}, language)
    shown = {step.service.key for step in steps}
    others = [service for service in offered if service.key not in shown]
    values = {
        "alternates": alternates(request.tenant, request.path_info),
        "situation": situation_tile(situation, language),
        "parent": situation_tile(parent, language) if parent else None,
        "parts": [situation_tile(part, language) for part in parts],
        "steps": steps,
        "others": in_alphabet(others, language),
    }
    return render_page(request, "citizen/catalogue/life_situation.html", values)


def _overview(request: TenantRequest) -> Overview:
    return get_overview(request.tenant.id, request.tenant.content_version)


def _situations(request: TenantRequest, overview: Overview) -> list[Tile]:
    """Return the broad life situations in which this municipality has something to offer."""
    rows = list_life_situations(request.tenant.content_version)
    return [
        situation_tile(row, request.language)
        for row in rows
        if row.parent_id is None
        and not overview.situations.isdisjoint({row.key, *(part.key for part in _parts(rows, row))})
    ]


def _parts(rows: Sequence[LifeSituation], situation: LifeSituation) -> list[LifeSituation]:
    return [row for row in rows if row.parent_id == situation.key]


def _examples(
    online: list[ServiceLine], offered: Sequence[OfferedService], request: TenantRequest
) -> list[ServiceLine]:
    by_key = {service.key: service for service in offered}
    examples = [service_line(by_key[key], request.language) for key in EXAMPLES if key in by_key]
    return list({line.key: line for line in [*online, *examples]}.values())[:_EXAMPLES_SHOWN]
