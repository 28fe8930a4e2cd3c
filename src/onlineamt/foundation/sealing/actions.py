"""Making and destroying keys: what is destroyed cannot be read again, in no backup."""

import secrets
from uuid import UUID

from django.db import transaction

from onlineamt.foundation.core.clock import now
from onlineamt.foundation.sealing.models import Erasure, SubjectKey
from onlineamt.foundation.sealing.provider import provider
from onlineamt.foundation.sealing.seal import KEY_BYTES, Seal
from onlineamt.foundation.tenancy.transaction import current_tenant_id


def create_key(subject_id: UUID) -> Seal:
    """Make the key of a new subject of the present tenant and return its seal."""
    tenant_id = current_tenant_id()
    key = secrets.token_bytes(KEY_BYTES)
    SubjectKey.objects.create(
        id=subject_id, wrapped_key=provider().wrap(tenant_id, key, context=subject_id.bytes)
    )
    return Seal(tenant_id, subject_id, key)


@transaction.atomic
def destroy_key(subject_id: UUID, *, reason: str) -> None:
    """Erase a subject for ever: its key goes, and the erasure is written down so that a restore repeats it.

    Erasing twice is harmless. Whether erasing is allowed (open claim, remedy, legal hold) is for the caller to know.
    """
    SubjectKey.objects.filter(id=subject_id).delete()
    Erasure.objects.get_or_create(id=subject_id, defaults={"reason": reason, "erased_at": now()})
