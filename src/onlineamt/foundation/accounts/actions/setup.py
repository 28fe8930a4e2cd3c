"""Giving somebody an account, and closing it: made by an administrator, completed by its owner with a one-time code."""

from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction

from onlineamt.foundation.accounts.errors import EmailTaken, PasswordTooWeak, WrongSetupCode
from onlineamt.foundation.accounts.models import Account, Membership, RecoveryCode, StaffSession
from onlineamt.foundation.accounts.one_time_codes import (
    matching_step,
    new_secret,
    provisioning_uri,
    recovery_hash,
    setup_hash,
)
from onlineamt.foundation.accounts.passwords import hash_password, passwords_tried_first
from onlineamt.foundation.accounts.queries import (
    EMAIL,
    NAME,
    TOTP,
    email_index,
    find_account,
    get_account,
    get_person,
    totp_secret,
)
from onlineamt.foundation.accounts.rules import (
    RECOVERY_CODE_LENGTH,
    RECOVERY_CODES,
    SETUP_CODE_LENGTH,
    SETUP_GUESSES_FROM,
    SETUP_VALID_FOR,
    fold_email,
    password_faults,
)
from onlineamt.foundation.accounts.values import Enrolment, NewAccount, actor_of
from onlineamt.foundation.audit.actions import record
from onlineamt.foundation.core import codes
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.limits.actions import count_attempt
from onlineamt.foundation.sealing.actions import create_key
from onlineamt.foundation.sealing.queries import get_seal

_NO_PASSWORD = None  # Django's word for a hash that nothing fits


@transaction.atomic
def create_account(new: NewAccount, *, by: str) -> str:
    """Give somebody an account and return the one-time code with which they set it up within a day.

    `by` is who does it, as the audit trail names them. Raises EmailTaken; nothing is changed then.
    """
    if find_account(new.email) is not None:
        raise EmailTaken
    account_id = new_id()
    seal = create_key(account_id)
    account = Account.objects.create(
        id=account_id,
        email_index=email_index(new.email),
        sealed_email=seal.close(fold_email(new.email).encode(), purpose=EMAIL),
        sealed_name=seal.close(new.name.strip().encode(), purpose=NAME),
        password=make_password(_NO_PASSWORD),
        created_at=now(),
    )
    Membership.objects.bulk_create(
        Membership(account=account, org_unit_id=office, role=role) for office, role in set(new.memberships)
    )
    record(
        "account.created",
        chain=account_id,
        actor=by,
        facts={"memberships": sorted(f"{office}:{role}" for office, role in new.memberships)},
    )
    return _give_setup_code(account)


@transaction.atomic
def reset_account(account_id: UUID, *, by: str) -> str:
    """Make a forgotten password or a lost telephone good: everything is set up anew, with the code that is returned.

    The old password, second factor and recovery codes are worth nothing from now on; all sessions end.
    """
    account = get_account(account_id, for_update=True)
    account.password = make_password(_NO_PASSWORD)
    account.sealed_totp_secret = None
    account.enrolled_at = None
    account.is_active = True
    account.save(update_fields=["password", "sealed_totp_secret", "enrolled_at", "is_active"])
    account.recovery_codes.all().delete()
    _end_all_sessions(account)
    record("account.reset", chain=account.id, actor=by)
    return _give_setup_code(account)


@transaction.atomic
def deactivate_account(account_id: UUID, *, by: str) -> None:
    """Close an account: nobody logs in with it any more, its sessions end, its name stays in what was done with it."""
    account = get_account(account_id, for_update=True)
    account.is_active = False
    account.setup_hash = account.setup_until = None
    account.save(update_fields=["is_active", "setup_hash", "setup_until"])
    _end_all_sessions(account)
    record("account.deactivated", chain=account.id, actor=by)


