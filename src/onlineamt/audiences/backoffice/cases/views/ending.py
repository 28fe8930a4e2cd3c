"""Giving a case away and ending it: forward, hand over, merge, end, decide anew, hold, close; and an address for a letter."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from onlineamt.audiences.backoffice.cases.acts import ask_and_do, posted_in, revision_in
from onlineamt.audiences.backoffice.cases.inputs import (
    address_field,
    choice_field,
    line_field,
    read_lines,
    text_field,
    typed_text,
)
from onlineamt.audiences.backoffice.cases.labels import HOLDS
from onlineamt.audiences.backoffice.cases.views.work import FORM, press
from onlineamt.audiences.backoffice.doors import StaffRequest, staff_page
from onlineamt.audiences.design.fields import FieldView, Option
from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.organisation.queries import list_offices
from onlineamt.procedure.applications.rules import normalise_reference
from onlineamt.procedure.cases.actions.ending import (
    close_case,
    end_without_decision,
    forward_case,
    hand_over_case,
    merge_case,
    reopen_case,
)
from onlineamt.procedure.cases.actions.work import set_hold
from onlineamt.procedure.cases.queries import OpenCase, access_case, list_cases
from onlineamt.procedure.cases.rules import may_take_in
from onlineamt.procedure.cases.values import HoldKind
from onlineamt.procedure.delivery.actions.reaching import give_address
from onlineamt.procedure.delivery.models import Delivery
from onlineamt.procedure.delivery.queries import addressee_of, list_deliveries

Fields = tuple[FieldView, ...]


@staff_page
@require_http_methods(FORM)
def forward(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Give the case to another office of the municipality."""
    case = access_case(case_id, caseworker=request.caseworker)
    others = [one for one in list_offices(request.tenant.id) if one.id != case.row.office_id]
    posted = posted_in(request)
    field = choice_field(
        "office", "Amt", [Option(value=str(one.id), label=one.name) for one in others], posted
    )
    done = ask_and_do(
        request,
        case,
        {
            "title": "An ein anderes Amt weiterleiten",
            "lead": "Der Tag des Eingangs bleibt. Gehören Sie dem anderen Amt nicht an, sehen Sie den Vorgang danach nicht mehr."
            if others
            else "Ihre Kommune hat kein anderes Amt, an das Sie weiterleiten können.",
            "button": "Weiterleiten" if others else "",
        },
        (field,) if others else (),
        lambda: forward_case(
            case_id,
            caseworker=request.caseworker,
            revision=revision_in(request),
            office_id=UUID(str(request.POST.get("office"))),
        ),
        said="weitergeleitet",
    )
    return redirect(f"{reverse('worklist')}?ok=weitergeleitet") if done.status_code == 302 else done


