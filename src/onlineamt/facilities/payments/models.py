"""What people owe for a decision."""

from typing import ClassVar

from django.db import models

from onlineamt.foundation.core.clock import now
from onlineamt.foundation.tenancy.fields import TenantOwned


class Claim(TenantOwned):
    """An amount due for a fee or tax (Forderung). Whether it is open is told by its instants.

    In clear, because the finance system asks by it: fee, amount and reference. Who owes it is known only through
    the subject.
    """

    subject_id = models.UUIDField()
    idempotency_key = models.CharField(max_length=120)
    name = models.CharField(max_length=80)  # the fee, as the service package names it
    cents = models.BigIntegerField()
    payment_reference = models.CharField(max_length=25)  # Kassenzeichen, ISO 11649
    due_on = models.DateField()
    raised_at = models.DateTimeField(default=now)
    settled_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=40, blank=True)  # a code

    class Meta:
        db_table = "claim"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant", "idempotency_key"], name="claim_once"),
            models.UniqueConstraint(fields=["tenant", "payment_reference"], name="claim_one_reference"),
            models.CheckConstraint(condition=models.Q(cents__gt=0), name="claim_is_an_amount"),
            models.CheckConstraint(
                condition=models.Q(settled_at=None) | models.Q(cancelled_at=None), name="claim_ends_once"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["tenant", "subject_id"], name="claim_subject")]

    def __str__(self) -> str:
        return self.payment_reference

    @property
    def is_open(self) -> bool:
        """Tell whether it is still to be paid."""
        return self.settled_at is None and self.cancelled_at is None
