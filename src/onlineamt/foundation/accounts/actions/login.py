"""Logging in: password, then second factor; and logging out."""

import hmac
import secrets
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from onlineamt.foundation.accounts.actions.setup import enrol, may_enrol
from onlineamt.foundation.accounts.errors import NotLoggedIn, WrongLogin, WrongSecondFactor
from onlineamt.foundation.accounts.models import Account, RecoveryCode, StaffSession
from onlineamt.foundation.accounts.one_time_codes import device_mark, matching_step, recovery_hash
from onlineamt.foundation.accounts.passwords import is_right_password
from onlineamt.foundation.accounts.queries import (
    access_pending_login,
    email_index,
    find_account,
    get_account,
    token_hash,
    totp_secret,
)
from onlineamt.foundation.accounts.rules import (
    CODE_GUESSES,
    CODE_GUESSES_A_DAY,
    PASSWORDS_AT_KNOWN_DEVICE,
    PASSWORDS_BY_STRANGERS,
    PASSWORDS_FROM,
    RECOVERY_CODE_LENGTH,
    SESSIONS_KEPT,
    TOTP_DIGITS,
    USE_NOTED_EVERY,
    device_label,
)
from onlineamt.foundation.accounts.values import Caseworker, actor_of
from onlineamt.foundation.audit.actions import record
from onlineamt.foundation.core import codes
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.limits.actions import count_attempt, forget_attempts
from onlineamt.foundation.limits.values import Limit
from onlineamt.foundation.tenancy.transaction import current_tenant_id

STRANGER = "guest"
_NONCE_CHARACTERS = 22  # of 128 random bits in base64url


@dataclass(frozen=True, kw_only=True)
class Device:
    """What a request says of where it comes from: address, browser, and the mark left by an earlier log-in."""

    address: str
    browser: str = ""
    known_by: str = ""


@dataclass(frozen=True, kw_only=True)
class LoggedIn:
    """What the device keeps after the second factor; codes only where the account was just set up."""

    token: str
    known_by: str
    recovery_codes: tuple[str, ...] = ()


def begin_login(*, email: str, password: str, device: Device) -> str:
    """Take the password and return the token with which the device owes the second factor, for ten minutes.

    Raises WrongLogin, the same for every reason and at the same cost, and TooManyAttempts. The refusal is written
    down in the caller's transaction, so the caller must not roll it back.
    """
    account = find_account(email)
    limit, who = _count_password(email, account, device)
    stored = account.password if account is not None and _may_log_in(account) else None
    is_right = is_right_password(password, stored)
    if account is None or not is_right:
        chain = account.id if account else current_tenant_id()  # as much work for an unknown address
        record("account.login_refused", chain=chain, actor=STRANGER)
        raise WrongLogin
    forget_attempts(limit, who)
    record("account.password_passed", chain=account.id, actor=actor_of(account.id))
    return open_session(account, browser=device.browser)


def open_session(account: Account, *, browser: str) -> str:
    """Begin a session in which nothing but the second step is open, and return its token."""
    token = secrets.token_urlsafe(32)
    StaffSession.objects.create(
        account=account,
        token_hash=token_hash(token),
        device=device_label(browser),
        started_at=now(),
        used_at=now(),
    )
    return token


def confirm_second_factor(*, token: str, code: str) -> LoggedIn:
    """Take a code of the app, or a recovery code, and open the session under a new token.

    An account that is being set up shows its first code here and gets its recovery codes. Raises NotLoggedIn when
    the ten minutes are over, WrongSecondFactor and TooManyAttempts; the caller must not roll the refusal back.
    """
    pending = access_pending_login(token)
    count_attempt(CODE_GUESSES, str(pending.account_id))
    count_attempt(CODE_GUESSES_A_DAY, str(pending.account_id))
    with transaction.atomic():
        account = get_account(pending.account_id, for_update=True)
        way, recovery_codes = _prove(account, codes.normalise_code(code))
        if way:
            fresh = _confirm(pending.session_id)
            record("account.logged_in", chain=account.id, actor=actor_of(account.id), facts={"with": way})
    if not way:
        record("account.code_refused", chain=pending.account_id, actor=STRANGER)
        raise WrongSecondFactor
    for limit in (CODE_GUESSES, CODE_GUESSES_A_DAY):
        forget_attempts(limit, str(account.id))
    return LoggedIn(token=fresh, known_by=_new_mark(account.id), recovery_codes=recovery_codes)


