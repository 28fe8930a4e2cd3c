"""The decision: closed until its person opens it, and opened by a button only, because opening counts (§ 41 Abs. 2a VwVfG)."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from markupsafe import Markup

from onlineamt.audiences.citizen.application.views.done import contact_facts
from onlineamt.audiences.citizen.case.opening import Held, open_held, url_of
from onlineamt.audiences.citizen.case.situation import delivery_of, is_ready, said_day, situation_of
from onlineamt.audiences.citizen.case.views.case import pdf_response
from onlineamt.audiences.entrance.marks import TenantRequest, tenant_page
from onlineamt.audiences.entrance.pages import render_page
from onlineamt.facilities.letters.girocode import PaymentDetails, girocode_svg
from onlineamt.facilities.letters.procedure_letter import render_letter_html
from onlineamt.facilities.letters.qr import qr_svg
from onlineamt.facilities.mail.queries import get_sender
from onlineamt.facilities.registers.queries import entry_of, open_entry
from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.core.formats import show_cents, show_date, show_instant
from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.applications.queries import is_proven
from onlineamt.procedure.catalogue.values import RemedyKind
from onlineamt.procedure.decisions.actions.writing import signed_by
from onlineamt.procedure.decisions.letters import Signature, issued_letter
from onlineamt.procedure.decisions.queries import read_content
from onlineamt.procedure.delivery.actions.reaching import retrieve_decision
from onlineamt.procedure.delivery.errors import NothingToRetrieve
from onlineamt.procedure.delivery.models import Delivery


@dataclass(frozen=True)
class _Ready:
    """A decision that lies ready for the person who sits at this device."""

    held: Held
    delivery: Delivery


@tenant_page
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: TenantRequest, application_id: UUID) -> HttpResponse:
    """Say what opening means, open, and show what was opened before; who is not proven shows a code first."""
    held = open_held(request, application_id)
    delivery = delivery_of(held.case)
    if delivery is None or not is_ready(delivery):
        return _elsewhere(request, held, delivery)
    if not is_proven(held.application):
        return redirect(url_of(request, "application_access", application_id))
    if request.method == "POST":
        return _open(request, held)
    ready = _Ready(held, delivery)
    return _show(request, ready) if delivery.retrieved_at else _say_what_opening_means(request, ready)


@tenant_page
@require_safe
def download(request: TenantRequest, application_id: UUID) -> HttpResponse:
    """Hand out the sealed letter of a decision that was opened. Raises NotFound before."""
    held = open_held(request, application_id)
    delivery = delivery_of(held.case)
    if delivery is None or delivery.retrieved_at is None or delivery.decision.letter_id is None:
        raise NotFound
    if not is_proven(held.application):
        return redirect(url_of(request, "application_access", application_id))
    return pdf_response(delivery.decision.letter_id, subject_id=held.case.id)


def _open(request: TenantRequest, held: Held) -> HttpResponse:
    with suppress(NothingToRetrieve):  # its time ended while the page stood open; the page says so
        retrieve_decision(held.case.id)
    return redirect(url_of(request, "application_decision", held.case.id))


def _elsewhere(request: TenantRequest, held: Held, delivery: Delivery | None) -> HttpResponse:
    view = {
        "title": held.case.service.title(request.language),
        "next": situation_of(held.case, delivery, request.language),
        "back_url": url_of(request, "application_case", held.case.id),
    }
    return render_page(request, "citizen/case/decision_elsewhere.html", {"view": view})


def _say_what_opening_means(request: TenantRequest, ready: _Ready) -> HttpResponse:
    delivery = ready.delivery
    view = {
        "title": ready.held.case.service.title(request.language),
        "counts_from": said_day(delivery.notified_on, request.language) if delivery.notified_on else "",
        "until": said_day(delivery.collect_until, request.language) if delivery.collect_until else "",
        "url": url_of(request, "application_decision", ready.held.case.id),
        "back_url": url_of(request, "application_case", ready.held.case.id),
    }
    return render_page(request, "citizen/case/decision_closed.html", {"view": view})


def _show(request: TenantRequest, ready: _Ready) -> HttpResponse:
    case, delivery = ready.held.case, ready.delivery
    assert delivery.decision.issued_at is not None
    letter = issued_letter(
        case, delivery.decision, Signature(name=signed_by(delivery.decision), at=delivery.decision.issued_at)
    )
    content = read_content(delivery.decision, case.seal)
    view = {
        "title": case.service.title(request.language),
        "facts": _dates(ready, request.language),
        "letter": Markup(render_letter_html(letter)),  # noqa: S704 -- made safe where it is rendered
        "pdf_url": url_of(request, "application_decision_pdf", case.id),
        "payment": _payment(letter.payment, request.language),
        "entry": _entry(request, ready.held, content),
        "contact": contact_facts(request, ready.held.application),
        "back_url": url_of(request, "application_case", case.id),
    }
    return render_page(request, "citizen/case/decision.html", {"view": view})


def _dates(ready: _Ready, language: Language) -> list[dict[str, str]]:
    delivery = ready.delivery
    assert delivery.retrieved_at is not None
    rows = [_fact(_("Zuerst geöffnet"), show_instant(delivery.retrieved_at, language))]
    if delivery.notified_on:
        rows.append(_fact(_("Gilt als bekannt gegeben"), show_date(delivery.notified_on, language)))
    if delivery.remedy_ends_on:
        rows.append(
            _fact(
                _remedy_label(ready.held.case.service.definition.remedy.kind),
                show_date(delivery.remedy_ends_on, language),
            )
        )
    return rows


def _remedy_label(kind: RemedyKind) -> str:
    labels = {
        RemedyKind.WIDERSPRUCH: _("Widerspruch möglich bis"),
        RemedyKind.EINSPRUCH: _("Einspruch möglich bis"),
    }
    return labels.get(kind, _("Dagegen vorgehen können Sie bis"))


def _payment(payment: PaymentDetails | None, language: Language) -> Mapping[str, Any] | None:
    if payment is None:
        return None
    return {
        "rows": [
            _fact(_("Betrag"), show_cents(payment.amount_cents, language)),
            _fact(_("Bezahlen bis"), show_date(payment.due_on, language)),
            _fact(_("Empfänger"), payment.payee),
            _fact(_("IBAN"), payment.shown_iban),
            _fact(_("Verwendungszweck"), payment.purpose),
        ],
        "qr": Markup(girocode_svg(payment)),  # noqa: S704 -- drawn by us
    }


def _entry(request: TenantRequest, held: Held, content: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the number that was given, with the public page that says whether it is valid."""
    entry = entry_of(held.case.id)
    if content["register"] is None or entry is None or entry.number != content["register"]["number"]:
        return None
    opened = open_entry(entry, seal=held.case.seal)
    path = reverse("register-check", kwargs={"token": opened.check_token})
    title = entry.titles.get(str(request.language)) or entry.titles["de"]
    return {
        "title": title,
        "number": entry.number,
        "url": path,
        "qr": Markup(qr_svg(urljoin(settings.ENV.origin_of(get_sender().host), path))),  # noqa: S704 -- drawn by us
    }


def _fact(label: str, value: str) -> dict[str, str]:
    return {"label": label, "value": value, "url": "", "note": ""}
