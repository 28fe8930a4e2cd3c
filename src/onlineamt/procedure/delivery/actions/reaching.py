"""What becomes of a delivery: retrieved, not retrieved, posted, returned, given an address."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from onlineamt.facilities.post import actions as post
from onlineamt.facilities.post.errors import NotPosted
from onlineamt.facilities.post.events import LetterPosted, LetterReturned
from onlineamt.facilities.post.queries import get_item
from onlineamt.facilities.post.values import ReturnReason
from onlineamt.foundation.accounts.values import Caseworker
from onlineamt.foundation.audit.actions import record
from onlineamt.foundation.core.clock import now, today
from onlineamt.foundation.core.countries import is_abroad
from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.jobs.tenant_task import promise
from onlineamt.procedure.applications.queries import get_application
from onlineamt.procedure.cases.actions.moving import GUEST, SYSTEM
from onlineamt.procedure.cases.models import Case
from onlineamt.procedure.cases.queries import OpenCase, access_case, get_case, land_of_tenant
from onlineamt.procedure.decisions.queries import get_decision
from onlineamt.procedure.delivery.actions.dispatch import (
    addressee,
    count_notification,
    put_to_post,
    seal_lines,
)
from onlineamt.procedure.delivery.alerts import PRINT_ANEW, announce
from onlineamt.procedure.delivery.errors import AddressMissing, NothingToRetrieve
from onlineamt.procedure.delivery.models import Delivery
from onlineamt.procedure.delivery.queries import addressee_of, find_retrievable, is_overdue
from onlineamt.procedure.delivery.rules import is_deliverable, notified_by_post, remedy_ends_on
from onlineamt.procedure.delivery.values import DeliveryChannel


@transaction.atomic
def retrieve_decision(application_id: UUID) -> Delivery:
    """Note that its person opens a decision; the first time decides (§ 41 Abs. 2a VwVfG). The days are set then.

    The caller has opened the application through `access_proven`. Raises NotFound, NothingToRetrieve.
    """
    case = get_case(application_id)
    delivery = find_retrievable(case.id, for_update=True)
    if delivery is None or is_overdue(delivery):
        raise NothingToRetrieve
    if delivery.retrieved_at is None:
        delivery.retrieved_at = now()
        count_notification(case, delivery)
        delivery.save(update_fields=["retrieved_at", "notified_on", "remedy_ends_on"])
        record(
            "delivery.retrieved",
            chain=case.id,
            actor=GUEST,
            facts={"delivery": str(delivery.id), "notified_on": _iso(delivery.notified_on)},
        )
    return delivery


@transaction.atomic
def lapse_delivery(delivery_id: UUID) -> bool:
    """End the provision of what was not retrieved in time, and send it by post; False where it does not fit any more."""
    delivery = Delivery.objects.select_for_update(no_key=True).filter(id=delivery_id).first()
    if delivery is None or not is_overdue(delivery):
        return False
    case = get_case(delivery.case_id)
    delivery.lapsed_at = now()
    delivery.save(update_fields=["lapsed_at"])
    record("delivery.lapsed", chain=case.id, actor=SYSTEM, facts={"delivery": str(delivery.id)})
    decision = get_decision(delivery.decision_id, case_id=case.id)
    put_to_post(case, decision, addressee(case, delivery))
    return True


@transaction.atomic
def give_address(delivery_id: UUID, *, case_id: UUID, caseworker: Caseworker, lines: Sequence[str]) -> None:
    """Give a letter the address it lacks, or a new one after it came back; a job writes and prints it anew.

    Raises NotFound, AddressMissing.
    """
    case = access_case(case_id, caseworker=caseworker, for_update=True)
    given = [line.strip() for line in lines if line.strip()]
    delivery = Delivery.objects.select_for_update(no_key=True).filter(
        id=delivery_id, case_id=case.id, channel=DeliveryChannel.POST
    ).first()  # fmt: skip
    if delivery is None or (delivery.has_address and delivery.returned_on is None):
        raise NotFound
    if not is_deliverable(given):
        raise AddressMissing
    delivery.has_address = True
    delivery.sealed_addressee = seal_lines(case, delivery.id, given)
    delivery.posted_on = delivery.returned_on = delivery.notified_on = delivery.remedy_ends_on = None
    delivery.print_item_id = None
    delivery.save()
    promise(PRINT_ANEW, {"delivery_id": delivery.id})
    record(
        "delivery.address_given",
        chain=case.id,
        actor=caseworker.actor,
        facts={"delivery": str(delivery.id)},
    )


@transaction.atomic
def confirm_posted(item_ids: Sequence[UUID], *, on: date, caseworker: Caseworker) -> int:
    """Note the day on which printed letters of the caseworker's offices went to the post, and return how many were new.

    Raises NotFound for a letter of another office, and what `facilities.post.actions.confirm_posted` raises.
    """
    _check_offices(item_ids, caseworker)
    return post.confirm_posted(item_ids=item_ids, on=on, actor=caseworker.actor)


@transaction.atomic
def note_return(item_id: UUID, *, caseworker: Caseworker, on: date, reason: ReturnReason) -> None:
    """Note that a letter of the caseworker's offices came back. Raises NotFound and what the post raises."""
    _check_offices([item_id], caseworker)
    post.note_return(item_id=item_id, on=on, reason=reason, actor=caseworker.actor)


