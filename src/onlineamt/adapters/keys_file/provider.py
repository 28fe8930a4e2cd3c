"""One file of 32 random bytes per tenant, readable by the portal only; every key is derived from it (HKDF, RFC 5869)."""

import hmac
import os
import secrets
import tempfile
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from onlineamt.foundation.sealing.errors import Unsealable

SECRET_BYTES = 32
_NONCE_BYTES = 12


class FileKeyProvider:
    """Tenant secrets in a folder, each in `<tenant id>.key` with mode 0600, made at first use."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._derive = lru_cache(maxsize=4096)(self._derive_uncached)

    def wrap(self, tenant_id: UUID, key: bytes, *, context: bytes) -> bytes:
        """See KeyProvider."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + AESGCM(self._derive(tenant_id, b"wrap")).encrypt(nonce, key, context)

    def unwrap(self, tenant_id: UUID, wrapped: bytes, *, context: bytes) -> bytes:
        """See KeyProvider."""
        try:
            return AESGCM(self._derive(tenant_id, b"wrap")).decrypt(
                wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:], context
            )
        except (InvalidTag, ValueError) as broken:
            raise Unsealable("wrapped key") from broken

    def mac(self, tenant_id: UUID, message: bytes) -> bytes:
        """See KeyProvider."""
        return hmac.digest(self._derive(tenant_id, b"index"), message, "sha256")

    def sign(self, tenant_id: UUID, message: bytes) -> bytes:
        """See KeyProvider."""
        return self._signer(tenant_id).sign(message)

    def public_key(self, tenant_id: UUID) -> bytes:
        """See KeyProvider."""
        return self._signer(tenant_id).public_key().public_bytes_raw()

    def _signer(self, tenant_id: UUID) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self._derive(tenant_id, b"sign"))

    def _derive_uncached(self, tenant_id: UUID, use: bytes) -> bytes:
        secret = self._secret(tenant_id)
        return HKDF(hashes.SHA256(), 32, salt=tenant_id.bytes, info=b"onlineamt/1/" + use).derive(secret)

    def _secret(self, tenant_id: UUID) -> bytes:
        path = self._folder / f"{tenant_id}.key"
        if not path.exists():
            self._make_secret(path)
        secret = path.read_bytes()
        if len(secret) != SECRET_BYTES:
            raise Unsealable(f"{path.name} is damaged: {len(secret)} bytes instead of {SECRET_BYTES}")
        return secret

    def _make_secret(self, path: Path) -> None:
        """Write the file whole and safe on disk before it has its name; of two processes the first wins."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, draft = tempfile.mkstemp(dir=self._folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(secrets.token_bytes(SECRET_BYTES))
                file.flush()
                os.fsync(file.fileno())
            try:
                os.link(draft, path)
            except FileExistsError:
                return
            folder = os.open(self._folder, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        finally:
            Path(draft).unlink()
