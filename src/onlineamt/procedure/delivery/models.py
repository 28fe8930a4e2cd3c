"""Deliveries: one for each person and way, with the dates that the law asks for; permits and reminders of their end."""

from typing import ClassVar

from django.db import models

from onlineamt.facilities.registers.models import RegisterEntry
from onlineamt.foundation.tenancy.fields import TenantOwned
from onlineamt.procedure.cases.models import Case
from onlineamt.procedure.decisions.models import Decision
from onlineamt.procedure.delivery.values import DeliveryChannel, DeliveryState


class Delivery(TenantOwned):
    """That a decision was given to a person on a way (Bekanntgabe, § 41 VwVfG), with the days that count.

    A decision not retrieved in time is delivered once more, by post: a second row.
    """

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="deliveries", db_constraint=False, db_index=False
    )
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, related_name="deliveries", db_constraint=False, db_index=False
    )
    position = models.PositiveSmallIntegerField()  # 0: the applicant; then the further addressees
    channel = models.CharField(
        max_length=8, choices=[(channel.value, channel.value) for channel in DeliveryChannel]
    )
    sealed_addressee = models.BinaryField()  # purpose "delivery:<id>": the lines of the address
    has_address = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    provided_at = models.DateTimeField(null=True)  # portal: since when it lies ready and the person knows
    collect_until = models.DateField(null=True)  # portal: the last day of the ten (§ 41 Abs. 2a Satz 4)
    reminded_at = models.DateTimeField(null=True)  # portal: a second e-mail was sent
    retrieved_at = models.DateTimeField(null=True)  # portal: the first time
    lapsed_at = models.DateTimeField(null=True)  # portal: not retrieved in time, so not notified
    print_item_id = models.UUIDField(null=True)
    posted_on = models.DateField(null=True)
    returned_on = models.DateField(null=True)

    notified_on = models.DateField(null=True)  # when the law says it has reached the person
    remedy_ends_on = models.DateField(null=True)  # the last day for the remedy

    class Meta:
        db_table = "delivery"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant", "decision", "position", "channel"], name="delivery_one_row"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["tenant", "case"], name="delivery_of_case"),
            models.Index(
                fields=["collect_until"],
                condition=models.Q(retrieved_at=None, lapsed_at=None),
                name="delivery_uncollected",
            ),
            models.Index(fields=["tenant", "print_item_id"], name="delivery_printed"),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.channel}"

    @property
    def state(self) -> DeliveryState:
        """How far it is."""
        if self.channel == DeliveryChannel.PORTAL:
            if self.retrieved_at:
                return DeliveryState.RETRIEVED
            return DeliveryState.LAPSED if self.lapsed_at else DeliveryState.PROVIDED
        if not self.has_address:
            return DeliveryState.ADDRESS_MISSING
        if self.returned_on:
            return DeliveryState.RETURNED
        return DeliveryState.POSTED if self.posted_on else DeliveryState.TO_PRINT


class Permit(TenantOwned):
    """The card of a register entry (Ausweis), made anew when what it says has changed; the newest one counts.

    The card itself is a stored document, sealed with the key of the entry's case.
    """

    entry = models.ForeignKey(
        RegisterEntry, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    document_id = models.UUIDField()
    content_index = models.BinaryField()  # keyed hash of what it says: the same is not made twice
    made_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "permit"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant", "entry"],
                condition=models.Q(replaced_at=None),
                name="permit_one_counts",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["tenant", "entry"], name="permit_of_entry")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.made_at:%Y-%m-%d}"


class EntryReminder(TenantOwned):
    """That the holder of an entry was told before it ends (Erinnerung): once for each end."""

    entry = models.ForeignKey(
        RegisterEntry, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    valid_until = models.DateField()
    reminded_at = models.DateTimeField()
    way = models.CharField(max_length=12)  # a ReminderWay

    class Meta:
        db_table = "entry_reminder"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant", "entry", "valid_until"], name="entry_reminder_once_for_each_end"
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.valid_until}"
