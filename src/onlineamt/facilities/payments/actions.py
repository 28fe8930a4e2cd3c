"""Raising, settling and cancelling claims."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from onlineamt.facilities.payments.errors import ClaimCancelled, ClaimSettled
from onlineamt.facilities.payments.events import ClaimPaid
from onlineamt.facilities.payments.models import Claim
from onlineamt.facilities.payments.rules import new_payment_reference
from onlineamt.facilities.payments.values import NewClaim
from onlineamt.foundation.audit import actions as audit
from onlineamt.foundation.core.clock import now, today
from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.core.events import emit
from onlineamt.foundation.tenancy.transaction import current_tenant_id

# Two jobs with one key wait here for each other.
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


@transaction.atomic
def raise_claim(new: NewClaim, *, actor: str = "system") -> Claim:
    """Claim an amount under a payment reference of its own and return the claim.

    The same idempotency key claims once. Raises ValueError for an amount that is none.
    """
    if new.cents <= 0:
        raise ValueError(f"{new.name}: {new.cents} cents are no claim")
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [f"claim:{current_tenant_id()}:{new.idempotency_key}"])
    already = Claim.objects.filter(idempotency_key=new.idempotency_key).first()
    if already is not None:
        return already
    claim = Claim.objects.create(
        subject_id=new.subject_id,
        idempotency_key=new.idempotency_key,
        name=new.name,
        cents=new.cents,
        due_on=new.due_on,
        payment_reference=_free_reference(),
    )
    _record("claim.raised", claim, actor)
    return claim


@transaction.atomic
def settle_claim(*, claim_id: UUID, actor: str, at: datetime | None = None) -> Claim:
    """Note that a claim was paid in full; a second time changes nothing. Raises ClaimCancelled, NotFound."""
    claim = _lock_claim(claim_id)
    if claim.cancelled_at is not None:
        raise ClaimCancelled
    if claim.settled_at is not None:
        return claim
    claim.settled_at = at or now()
    claim.save(update_fields=["settled_at"])
    _record("claim.settled", claim, actor)
    emit(ClaimPaid(claim_id=claim.id, subject_id=claim.subject_id))
    return claim


@transaction.atomic
def cancel_claim(*, claim_id: UUID, reason: str, actor: str) -> Claim:
    """Take a claim back, with a code for the reason; a second time changes nothing. Raises ClaimSettled, NotFound."""
    claim = _lock_claim(claim_id)
    if claim.settled_at is not None:
        raise ClaimSettled
    if claim.cancelled_at is not None:
        return claim
    claim.cancelled_at, claim.cancel_reason = now(), reason
    claim.save(update_fields=["cancelled_at", "cancel_reason"])
    _record("claim.cancelled", claim, actor)
    return claim


def _free_reference() -> str:
    """Chance meets itself about once in a million claims; the constraint holds what happens at the same time."""
    while True:
        reference = new_payment_reference(today())
        if not Claim.objects.filter(payment_reference=reference).exists():
            return reference


def _lock_claim(claim_id: UUID) -> Claim:
    claim = Claim.objects.select_for_update().filter(id=claim_id).first()
    if claim is None:
        raise NotFound
    return claim


def _record(name: str, claim: Claim, actor: str) -> None:
    facts = {"claim": str(claim.id), "name": claim.name, "cents": claim.cents}
    audit.record(name, chain=claim.subject_id, actor=actor, facts=facts)
