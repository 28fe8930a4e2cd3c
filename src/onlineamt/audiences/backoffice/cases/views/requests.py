"""Asking the applicant for something: fields of the form, evidence, a question, and until when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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
from onlineamt.procedure.cases.places import is_askable
from onlineamt.procedure.cases.queries import OpenCase, access_case, land_of_tenant
from onlineamt.procedure.cases.rules import TIME_TO_ANSWER


@dataclass(frozen=True, kw_only=True)
class _Asking:
    """What a page that asks the applicant says. `done`: the word for the page of the case."""

    title: str
    lead: str
    button: str
    done: str


_REQUEST = _Asking(
    title="Etwas nachfordern",
    lead="Wählen Sie, was korrigiert oder nachgereicht werden soll. Die Person antwortet im Portal genau an diesen "
    "Stellen. Bis dahin ruht die Frist des Amtes.",
    button="Nachforderung senden",
    done="gefordert",
)
_HEARING = _Asking(
    title="Anhören",
    lead="Bevor Sie etwas ablehnen oder wegnehmen, kann sich die Person dazu äußern. Bis dahin ruht die Frist des Amtes.",
    button="Anhörung senden",
    done="angehoert",
)


@staff_page
@require_http_methods(FORM)
def ask(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Show what can be asked, and ask it."""
    case = access_case(case_id, caseworker=request.caseworker)
    posted = request.POST if request.method == "POST" else None
    fields = _fields(case, posted)
    return _answer(request, case_id, _REQUEST, fields, [page.id for page in case.journey.pages])


@staff_page
@require_http_methods(FORM)
def hear(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Let the applicant say something before they are decided against."""
    access_case(case_id, caseworker=request.caseworker)
    posted = request.POST if request.method == "POST" else None
    fields = (
        text_field(
            "text", "Was Sie entscheiden wollen und warum", posted,
            hint="Nennen Sie die Tatsachen, auf die es ankommt. Die Person kann sich dazu äußern.",
        ),
        _due_field(posted),
    )  # fmt: skip
    return _answer(request, case_id, _HEARING, fields, ())


def _answer(
    request: StaffRequest, case_id: UUID, said: _Asking, fields: tuple[FieldView, ...], pages: Sequence[str]
) -> HttpResponse:
    """Ask, or show the page again with everything typed and what stands in the way."""

    def again(trouble: Trouble | None = None) -> HttpResponse:
        fresh = access_case(case_id, caseworker=request.caseworker)
        view = {"title": said.title, "lead": said.lead, "button": said.button}
        return render_act(request, "backoffice/cases/act.html", fresh, view, fields=fields, trouble=trouble)

    if request.method != "POST" or error_lines(fields):
        return again()
    question = _read(request.POST, pages, is_hearing=said is _HEARING)
    return attempt(
        request,
        case_id,
        lambda: request_evidence(
            case_id, question, caseworker=request.caseworker, revision=revision_in(request)
        ),
        said=said.done,
        again=again,
    )


def _fields(case: OpenCase, posted: QueryDict | None) -> tuple[FieldView, ...]:
    return (
        *_page_fields(case, posted),
        *_evidence_field(case, posted),
        text_field(
            "text", "Was Sie brauchen und warum", posted,
            hint="Dieser Text steht im Brief und auf der Seite der Person. Schreiben Sie kurze Sätze.",
        ),
        _due_field(posted),
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
                if is_askable(state.field)
            ],
            posted,
        )
        for page in case.journey.pages
        if any(is_askable(state.field) for state in page.fields)
    )


def _evidence_field(case: OpenCase, posted: QueryDict | None) -> tuple[FieldView, ...]:
    options = [
        Option(value=one.id, label=one.title, hint=one.hint or "") for one in case.service.definition.evidence
    ]
    return (many_field("evidence", "Nachweise", options, posted),) if options else ()


def _due_field(posted: QueryDict | None) -> FieldView:
    due_on = last_day(today(), TIME_TO_ANSWER, land=land_of_tenant())
    return day_field(
        "due", "Antwort bis", posted, default=due_on, earliest=today(),
        hint="Üblich sind zwei Wochen. Fällt der letzte Tag auf ein Wochenende oder einen Feiertag, gilt der nächste Werktag.",
    )  # fmt: skip


def _read(posted: QueryDict, pages: Sequence[str], *, is_hearing: bool) -> Question:
    """Return what is asked; its fields have no mistakes."""
    due_on, _ = read_day(posted, "due", earliest=today())
    assert due_on is not None
    return Question(
        text=typed_text(posted, "text"),
        due_on=due_on,
        fields=_once(one for page in pages for one in posted.getlist(f"fields.{page}")),
        evidence=[] if is_hearing else _once(posted.getlist("evidence")),
        is_hearing=is_hearing,
    )


def _once(names: Iterable[str]) -> list[str]:
    """Return every name once: nobody is asked the same thing twice."""
    return list(dict.fromkeys(names))
