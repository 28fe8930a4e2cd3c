"""Taking in what people hand in: at once, or in parts that survive a broken connection.

Call these before the row of the draft or case is locked: judging a file takes a moment, and its subject is locked here.
"""

from collections.abc import Collection
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Count, Sum

from onlineamt.facilities.documents.actions.scanning import scan_at_once
from onlineamt.facilities.documents.actions.storing import delete_bytes, keep_bytes, store_document
from onlineamt.facilities.documents.cleaner import clean_file
from onlineamt.facilities.documents.errors import (
    FileEmpty,
    FileNotKept,
    FileTooLarge,
    KindNotAllowed,
    PartRefused,
    TooManyFiles,
    UploadUnfinished,
)
from onlineamt.facilities.documents.models import PendingUpload, StoredDocument
from onlineamt.facilities.documents.queries import get_document, get_upload, part_purpose, upload_name_purpose
from onlineamt.facilities.documents.rules import (
    LARGEST_FILE,
    LARGEST_PART,
    MOST_BYTES,
    MOST_FILES,
    SMALLEST_PART,
    clean_name,
    file_kind,
    storage_key,
)
from onlineamt.facilities.documents.store import byte_store
from onlineamt.facilities.documents.values import DocumentKind, NewDocument
from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.sealing.errors import Unsealable
from onlineamt.foundation.sealing.queries import get_seal
from onlineamt.foundation.sealing.seal import Seal
from onlineamt.foundation.tenancy.transaction import current_tenant_id

_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


def receive_file(
    *,
    subject_id: UUID,
    name: str,
    content: bytes,
    allowed: Collection[str],
    largest: int = LARGEST_FILE,
    seal: Seal | None = None,
) -> StoredDocument:
    """Judge, clean and keep a file that somebody hands in; what this returns is safe in the store.

    `allowed` are FileKinds, `largest` is in bytes. Raises FileRefused (FileEmpty, FileTooLarge, KindNotAllowed,
    FileUnreadable, FileTooComplex, FileLocked, FileNeedsProgram, FileInfected, TooManyFiles) or FileNotKept; nothing is
    kept then. Raises Unsealable when the subject's key was destroyed.
    """
    return _receive(subject_id, name, content, allowed, largest, seal or get_seal(subject_id))


@transaction.atomic
def begin_upload(
    *, subject_id: UUID, name: str, size: int, largest: int = LARGEST_FILE, seal: Seal | None = None
) -> PendingUpload:
    """Announce a file that will arrive in parts. Raises FileEmpty, FileTooLarge or TooManyFiles before a byte is sent."""
    _check_size(size, largest)
    _lock(subject_id)
    _check_room(subject_id, size)
    seal = seal or get_seal(subject_id)
    upload_id = new_id()
    sealed_name = seal.close(name[:1000].encode(errors="replace"), purpose=upload_name_purpose(upload_id))
    return PendingUpload.objects.create(
        id=upload_id, subject_id=subject_id, sealed_name=sealed_name, size=size
    )


@transaction.atomic
def add_part(
    *, subject_id: UUID, upload_id: UUID, offset: int, content: bytes, seal: Seal | None = None
) -> int:
    """Keep the next part of a file and return where the one after it begins.

    Whoever sends a part again, or too early, does no harm: the answer says where to go on.
    Raises NotFound, PartRefused or FileNotKept.
    """
    upload = get_upload(upload_id, subject_id=subject_id, for_update=True)
    _check_part(upload, offset, content)
    new = content[max(0, upload.received - offset) :]
    if offset > upload.received or not new:
        return upload.received
    seal = seal or get_seal(subject_id)
    # A key of its own: what a transaction that failed is still writing never lies where another one's part is.
    part_id = new_id()
    key = storage_key(current_tenant_id(), part_id)
    keep_bytes(key, seal.close(new, purpose=part_purpose(upload.id, upload.received)))
    upload.part_keys.append(key)
    upload.received += len(new)
    upload.save(update_fields=["part_keys", "received"])
    return upload.received


