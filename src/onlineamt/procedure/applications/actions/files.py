"""Files in an application: handed in, attached to an answer, removed, put back, forgotten.

An answer holds of a file what is kept (`KeptFile`), never what a browser says. Judging a file takes a moment: hand it in
first, then open the draft for update and attach it.
"""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any
from uuid import UUID

from django.db import transaction

from onlineamt.facilities.documents.actions.storing import erase_document
from onlineamt.facilities.documents.actions.uploads import begin_upload, finish_upload, receive_file
from onlineamt.facilities.documents.models import PendingUpload, StoredDocument
from onlineamt.facilities.documents.queries import (
    describe_file,
    get_document,
    get_upload,
    list_documents,
)
from onlineamt.facilities.documents.values import DocumentKind
from onlineamt.foundation.audit.actions import record
from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.limits.actions import count_attempt
from onlineamt.foundation.sealing.seal import Seal
from onlineamt.procedure.applications.actions.drafts import GUEST, store_answers
from onlineamt.procedure.applications.errors import AlreadySubmitted, FieldFull
from onlineamt.procedure.applications.journeys import file_field_of
from onlineamt.procedure.applications.queries import OpenApplication
from onlineamt.procedure.applications.rules import FILES_HANDED_IN
from onlineamt.procedure.forms.definition import FileField

_MEGABYTE = 1_000_000


def hand_in(draft: OpenApplication, *, field_id: str, name: str, content: bytes) -> StoredDocument:
    """Judge and keep a file for a field; it is not part of the answer before it is attached.

    Raises FileRefused with its reason, FileNotKept, TooManyAttempts, AlreadySubmitted, NotFound for any other field.
    """
    field = _check_room(draft, field_id)
    return receive_file(
        subject_id=draft.id,
        name=name,
        content=content,
        allowed=field.types,
        largest=field.max_megabytes * _MEGABYTE,
        seal=draft.seal,
    )


def announce_file(draft: OpenApplication, *, field_id: str, name: str, size: int) -> PendingUpload:
    """Announce a file that will arrive in parts. Raises what `hand_in` raises, before a byte is sent."""
    field = _check_room(draft, field_id)
    return begin_upload(
        subject_id=draft.id,
        name=name,
        size=size,
        largest=field.max_megabytes * _MEGABYTE,
        seal=draft.seal,
    )


def find_arriving(draft: OpenApplication, upload_id: UUID, *, size: int) -> PendingUpload | None:
    """Return a file of this size that began to arrive before, so that it goes on where it stopped."""
    try:
        upload = get_upload(upload_id, subject_id=draft.id)
    except NotFound:
        return None
    return upload if upload.size == size else None


def finish_file(draft: OpenApplication, *, field_id: str, upload_id: UUID) -> StoredDocument:
    """Judge and keep a file whose parts have all arrived; once more gives the same. Raises what `hand_in` raises."""
    field = file_field_of(draft, field_id)
    return finish_upload(
        subject_id=draft.id,
        upload_id=upload_id,
        allowed=field.types,
        largest=field.max_megabytes * _MEGABYTE,
        seal=draft.seal,
    )


@transaction.atomic
def attach_file(draft: OpenApplication, *, field_id: str, document: StoredDocument) -> OpenApplication:
    """Add a kept file to an answer of a draft that was opened for update, and return the draft with it.

    Attaching it twice is attaching it once. Raises AlreadySubmitted, FieldFull, and NotFound where field or document is
    not one of this draft's.
    """
    if draft.row.is_submitted:
        raise AlreadySubmitted
    field = file_field_of(draft, field_id)
    if document.subject_id != draft.id or document.kind != DocumentKind.EVIDENCE:
        raise NotFound
    held = _held(draft, field_id)
    if str(document.id) in named_documents(draft.answers):
        return draft
    if len(held) >= field.max_files:
        raise FieldFull
    _note("application.file_attached", draft, field_id, document.id)
    return _keep(draft, field_id, [*held, file_answer(document, draft.seal)])


@transaction.atomic
def remove_file(draft: OpenApplication, *, field_id: str, document_id: UUID) -> OpenApplication:
    """Take a file out of an answer of a draft that was opened for update, and return the draft without it.

    The file itself stays until the person goes on (`forget_removed`), so that it can be put back. Removing what is not
    there changes nothing. Raises AlreadySubmitted, NotFound for a field without files.
    """
    if draft.row.is_submitted:
        raise AlreadySubmitted
    file_field_of(draft, field_id)
    held = _held(draft, field_id)
    left = [file for file in held if file["id"] != str(document_id)]
    if left == held:
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
    if not _has_held_files(draft.answers):
        return
    named = named_documents(draft.answers if answers is None else answers)
    for document in list_documents(draft.id):
        if document.kind == DocumentKind.EVIDENCE and str(document.id) not in named:
            erase_document(subject_id=draft.id, document_id=document.id)


def file_answer(document: StoredDocument, seal: Seal) -> dict[str, Any]:
    """Return what an answer holds of a kept file."""
    kept = describe_file(document, seal=seal)
    return {**asdict(kept), "id": str(kept.id)}


def named_documents(answers: Mapping[str, Any]) -> frozenset[str]:
    """Return the ids of all files that answers hold."""
    return frozenset(
        one["id"]
        for answer in answers.values()
        if isinstance(answer, list)
        for one in answer
        if isinstance(one, dict) and "id" in one
    )


def _has_held_files(answers: Mapping[str, Any]) -> bool:
    """A field that ever held a file keeps its list: all other drafts are spared the question."""
    return any(
        isinstance(answer, list) and (not answer or isinstance(answer[0], dict))
        for answer in answers.values()
    )


def _check_room(draft: OpenApplication, field_id: str) -> FileField:
    if draft.row.is_submitted:
        raise AlreadySubmitted
    field = file_field_of(draft, field_id)
    count_attempt(FILES_HANDED_IN, str(draft.id))
    if len(_held(draft, field_id)) >= field.max_files:
        raise FieldFull
    return field


def _held(draft: OpenApplication, field_id: str) -> list[dict[str, Any]]:
    return list(draft.answers.get(field_id) or ())


def _keep(draft: OpenApplication, field_id: str, files: list[dict[str, Any]]) -> OpenApplication:
    answers = {**draft.answers, field_id: files}
    store_answers(draft, answers, page=draft.last_page, language=draft.row.language)
    return replace(draft, answers=answers)


def _note(fact: str, draft: OpenApplication, field_id: str, document_id: UUID) -> None:
    record(fact, chain=draft.id, actor=GUEST, facts={"field": field_id, "document": str(document_id)})
