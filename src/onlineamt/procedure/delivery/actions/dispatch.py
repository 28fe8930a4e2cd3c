"""Sending a decision on its way: ready in the portal where its person can prove who they are, else on paper."""

import json
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from onlineamt.facilities.post.actions import queue_letter
from onlineamt.facilities.post.values import NewLetter
from onlineamt.foundation.audit.actions import record
from onlineamt.foundation.core.clock import berlin_day, now
from onlineamt.foundation.core.events import emit
from onlineamt.foundation.core.ids import new_id
from onlineamt.procedure.applications.addresses import address_lines
from onlineamt.procedure.applications.models import ContactWay
from onlineamt.procedure.cases.actions.moving import SYSTEM
from onlineamt.procedure.cases.queries import OpenCase, get_case, land_of_tenant
from onlineamt.procedure.catalogue.values import ProcedureLaw, Retrieval
from onlineamt.procedure.decisions.actions.writing import write_copy
from onlineamt.procedure.decisions.events import LetterMade
from onlineamt.procedure.decisions.models import Decision
from onlineamt.procedure.decisions.queries import get_decision, read_content
from onlineamt.procedure.delivery.events import DecisionProvided
from onlineamt.procedure.delivery.models import Delivery
from onlineamt.procedure.delivery.queries import addressee_of, delivery_purpose
from onlineamt.procedure.delivery.rules import (
    collect_until,
    is_deliverable,
    notified_in_portal,
    remedy_ends_on,
)
from onlineamt.procedure.delivery.values import Addressee, DeliveryChannel


@transaction.atomic
def dispatch_decision(event: LetterMade) -> None:
    """Deliver a decision to each of its people; once, however often it is asked for."""
    case = get_case(event.case_id, for_update=True)
    decision = get_decision(event.decision_id, case_id=case.id)
    if Delivery.objects.filter(decision=decision).exists():
        return
    for addressee in addressees_of(case, decision):
        if addressee.by_portal:
            provide(case, decision, addressee)
        else:
            put_to_post(case, decision, addressee)


def addressees_of(case: OpenCase, decision: Decision) -> Sequence[Addressee]:
    """Return who gets a decision: the applicant, and whom the caseworker named besides."""
    first = Addressee(position=0, lines=address_lines(case.application.answers), by_portal=by_portal(case))
    also_to: list[str] = read_content(decision, case.seal)["also_to"]
    return [first, Addressee(position=1, lines=also_to, by_portal=False)] if also_to else [first]


def by_portal(case: OpenCase) -> bool:
    """Tell whether the applicant wants and can retrieve a decision here: by a code to a confirmed address."""
    application = case.declared.row
    return (
        case.service.definition.retrieval is Retrieval.EMAIL_CODE
        and case.service.definition.procedure_law
        is not ProcedureLaw.OWIG  # a penalty notice is served (§ 51 OWiG)
        and application.contact_way == ContactWay.EMAIL
        and application.email_confirmed_at is not None
    )


def provide(case: OpenCase, decision: Decision, addressee: Addressee) -> None:
    """Lay a decision ready for retrieval and say that something is there (§ 41 Abs. 2a VwVfG, § 122a AO)."""
    delivery = _new(case, decision, addressee, DeliveryChannel.PORTAL)
    delivery.provided_at = now()
    delivery.collect_until = collect_until(
        berlin_day(delivery.provided_at),
        law=case.service.definition.procedure_law,
        land=land_of_tenant(),
    )
    count_notification(case, delivery)
    delivery.save(force_insert=True)
    record(
        "delivery.provided",
        chain=case.id,
        actor=SYSTEM,
        facts={"delivery": str(delivery.id), "decision": str(decision.id)},
    )
    emit(DecisionProvided(case_id=case.id, delivery_id=delivery.id))


def put_to_post(case: OpenCase, decision: Decision, addressee: Addressee) -> None:
    """Put the letter of a decision among what is to be printed. Without an address it waits for one."""
    delivery = _new(case, decision, addressee, DeliveryChannel.POST)
    delivery.has_address = is_deliverable(addressee.lines)
    if delivery.has_address:
        is_applicant = addressee.position == 0
        letter_id = decision.letter_id if is_applicant else write_copy(case, decision, addressee.lines)
        delivery.print_item_id = _queue(case, delivery, letter_id, addressee.lines)
    delivery.save(force_insert=True)
    record(
        "delivery.to_print",
        chain=case.id,
        actor=SYSTEM,
        facts={"delivery": str(delivery.id), "decision": str(decision.id), "address": delivery.has_address},
    )


@transaction.atomic
def print_anew(delivery_id: UUID) -> None:
    """Write and print the letter of a delivery that was given an address; once, however often it is asked for."""
    delivery = Delivery.objects.select_for_update(no_key=True).filter(id=delivery_id).first()
    if delivery is None or delivery.print_item_id is not None or not delivery.has_address:
        return
    case = get_case(delivery.case_id)
    decision = get_decision(delivery.decision_id, case_id=case.id)
    lines = addressee_of(delivery, case.seal)
    delivery.print_item_id = _queue(case, delivery, write_copy(case, decision, lines), lines)
    delivery.save(update_fields=["print_item_id"])


def _queue(case: OpenCase, delivery: Delivery, letter_id: UUID | None, lines: Sequence[str]) -> UUID:
    if letter_id is None:
        raise ValueError("a decision is delivered after its letter is made")
    letter = NewLetter(
        subject_id=case.id,
        document_id=letter_id,
        recipient=tuple(lines),
        idempotency_key=f"delivery:{delivery.id}:{letter_id}",
    )
    return queue_letter(letter, seal=case.seal).id


def count_notification(case: OpenCase, delivery: Delivery) -> None:
    """Set the days that follow from what is known of a delivery in the portal."""
    if delivery.provided_at is None:
        raise ValueError("only what was provided can be retrieved")
    definition, land = case.service.definition, land_of_tenant()
    delivery.notified_on = notified_in_portal(
        provided_on=berlin_day(delivery.provided_at),
        retrieved_on=berlin_day(delivery.retrieved_at) if delivery.retrieved_at else None,
        law=definition.procedure_law,
        land=land,
    )
    if delivery.notified_on:
        delivery.remedy_ends_on = remedy_ends_on(
            definition.remedy, notified_on=delivery.notified_on, law=definition.procedure_law, land=land
        )


def addressee(case: OpenCase, delivery: Delivery) -> Addressee:
    """Return whom a delivery was for."""
    return Addressee(
        position=delivery.position,
        lines=addressee_of(delivery, case.seal),
        by_portal=delivery.channel == DeliveryChannel.PORTAL,
    )


def seal_lines(case: OpenCase, delivery_id: UUID, lines: Sequence[str]) -> bytes:
    """Return the lines of an address, sealed."""
    return case.seal.close(json.dumps(list(lines)).encode(), purpose=delivery_purpose(delivery_id))


def _new(case: OpenCase, decision: Decision, addressee: Addressee, channel: DeliveryChannel) -> Delivery:
    delivery_id = new_id()
    return Delivery(
        id=delivery_id,
        case=case.row,
        decision=decision,
        position=addressee.position,
        channel=channel,
        sealed_addressee=seal_lines(case, delivery_id, addressee.lines),
        created_at=now(),
    )
