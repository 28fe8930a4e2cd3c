"""How a person hears from us: an e-mail address confirmed by a one-time code, or post."""

import hmac
from uuid import UUID

from django.db import transaction

from onlineamt.foundation.audit.actions import record
from onlineamt.foundation.core import codes
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.core.events import emit
from onlineamt.foundation.limits.actions import count_attempt, count_gift, forget_attempts
from onlineamt.foundation.sealing.provider import provider
from onlineamt.foundation.sealing.queries import blind_index
from onlineamt.foundation.tenancy.transaction import current_tenant_id
from onlineamt.procedure.applications.actions.drafts import GUEST
from onlineamt.procedure.applications.errors import AlreadySubmitted, NoConfirmedAddress, WrongCode
from onlineamt.procedure.applications.events import EmailCodeRequested, ResumeCodeRequested
from onlineamt.procedure.applications.models import ContactWay, Holder
from onlineamt.procedure.applications.queries import EMAIL, OpenApplication, token_hash
from onlineamt.procedure.applications.rules import (
    CODE_DIGITS,
    CODE_GUESSES,
    CODES_SENT,
    CODES_SENT_FROM,
    is_code_fresh,
)


@transaction.atomic
def request_email_code(application: OpenApplication, *, email: str, address: str) -> None:
    """Send a one-time code to an e-mail address and remember both, sealed. An address confirmed before stays so.

    `address` is where the request came from. Raises AlreadySubmitted and TooManyAttempts.
    """
    _refuse_submitted(application)
    row = application.row
    if row.email_confirmed_at and application.email == email:
        return
    _count_mail(application, email=email, address=address)
    code = codes.new_digits(CODE_DIGITS)
    row.contact_way = ContactWay.EMAIL
    row.sealed_email = application.seal.close(email.encode(), purpose=EMAIL)
    row.email_confirmed_at = None
    row.code_hash = code_hash(application.id, code)
    row.code_sent_at = now()
    row.save(update_fields=["contact_way", "sealed_email", "email_confirmed_at", "code_hash", "code_sent_at"])
    forget_attempts(CODE_GUESSES, str(application.id))
    emit(EmailCodeRequested(application_id=application.id, code=code))


@transaction.atomic
def confirm_email(application: OpenApplication, *, code: str) -> None:
    """Take the one-time code as proof that the person reads this address. Raises WrongCode and TooManyAttempts."""
    row = application.row
    if row.email_confirmed_at:
        return
    count_attempt(CODE_GUESSES, str(application.id))
    typed = code_hash(application.id, codes.normalise_code(code))
    is_right = row.code_hash is not None and hmac.compare_digest(typed, bytes(row.code_hash))
    if not (is_right and is_code_fresh(row.code_sent_at, at=now())):
        raise WrongCode
    forget_attempts(
        CODE_GUESSES, str(application.id)
    )  # it was no guess, whatever becomes of this transaction
    row.email_confirmed_at = now()
    row.code_hash = row.code_sent_at = None
    row.save(update_fields=["email_confirmed_at", "code_hash", "code_sent_at"])
    record("application.email_confirmed", chain=application.id, actor=GUEST)


@transaction.atomic
def send_resume_code(
    application: OpenApplication, *, email: str, address: str, keeps_address: bool = False
) -> None:
    """Send the resume code of a draft to an address. Raises AlreadySubmitted and TooManyAttempts.

    The address is forgotten, unless the person wants to be warned before the draft is deleted: then it is kept, sealed.
    """
    _refuse_submitted(application)
    _count_mail(application, email=email, address=address)
    if keeps_address and application.row.email_confirmed_at is None:
        application.row.sealed_email = application.seal.close(email.encode(), purpose=EMAIL)
        application.row.save(update_fields=["sealed_email"])
    emit(ResumeCodeRequested(application_id=application.id, email=email))


@transaction.atomic
def request_access_code(application: OpenApplication, *, address: str) -> None:
    """Send a fresh one-time code to the confirmed address of an application that was sent.

    `address` is where the request came from. Raises NoConfirmedAddress and TooManyAttempts.
    """
    row = application.row
    if not row.is_submitted or row.email_confirmed_at is None:
        raise NoConfirmedAddress
    _count_mail(application, email=application.email, address=address)
    code = codes.new_digits(CODE_DIGITS)
    row.code_hash = code_hash(application.id, code)
    row.code_sent_at = now()
    row.save(update_fields=["code_hash", "code_sent_at"])
    forget_attempts(CODE_GUESSES, str(application.id))
    emit(EmailCodeRequested(application_id=application.id, code=code))


@transaction.atomic
def prove_access(application: OpenApplication, *, code: str, token: str) -> None:
    """Take a fresh one-time code as proof that the person of an application sits at this device.

    From now on the device holds it, and for half an hour it may open what is decided. The code counts once.
    Raises WrongCode and TooManyAttempts.
    """
    row = application.row
    count_attempt(CODE_GUESSES, str(application.id))
    typed = code_hash(application.id, codes.normalise_code(code))
    is_right = row.code_hash is not None and hmac.compare_digest(typed, bytes(row.code_hash))
    if not (is_right and is_code_fresh(row.code_sent_at, at=now())):
        raise WrongCode
    forget_attempts(
        CODE_GUESSES, str(application.id)
    )  # it was no guess, whatever becomes of this transaction
    row.code_hash = row.code_sent_at = None
    row.save(update_fields=["code_hash", "code_sent_at"])
    Holder.objects.update_or_create(
        application=row, token_hash=token_hash(token), defaults={"used_at": now(), "proven_at": now()}
    )
    record("application.access_proven", chain=row.id, actor=GUEST)


def code_hash(application_id: UUID, code: str) -> bytes:
    """Return the keyed hash of a one-time code, bound to its application."""
    return provider().mac(current_tenant_id(), b"code\0" + application_id.bytes + code.encode())


def _count_mail(application: OpenApplication, *, email: str, address: str) -> None:
    """Count an e-mail by where it was asked for, by application and by mailbox: nobody's is to be flooded."""
    count_gift(CODES_SENT_FROM, address)
    count_gift(CODES_SENT, str(application.id))
    count_gift(CODES_SENT, blind_index(email, purpose="email").hex())


def _refuse_submitted(application: OpenApplication) -> None:
    if application.row.is_submitted:
        raise AlreadySubmitted
