"""Taking in files for a place that asks for them: a field of a draft, or what an office has asked for.

What holds the answers is another matter: a file that was kept is part of no answer before its holder says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol
from uuid import UUID

from onlineamt.facilities.documents.actions.uploads import begin_upload, finish_upload, receive_file
from onlineamt.facilities.documents.models import PendingUpload, StoredDocument
from onlineamt.facilities.documents.queries import describe_file, get_upload
from onlineamt.facilities.documents.values import DocumentKind
from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.limits.actions import count_attempt
from onlineamt.foundation.sealing.seal import Seal
from onlineamt.procedure.applications.errors import FieldFull
from onlineamt.procedure.applications.rules import FILES_HANDED_IN
from onlineamt.procedure.forms.definition import FileField

_MEGABYTE = 1_000_000

HeldFile = dict[str, Any]  # what an answer holds of a kept file: id, name, media_type, size, sha256


@dataclass(frozen=True)
class FilePlace:
    """Where files go: whose they are, what seals them, what may come (`field`), and what is there already (`held`)."""

    subject_id: UUID
    seal: Seal
    field: FileField
    held: Sequence[HeldFile] = ()

    @property
    def largest(self) -> int:
        """How many bytes a file may have."""
        return self.field.max_megabytes * _MEGABYTE


class FileHolder(Protocol):
    """Answers that hold files. It is opened for update before a file is attached or removed."""

    @property
    def subject_id(self) -> UUID:
        """Whose the files are."""

    @property
    def seal(self) -> Seal:
        """What they are sealed with."""

    @property
    def named(self) -> frozenset[str]:
        """The ids of all files that the answers hold, as they stand now."""

    def place(self, name: str) -> FilePlace:
        """Return a place that takes files. Raises NotFound, AlreadySubmitted, NothingToAnswer."""

    def attach(self, name: str, document: StoredDocument) -> None:
        """Put a kept file into a place; twice is once. Raises what `place` raises, and FieldFull."""

    def remove(self, name: str, document_id: UUID) -> None:
        """Take a file out of a place; it can be put back for a while. Raises what `place` raises."""


def keep_file(place: FilePlace, *, name: str, content: bytes) -> StoredDocument:
    """Judge and keep a file. Raises FileRefused with its reason, FileNotKept, FieldFull, TooManyAttempts."""
    _check_room(place)
    return receive_file(
        subject_id=place.subject_id,
        name=name,
        content=content,
        allowed=place.field.types,
        largest=place.largest,
        seal=place.seal,
    )


def announce(place: FilePlace, *, name: str, size: int) -> PendingUpload:
    """Announce a file that will arrive in parts. Raises what `keep_file` raises, before a byte is sent."""
    _check_room(place)
    return begin_upload(
        subject_id=place.subject_id, name=name, size=size, largest=place.largest, seal=place.seal
    )


def find_arriving(subject_id: UUID, upload_id: UUID, *, size: int) -> PendingUpload | None:
    """Return a file of this size that began to arrive before, so that it goes on where it stopped."""
    try:
        upload = get_upload(upload_id, subject_id=subject_id)
    except NotFound:
        return None
    return upload if upload.size == size else None


def finish(place: FilePlace, upload_id: UUID) -> StoredDocument:
    """Judge and keep a file whose parts have all arrived; once more gives the same. Raises what `keep_file` raises."""
    return finish_upload(
        subject_id=place.subject_id,
        upload_id=upload_id,
        allowed=place.field.types,
        largest=place.largest,
        seal=place.seal,
    )


def with_file(place: FilePlace, document: StoredDocument) -> list[HeldFile]:
    """Return what a place holds with one file more. Raises FieldFull, and NotFound where the file is not of its subject."""
    if document.subject_id != place.subject_id or document.kind != DocumentKind.EVIDENCE:
        raise NotFound
    if len(place.held) >= place.field.max_files:
        raise FieldFull
    return [*place.held, file_answer(document, place.seal)]


def without_file(place: FilePlace, document_id: UUID) -> list[HeldFile]:
    """Return what a place holds without a file."""
    return [file for file in place.held if file["id"] != str(document_id)]


def file_answer(document: StoredDocument, seal: Seal) -> HeldFile:
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


def _check_room(place: FilePlace) -> None:
    count_attempt(FILES_HANDED_IN, str(place.subject_id))
    if len(place.held) >= place.field.max_files:
        raise FieldFull
