"""What is known of every stored file. Its bytes lie sealed in a store; its name is sealed here."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
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
    sealed_sha256 = models.BinaryField(null=True)  # of what was handed in; None: not asked for
    scanned_at = models.DateTimeField(null=True)  # by a virus scanner; None: not yet, or there is none
    infected_at = models.DateTimeField(null=True)  # found by a later look: nobody opens it any more
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
            models.Index(
                fields=["created_at"],
                condition=models.Q(kind=DocumentKind.EVIDENCE.value, scanned_at=None),
                name="stored_document_unscanned",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class PendingUpload(TenantOwned):
    """A file that arrives in parts (Hochladevorgang), so that a broken connection costs one part only.

    Parts lie sealed in the store. The row stays for a day after the file is kept: whoever asks twice gets the same file.
    """

    subject_id = models.UUIDField()
    sealed_name = models.BinaryField()
    size = models.PositiveIntegerField()  # bytes, as announced
    received = models.PositiveIntegerField(default=0)  # bytes without a gap: where the next part begins
    part_keys = ArrayField(models.CharField(max_length=120), default=list)  # storage keys in order
    document_id = models.UUIDField(null=True)  # the file that became of it
    begun_at = models.DateTimeField(default=now)

    class Meta:
        db_table = "pending_upload"
        indexes: ClassVar = [
            models.Index(fields=["tenant", "subject_id"], name="pending_upload_subject"),
            models.Index(fields=["begun_at"], name="pending_upload_begun"),
        ]

    def __str__(self) -> str:
        return f"{self.received} of {self.size} bytes"
