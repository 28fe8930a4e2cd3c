"""The audit trail: entries in a chain per case, and signed checkpoints per tenant."""

from typing import ClassVar

from django.db import models

from onlineamt.foundation.tenancy.fields import TenantOwned


class AuditEntry(TenantOwned):
    """One thing that was done or looked at (Protokoll). The database refuses to change or remove it.

    Holds ids and hashes; content, where there is any, is sealed with the subject's key.
    """

    chain = models.UUIDField()  # the subject: a draft and later its case
    position = models.PositiveIntegerField()
    at = models.DateTimeField()
    name = models.CharField(max_length=60)  # stage.fact
    actor = models.CharField(max_length=80)  # guest, system, or kind:id
    facts = models.JSONField(default=dict)
    sealed_content = models.BinaryField(null=True)
    hash = models.BinaryField()  # SHA-256 over the hash before it and this entry

    class Meta:
        db_table = "audit_entry"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant", "chain", "position"], name="audit_entry_one_chain")
        ]

    def __str__(self) -> str:
        return f"{self.chain}/{self.position} {self.name}"


class AuditCheckpoint(TenantOwned):
    """A signed statement of which entries there were (Prüfpunkt), so that a cut-off end of a chain shows."""

    number = models.PositiveIntegerField()
    up_to = models.UUIDField()  # the last entry it covers, in order of id
    entries = models.PositiveBigIntegerField()  # how many since the checkpoint before
    hash = models.BinaryField()  # SHA-256 over the checkpoint before and the entries' hashes
    signature = models.BinaryField()  # Ed25519 by the tenant's key
    made_at = models.DateTimeField()

    class Meta:
        db_table = "audit_checkpoint"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant", "number"], name="audit_checkpoint_one_row")
        ]

    def __str__(self) -> str:
        return f"{self.tenant_id}#{self.number}"