def note_use(caseworker: Caseworker) -> None:
    """Note that a session is in use; every few minutes is enough."""
    if now() - caseworker.noted_at > USE_NOTED_EVERY:
        StaffSession.objects.filter(id=caseworker.session_id).update(used_at=now())


def log_out(*, token: str) -> None:
    """End the session of a device; none is as good as ended."""
    ended = StaffSession.objects.filter(token_hash=token_hash(token), ended_at=None)
    for session in ended.select_for_update(no_key=True):
        _end(session, actor=actor_of(session.account_id))


@transaction.atomic
def end_session(session_id: UUID, *, caseworker: Caseworker) -> None:
    """End one of one's own sessions; another's is not found, and nothing happens."""
    own = StaffSession.objects.filter(id=session_id, account_id=caseworker.account_id, ended_at=None)
    for session in own.select_for_update(no_key=True):
        _end(session, actor=caseworker.actor)


@transaction.atomic
def end_other_sessions(*, caseworker: Caseworker) -> int:
    """End all of one's own sessions but this one and return how many there were."""
    others = StaffSession.objects.filter(account_id=caseworker.account_id, ended_at=None).exclude(
        id=caseworker.session_id
    )
    count = others.update(ended_at=now())
    if count:
        record(
            "account.other_sessions_ended",
            chain=caseworker.account_id,
            actor=caseworker.actor,
            facts={"sessions": count},
        )
    return count


def delete_old_sessions() -> int:
    """Delete the sessions of all towns that are long over and return how many; as maintenance."""
    old = StaffSession.objects.using("maintenance").filter(started_at__lt=now() - SESSIONS_KEPT)
    return old.delete()[0]


def _may_log_in(account: Account) -> bool:
    return account.is_active and (account.enrolled_at is not None or may_enrol(account))


def _count_password(email: str, account: Account | None, device: Device) -> tuple[Limit, str]:
    """Count an attempt by address, and by account: strangers together, a device that was here before by itself.

    So nobody can lock the owner of an account out at the desk where they always log in.
    """
    count_attempt(PASSWORDS_FROM, device.address)
    is_known = account is not None and _is_mark_of(account.id, device.known_by)
    index = email_index(email).hex()
    limit, who = (
        (PASSWORDS_AT_KNOWN_DEVICE, f"{index}:{device.known_by}")
        if is_known
        else (PASSWORDS_BY_STRANGERS, index)
    )
    count_attempt(limit, who)
    return limit, who


def _prove(account: Account, code: str) -> tuple[str, tuple[str, ...]]:
    """Return by which way the code proves who this is, or an empty string, and the recovery codes of a new account."""
    if account.enrolled_at is None:
        shown = enrol(account, code=code) if may_enrol(account) else None
        return ("enrolment", shown) if shown else ("", ())
    if len(code) == RECOVERY_CODE_LENGTH:
        return ("recovery_code" if _use_recovery_code(account, code) else "", ())
    if len(code) != TOTP_DIGITS:
        return "", ()
    step = matching_step(totp_secret(account), code, at=now(), after=account.totp_step)
    if step is None:
        return "", ()
    account.totp_step = step
    account.save(update_fields=["totp_step"])
    return "totp", ()


def _use_recovery_code(account: Account, code: str) -> bool:
    unused = RecoveryCode.objects.filter(
        account=account, code_hash=recovery_hash(account.id, code), used_at=None
    )
    return unused.update(used_at=now()) == 1


def _confirm(session_id: UUID) -> str:
    """Open a session under a new token: whoever knew the old one has nothing. Raises NotLoggedIn."""
    token = secrets.token_urlsafe(32)
    waiting = StaffSession.objects.filter(id=session_id, confirmed_at=None, ended_at=None)
    if not waiting.update(token_hash=token_hash(token), confirmed_at=now(), used_at=now()):
        raise NotLoggedIn
    return token


def _end(session: StaffSession, *, actor: str) -> None:
    session.ended_at = now()
    session.save(update_fields=["ended_at"])
    record("account.session_ended", chain=session.account_id, actor=actor, facts={"session": str(session.id)})


def _new_mark(account_id: UUID) -> str:
    """Return what a device keeps to be known again at this account: a nonce and its keyed hash."""
    nonce = secrets.token_urlsafe(16)
    return f"{nonce}.{device_mark(account_id, nonce)}"


def _is_mark_of(account_id: UUID, known_by: str) -> bool:
    nonce, _, mark = known_by.partition(".")
    if len(nonce) != _NONCE_CHARACTERS:
        return False
    return hmac.compare_digest(mark.encode(), device_mark(account_id, nonce).encode())