@staff_page
@require_http_methods(FORM)
def hand_over(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Give the case to the authority that is competent."""
    case = access_case(case_id, caseworker=request.caseworker)
    field = text_field(
        "text", "Zuständige Behörde", posted_in(request), hint="Wer bekommt den Vorgang, und auf welchem Weg?"
    )
    return ask_and_do(
        request,
        case,
        {
            "title": "An eine andere Behörde abgeben",
            "lead": "Der Tag des Eingangs bleibt. Offene Nachforderungen gelten danach als erledigt.",
            "button": "Vorgang abgeben",
        },
        (field,),
        lambda: hand_over_case(
            case_id,
            caseworker=request.caseworker,
            revision=revision_in(request),
            authority=typed_text(request.POST, "text"),
        ),
        said="abgegeben",
    )


@staff_page
@require_http_methods(FORM)
def end(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """End the case without a decision."""
    case = access_case(case_id, caseworker=request.caseworker)
    field = text_field(
        "text",
        "Grund",
        posted_in(request),
        hint="Zum Beispiel: zurückgenommen am Telefon, Hund ist gestorben.",
    )
    return ask_and_do(
        request,
        case,
        {
            "title": "Ohne Entscheidung beenden",
            "lead": "Es gibt keinen Bescheid. Die Akte schließt sich, und ihre Aufbewahrung beginnt.",
            "button": "Vorgang beenden",
        },
        (field,),
        lambda: end_without_decision(
            case_id,
            caseworker=request.caseworker,
            revision=revision_in(request),
            reason=typed_text(request.POST, "text"),
        ),
        said="beendet",
    )


@staff_page
@require_http_methods(FORM)
def merge(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """End the case because another one says the same."""
    case = access_case(case_id, caseworker=request.caseworker)
    posted = posted_in(request)
    reference = normalise_reference(typed_text(posted, "reference")[:40])
    field = line_field(
        "reference",
        "Nummer des anderen Vorgangs",
        posted,
        hint="Dort geht es weiter. Zum Beispiel 26-K7QM-3RTX.",
        error=_merge_problem(request, case, reference) if posted is not None and reference else "",
    )
    return ask_and_do(
        request,
        case,
        {
            "title": "Mit einem anderen Vorgang zusammenführen",
            "lead": "Dieser Vorgang endet. Nichts aus ihm geht verloren.",
            "button": "Zusammenführen",
        },
        (field,),
        lambda: merge_case(
            case_id, caseworker=request.caseworker, revision=revision_in(request), into=reference
        ),
        said="zusammengefuehrt",
    )


@staff_page
@require_http_methods(FORM)
def reopen(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Look again at what was decided."""
    case = access_case(case_id, caseworker=request.caseworker)
    field = text_field(
        "text", "Grund", posted_in(request), hint="Zum Beispiel: Widerspruch vom 3. April ist begründet."
    )
    return ask_and_do(
        request,
        case,
        {
            "title": "Neu entscheiden",
            "lead": "Der alte Bescheid gilt, bis ein neuer ihn ersetzt.",
            "button": "Vorgang wieder öffnen",
        },
        (field,),
        lambda: reopen_case(
            case_id,
            caseworker=request.caseworker,
            revision=revision_in(request),
            reason=typed_text(request.POST, "text"),
        ),
        said="neu",
    )


@staff_page
@require_http_methods(FORM)
def hold(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Keep the case from becoming final and from being erased."""
    case = access_case(case_id, caseworker=request.caseworker)
    posted = posted_in(request)
    kinds = [Option(value=kind, label=HOLDS[kind]) for kind in HoldKind]
    fields = (
        choice_field(
            "kind", "Warum bleibt die Akte?", kinds, posted, problem="Wählen Sie aus, warum die Akte bleibt."
        ),
        text_field(
            "text", "Grund", posted, hint="Zum Beispiel: Widerspruch vom 3. April, Eingang am 5. April."
        ),
    )
    return ask_and_do(
        request,
        case,
        {
            "title": "Löschsperre setzen",
            "lead": "Solange sie gilt, wird der Bescheid nicht bestandskräftig und die Akte nicht gelöscht.",
            "button": "Sperre setzen",
        },
        fields,
        lambda: set_hold(
            case_id,
            caseworker=request.caseworker,
            kind=HoldKind(str(request.POST.get("kind"))),
            reason=typed_text(request.POST, "text"),
        ),
        said="gesperrt",
    )


@staff_page
@require_POST
def close(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Close a case in which nothing more is to be done."""
    return press(request, case_id, close_case, said="geschlossen")


@staff_page
@require_http_methods(FORM)
def address(request: StaffRequest, case_id: UUID, delivery_id: UUID) -> HttpResponse:
    """Give a letter the address it lacks, or a new one after it came back."""
    case = access_case(case_id, caseworker=request.caseworker)
    delivery = _delivery_of(case, delivery_id)
    field = address_field(
        posted_in(request),
        lines=addressee_of(delivery, case.seal),
        label="Anschrift",
        hint="Name, Straße und Ort, jede Zeile für sich. Ins Ausland: zuletzt der Staat.",
        is_required=True,
    )
    return ask_and_do(
        request,
        case,
        {"title": "Anschrift für den Brief", "lead": "Der Brief wird damit noch einmal gedruckt.", "button": "Anschrift speichern"},
        (field,),
        lambda: give_address(
            delivery_id, case_id=case_id, caseworker=request.caseworker, lines=read_lines(request.POST)
        ),
        said="anschrift",
    )  # fmt: skip


def _merge_problem(request: StaffRequest, case: OpenCase, reference: str) -> str:
    other = list_cases(request.caseworker).filter(reference=reference).first()
    if other is None:
        return "Zu dieser Nummer gibt es bei Ihnen keinen Vorgang."
    if other.id == case.id:
        return "Das ist dieser Vorgang selbst."
    if not may_take_in(closed_at=other.closed_at, decided_at=other.decided_at):
        return "Der andere Vorgang ist ohne Entscheidung beendet. Dort geht es nicht weiter."
    return ""


def _delivery_of(case: OpenCase, delivery_id: UUID) -> Delivery:
    """Return a delivery of a case. Raises NotFound."""
    found = next((one for one in list_deliveries(case.row) if one.id == delivery_id), None)
    if found is None:
        raise NotFound
    return found
