"""Finding deliveries: of a case, for its person, and those that wait for something."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from onlineamt.foundation.core.clock import today
from onlineamt.foundation.sealing.seal import Seal
from onlineamt.procedure.cases.models import Case
from onlineamt.procedure.cases.values import CaseState
from onlineamt.procedure.decisions.models import Decision
from onlineamt.procedure.delivery.models import Delivery
from onlineamt.procedure.delivery.values import DeliveryChannel


def list_deliveries(case: Case) -> Sequence[Delivery]:
    """Return the deliveries of a case, oldest first."""
    rows = Delivery.objects.select_related("decision").filter(case=case)
    return list(rows.order_by("created_at", "position"))


def find_retrievable(case_id: UUID, *, for_update: bool = False) -> Delivery | None:
    """Return what lies ready in the portal for the applicant of a case: of the latest decision, unless it lapsed."""
    rows = Delivery.objects.filter(
        case_id=case_id, position=0, channel=DeliveryChannel.PORTAL, lapsed_at=None
    ).order_by("-created_at")
    if for_update:
        rows = rows.select_for_update(of=("self",), no_key=True)
    return rows.select_related("decision").first()


def addressee_of(delivery: Delivery, seal: Seal) -> tuple[str, ...]:
    """Return the lines of the address."""
    lines = json.loads(seal.open(delivery.sealed_addressee, purpose=delivery_purpose(delivery.id)))
    return tuple(lines)


def is_overdue(delivery: Delivery) -> bool:
    """Tell whether what lies ready was not retrieved in time: it does not notify any more and is posted soon."""
    return (
        delivery.channel == DeliveryChannel.PORTAL
        and delivery.retrieved_at is None
        and delivery.lapsed_at is None
        and delivery.notified_on is None
        and delivery.collect_until is not None
        and delivery.collect_until < today()
    )


def list_uncollected(before: date) -> list[tuple[UUID, UUID]]:
    """Return tenant and id of what had to be retrieved before a day and was not, in all towns; as maintenance."""
    over = Delivery.objects.using("maintenance").filter(
        channel=DeliveryChannel.PORTAL,
        notified_on=None,
        retrieved_at=None,
        lapsed_at=None,
        collect_until__lt=before,
    )
    return list(over.order_by("collect_until").values_list("tenant_id", "id"))


def list_unreminded(before: datetime) -> list[tuple[UUID, UUID]]:
    """Return tenant and id of what was provided before an instant and neither opened nor reminded of; as maintenance."""
    waiting = Delivery.objects.using("maintenance").filter(
        channel=DeliveryChannel.PORTAL,
        provided_at__lt=before,
        retrieved_at=None,
        lapsed_at=None,
        reminded_at=None,
    )
    return list(waiting.order_by("provided_at").values_list("tenant_id", "id"))


def list_decided_cases() -> list[tuple[UUID, UUID]]:
    """Return tenant and id of the cases of all towns that are decided or final and not closed; as maintenance."""
    decided = Case.objects.using("maintenance").filter(
        state__in=(CaseState.DECIDED, CaseState.FINAL), closed_at=None
    )
    return list(decided.order_by("decided_at").values_list("tenant_id", "id"))


def effective_deliveries(case_id: UUID) -> Sequence[Delivery]:
    """Return, of the latest decision of a case, the delivery that counts for each of its people."""
    latest = Decision.objects.filter(case_id=case_id, issued_at__isnull=False).order_by("-issued_at").first()
    if latest is None:
        return []
    counted: dict[int, Delivery] = {}
    for delivery in Delivery.objects.filter(decision=latest).order_by("created_at"):
        before = counted.get(delivery.position)
        if before is None or before.notified_on is None:
            counted[delivery.position] = delivery
    return list(counted.values())


def delivery_purpose(delivery_id: UUID) -> str:
    """Return what an address is sealed for."""
    return f"delivery:{delivery_id}"
