"""Where files of an answer go that the office has asked for, and which of them wait to be sent.

A place is a field of the form, or an evidence of the service that has none.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from onlineamt.foundation.core.clock import now
from onlineamt.foundation.core.errors import NotFound
from onlineamt.procedure.applications.actions.arriving import HeldFile
from onlineamt.procedure.cases.models import EvidenceRequest
from onlineamt.procedure.cases.queries import OpenCase
from onlineamt.procedure.forms.definition import FileField, RepeatField
from onlineamt.procedure.forms.engine import CompiledField

UNSENT_KEPT = timedelta(days=30)  # after the last change, as a draft is
_MOST_OF_AN_EVIDENCE = 10


def is_askable(field: CompiledField) -> bool:
    """Whether the office may ask for an answer in its place. A list has pages of its own: what it lacks is asked in words."""
    return field.asks and not isinstance(field.kind.definition, RepeatField)


def field_of_place(case: OpenCase, asked: EvidenceRequest, name: str) -> FileField:
    """Return what a place takes: a field for files of the form, or an evidence that is asked for. Raises NotFound."""
    found = case.service.form.fields.get(name)
    if found is not None and isinstance(found.kind.definition, FileField):
        return found.kind.definition
    for evidence in case.service.definition.evidence:
        if evidence.id == name and name in asked.evidence and evidence.field is None:
            return FileField(
                id=f"evidence.{name}", kind="file", label=evidence.title, max_files=_MOST_OF_AN_EVIDENCE
            )
    raise NotFound


def place_of_evidence(case: OpenCase, name: str) -> str:
    """Return where files of an evidence go: its field in the form, or a place of its own."""
    field = next((one.field for one in case.service.definition.evidence if one.id == name), None)
    return field or name


def questions_of(case: OpenCase, asked: EvidenceRequest) -> list[str]:
    """Return the fields that are asked for, without those where evidence goes that is asked for as well."""
    places = {place_of_evidence(case, name) for name in asked.evidence}
    return [name for name in asked.fields if name not in places]


def unsent_answers(case: OpenCase, asked: EvidenceRequest, fields: Sequence[str]) -> dict[str, Any]:
    """Return what waits to be sent for fields of the form: those of `fields`, and where asked evidence belongs."""
    places = {*fields, *(place_of_evidence(case, name) for name in asked.evidence)}
    form = case.service.form.fields
    return {
        name: files for name, files in case.unsent_files.items() if files and name in places and name in form
    }


def unsent_evidence(case: OpenCase, asked: EvidenceRequest) -> dict[str, Sequence[HeldFile]]:
    """Return what waits to be sent for evidence that has no field in the form."""
    return {name: files for name, files in case.unsent_files.items() if files and name in asked.evidence}


def list_unsent() -> list[tuple[UUID, UUID]]:
    """Return tenant and case of what was uploaded and will not be sent: too old, or not needed; as maintenance."""
    over = Q(taken_back_at__isnull=False) | Q(files_changed_at__lt=now() - UNSENT_KEPT)
    waiting = EvidenceRequest.objects.using("maintenance").filter(over, sealed_files__isnull=False)
    return list(waiting.order_by("files_changed_at").values_list("tenant_id", "case_id"))
