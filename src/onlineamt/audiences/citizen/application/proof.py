"""One answer that only the person of an application knows, asked as the form asked it."""

from dataclasses import replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from onlineamt.audiences.citizen.application.offered import any_offering
from onlineamt.audiences.design.fields import FieldView
from onlineamt.audiences.design.kind_views import field_view
from onlineamt.audiences.entrance.marks import TenantRequest
from onlineamt.foundation.core.clock import today
from onlineamt.foundation.sealing.queries import blind_index
from onlineamt.foundation.tenancy.directory import TenantCard
from onlineamt.procedure.applications.journeys import known_question, question_of, service_of
from onlineamt.procedure.applications.queries import OpenApplication
from onlineamt.procedure.applications.running import RunningService, get_running
from onlineamt.procedure.forms.engine.kinds import Raw


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


def proof_field(
    application: OpenApplication | None,
    request: TenantRequest,
    *,
    reference: str = "",
    error: str = "",
    is_blank: bool = False,
) -> FieldView:
    """Return the question, with what was typed unless `is_blank`. For a number nobody has it is that of some service here, so that nothing shows there is none."""
    service = service_of(application) if application else _some_service(request.tenant, reference)
    question = question_of(service, request.language) if service else None
    if question is None:
        return FieldView(id="answer", kind="text", label=_("Ihre Antwort"), error=error)
    return replace(
        field_view(question, {} if is_blank else raw_of(request.POST), is_required=True), error=error, hint=""
    )


def _some_service(tenant: TenantCard, reference: str) -> RunningService | None:
    """Return the same service for the same number each time, and nobody can compute which."""
    number = int.from_bytes(blind_index(reference, purpose="status.question")[:8])
    offering = any_offering(tenant, number)
    return get_running(offering.version_id) if offering else None


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())
