"""The second factor: time-based one-time codes (RFC 6238), and keyed hashes of codes that are used once."""

import hmac
from datetime import datetime
from uuid import UUID

import pyotp

from onlineamt.foundation.accounts.rules import TOTP_DIGITS, TOTP_DRIFT, TOTP_SECONDS
from onlineamt.foundation.sealing.provider import provider
from onlineamt.foundation.tenancy.transaction import current_tenant_id


def new_secret() -> str:
    """Return a random secret of 160 bits in base32, as apps take it."""
    return pyotp.random_base32(32)


def current_code(secret: str, *, at: datetime) -> str:
    """Return the code that an app shows at an instant."""
    return _totp(secret).at(at)


def matching_step(secret: str, code: str, *, at: datetime, after: int) -> int | None:
    """Return the time step a code belongs to, or None. Steps up to `after` are used up, so that no code counts twice."""
    present = int(at.timestamp()) // TOTP_SECONDS
    found = None
    for step in range(present - TOTP_DRIFT, present + TOTP_DRIFT + 1):
        is_right = hmac.compare_digest(_totp(secret).generate_otp(step).encode(), code.encode())
        if is_right and step > after:
            found = step
    return found


def provisioning_uri(secret: str, *, label: str, issuer: str) -> str:
    """Return the address that the QR code holds and apps read."""
    return _totp(secret).provisioning_uri(name=label, issuer_name=issuer)


def setup_hash(code: str) -> bytes:
    """Return the keyed hash by which an account is found from its set-up code."""
    return provider().mac(current_tenant_id(), b"setup\0" + code.encode())


def recovery_hash(account_id: UUID, code: str) -> bytes:
    """Return the keyed hash of a recovery code, bound to its account."""
    return provider().mac(current_tenant_id(), b"recovery\0" + account_id.bytes + code.encode())


def device_mark(account_id: UUID, nonce: str) -> str:
    """Return the keyed hash by which a device shows that it has logged in to an account before."""
    return provider().mac(current_tenant_id(), b"device\0" + account_id.bytes + nonce.encode()).hex()


def _totp(secret: str) -> pyotp.TOTP:
    return pyotp.TOTP(secret, digits=TOTP_DIGITS, interval=TOTP_SECONDS)
