"""Who is behind a token, and who has an account."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from django.db import connection

from onlineamt.foundation.accounts.errors import NotLoggedIn
from onlineamt.foundation.accounts.models import Account, StaffSession
from onlineamt.foundation.accounts.rules import (
    SECOND_FACTOR_WITHIN,
    fold_email,
    oldest_start,
    oldest_use,
)
from onlineamt.foundation.accounts.values import AccountLine, Caseworker, PendingLogin, Role, SessionLine
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.sealing.queries import blind_index, get_seal, unwrap_key, wrapped_key_of

NAME = "name"
EMAIL = "email"
TOTP = "totp"

# By hand, because every page of the back office asks it: session, account, key and memberships in one statement.
_ACCESS = """
SELECT staff_session.id, staff_session.used_at, account.id, account.sealed_name, subject_key.wrapped_key,
       array_agg(membership.org_unit_id) FILTER (WHERE membership.id IS NOT NULL),
       array_agg(membership.role) FILTER (WHERE membership.id IS NOT NULL)
FROM staff_session
JOIN account ON account.tenant_id = staff_session.tenant_id AND account.id = staff_session.account_id
JOIN subject_key ON subject_key.tenant_id = account.tenant_id AND subject_key.id = account.id
LEFT JOIN membership ON membership.tenant_id = account.tenant_id AND membership.account_id = account.id
WHERE staff_session.token_hash = %s AND staff_session.confirmed_at IS NOT NULL AND staff_session.ended_at IS NULL
  AND staff_session.used_at > %s AND staff_session.started_at > %s AND account.is_active
GROUP BY staff_session.id, staff_session.used_at, account.id, account.sealed_name, subject_key.wrapped_key
"""


@dataclass(frozen=True, repr=False)
class Person:
    """Name and address of somebody with an account, unsealed."""

    name: str
    email: str


def access_caseworker(token: str) -> Caseworker:
    """Return who is logged in on the device that keeps this token: the only way to know it for a page.

    Raises NotLoggedIn: no such session, ended, unused for too long, too old, without second factor, account closed.
    """
    instant = now()
    with connection.cursor() as cursor:
        cursor.execute(_ACCESS, [token_hash(token), oldest_use(instant), oldest_start(instant)])
        row = cursor.fetchone()
    if row is None:
        raise NotLoggedIn
    session_id, used_at, account_id, sealed_name, wrapped_key, offices, roles = row
    seal = unwrap_key(account_id, wrapped_key)
    return Caseworker(
        account_id=account_id,
        name=seal.open(sealed_name, purpose=NAME).decode(),
        session_id=session_id,
        memberships=_by_office(offices or (), roles or ()),
        noted_at=used_at,
    )


def access_pending_login(token: str) -> PendingLogin:
    """Return who has shown the right password on this device and still owes the second factor. Raises NotLoggedIn."""
    session = (
        StaffSession.objects.select_related("account")
        .filter(
            token_hash=token_hash(token),
            confirmed_at=None,
            ended_at=None,
            started_at__gt=now() - SECOND_FACTOR_WITHIN,
            account__is_active=True,
        )
        .first()
    )
    if session is None:
        raise NotLoggedIn
    return PendingLogin(
        account_id=session.account_id,
        session_id=session.id,
        is_enrolled=session.account.enrolled_at is not None,
    )


def find_account(email: str) -> Account | None:
    """Return the account of an e-mail address, however it is spelled, or None."""
    return Account.objects.filter(email_index=email_index(email)).first()


def get_account(account_id: UUID, *, for_update: bool = False) -> Account:
    """Return an account. Raises NotFound."""
    accounts = Account.objects.select_for_update(no_key=True) if for_update else Account.objects.all()
    account = accounts.filter(id=account_id).first()
    if account is None:
        raise NotFound
    return account


def get_person(account: Account) -> Person:
    """Return name and e-mail address of an account."""
    seal = get_seal(account.id)
    return Person(
        name=seal.open(account.sealed_name, purpose=NAME).decode(),
        email=seal.open(account.sealed_email, purpose=EMAIL).decode(),
    )


def names_of(account_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of accounts, closed ones too, in one query: whose case is this, who wrote that note?"""
    rows = Account.objects.filter(id__in=set(account_ids)).annotate(wrapped_key=wrapped_key_of("id"))
    found = rows.values_list("id", "sealed_name", "wrapped_key")
    return {
        account_id: unwrap_key(account_id, wrapped).open(sealed, purpose=NAME).decode()
        for account_id, sealed, wrapped in found
    }


def list_sessions(caseworker: Caseworker) -> list[SessionLine]:
    """Return where somebody is logged in at present, the last used first."""
    instant = now()
    alive = StaffSession.objects.filter(
        account_id=caseworker.account_id,
        ended_at=None,
        confirmed_at__isnull=False,
        used_at__gt=oldest_use(instant),
        started_at__gt=oldest_start(instant),
    )
    return [
        SessionLine(
            id=session.id,
            device=session.device,
            started_at=session.started_at,
            used_at=session.used_at,
            is_this=session.id == caseworker.session_id,
        )
        for session in alive.order_by("-used_at", "id")
    ]


def count_recovery_codes(account_id: UUID) -> int:
    """Return how many recovery codes are still unused."""
    return get_account(account_id).recovery_codes.filter(used_at=None).count()


def list_accounts() -> list[AccountLine]:
    """Return every account of the present municipality, by name."""
    accounts = Account.objects.prefetch_related("memberships__org_unit")
    return sorted((_line(account) for account in accounts), key=lambda line: line.name)


def totp_secret(account: Account) -> str:
    """Return the secret that an account shares with its authenticator app."""
    assert account.sealed_totp_secret is not None
    return get_seal(account.id).open(account.sealed_totp_secret, purpose=TOTP).decode()


def email_index(email: str) -> bytes:
    """Return the keyed hash by which an account is found from its e-mail address."""
    return blind_index(fold_email(email), purpose="account-email")


def token_hash(token: str) -> bytes:
    """Return the hash of a session's token: 256 random bits need no key."""
    return sha256(token.encode()).digest()


def _by_office(offices: Sequence[UUID], roles: Sequence[str]) -> dict[UUID, frozenset[Role]]:
    pairs = list(zip(offices, roles, strict=True))
    return {office: frozenset(Role(role) for there, role in pairs if there == office) for office, _ in pairs}


def _line(account: Account) -> AccountLine:
    person = get_person(account)
    return AccountLine(
        id=account.id,
        email=person.email,
        name=person.name,
        is_active=account.is_active,
        is_set_up=account.enrolled_at is not None,
        roles=tuple(sorted((one.org_unit.key, Role(one.role)) for one in account.memberships.all())),
    )
