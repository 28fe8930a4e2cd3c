"""What a decision says, as it is kept, hashed and attached to its letter for machines to read."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from onlineamt.foundation.core.clock import berlin_day
from onlineamt.procedure.applications.fees import CompiledFee
from onlineamt.procedure.applications.journeys import bill_of
from onlineamt.procedure.cases.compiled import RuleResult, possible_outcomes
from onlineamt.procedure.cases.definition import Outcome
from onlineamt.procedure.cases.entries import activation_of, register_pairs
from onlineamt.procedure.cases.granting import GrantedLine, granted_again, granted_lines, is_restricted
from onlineamt.procedure.cases.letters import deciding_facts
from onlineamt.procedure.cases.queries import OpenCase
from onlineamt.procedure.decisions.errors import FeeUnknown
from onlineamt.procedure.decisions.values import AutomaticBasis, Charge, EntryEffect
from onlineamt.procedure.forms.engine.expressions import ExpressionFailed

FORMAT = "onlineamt.decision/1"


@dataclass(frozen=True, kw_only=True)
class Substance:
    """What is decided, before it has a date and numbers."""

    outcome: str
    reasons: str
    automatic: AutomaticBasis | None
    charge: Charge | None
    also_to: Sequence[str] = ()
    despite: str = ""  # why there is to be another entry although one stands in the way


@dataclass(frozen=True, kw_only=True)
class Consequences:
    """The numbers and days that come with issuing."""

    issued_at: datetime
    entry: EntryEffect | None = None
    payment_reference: str = ""
    due_on: date | None = None


def outcomes_of(case: OpenCase) -> tuple[str, ...]:
    """Return the outcomes that a person may choose in a case, by its answers as they stand now."""
    return possible_outcomes(case.procedure.compiled.outcomes, activation_of(case))


def differing_facts(case: OpenCase) -> dict[str, Any]:
    """Return for the audit trail which values are granted otherwise than they were applied for; no values."""
    names = [line.name for line in granted_lines(case) if line.differs]
    return {"differs": names} if names else {}


def as_decided(case: OpenCase, content: Mapping[str, Any]) -> OpenCase:
    """Return the case with what an issued decision granted, by its content."""
    return granted_again(case, {line["name"]: line["value"] for line in content.get("granted", ())})


def charge_of(case: OpenCase, outcome: Outcome) -> Charge | None:
    """Return what is to be paid for an outcome, or None where nothing is. Raises FeeUnknown."""
    if outcome.fee is None:
        return None
    fee = next(one for one in case.service.fees if one.name == outcome.fee)
    cents = _amount(case, fee)
    declared = next(one for one in case.service.definition.fees if one.name == outcome.fee)
    if cents == 0:
        return None
    return Charge(
        name=fee.name,
        label=declared.label or fee.name,
        cents=cents,
        legal_basis=declared.legal_basis or "",
    )


def facts_of(case: OpenCase, tried: RuleResult) -> list[Mapping[str, str]]:
    """Return the facts a rule read, as people read them."""
    pairs = (*deciding_facts(tried.rule.when, case.journey), *register_pairs(tried.rule.when, case))
    return [{"label": label, "shown": shown} for label, shown in pairs]


def content_of(case: OpenCase, substance: Substance, consequences: Consequences) -> dict[str, Any]:
    """Return everything a decision says. The keys are for machines that read `bescheid.json`."""
    definition = case.service.definition
    outcome = case.procedure.outcome(substance.outcome)
    return {
        "format": FORMAT,
        "reference": case.row.reference,
        "service": {
            "key": definition.key,
            "version": definition.version,
            "leistungsschluessel": list(definition.leistungsschluessel),
        },
        "received_on": berlin_day(case.row.received_at).isoformat(),
        "issued_on": berlin_day(consequences.issued_at).isoformat(),
        "outcome": substance.outcome,
        "outcome_title": outcome.title or substance.outcome,
        "refuses": "part" if outcome.refuses == "nothing" and is_restricted(case) else outcome.refuses,
        "granted": [_granted(line) for line in granted_lines(case)],
        "reasons": substance.reasons,
        "automatic": _automatic(substance.automatic),
        "payment": _payment(substance.charge, consequences),
        "register": _entry(consequences.entry),
        "remedy": {"kind": definition.remedy.kind.value, "period": definition.remedy.period},
        "procedure_law": definition.procedure_law.value,
        "answers_digest": case.declared.row.digest,
        "also_to": list(substance.also_to),
        # Its digest stands in the audit trail for ever, and no guess at the content must fit it.
        "salt": secrets.token_hex(16),
    }


def _amount(case: OpenCase, fee: CompiledFee) -> int:
    bill = bill_of(case.application, case.journey)
    try:
        granted = case.granting.facts if case.granting else {}
        amount = fee.amount(case.journey.activation(bill.values(), granted))
    except ExpressionFailed as failed:
        raise FeeUnknown from failed
    if not isinstance(amount, int):
        raise FeeUnknown
    return amount


def _granted(line: GrantedLine) -> dict[str, Any]:
    return {"name": line.name, "label": line.label, "value": line.value, "applied": line.applied}


def _automatic(basis: AutomaticBasis | None) -> dict[str, Any] | None:
    if basis is None:
        return None
    return {
        "rule": basis.rule,
        "legal_basis": basis.legal_basis,
        "facts": [dict(fact) for fact in basis.facts],
    }


def _payment(charge: Charge | None, consequences: Consequences) -> dict[str, Any] | None:
    if charge is None:
        return None
    return {
        "name": charge.name,
        "label": charge.label,
        "cents": charge.cents,
        "currency": "EUR",
        "legal_basis": charge.legal_basis,
        "reference": consequences.payment_reference,
        "due_on": consequences.due_on.isoformat() if consequences.due_on else None,
    }


def _entry(effect: EntryEffect | None) -> dict[str, Any] | None:
    if effect is None:
        return None
    return {
        "register": effect.register.split("/")[1],
        "service": effect.register.split("/")[0],
        "title": effect.title,
        "act": effect.act,
        "entry": str(effect.entry_id) if effect.entry_id else None,
        "number": effect.number,
        "valid_from": effect.valid_from.isoformat(),
        "valid_until": effect.valid_until.isoformat() if effect.valid_until else None,
        "changes": [
            {"label": label, "before": before, "after": after} for label, before, after in effect.changes
        ],
    }
