"""Deciding: write the draft, see the letter, have it released, issue it."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onlineamt.audiences.backoffice.cases.acts import (
    Trouble,
    attempt,
    render_act,
    revision_in,
    trouble_of,
)
from onlineamt.audiences.backoffice.cases.granting import granted_in, granting_fields
from onlineamt.audiences.backoffice.cases.inputs import (
    address_field,
    choice_field,
    read_lines,
    text_field,
    typed_text,
)
from onlineamt.audiences.backoffice.cases.presentation.case_page import situation_of
from onlineamt.audiences.backoffice.cases.presentation.issuing import issue_view, letter_of
from onlineamt.audiences.backoffice.cases.views.case import render_case
from onlineamt.audiences.backoffice.cases.views.work import FORM, press
from onlineamt.audiences.backoffice.doors import StaffRequest, staff_page
from onlineamt.audiences.design.fields import FieldView, Option, error_lines
from onlineamt.facilities.letters.procedure_letter import preview_pdf
from onlineamt.foundation.accounts.values import Caseworker
from onlineamt.foundation.core.formats import show_cents
from onlineamt.procedure.cases.actions.work import note_look
from onlineamt.procedure.cases.definition import Outcome
from onlineamt.procedure.cases.granting import grant
from onlineamt.procedure.cases.queries import OpenCase, access_case
from onlineamt.procedure.decisions.actions.drafting import (
    ask_for_release,
    decline_release,
    discard_draft,
    draft_decision,
)
from onlineamt.procedure.decisions.actions.issuing import issue_decision
from onlineamt.procedure.decisions.content import charge_of, outcomes_of
from onlineamt.procedure.decisions.effects import entries_in_the_way
from onlineamt.procedure.decisions.errors import FeeUnknown, NoDraft
from onlineamt.procedure.decisions.queries import find_draft, read_draft
from onlineamt.procedure.decisions.values import Draft

_REASONS: Mapping[str, str] = {
    "required": "braucht eine Begründung",
    "optional": "Begründung möglich",
    "none": "ohne eigene Begründung",
}


@staff_page
@require_http_methods(FORM)
def draft(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Choose the outcome and write the reasons; the draft can be changed until it is issued."""
    case = access_case(case_id, caseworker=request.caseworker)
    posted = request.POST if request.method == "POST" else None
    fields = _draft_fields(case, posted, request.caseworker)
    view = {"has_draft": find_draft(case.row) is not None}

    def again(trouble: Trouble | None = None) -> HttpResponse:
        fresh = access_case(case_id, caseworker=request.caseworker)
        return render_act(request, "backoffice/cases/draft.html", fresh, view, fields=fields, trouble=trouble)

    if posted is None or error_lines(fields):
        return again()
    written = Draft(
        outcome=str(posted.get("outcome")),
        reasons=typed_text(posted, "reasons"),
        also_to=read_lines(posted),
        granted=granted_in(case, str(posted.get("outcome")), posted),
        despite=typed_text(posted, "despite"),
    )
    done = attempt(
        request,
        case_id,
        lambda: draft_decision(
            case_id, written, caseworker=request.caseworker, revision=revision_in(request)
        ),
        said="entworfen",
        again=again,
    )
    goes_on = done.status_code == HTTPStatus.FOUND and "_check" in posted
    return redirect(reverse("case_issue", kwargs={"case_id": case_id})) if goes_on else done


