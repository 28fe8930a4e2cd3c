"""What sealing needs from a key provider: a file, a vault server or a security module."""

from typing import Protocol
from uuid import UUID


class KeyProvider(Protocol):
    """Holds one secret per tenant and never shows it."""

    def wrap(self, tenant_id: UUID, key: bytes, *, context: bytes) -> bytes:
        """Return a subject's key encrypted with the tenant's key, bound to its context."""

    def unwrap(self, tenant_id: UUID, wrapped: bytes, *, context: bytes) -> bytes:
        """Return the subject's key. Raises Unsealable when it was not wrapped by this tenant for this context."""

    def mac(self, tenant_id: UUID, message: bytes) -> bytes:
        """Return the keyed hash (HMAC-SHA-256) of a message, 32 bytes."""

    def sign(self, tenant_id: UUID, message: bytes) -> bytes:
        """Return an Ed25519 signature, 64 bytes."""

    def public_key(self, tenant_id: UUID) -> bytes:
        """Return the raw Ed25519 public key, 32 bytes."""
