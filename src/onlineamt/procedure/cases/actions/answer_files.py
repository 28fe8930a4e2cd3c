"""Files that answer what the office has asked: uploaded one by one, kept with the request until the answer is sent.

Until then the office sees none of them. They are places of the request: a field of the form, or an evidence of the service.
"""

from dataclasses import replace
from uuid import UUID

from django.db import transaction

from onlineamt.facilities.documents.models import StoredDocument
from onlineamt.foundation.audit.actions import record
from onlineamt.foundation.core.canonical import canonical_json
from onlineamt.foundation.core.clock import now
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
from onlineamt.procedure.cases.places import UNSENT_KEPT, field_of_place
from onlineamt.procedure.cases.queries import OpenCase, get_case, handed_in_files, unsent_purpose


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
        field = field_of_place(self._case, self._asked(), name)
        return FilePlace(self.subject_id, self.seal, field, self._case.unsent_files.get(name, ()))

    @transaction.atomic
    def attach(self, name: str, document: StoredDocument) -> None:
        """Keep a file for the answer. Raises NothingToAnswer, FieldFull, NotFound."""
        place = self.place(name)
        if str(document.id) in self.named:
            return
        self._keep(name, with_file(place, document))
        self._note("case.file_attached", name, document.id)

    @transaction.atomic
    def remove(self, name: str, document_id: UUID) -> None:
        """Take a file out again; it can be put back until the answer is sent. Raises NothingToAnswer, NotFound."""
        place = self.place(name)
        left = without_file(place, document_id)
        if left == list(place.held):
            return
        self._keep(name, left)
        self._note("case.file_removed", name, document_id)

    def _asked(self) -> EvidenceRequest:
        asked = self._case.open_request
        if asked is None or asked.id != self._request_id:
            raise NothingToAnswer
        return asked

    def _keep(self, name: str, files: list[HeldFile]) -> None:
        asked = self._asked()
        content = canonical_json({**self._case.unsent_files, name: files})
        asked.sealed_files = self.seal.close(content, purpose=unsent_purpose(asked.id))
        asked.files_changed_at = now()
        asked.save(update_fields=["sealed_files", "files_changed_at"])
        self._case = replace(self._case)  # what it has worked out is as old as the request was

    def _note(self, fact: str, name: str, document_id: UUID) -> None:
        facts = {"place": name, "document": str(document_id)}
        record(fact, chain=self._case.id, actor=GUEST, facts=facts)


def forget_unsent(case: OpenCase) -> None:
    """Erase what was uploaded and is neither sent nor waits to be. The caller has locked the case and read it anew."""
    erase_unnamed(case.id, _named(case))


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
