"""Keeping and erasing documents."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import islice
from uuid import UUID

import structlog
from django.db import transaction

from onlineamt.facilities.documents.errors import FileNotKept
from onlineamt.facilities.documents.models import PendingUpload, StoredDocument
from onlineamt.facilities.documents.queries import (
    content_index,
    content_purpose,
    get_document,
    name_purpose,
    sha256_purpose,
    token_index,
)
from onlineamt.facilities.documents.rules import read_verify_token, storage_key
from onlineamt.facilities.documents.store import byte_store
from onlineamt.facilities.documents.values import DocumentKind, NewDocument
from onlineamt.foundation.core.canonical import digest
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.sealing.queries import get_seal
from onlineamt.foundation.sealing.seal import Seal
from onlineamt.foundation.tenancy.transaction import current_tenant_id

ORPHAN_AFTER = timedelta(days=1)  # longer than any transaction that may still name the bytes
UPLOAD_KEPT = timedelta(days=1)  # how long parts wait for the rest of their file
_SWEEP_AT_ONCE = 500

log = structlog.get_logger()


def store_document(*, subject_id: UUID, document: NewDocument, seal: Seal | None = None) -> StoredDocument:
    """Keep a file of a subject, sealed with its key. `seal` saves a query where the caller has it.

    The bytes are safe in the store before the row names them; if the transaction fails, the sweeper removes them.
    Raises FileNotKept when the store does not answer, Unsealable when the subject's key was destroyed, IntegrityError for
    a second receipt of a subject.
    """
    seal = seal or get_seal(subject_id)
    document_id = new_id()
    key = storage_key(current_tenant_id(), document_id)
    keep_bytes(key, seal.close(document.content, purpose=content_purpose(document_id)))
    return StoredDocument.objects.create(
        id=document_id,
        subject_id=subject_id,
        kind=document.kind,
        sealed_name=seal.close(document.name.encode(), purpose=name_purpose(document_id)),
        sealed_sha256=_sealed_sha256(document, document_id, seal),
        media_type=document.media_type,
        size=len(document.content),
        storage_key=key,
        content_hash=content_index(document.content),
        token_hash=_token_hash(document.verify_token),
        scanned_at=document.scanned_at,
    )


@transaction.atomic
def erase_document(*, subject_id: UUID, document_id: UUID) -> None:
    """Erase one document of a subject. The bytes go when the transaction commits. Raises NotFound."""
    document = get_document(document_id, subject_id=subject_id)
    key = document.storage_key
    document.delete()
    transaction.on_commit(lambda: delete_bytes([key]))


@transaction.atomic
def erase_documents(subject_id: UUID) -> int:
    """Erase every document of a subject, and what was still arriving; return how many documents there were.

    The bytes go when the transaction commits.
    """
    documents = StoredDocument.objects.filter(subject_id=subject_id)
    uploads = PendingUpload.objects.filter(subject_id=subject_id)
    keys = list(documents.values_list("storage_key", flat=True))
    parts = [key for parts in uploads.values_list("part_keys", flat=True) for key in parts]
    documents.delete()
    uploads.delete()
    transaction.on_commit(lambda: delete_bytes([*keys, *parts]))
    return len(keys)


def sweep_uploads() -> int:
    """Forget files that began to arrive a day ago: what is kept of them is a document. Return how many.

    Works over all tenants as the maintenance role; the bytes of their parts go first.
    """
    uploads = PendingUpload.objects.using("maintenance").filter(begun_at__lt=now() - UPLOAD_KEPT)
    found = list(uploads.values_list("id", "part_keys"))
    for upload_id, keys in found:
        delete_bytes(keys)
        PendingUpload.objects.using("maintenance").filter(id=upload_id).delete()
    return len(found)


def sweep_orphans() -> int:
    """Remove bytes that no row names: of transactions that failed, or of a crash while erasing. Return how many.

    Works over all tenants as the maintenance role.
    """
    removed = 0
    keys = byte_store().list_keys(older_than=now() - ORPHAN_AFTER)
    while batch := list(islice(keys, _SWEEP_AT_ONCE)):
        named = _named(batch)
        orphans = [key for key in batch if key not in named]
        delete_bytes(orphans)
        removed += len(orphans)
    return removed


def keep_bytes(key: str, sealed: bytes) -> None:
    """Write to the store. Raises FileNotKept: what is not safe there is not acknowledged."""
    try:
        byte_store().write(key, sealed)
    except OSError as failure:
        log.exception("documents.store_does_not_answer", key=key)
        raise FileNotKept from failure


def delete_bytes(keys: Sequence[str]) -> None:
    """Remove bytes that no row names any more; what a store that does not answer still has, the sweeper removes."""
    for key in keys:
        try:
            byte_store().delete(key)
        except OSError:
            log.exception("documents.bytes_not_deleted", key=key)


def _named(keys: Sequence[str]) -> set[str]:
    """Return which of these keys a document or an arriving file names."""
    documents = StoredDocument.objects.using("maintenance").filter(storage_key__in=keys)
    uploads = PendingUpload.objects.using("maintenance").filter(part_keys__overlap=list(keys))
    parts = (key for parts in uploads.values_list("part_keys", flat=True) for key in parts)
    return {*documents.values_list("storage_key", flat=True), *parts}


def _sealed_sha256(document: NewDocument, document_id: UUID, seal: Seal) -> bytes | None:
    if document.kind != DocumentKind.EVIDENCE:
        return None
    return seal.close(digest(document.content).encode(), purpose=sha256_purpose(document_id))


def _token_hash(token: str) -> bytes | None:
    if not token:
        return None
    spelled = read_verify_token(token)
    if spelled is None:
        raise ValueError("not a token of new_verify_token()")
    return token_index(spelled)
