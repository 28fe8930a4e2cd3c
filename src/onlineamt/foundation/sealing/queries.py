"""Finding a subject's key, and keyed hashes to search by."""

import unicodedata
from uuid import UUID

from django.db.models import F, OuterRef, Subquery

from onlineamt.foundation.sealing.errors import Unsealable
from onlineamt.foundation.sealing.models import SubjectKey
from onlineamt.foundation.sealing.provider import provider
from onlineamt.foundation.sealing.seal import Seal
from onlineamt.foundation.tenancy.transaction import current_tenant_id


def wrapped_key_of(column: str) -> Subquery:
    """Return the expression that brings the wrapped key of a row's subject along: one query instead of two."""
    return Subquery(SubjectKey.objects.filter(id=OuterRef(column)).values(wrapped=F("wrapped_key")))


def unwrap_key(subject_id: UUID, wrapped_key: bytes | memoryview | None) -> Seal:
    """Return the seal of a subject from its wrapped key. Raises Unsealable when the key is gone."""
    if wrapped_key is None:
        raise Unsealable("the key is destroyed")
    tenant_id = current_tenant_id()
    key = provider().unwrap(tenant_id, bytes(wrapped_key), context=subject_id.bytes)
    return Seal(tenant_id, subject_id, key)


def get_seal(subject_id: UUID) -> Seal:
    """Return the seal of a subject of the present tenant. Raises Unsealable when its key is destroyed."""
    wrapped = SubjectKey.objects.filter(id=subject_id).values_list("wrapped_key", flat=True).first()
    return unwrap_key(subject_id, wrapped)


def blind_index(value: str, *, purpose: str) -> bytes:
    """Return the keyed hash by which sealed values are found again: same tenant, purpose and spelling, same 32 bytes."""
    folded = " ".join(unicodedata.normalize("NFKC", value).casefold().split())
    return provider().mac(current_tenant_id(), f"{purpose}\0{folded}".encode())