@transaction.atomic
def set_up_account(*, code: str, password: str, address: str, place: str) -> Account:
    """Take the set-up code as proof and set the first password; the second factor comes next.

    `place` is the name of the town, which is no part of a good password. Raises WrongSetupCode, PasswordTooWeak (the
    code stays good then) and TooManyAttempts.
    """
    account = check_setup_code(code=code, address=address, for_update=True)
    set_password(account, password=password, place=place)
    account.setup_hash = None  # `setup_until` stays: until then the second factor may be set up
    account.sealed_totp_secret = get_seal(account.id).close(new_secret().encode(), purpose=TOTP)
    account.totp_step = 0  # counts for this secret only
    account.save(update_fields=["setup_hash", "sealed_totp_secret", "totp_step"])
    record("account.password_set", chain=account.id, actor=actor_of(account.id))
    return account


def check_setup_code(*, code: str, address: str, for_update: bool = False) -> Account:
    """Return the account a set-up code is for. Raises WrongSetupCode and TooManyAttempts."""
    count_attempt(SETUP_GUESSES_FROM, address)
    plain = codes.normalise_code(code)
    if not codes.is_well_formed(plain, length=SETUP_CODE_LENGTH):
        raise WrongSetupCode
    accounts = Account.objects.select_for_update(no_key=True) if for_update else Account.objects.all()
    account = accounts.filter(setup_hash=setup_hash(plain), setup_until__gt=now(), is_active=True).first()
    if account is None:
        raise WrongSetupCode
    return account


def set_password(account: Account, *, password: str, place: str) -> None:
    """Store a new password of an account that the caller has locked. Raises PasswordTooWeak."""
    person = get_person(account)
    faults = password_faults(
        password, personal=(person.name, person.email, place), guessed_first=passwords_tried_first()
    )
    if faults:
        raise PasswordTooWeak(faults)
    account.password = hash_password(password)
    account.save(update_fields=["password"])


def enrolment_of(account_id: UUID, *, issuer: str) -> Enrolment:
    """Return what the app of an account that is being set up needs. Raises WrongSetupCode when the time is over."""
    account = get_account(account_id)
    if account.sealed_totp_secret is None or not may_enrol(account):
        raise WrongSetupCode
    secret = totp_secret(account)
    return Enrolment(
        secret=secret, uri=provisioning_uri(secret, label=get_person(account).email, issuer=issuer)
    )


def may_enrol(account: Account) -> bool:
    """Tell whether an account still waits for its second factor and its time is not over."""
    return account.enrolled_at is None and account.setup_until is not None and account.setup_until > now()


@transaction.atomic
def enrol(account: Account, *, code: str) -> tuple[str, ...] | None:
    """Take the first code of the app as proof that it is set up; return the recovery codes, None for a wrong code."""
    step = matching_step(totp_secret(account), code, at=now(), after=account.totp_step)
    if step is None:
        return None
    account.totp_step = step
    account.enrolled_at = now()
    account.setup_until = None
    account.save(update_fields=["totp_step", "enrolled_at", "setup_until"])
    record("account.enrolled", chain=account.id, actor=actor_of(account.id))
    return new_recovery_codes(account)


def new_recovery_codes(account: Account) -> tuple[str, ...]:
    """Put ten new recovery codes in the place of the old ones and return them: they can be shown this once."""
    account.recovery_codes.all().delete()
    fresh = tuple(codes.new_code(RECOVERY_CODE_LENGTH) for _ in range(RECOVERY_CODES))
    RecoveryCode.objects.bulk_create(
        RecoveryCode(account=account, code_hash=recovery_hash(account.id, code)) for code in fresh
    )
    return fresh


def _give_setup_code(account: Account) -> str:
    code = codes.new_code(SETUP_CODE_LENGTH)
    account.setup_hash = setup_hash(code)
    account.setup_until = now() + SETUP_VALID_FOR
    account.save(update_fields=["setup_hash", "setup_until"])
    return code


def _end_all_sessions(account: Account) -> None:
    StaffSession.objects.filter(account=account, ended_at=None).update(ended_at=now())
