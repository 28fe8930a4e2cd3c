"""Accounts and sessions as tests need them: set up, with the password and the secret below."""

import secrets
from uuid import UUID

from onlineamt.foundation.accounts.models import Account, Membership, StaffSession
from onlineamt.foundation.accounts.passwords import hash_password
from onlineamt.foundation.accounts.queries import EMAIL, NAME, TOTP, email_index, token_hash
from onlineamt.foundation.accounts.values import Role
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.sealing.actions import create_key

PASSWORD = "sieben graue Gänse am Deich"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # base32, as an app takes it
_HASH = hash_password(PASSWORD)  # once for all tests: hashing is slow on purpose


def make_staff(name: str, *memberships: tuple[UUID, Role]) -> Account:
    """Make an account of the present town that is set up: `Frau Amt` is `frau.amt@musterstadt.invalid`."""
    account_id = new_id()
    seal = create_key(account_id)
    email = email_of(name)
    account = Account.objects.create(
        id=account_id,
        email_index=email_index(email),
        sealed_email=seal.close(email.encode(), purpose=EMAIL),
        sealed_name=seal.close(name.encode(), purpose=NAME),
        sealed_totp_secret=seal.close(SECRET.encode(), purpose=TOTP),
        password=_HASH,
        enrolled_at=now(),
        created_at=now(),
    )
    Membership.objects.bulk_create(
        Membership(account=account, org_unit_id=office, role=role) for office, role in memberships
    )
    return account


def email_of(name: str) -> str:
    """Return the e-mail address of somebody in the tests."""
    return f"{name.lower().replace(' ', '.')}@musterstadt.invalid"


def open_staff_session(account_id: UUID) -> str:
    """Open a session that has passed both steps and return its token."""
    token = secrets.token_urlsafe(32)
    StaffSession.objects.create(
        account_id=account_id,
        token_hash=token_hash(token),
        device="Firefox, Linux",
        started_at=now(),
        used_at=now(),
        confirmed_at=now(),
    )
    return token
