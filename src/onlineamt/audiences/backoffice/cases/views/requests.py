"""Asking the applicant for something: fields of the form, evidence, a question, and until when."""

from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.views.decorators.http import require_http_methods

from onlineamt.audiences.backoffice.cases.acts import Trouble, attempt, render_act, revision_in
from onlineamt.audiences.backoffice.cases.inputs import (
    day_field,
    many_field,
    read_day,
    text_field,
    typed_text,
)
from onlineamt.audiences.backoffice.cases.views.work import FORM
from onlineamt.audiences.backoffice.doors import StaffRequest, staff_page
from onlineamt.audiences.design.fields import FieldView, Option, error_lines
from onlineamt.foundation.core.clock import today
from onlineamt.foundation.deadlines.reckoning import last_day
from onlineamt.procedure.cases.actions.requests import Question, request_evidence
from onlineamt.procedure.cases.queries import OpenCase, access_case, land_of_tenant
from onlineamt.procedure.cases.rules import TIME_TO_ANSWER

_LEAD = (
    "Wählen Sie, was korrigiert oder nachgereicht werden soll. Die Person antwortet im Portal genau an diesen Stellen. "
    "Bis dahin ruht die Frist des Amtes."
)


@staff_page
@require_http_methods(FORM)
def ask(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Show what can be asked, and ask it."""
    case = access_case(case_id, caseworker=request.caseworker)
    posted = request.POST if request.method == "POST" else None
    fields = _fields(case, posted)
    view = {"title": "Etwas nachfordern", "lead": _LEAD, "button": "Nachforderung senden"}

    def again(trouble: Trouble | None = None) -> HttpResponse:
        fresh = access_case(case_id, caseworker=request.caseworker)
        return render_act(request, "backoffice/cases/act.html", fresh, view, fields=fields, trouble=trouble)

    question = _read(case, posted) if posted is not None else None
    if question is None or error_lines(fields):
        return again()
    return attempt(
        request,
        case_id,
        lambda: request_evidence(
            case_id, question, caseworker=request.caseworker, revision=revision_in(request)
        ),
        said="gefordert",
        again=again,
    )


def _fields(case: OpenCase, posted: QueryDict | None) -> tuple[FieldView, ...]:
    due_on = last_day(today(), TIME_TO_ANSWER, land=land_of_tenant())
    return (
        *_page_fields(case, posted),
        *_evidence_field(case, posted),
        text_field(
            "text", "Was Sie brauchen und warum", posted,
            hint="Dieser Text steht im Brief und auf der Seite der Person. Schreiben Sie kurze Sätze.",
        ),
        day_field(
            "due", "Antwort bis", posted, default=due_on, earliest=today(),
            hint="Üblich sind zwei Wochen. Fällt der letzte Tag auf ein Wochenende oder einen Feiertag, gilt der nächste Werktag.",
        ),
    )  # fmt: skip


def _page_fields(case: OpenCase, posted: QueryDict | None) -> tuple[FieldView, ...]:
    """Return the questions that apply to this person, page by page, with what was answered."""
    words = case.service.form.words()
    return tuple(
        many_field(
            f"fields.{page.id}",
            words.page(page.id).title,
            [
                Option(
                    value=state.id, label=words.label(state.id), hint=words.display(state.id, state.answer)
                )
                for state in page.fields
                if state.field.asks
            ],
            posted,
        )
        for page in case.journey.pages
        if any(state.field.asks for state in page.fields)
    )


def _evidence_field(case: OpenCase, posted: QueryDict | None) -> tuple[FieldView, ...]:
    options = [
        Option(value=one.id, label=one.title, hint=one.hint or "") for one in case.service.definition.evidence
    ]
    return (many_field("evidence", "Nachweise", options, posted),) if options else ()


def _read(case: OpenCase, posted: QueryDict) -> Question | None:
    due_on, _ = read_day(posted, "due", earliest=today())
    if due_on is None:
        return None
    return Question(
        text=typed_text(posted, "text"),
        due_on=due_on,
        fields=[one for page in case.journey.pages for one in posted.getlist(f"fields.{page.id}")],
        evidence=posted.getlist("evidence"),
    )
