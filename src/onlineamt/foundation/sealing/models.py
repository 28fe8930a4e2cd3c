"""The keys of subjects and the list of what was erased. The keys lie in a schema of their own, `vault`."""

from typing import ClassVar

from django.db import models

from onlineamt.foundation.tenancy.fields import TenantOwned


class SubjectKey(TenantOwned):
    """The key (Schlüssel) of one draft and later its case, wrapped by the tenant's key; its id is the subject's id.

    Kept in the schema `vault`, which the main backup leaves out: a key destroyed here is nowhere.
    """

    wrapped_key = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "subject_key"

    def __str__(self) -> str:
        return str(self.id)


class Erasure(TenantOwned):
    """That a subject was erased (Löschung), when and why; its id is the subject's id. A restore repeats it."""

    reason = models.CharField(max_length=40)
    erased_at = models.DateTimeField()
    journalled_at = models.DateTimeField(null=True)  # when the line stood in the journal outside the database

    class Meta:
        db_table = "erasure"
        indexes: ClassVar = [
            models.Index(
                fields=["erased_at"], condition=models.Q(journalled_at=None), name="erasure_not_journalled"
            )
        ]

    def __str__(self) -> str:
        return f"{self.id} ({self.reason})"
