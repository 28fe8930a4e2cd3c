"""Finding claims, and the account they are paid to."""

from uuid import UUID

from django.db.models import QuerySet

from onlineamt.facilities.payments.models import Claim
from onlineamt.facilities.payments.rules import bank_account_in, read_payment_reference
from onlineamt.facilities.payments.values import BankAccount
from onlineamt.foundation.tenancy.directory import current_tenant


def list_claims(subject_id: UUID) -> "QuerySet[Claim]":
    """Return the claims of a case, the oldest first."""
    return Claim.objects.filter(subject_id=subject_id).order_by("id")


def has_open_claim(subject_id: UUID) -> bool:
    """Tell whether anything is still to be paid: then the case is not erased."""
    return Claim.objects.filter(subject_id=subject_id, settled_at=None, cancelled_at=None).exists()


def find_by_reference(typed: str) -> Claim | None:
    """Return the claim with a payment reference, however it was typed, or None."""
    reference = read_payment_reference(typed)
    return None if reference is None else Claim.objects.filter(payment_reference=reference).first()


def find_bank_account() -> BankAccount | None:
    """Return the account of the present tenant, or None while nobody has entered a usable one."""
    return bank_account_in(current_tenant().contact)