@staff_page
@require_safe
def preview(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Show the letter that the draft would become, as PDF marked as a draft on every page."""
    case = access_case(case_id, caseworker=request.caseworker)
    found = letter_of(case, name=request.caseworker.name)
    if found.letter is None:
        return redirect(reverse("case_issue", kwargs={"case_id": case_id}))
    note_look(case, caseworker=request.caseworker)
    response = HttpResponse(preview_pdf(found.letter), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="Entwurf-{case.row.reference}.pdf"'
    return response


@staff_page
@require_http_methods(FORM)
def issue(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Show the letter and what will follow; one button issues it."""
    if request.method != "POST":
        return _check(request, case_id)
    case = access_case(case_id, caseworker=request.caseworker)
    if letter_of(case, name=request.caseworker.name).problem:
        return _check(request, case_id)  # what cannot be written must not be decided
    return attempt(
        request,
        case_id,
        lambda: issue_decision(case_id, caseworker=request.caseworker, revision=revision_in(request)),
        said="erlassen",
        again=lambda trouble: _check(request, case_id, trouble),
    )


@staff_page
@require_POST
def ask_release(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Show the draft to a second person."""
    return attempt(
        request,
        case_id,
        lambda: ask_for_release(case_id, caseworker=request.caseworker, revision=revision_in(request)),
        said="vorgelegt",
        again=lambda trouble: _check(request, case_id, trouble),
    )


@staff_page
@require_http_methods(FORM)
def decline(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Give a draft back to whoever wrote it, and say what is to change."""
    access_case(case_id, caseworker=request.caseworker)
    posted = request.POST if request.method == "POST" else None
    field = text_field(
        "text", "Was geändert werden soll", posted, hint="Das steht danach als Vermerk in der Akte."
    )
    view = {"title": "Nicht freigeben", "lead": "Der Entwurf geht zurück.", "button": "Entwurf zurückgeben"}

    def again(trouble: Trouble | None = None) -> HttpResponse:
        fresh = access_case(case_id, caseworker=request.caseworker)
        return render_act(request, "backoffice/cases/act.html", fresh, view, fields=(field,), trouble=trouble)

    if posted is None or field.error:
        return again()
    return attempt(
        request,
        case_id,
        lambda: decline_release(
            case_id,
            caseworker=request.caseworker,
            revision=revision_in(request),
            reason=typed_text(posted, "text"),
        ),
        said="abgelehnt",
        again=again,
    )


@staff_page
@require_POST
def discard(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Throw the draft away."""
    return press(request, case_id, discard_draft, said="verworfen")


def _check(request: StaffRequest, case_id: UUID, trouble: Trouble | None = None) -> HttpResponse:
    case = access_case(case_id, caseworker=request.caseworker)
    now = situation_of(case, request.caseworker)
    if now.draft is None:
        if request.method != "POST":
            return redirect(reverse("case_decision", kwargs={"case_id": case_id}))
        return render_case(request, case_id, trouble=trouble or trouble_of(request, case_id, NoDraft()))
    view = issue_view(now)
    problem = view["problem"]
    if problem and trouble is None and request.method == "POST":
        trouble = Trouble(
            title="Der Brief lässt sich noch nicht schreiben.", text=problem, status=HTTPStatus.CONFLICT
        )
    return render_act(request, "backoffice/cases/issue.html", case, view, trouble=trouble)


def _draft_fields(case: OpenCase, posted: QueryDict | None, caseworker: Caseworker) -> tuple[FieldView, ...]:
    found = find_draft(case.row)
    written = read_draft(found, case.seal) if found else Draft(outcome="")
    declared = case.procedure.definition.outcomes
    outcomes = sorted(((name, declared[name]) for name in outcomes_of(case)), key=_place)
    options = [_option(case, name, outcome) for name, outcome in outcomes]
    return (
        choice_field(
            "outcome", "Ergebnis", options, posted, value=written.outcome,
            problem="Wählen Sie, was entschieden wird.",
        ),
        *granting_fields(case, [name for name, _ in outcomes], posted, drafted=written.granted),
        text_field(
            "reasons", "Begründung", posted, value=written.reasons, is_required=False, is_marked=False,
            hint="Steht so im Bescheid. Was Sie entscheiden, sagt der Brief schon; schreiben Sie, warum.",
        ),
        *_despite_field(case, [name for name, _ in outcomes], posted, caseworker, value=written.despite),
        address_field(
            posted, lines=written.also_to, label="Weitere Anschrift",
            hint="Bekommt noch jemand den Bescheid, zum Beispiel eine Mithalterin? Name, Straße und Ort, jede Zeile für sich.",
        ),
    )  # fmt: skip


def _despite_field(
    case: OpenCase, outcomes: Sequence[str], posted: QueryDict | None, caseworker: Caseworker, *, value: str
) -> tuple[FieldView, ...]:
    """Ask why there is to be another entry, where one of the same person or thing counts already."""
    found = {
        entry.number for name in outcomes for entry in entries_in_the_way(case, name, caseworker=caseworker)
    }
    if not found:
        return ()
    return (
        text_field(
            "despite", f"Warum trotz {', '.join(sorted(found))}?", posted, value=value, is_required=False,
            is_marked=False,
            hint="Dazu gibt es diesen gültigen Eintrag schon. Nur für die Akte, nicht im Bescheid; leer, wenn Sie ihn erst "
            "beenden oder ablehnen.",
        ),
    )  # fmt: skip


def _place(outcome: tuple[str, Outcome]) -> tuple[int, str]:
    """What grants comes first: what the database stores has no order of its own."""
    name, found = outcome
    return ("nothing", "part", "all").index(found.refuses), found.title or name


def _option(case: OpenCase, name: str, outcome: Outcome) -> Option:
    return Option(
        value=name,
        label=outcome.title or name,
        hint=" · ".join(part for part in (_amount(case, name, outcome), _REASONS[outcome.reasons]) if part),
    )


def _amount(case: OpenCase, name: str, outcome: Outcome) -> str:
    if outcome.granted and outcome.fee:
        return "Betrag nach dem, was Sie bewilligen"
    try:
        charge = charge_of(grant(case, name), outcome)
    except FeeUnknown:
        return "Betrag lässt sich nicht berechnen"
    return show_cents(charge.cents) if charge else "keine Zahlung"
