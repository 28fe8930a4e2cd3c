"""One answer that only the person of an application knows, asked as the form asked it."""

from dataclasses import replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from onlineamt.audiences.citizen.application.presentation import field_view
from onlineamt.audiences.design.fields import FieldView, date_parts
from onlineamt.audiences.entrance.marks import TenantRequest
from onlineamt.foundation.core.clock import today
from onlineamt.procedure.applications.journeys import known_question
from onlineamt.procedure.applications.queries import OpenApplication
from onlineamt.procedure.forms.engine.kinds import Raw

DEFAULT_ID = "person.geburtsdatum"  # what most services ask: an unknown reference gets the same question


def raw_of(posted: QueryDict) -> Raw:
    """Return what was posted as the engine reads it."""
    return dict(posted.lists())


def is_answered(application: OpenApplication, posted: QueryDict) -> bool:
    """Tell whether the known answer was given rightly. Where none was ever given, the code alone must do."""
    question = known_question(application)
    if question is None or question.id not in application.answers:
        return True
    given = question.parse(raw_of(posted), today=today())
    stored = question.from_json(application.answers[question.id])
    return bool(
        given == stored
        or (isinstance(given, str) and isinstance(stored, str) and _fold(given) == _fold(stored))
    )


def proof_field(application: OpenApplication | None, request: TenantRequest, *, error: str = "") -> FieldView:
    """Return the question; without an application the one most services ask, so that nothing shows whether it exists."""
    question = known_question(application, request.language) if application else None
    if question is not None:
        view = field_view(question, raw_of(request.POST), is_required=True)
        return replace(view, error=error, hint="")
    posted = request.POST
    return FieldView(
        id=DEFAULT_ID,
        kind="date",
        label=_("Geburtsdatum"),
        error=error,
        parts=date_parts(
            DEFAULT_ID,
            day=posted.get(f"{DEFAULT_ID}.day", "")[:10],
            month=posted.get(f"{DEFAULT_ID}.month", "")[:10],
            year=posted.get(f"{DEFAULT_ID}.year", "")[:10],
            labels=(_("Tag"), _("Monat"), _("Jahr")),
            wrong="day month year" if error else "",
        ),
    )


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())
