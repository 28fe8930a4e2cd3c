"""What came of a case: drafts and decisions, deliveries with their dates, claims, register entries, expected fees."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from onlineamt.audiences.backoffice.cases.labels import CHANNELS, DELIVERIES
from onlineamt.facilities.payments.models import Claim
from onlineamt.facilities.payments.queries import list_claims
from onlineamt.facilities.registers.models import RegisterEntry
from onlineamt.facilities.registers.queries import entries_of, status_of
from onlineamt.facilities.registers.values import EntryStatus
from onlineamt.foundation.core.clock import berlin_day, today
from onlineamt.foundation.core.formats import show_cents, show_date
from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.applications.entries import find_linked_entry
from onlineamt.procedure.applications.journeys import bill_of
from onlineamt.procedure.cases.granting import granted_lines
from onlineamt.procedure.cases.queries import OpenCase
from onlineamt.procedure.decisions.content import as_decided
from onlineamt.procedure.decisions.models import Decision
from onlineamt.procedure.decisions.queries import read_content
from onlineamt.procedure.delivery.models import Delivery
from onlineamt.procedure.delivery.queries import addressee_of, list_deliveries
from onlineamt.procedure.delivery.values import DeliveryChannel, DeliveryState

_ENTRY_STATES = {EntryStatus.VALID: "gilt"}
_WRONG = frozenset({DeliveryState.LAPSED, DeliveryState.RETURNED, DeliveryState.ADDRESS_MISSING})


@dataclass(frozen=True, kw_only=True)
class DecisionLine:
    """A decision that was issued."""

    title: str
    issued_at: datetime
    by: str
    is_latest: bool
    granted: tuple[str, ...] = ()  # what is granted otherwise than it was applied for


@dataclass(frozen=True, kw_only=True)
class DeliveryLine:
    """A way on which a decision goes to a person, and what the law makes of it."""

    id: UUID
    to: str
    channel: str
    state: str
    is_wrong: bool
    dates: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ClaimLine:
    """Something to be paid."""

    id: UUID
    label: str
    amount: str
    reference: str
    state: str
    is_open: bool
    is_late: bool


def outcome_title(case: OpenCase, name: str) -> str:
    """Return how an outcome is called."""
    outcome = case.procedure.definition.outcomes.get(name)
    return (outcome.title if outcome else None) or name


def decision_lines(
    case: OpenCase, issued: Sequence[Decision], names: Mapping[UUID, str]
) -> Sequence[DecisionLine]:
    """Return the decisions of a case, newest first; the first one counts."""
    return [
        DecisionLine(
            title=outcome_title(case, decision.outcome),
            issued_at=decision.issued_at,
            by=_issuer(decision, names),
            is_latest=index == 0,
            granted=_granted(case, decision),
        )
        for index, decision in enumerate(issued)
        if decision.issued_at is not None
    ]


def _granted(case: OpenCase, decision: Decision) -> tuple[str, ...]:
    if case.service.form.granted is None:
        return ()
    decided = as_decided(case, read_content(decision, case.seal))
    return tuple(
        f"{line.label}: {line.shown} (beantragt: {line.applied_shown})"
        for line in granted_lines(decided)
        if line.differs
    )


def delivery_lines(case: OpenCase) -> Sequence[DeliveryLine]:
    """Return the deliveries of a case, newest first."""
    return [
        DeliveryLine(
            id=delivery.id,
            to=", ".join(addressee_of(delivery, case.seal)) or "ohne Anschrift",
            channel=CHANNELS[DeliveryChannel(delivery.channel)],
            state=DELIVERIES[delivery.state],
            is_wrong=delivery.state in _WRONG,
            dates=tuple(_dates(delivery)),
        )
        for delivery in reversed(list_deliveries(case.row))
    ]


def claim_lines(case: OpenCase) -> Sequence[ClaimLine]:
    """Return what is or was to be paid."""
    return [_claim(case, claim) for claim in list_claims(case.id)]


def entry_facts(case: OpenCase) -> Sequence[Mapping[str, str]]:
    """Return the entry that a follow-up is about, and those that decisions of the case made."""
    followed = find_linked_entry(case.declared)
    return [
        *([_entry(followed, "Bisheriger Eintrag")] if followed else []),
        *(_entry(entry, entry.titles.get("de", entry.register)) for entry in entries_of(case.id)),
    ]


def fee_facts(case: OpenCase) -> Sequence[Mapping[str, str]]:
    """Return what it will cost, as far as the answers say."""
    bill = bill_of(case.application, case.journey)
    known = [
        _fact(case.service.fee_label(name, Language.GERMAN), show_cents(cents))
        for name, cents in bill.cents.items()
    ]
    unknown = [
        _fact(case.service.fee_label(name, Language.GERMAN), "noch nicht zu berechnen")
        for name in sorted(bill.open | bill.failed)
    ]
    return known + unknown


def _issuer(decision: Decision, names: Mapping[UUID, str]) -> str:
    if decision.issued_by_id is None:
        return "ohne Menschen nach den Regeln"
    return names.get(decision.issued_by_id, "ein früheres Konto")


def _claim(case: OpenCase, claim: Claim) -> ClaimLine:
    is_late = claim.is_open and claim.due_on < today()
    if claim.settled_at:
        state = f"bezahlt am {show_date(berlin_day(claim.settled_at))}"
    elif claim.cancelled_at:
        state = f"aufgehoben am {show_date(berlin_day(claim.cancelled_at))}"
    else:
        state = f"{'war fällig' if is_late else 'fällig'} am {show_date(claim.due_on)}"
    return ClaimLine(
        id=claim.id,
        label=case.service.fee_label(claim.name, Language.GERMAN),
        amount=show_cents(claim.cents),
        reference=claim.payment_reference,
        state=state,
        is_open=claim.is_open,
        is_late=is_late,
    )


def _dates(delivery: Delivery) -> Sequence[str]:
    said = []
    if delivery.provided_at:
        said.append(f"bereit seit {show_date(berlin_day(delivery.provided_at))}")
    is_waiting = not delivery.retrieved_at and not delivery.lapsed_at
    if delivery.collect_until and is_waiting and delivery.notified_on is None:  # else it counts unread
        said.append(f"abzurufen bis {show_date(delivery.collect_until)}, sonst mit der Post")
    if delivery.retrieved_at:
        said.append(f"abgerufen am {show_date(berlin_day(delivery.retrieved_at))}")
    if delivery.posted_on:
        said.append(f"zur Post am {show_date(delivery.posted_on)}")
    if delivery.posted_on and not delivery.notified_on and not delivery.returned_on:
        said.append("im Ausland: noch kein Tag der Bekanntgabe, vermerken Sie unter „Post“ die Ankunft")
    if delivery.returned_on:
        said.append(f"zurück am {show_date(delivery.returned_on)}")
    if delivery.notified_on:
        said.append(f"{_since(delivery.notified_on)} {show_date(delivery.notified_on)}")
    if delivery.remedy_ends_on:
        said.append(f"Rechtsbehelf bis {show_date(delivery.remedy_ends_on)}")
    return said


def _since(day: date) -> str:
    return "bekannt gegeben am" if day <= today() else "gilt als bekannt gegeben am"


def _entry(entry: RegisterEntry, label: str) -> Mapping[str, str]:
    return {"label": label, "value": entry.number, "url": "", "note": _validity(entry)}


def _validity(entry: RegisterEntry) -> str:
    if entry.ended_on:
        return f"beendet am {show_date(entry.ended_on)}"
    until = f" bis {show_date(entry.valid_until)}" if entry.valid_until else ""
    return f"{_ENTRY_STATES.get(status_of(entry), 'gilt nicht')}: ab {show_date(entry.valid_from)}{until}"


def _fact(label: str, value: str) -> dict[str, str]:
    return {"label": label, "value": value, "url": "", "note": ""}
