"""Files that answer what the office has asked: uploaded one by one, kept with the request until the answer is sent.

Until then the office sees none of them. They are places of the request: a field of the form, or an evidence of the service.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from onlineamt.facilities.documents.models import StoredDocument
from onlineamt.foundation.audit.actions import record
from onlineamt.foundation.core.canonical import canonical_json
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.sealing.seal import Seal
from onlineamt.procedure.applications.actions.arriving import (
    FilePlace,
    HeldFile,
    with_file,
    without_file,
)
from onlineamt.procedure.applications.actions.files import erase_unnamed
from onlineamt.procedure.cases.actions.moving import GUEST
from onlineamt.procedure.cases.errors import NothingToAnswer
from onlineamt.procedure.cases.models import EvidenceRequest
from onlineamt.procedure.cases.queries import OpenCase, get_case, handed_in_files, unsent_purpose
from onlineamt.procedure.forms.definition import FileField

UNSENT_KEPT = timedelta(days=30)  # after the last change, as a draft is
_MOST_OF_AN_EVIDENCE = 10


class AnswerFiles:
    """What may be uploaded for a request of an open case, as a page hands files to it."""

    def __init__(self, case: OpenCase, request_id: UUID) -> None:
        self._case, self._request_id = case, request_id

    @property
    def subject_id(self) -> UUID:
        """The id of the case."""
        return self._case.id

    @property
    def seal(self) -> Seal:
        """The seal of the case."""
        return self._case.seal

    @property
    def named(self) -> frozenset[str]:
        """The ids of all files that were sent or wait to be sent."""
        return _named(self._case)

    def place(self, name: str) -> FilePlace:
        """Return a place for files. Raises NothingToAnswer where another request is open or none, NotFound."""
        asked = self._case.open_request
        if asked is None or asked.id != self._request_id:
            raise NothingToAnswer
        field = field_of_place(self._case, asked, name)
        return FilePlace(self.subject_id, self.seal, field, self._case.unsent_files.get(name, ()))

    def attach(self, name: str, document: StoredDocument) -> None:
        """Keep a file for the answer. Raises NothingToAnswer, FieldFull, NotFound."""
        place = self.place(name)
        if str(document.id) not in self.named:
            self._keep(name, with_file(place, document), "case.file_attached", document.id)

    def remove(self, name: str, document_id: UUID) -> None:
        """Take a file out again; it can be put back until the answer is sent. Raises NothingToAnswer, NotFound."""
        place = self.place(name)
        left = without_file(place, document_id)
        if left != list(place.held):
            self._keep(name, left, "case.file_removed", document_id)

    @transaction.atomic
    def _keep(self, name: str, files: list[HeldFile], fact: str, document_id: UUID) -> None:
        asked = self._case.open_request
        assert asked is not None
        content = canonical_json({**self._case.unsent_files, name: files})
        asked.sealed_files = self.seal.close(content, purpose=unsent_purpose(asked.id))
        asked.files_changed_at = now()
        asked.save(update_fields=["sealed_files", "files_changed_at"])
        record(fact, chain=self._case.id, actor=GUEST, facts={"place": name, "document": str(document_id)})
        self._case = replace(self._case)  # what it has worked out is as old as the request was


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


def forget_unsent(case: OpenCase) -> None:
    """Erase what was uploaded and is neither sent nor waits to be. The caller has locked the case and read it anew."""
    erase_unnamed(case.id, _named(case))


def list_unsent() -> list[tuple[UUID, UUID]]:
    """Return tenant and case of what was uploaded and will not be sent: too old, or not needed; as maintenance."""
    over = Q(taken_back_at__isnull=False) | Q(files_changed_at__lt=now() - UNSENT_KEPT)
    waiting = EvidenceRequest.objects.using("maintenance").filter(over, sealed_files__isnull=False)
    return list(waiting.order_by("files_changed_at").values_list("tenant_id", "case_id"))


@transaction.atomic
def sweep_unsent(case_id: UUID) -> bool:
    """Erase what nobody sends any more for a case; False when nothing is left to do. Raises NotFound."""
    case = get_case(case_id, for_update=True)
    over = [
        one
        for one in case.requests
        if one.files_changed_at is not None
        and (not one.is_open or one.files_changed_at < now() - UNSENT_KEPT)
    ]
    if not over:
        return False
    EvidenceRequest.objects.filter(id__in=[one.id for one in over]).update(
        sealed_files=None, files_changed_at=None
    )
    forget_unsent(get_case(case_id))
    return True


def _named(case: OpenCase) -> frozenset[str]:
    waiting = (file["id"] for files in case.unsent_files.values() for file in files)
    return handed_in_files(case).union(waiting)
