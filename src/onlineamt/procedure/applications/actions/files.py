"""Files in an application: handed in, attached to an answer, removed, put back, forgotten.

An answer holds of a file what is kept (`KeptFile`), never what a browser says. Judging a file takes a moment: hand it in
first, then open the draft for update and attach it.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import transaction

from onlineamt.facilities.documents.actions.storing import erase_document
from onlineamt.facilities.documents.models import PendingUpload, StoredDocument
from onlineamt.facilities.documents.queries import get_document, list_documents
from onlineamt.facilities.documents.values import DocumentKind
from onlineamt.foundation.audit.actions import record
from onlineamt.foundation.sealing.seal import Seal
from onlineamt.procedure.applications.actions.arriving import (
    FilePlace,
    HeldFile,
    announce,
    finish,
    keep_file,
    named_documents,
    with_file,
    without_file,
)
from onlineamt.procedure.applications.actions.drafts import GUEST, store_answers
from onlineamt.procedure.applications.errors import AlreadySubmitted
from onlineamt.procedure.applications.journeys import file_field_of
from onlineamt.procedure.applications.queries import OpenApplication


class DraftFiles:
    """The file fields of a draft, as a page hands files to them; `draft` is the draft with what was done so far."""

    def __init__(self, draft: OpenApplication) -> None:
        self.draft = draft

    @property
    def subject_id(self) -> UUID:
        """The id of the draft."""
        return self.draft.id

    @property
    def seal(self) -> Seal:
        """The seal of the draft."""
        return self.draft.seal

    @property
    def named(self) -> frozenset[str]:
        """The ids of all files in its answers."""
        return named_documents(self.draft.answers)

    def place(self, name: str) -> FilePlace:
        """Return a field for files. Raises AlreadySubmitted, NotFound for every other field."""
        return place_in(self.draft, name)

    def attach(self, name: str, document: StoredDocument) -> None:
        """Add a kept file to an answer. Raises what `attach_file` raises."""
        self.draft = attach_file(self.draft, field_id=name, document=document)

    def remove(self, name: str, document_id: UUID) -> None:
        """Take a file out of an answer. Raises what `remove_file` raises."""
        self.draft = remove_file(self.draft, field_id=name, document_id=document_id)


def place_in(draft: OpenApplication, field_id: str) -> FilePlace:
    """Return a field of a draft as a place for files. Raises AlreadySubmitted, NotFound for every other field."""
    if draft.row.is_submitted:
        raise AlreadySubmitted
    field = file_field_of(draft, field_id)
    return FilePlace(draft.id, draft.seal, field, list(draft.answers.get(field_id) or ()))


def hand_in(draft: OpenApplication, *, field_id: str, name: str, content: bytes) -> StoredDocument:
    """Judge and keep a file for a field; it is not part of the answer before it is attached.

    Raises FileRefused with its reason, FileNotKept, TooManyAttempts, AlreadySubmitted, NotFound for any other field.
    """
    return keep_file(place_in(draft, field_id), name=name, content=content)


def announce_file(draft: OpenApplication, *, field_id: str, name: str, size: int) -> PendingUpload:
    """Announce a file that will arrive in parts. Raises what `hand_in` raises, before a byte is sent."""
    return announce(place_in(draft, field_id), name=name, size=size)


def finish_file(draft: OpenApplication, *, field_id: str, upload_id: UUID) -> StoredDocument:
    """Judge and keep a file whose parts have all arrived; once more gives the same. Raises what `hand_in` raises."""
    return finish(place_in(draft, field_id), upload_id)


@transaction.atomic
def attach_file(draft: OpenApplication, *, field_id: str, document: StoredDocument) -> OpenApplication:
    """Add a kept file to an answer of a draft that was opened for update, and return the draft with it.

    Attaching it twice is attaching it once. Raises AlreadySubmitted, FieldFull, and NotFound where field or document is
    not one of this draft's.
    """
    place = place_in(draft, field_id)
    if str(document.id) in named_documents(draft.answers):
        return draft
    files = with_file(place, document)
    _note("application.file_attached", draft, field_id, document.id)
    return _keep(draft, field_id, files)


@transaction.atomic
def remove_file(draft: OpenApplication, *, field_id: str, document_id: UUID) -> OpenApplication:
    """Take a file out of an answer of a draft that was opened for update, and return the draft without it.

    The file itself stays until the person goes on (`forget_removed`), so that it can be put back. Removing what is not
    there changes nothing. Raises AlreadySubmitted, NotFound for a field without files.
    """
    place = place_in(draft, field_id)
    left = without_file(place, document_id)
    if left == place.held:
        return draft
    _note("application.file_removed", draft, field_id, document_id)
    return _keep(draft, field_id, left)


def restore_file(draft: OpenApplication, *, field_id: str, document_id: UUID) -> OpenApplication:
    """Put a removed file back. Raises what `attach_file` raises, NotFound when it is already forgotten."""
    return attach_file(draft, field_id=field_id, document=get_document(document_id, subject_id=draft.id))


@transaction.atomic(savepoint=False)  # on the hot path, and nobody goes on after its errors
def forget_removed(draft: OpenApplication, answers: Mapping[str, Any] | None = None) -> None:
    """Erase the files of a draft that was opened for update which none of its answers names.

    `answers`: those that count, where not all of the draft's do.
    """
    if _has_held_files(draft.answers):
        erase_unnamed(draft.id, named_documents(draft.answers if answers is None else answers))


def erase_unnamed(subject_id: UUID, named: frozenset[str]) -> None:
    """Erase what was handed in for a subject, which the caller has locked, and is not `named` by any answer."""
    for document in list_documents(subject_id):
        if document.kind == DocumentKind.EVIDENCE and str(document.id) not in named:
            erase_document(subject_id=subject_id, document_id=document.id)


def _has_held_files(answers: Mapping[str, Any]) -> bool:
    """A field that ever held a file keeps its list: all other drafts are spared the question."""
    return any(
        isinstance(answer, list) and (not answer or isinstance(answer[0], dict))
        for answer in answers.values()
    )


def _keep(draft: OpenApplication, field_id: str, files: list[HeldFile]) -> OpenApplication:
    answers = {**draft.answers, field_id: files}
    store_answers(draft, answers, page=draft.last_page, language=draft.row.language)
    return replace(draft, answers=answers)


def _note(fact: str, draft: OpenApplication, field_id: str, document_id: UUID) -> None:
    record(fact, chain=draft.id, actor=GUEST, facts={"field": field_id, "document": str(document_id)})
