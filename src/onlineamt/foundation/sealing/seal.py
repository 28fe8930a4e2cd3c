"""Sealing: AES-256-GCM with the subject's key, bound to tenant, subject and purpose."""

import secrets
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from onlineamt.foundation.sealing.errors import Unsealable

KEY_BYTES = 32
_NONCE_BYTES = 12
_VERSION = b"\x01"


@dataclass(frozen=True, repr=False)
class Seal:
    """The opened key of one subject: seals and opens what belongs to it."""

    tenant_id: UUID
    subject_id: UUID
    key: bytes

    def close(self, plaintext: bytes, *, purpose: str) -> bytes:
        """Return the content sealed for a purpose: version byte, 12-byte nonce, ciphertext with 16-byte tag."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return _VERSION + nonce + AESGCM(self.key).encrypt(nonce, plaintext, self._context(purpose))

    def open(self, sealed: bytes | memoryview, *, purpose: str) -> bytes:
        """Return what was sealed for the purpose. Raises Unsealable."""
        sealed = bytes(sealed)
        if sealed[:1] != _VERSION:
            raise Unsealable("unknown version")
        nonce, ciphertext = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        try:
            return AESGCM(self.key).decrypt(nonce, ciphertext, self._context(purpose))
        except (InvalidTag, ValueError) as broken:
            raise Unsealable(purpose) from broken

    def _context(self, purpose: str) -> bytes:
        return self.tenant_id.bytes + self.subject_id.bytes + purpose.encode()
