"""Keeping and erasing documents."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import islice
from uuid import UUID

from django.db import transaction

from onlineamt.facilities.documents.models import StoredDocument
from onlineamt.facilities.documents.queries import content_index, content_purpose, name_purpose, token_index
from onlineamt.facilities.documents.rules import read_verify_token, storage_key
from onlineamt.facilities.documents.store import byte_store
from onlineamt.facilities.documents.values import NewDocument
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.sealing.queries import get_seal
from onlineamt.foundation.sealing.seal import Seal
from onlineamt.foundation.tenancy.transaction import current_tenant_id

ORPHAN_AFTER = timedelta(days=1)  # longer than any transaction that may still name the bytes
_SWEEP_AT_ONCE = 500


def store_document(*, subject_id: UUID, document: NewDocument, seal: Seal | None = None) -> StoredDocument:
    """Keep a file of a subject, sealed with its key. `seal` saves a query where the caller has it.

    The bytes are safe in the store before the row names them; if the transaction fails, the sweeper removes them.
    Raises Unsealable when the subject's key was destroyed, IntegrityError for a second receipt of a subject.
    """
    seal = seal or get_seal(subject_id)
    document_id = new_id()
    key = storage_key(current_tenant_id(), document_id)
    byte_store().write(key, seal.close(document.content, purpose=content_purpose(document_id)))
    return StoredDocument.objects.create(
        id=document_id,
        subject_id=subject_id,
        kind=document.kind,
        sealed_name=seal.close(document.name.encode(), purpose=name_purpose(document_id)),
        media_type=document.media_type,
        size=len(document.content),
        storage_key=key,
        content_hash=content_index(document.content),
        token_hash=_token_hash(document.verify_token),
    )


@transaction.atomic
def erase_documents(subject_id: UUID) -> int:
    """Erase every document of a subject and return how many there were. The bytes go when the transaction commits."""
    documents = StoredDocument.objects.filter(subject_id=subject_id)
    keys = list(documents.values_list("storage_key", flat=True))
    documents.delete()
    transaction.on_commit(lambda: _delete_bytes(keys))
    return len(keys)


def sweep_orphans() -> int:
    """Remove bytes that no row names: of transactions that failed, or of a crash while erasing. Return how many.

    Works over all tenants as the maintenance role.
    """
    removed = 0
    keys = byte_store().list_keys(older_than=now() - ORPHAN_AFTER)
    while batch := list(islice(keys, _SWEEP_AT_ONCE)):
        named = set(
            StoredDocument.objects.using("maintenance")
            .filter(storage_key__in=batch)
            .values_list("storage_key", flat=True)
        )
        orphans = [key for key in batch if key not in named]
        _delete_bytes(orphans)
        removed += len(orphans)
    return removed


def _delete_bytes(keys: Sequence[str]) -> None:
    for key in keys:
        byte_store().delete(key)


def _token_hash(token: str) -> bytes | None:
    if not token:
        return None
    spelled = read_verify_token(token)
    if spelled is None:
        raise ValueError("not a token of new_verify_token()")
    return token_index(spelled)
