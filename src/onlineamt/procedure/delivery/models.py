"""Deliveries: one for each person and way, with the dates that the law asks for."""

from typing import ClassVar

from django.db import models

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
