"""Saying which register entry a follow-up is about, where its person could not name it."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from onlineamt.audiences.backoffice.cases.acts import ask_and_do, posted_in, revision_in
from onlineamt.audiences.backoffice.cases.inputs import line_field, typed_text
from onlineamt.audiences.backoffice.cases.views.work import FORM
from onlineamt.audiences.backoffice.doors import StaffRequest, staff_page
from onlineamt.foundation.core.errors import NotFound
from onlineamt.procedure.cases.queries import access_case
from onlineamt.procedure.decisions.actions.entries import link_case_entry


@staff_page
@require_http_methods(FORM)
def link(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Link the case to an entry by its number. Raises NotFound where the service follows no register."""
    case = access_case(case_id, caseworker=request.caseworker)
    if case.service.definition.follows is None:
        raise NotFound
    field = line_field(
        "number",
        "Nummer des Eintrags",
        posted_in(request),
        hint="Sie steht auf dem Bescheid und im Register. Dort finden Sie den Eintrag auch nach dem Namen.",
    )
    return ask_and_do(
        request,
        case,
        {
            "title": "Mit einem Registereintrag verbinden",
            "lead": "Auf diesen Eintrag wirkt die Entscheidung. Prüfen Sie, dass er dieser Person gehört.",
            "button": "Verbinden",
        },
        (field,),
        lambda: link_case_entry(
            case_id,
            number=typed_text(request.POST, "number"),
            caseworker=request.caseworker,
            revision=revision_in(request),
        ),
        said="verbunden",
    )