@transaction.atomic
def finish_upload(
    *,
    subject_id: UUID,
    upload_id: UUID,
    allowed: Collection[str],
    largest: int = LARGEST_FILE,
    seal: Seal | None = None,
) -> StoredDocument:
    """Judge, clean and keep a file whose parts are all there; whoever asks again gets the same document.

    Raises what `receive_file` raises, NotFound, and UploadUnfinished while parts are missing.
    """
    upload = get_upload(upload_id, subject_id=subject_id, for_update=True)
    if upload.document_id:
        return get_document(upload.document_id, subject_id=subject_id)
    if upload.received != upload.size:
        raise UploadUnfinished
    seal = seal or get_seal(subject_id)
    name = seal.open(upload.sealed_name, purpose=upload_name_purpose(upload.id)).decode()
    content = _put_together(upload, seal)
    document = _receive(subject_id, name, content, allowed, largest, seal, arriving=upload.id)
    _forget_parts(upload)
    upload.document_id, upload.part_keys = document.id, []
    upload.save(update_fields=["document_id", "part_keys"])
    return document


@transaction.atomic
def discard_upload(*, subject_id: UUID, upload_id: UUID) -> None:
    """Give up a file of which parts have arrived: nobody waits for the rest. Raises NotFound."""
    upload = get_upload(upload_id, subject_id=subject_id, for_update=True)
    _forget_parts(upload)
    upload.delete()


def _receive(
    subject_id: UUID,
    name: str,
    content: bytes,
    allowed: Collection[str],
    largest: int,
    seal: Seal,
    *,
    arriving: UUID | None = None,
) -> StoredDocument:
    _check_size(len(content), largest)
    kind = file_kind(content)
    if kind is None or kind not in allowed:
        raise KindNotAllowed
    cleaned = clean_file(content, kind)
    document = NewDocument(
        kind=DocumentKind.EVIDENCE,
        name=clean_name(name, cleaned.media_type),
        media_type=cleaned.media_type,
        content=cleaned.content,
        scanned_at=scan_at_once(content),
    )
    with transaction.atomic():
        _lock(subject_id)
        _check_room(subject_id, len(document.content), arriving=arriving)
        return store_document(subject_id=subject_id, document=document, seal=seal)


def _check_size(size: int, largest: int) -> None:
    if size < 1:
        raise FileEmpty
    if size > min(largest, LARGEST_FILE):
        raise FileTooLarge


def _check_part(upload: PendingUpload, offset: int, content: bytes) -> None:
    end = offset + len(content)
    is_last = end == upload.size
    if offset < 0 or end > upload.size or len(content) > LARGEST_PART:
        raise PartRefused
    if len(content) < SMALLEST_PART and not is_last:
        raise PartRefused


def _lock(subject_id: UUID) -> None:
    """Let one file of a subject be counted at a time, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [f"documents:{subject_id}"])


def _check_room(subject_id: UUID, size: int, *, arriving: UUID | None = None) -> None:
    kept = StoredDocument.objects.filter(subject_id=subject_id, kind=DocumentKind.EVIDENCE)
    pending = PendingUpload.objects.filter(subject_id=subject_id, document_id=None)
    if arriving:
        pending = pending.exclude(id=arriving)
    files, used = 1, size
    for rows in (kept, pending):
        sums = rows.aggregate(files=Count("id"), used=Sum("size", default=0))
        files, used = files + sums["files"], used + sums["used"]
    if files > MOST_FILES or used > MOST_BYTES:
        raise TooManyFiles


def _put_together(upload: PendingUpload, seal: Seal) -> bytes:
    content = bytearray()
    try:
        for key in upload.part_keys:
            content += seal.open(byte_store().read(key), purpose=part_purpose(upload.id, len(content)))
    except (LookupError, OSError, Unsealable) as missing:
        raise FileNotKept from missing
    return bytes(content)


def _forget_parts(upload: PendingUpload) -> None:
    keys = list(upload.part_keys)
    transaction.on_commit(lambda: delete_bytes(keys))
