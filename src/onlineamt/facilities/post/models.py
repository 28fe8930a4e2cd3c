"""Letters on their way to paper, and the batches in which the print room gets them."""

from typing import ClassVar

from django.db import models

from onlineamt.foundation.core.clock import now
from onlineamt.foundation.tenancy.fields import TenantOwned


class PrintBatch(TenantOwned):
    """Letters handed to the print room together (Druckpaket)."""

    day = models.DateField()  # in Berlin
    number = models.PositiveSmallIntegerField()  # of the day
    taken_at = models.DateTimeField(default=now)
    handed_over_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "print_batch"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant", "day", "number"], name="print_batch_one_number")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["tenant", "id"], condition=models.Q(handed_over_at=None), name="print_batch_open"
            )
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        """The name people know it by: `2026-03-20-1`."""
        return f"{self.day:%Y-%m-%d}-{self.number}"


class PrintItem(TenantOwned):
    """A letter that goes by post (Druckauftrag). To whom is sealed; where it stands is told by its instants."""

    subject_id = models.UUIDField()
    document_id = models.UUIDField()
    idempotency_key = models.CharField(max_length=120)
    sealed_recipient = models.BinaryField()  # the lines of the address
    batch = models.ForeignKey(
        PrintBatch, on_delete=models.PROTECT, null=True, related_name="items", db_constraint=False
    )
    created_at = models.DateTimeField(default=now)
    handed_over_at = models.DateTimeField(null=True)
    posted_on = models.DateField(null=True)  # when it really left, as staff confirm
    returned_on = models.DateField(null=True)
    return_reason = models.CharField(max_length=20, blank=True)  # a ReturnReason

    class Meta:
        db_table = "print_item"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant", "idempotency_key"], name="print_item_once"),
            models.CheckConstraint(
                condition=models.Q(posted_on=None) | models.Q(handed_over_at__isnull=False),
                name="print_item_posted_after_print",
            ),
            models.CheckConstraint(
                condition=models.Q(returned_on=None) | models.Q(returned_on__gte=models.F("posted_on")),
                name="print_item_returned_after_post",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["tenant", "subject_id"], name="print_item_subject"),
            models.Index(fields=["tenant", "batch"], name="print_item_batch"),
            models.Index(
                fields=["tenant", "id"], condition=models.Q(posted_on=None), name="print_item_not_posted"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
