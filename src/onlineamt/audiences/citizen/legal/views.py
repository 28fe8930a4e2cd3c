"""The legal pages: the same for everybody, from the facts of the municipality, with a text of its own per language."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from http import HTTPStatus
from types import MappingProxyType

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from onlineamt.audiences.citizen.application.device import address_of
from onlineamt.audiences.citizen.legal.actions import report_barrier
from onlineamt.audiences.citizen.legal.facts import LegalFacts, Office
from onlineamt.audiences.citizen.legal.inputs import BarrierInput
from onlineamt.audiences.citizen.legal.laender import LAND_NAMES
from onlineamt.audiences.design.fields import error_lines
from onlineamt.audiences.entrance.marks import TenantRequest, public_page, tenant_page
from onlineamt.audiences.entrance.pages import page_url, render_page
from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.catalogue.queries import OfferedService, list_offerings
from onlineamt.procedure.catalogue.search.words import fold

FOLDERS = {Language.GERMAN: "de", Language.PLAIN_GERMAN: "easy", Language.ENGLISH: "en"}
ASSESSED_ON = date(2026, 11, 23)  # the self-assessment behind the accessibility statement


@dataclass(frozen=True, kw_only=True)
class ServiceEntry:
    """A service in the list; `lang` says in which language its title is, where that is not the page's."""

    key: str
    title: str
    lang: str
    is_online: bool


@public_page
@require_safe
def show_imprint(request: TenantRequest) -> HttpResponse:
    """Show who answers for the portal (§ 5 DDG)."""
    return _text(request, "impressum")


@public_page
@require_safe
def show_privacy(request: TenantRequest) -> HttpResponse:
    """Show what happens to people's data (Art. 13 DSGVO); what holds for one service stands on its page."""
    return _text(request, "datenschutz")


@public_page
@require_safe
def show_accessibility(request: TenantRequest) -> HttpResponse:
    """Show the accessibility statement by the model of the decision (EU) 2018/1523 (§ 7 BITV 2.0)."""
    return _text(request, "barrierefreiheit")


@public_page
@require_safe
def show_guide(request: TenantRequest) -> HttpResponse:
    """Show how to use the portal, in plain German too (§ 4 BITV 2.0)."""
    return _text(request, "hilfe")


@public_page
@require_safe
def show_progress(request: TenantRequest) -> HttpResponse:
    """Show openly what the portal can do so far, and what it cannot."""
    offered = list_offerings(request.tenant.id)
    entries = sorted(
        (_entry(service, request.language) for service in offered), key=lambda entry: fold(entry.title)
    )
    return _text(
        request,
        "stand",
        online=[entry for entry in entries if entry.is_online],
        described=[entry for entry in entries if not entry.is_online],
    )


@tenant_page
@require_http_methods(["GET", "HEAD", "POST"])
def barrier(request: TenantRequest) -> HttpResponse:
    """Ask what does not work, and hand the report to the town hall."""
    if request.method != "POST":
        return _ask(request, BarrierInput())
    report = BarrierInput.of(request.POST)
    if report.problems():
        return _ask(request, report, problems=report.problems())
    town_hall = Office.of(request.tenant.official_name, request.tenant.contact).email
    report_barrier(report, town_hall=town_hall, address=address_of(request))
    return redirect(page_url(request.language, "barrier-reported"))


@public_page
@require_safe
def show_barrier_reported(request: TenantRequest) -> HttpResponse:
    """Say thank you, and what happens next."""
    return render_page(request, "citizen/legal/barrier_reported.html")


def _ask(
    request: TenantRequest, report: BarrierInput, *, problems: Mapping[str, str] = MappingProxyType({})
) -> HttpResponse:
    views = tuple(replace(view, error=problems.get(view.id, "")) for view in report.views())
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    values = {"views": views, "errors": error_lines(views)}
    return render_page(request, "citizen/legal/barrier.html", values, status=status)


def _entry(service: OfferedService, language: Language) -> ServiceEntry:
    known = language if language in service.texts else Language.GERMAN
    return ServiceEntry(
        key=service.key,
        title=service.texts[known]["title"],
        lang="" if known is language else known.html_lang,
        is_online=service.is_online,
    )


def _text(request: TenantRequest, page: str, **more: object) -> HttpResponse:
    tenant = request.tenant
    values = {
        **more,
        "office": Office.of(tenant.official_name, tenant.contact),
        "legal": LegalFacts.of(tenant.contact),
        "land_name": LAND_NAMES.get(tenant.land, tenant.land),
        "host": tenant.host,
        "assessed_on": ASSESSED_ON,
    }
    return render_page(request, f"citizen/legal/{FOLDERS[request.language]}/{page}.html", values)
