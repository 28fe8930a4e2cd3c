"""Decisions: a draft of a caseworker until it is issued, then unchangeable."""

from typing import ClassVar

from django.db import models

from onlineamt.foundation.accounts.models import Account
from onlineamt.foundation.tenancy.fields import TenantOwned
from onlineamt.procedure.cases.models import Case


class Decision(TenantOwned):
    """What the office decides in a case (Bescheid, § 35 VwVfG); a draft until `issued_at`.

    Once issued, the database refuses to change what it says. A later one of the same case replaces it.
    """

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="decisions", db_constraint=False, db_index=False
    )
    outcome = models.CharField(max_length=60)  # its key in procedure.yaml
    is_automatic = models.BooleanField(default=False)  # § 35a VwVfG, § 155 Abs. 4 AO
    sealed_content = models.BinaryField()  # purpose "decision:<id>": the draft, then what was decided
    drafted_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    drafted_at = models.DateTimeField()
    release_asked_at = models.DateTimeField(
        null=True
    )  # a second person is to look at it (Vier-Augen-Prinzip)
    issued_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    issued_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)  # SHA-256 of the canonical content
    letter_id = models.UUIDField(null=True)  # the stored letter; a job makes it

    class Meta:
        db_table = "decision"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant", "case"],
                condition=models.Q(issued_at=None),
                name="decision_one_draft",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["tenant", "case"], name="decision_of_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.outcome}"
