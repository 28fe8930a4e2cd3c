"""What is known of every stored file. Its bytes lie sealed in a store; its name is sealed here."""

from typing import ClassVar

from django.db import models

from onlineamt.facilities.documents.values import DocumentKind
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.tenancy.fields import TenantOwned


class StoredDocument(TenantOwned):
    """A file (Dokument) of a draft or case, sealed with the key of that subject."""

    subject_id = models.UUIDField()
    kind = models.CharField(max_length=20)  # a DocumentKind
    sealed_name = models.BinaryField()
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()  # bytes before sealing
    storage_key = models.CharField(max_length=120)
    # Keyed hashes: whoever holds a copy or its token can ask whether we issued it; nobody can ask from a dump.
    content_hash = models.BinaryField()
    token_hash = models.BinaryField(null=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        db_table = "stored_document"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant", "token_hash"], name="stored_document_one_token"),
            # A receipt is made by a job, and a job may run twice.
            models.UniqueConstraint(
                fields=["tenant", "subject_id"],
                condition=models.Q(kind=DocumentKind.RECEIPT.value),
                name="stored_document_one_receipt",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["tenant", "subject_id"], name="stored_document_subject"),
            models.Index(fields=["tenant", "content_hash"], name="stored_document_content"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