@transaction.atomic
def note_arrival(item_id: UUID, *, caseworker: Caseworker, on: date) -> None:
    """Note the day on which a posted decision arrived, where that is proved: by it the days are counted anew.

    Letters abroad need it, as most laws assume no day for them. Raises NotFound for a letter that is no decision of the
    caseworker's offices, NotPosted for a day on which it had not left or that is still to come.
    """
    _check_offices([item_id], caseworker)
    delivery = Delivery.objects.select_for_update(no_key=True).filter(print_item_id=item_id).first()
    if delivery is None:
        raise NotFound
    if delivery.posted_on is None or delivery.returned_on or not delivery.posted_on <= on <= today():
        raise NotPosted
    _count_post(get_case(delivery.case_id), delivery, received_on=on)
    delivery.save(update_fields=["notified_on", "remedy_ends_on"])
    record(
        "delivery.arrived",
        chain=delivery.case_id,
        actor=caseworker.actor,
        facts={
            "delivery": str(delivery.id),
            "on": on.isoformat(),
            "notified_on": _iso(delivery.notified_on),
        },
    )


def count_posting(event: LetterPosted) -> None:
    """Set the days that follow from the day on which a decision left the house; other letters have none."""
    delivery = Delivery.objects.select_for_update(no_key=True).filter(print_item_id=event.item_id).first()
    if delivery is None:
        return
    case = get_case(delivery.case_id)
    delivery.posted_on = event.posted_on
    _count_post(case, delivery)
    delivery.save(update_fields=["posted_on", "notified_on", "remedy_ends_on"])
    record(
        "delivery.posted",
        chain=case.id,
        actor=SYSTEM,
        facts={
            "delivery": str(delivery.id),
            "on": event.posted_on.isoformat(),
            "notified_on": _iso(delivery.notified_on),
        },
    )


def count_return(event: LetterReturned) -> None:
    """Note that a decision has not reached its person: nothing was notified."""
    delivery = Delivery.objects.select_for_update(no_key=True).filter(print_item_id=event.item_id).first()
    if delivery is None:
        return
    delivery.returned_on = event.returned_on
    delivery.notified_on = delivery.remedy_ends_on = None
    delivery.save(update_fields=["returned_on", "notified_on", "remedy_ends_on"])
    record("delivery.returned", chain=delivery.case_id, actor=SYSTEM, facts={"delivery": str(delivery.id)})


@transaction.atomic
def remind_of_decision(delivery_id: UUID) -> bool:
    """Say once more that a decision lies ready; False where it was opened, lapsed or reminded of meanwhile."""
    delivery = Delivery.objects.select_for_update(no_key=True).filter(
        id=delivery_id, retrieved_at=None, lapsed_at=None, reminded_at=None
    ).first()  # fmt: skip
    if delivery is None or delivery.channel != DeliveryChannel.PORTAL:
        return False
    delivery.reminded_at = now()
    delivery.save(update_fields=["reminded_at"])
    announce(get_application(delivery.case_id), key=f"reminder:{delivery.id}")
    record("delivery.reminded", chain=delivery.case_id, actor=SYSTEM, facts={"delivery": str(delivery.id)})
    return True


def _count_post(case: OpenCase, delivery: Delivery, *, received_on: date | None = None) -> None:
    assert delivery.posted_on is not None  # whoever calls has set or seen it
    definition, land = case.service.definition, land_of_tenant()
    law, goes_abroad = definition.procedure_law, is_abroad(addressee_of(delivery, case.seal))
    delivery.notified_on = notified_by_post(
        delivery.posted_on, law=law, land=land, is_abroad=goes_abroad, received_on=received_on
    )
    if delivery.notified_on:
        delivery.remedy_ends_on = remedy_ends_on(
            definition.remedy, notified_on=delivery.notified_on, law=law, land=land, is_abroad=goes_abroad
        )


def _check_offices(item_ids: Sequence[UUID], caseworker: Caseworker) -> None:
    """Refuse letters of other offices' cases: an item's subject is its case."""
    subjects = {get_item(item_id).subject_id for item_id in item_ids}
    own = Case.objects.filter(id__in=subjects, office_id__in=caseworker.office_ids).count()
    if own != len(subjects):
        raise NotFound


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
