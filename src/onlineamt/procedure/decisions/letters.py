"""From a decision to its letter: everything the letter says, taken from what was decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urljoin

from django.conf import settings

from onlineamt.facilities.letters.girocode import PaymentDetails
from onlineamt.facilities.letters.procedure_letter import LetterData
from onlineamt.facilities.mail.queries import get_sender
from onlineamt.facilities.payments.queries import find_bank_account
from onlineamt.foundation.core.canonical import canonical_json
from onlineamt.foundation.core.clock import berlin_day, now
from onlineamt.foundation.core.countries import is_abroad
from onlineamt.foundation.core.errors import PortalError
from onlineamt.foundation.core.languages import Language
from onlineamt.foundation.tenancy.directory import TenantCard, current_tenant
from onlineamt.procedure.applications.addresses import address_lines
from onlineamt.procedure.applications.compiled import plain_values
from onlineamt.procedure.applications.journeys import bill_of
from onlineamt.procedure.applications.sender import letterhead, office_address
from onlineamt.procedure.cases.granting import granted_lines, is_restricted
from onlineamt.procedure.cases.letters import (
    Correspondence,
    DecidingRule,
    LetterEntry,
    LetterFacts,
    LetterService,
    decision_letter,
)
from onlineamt.procedure.cases.queries import OpenCase, land_of_tenant
from onlineamt.procedure.cases.remedies import NoticeIncomplete, RemedyPlaces, Seat
from onlineamt.procedure.catalogue.values import CourtRules
from onlineamt.procedure.decisions.content import Consequences, Substance, as_decided, content_of
from onlineamt.procedure.decisions.effects import plan_effect
from onlineamt.procedure.decisions.errors import BankAccountMissing, NoticeMissing
from onlineamt.procedure.decisions.models import Decision
from onlineamt.procedure.decisions.queries import decision_bytes, read_content
from onlineamt.procedure.decisions.rules import payment_due_on
from onlineamt.procedure.decisions.values import EntryEffect

VERIFY = "echtheit"
NOT_YET = "(wird beim Erlass vergeben)"


@dataclass(frozen=True, kw_only=True)
class Signature:
    """Who decided, when, and under which token anybody may check the letter; empty in a preview."""

    name: str
    at: datetime
    token: str = ""


def issued_letter(
    case: OpenCase, decision: Decision, signature: Signature, *, recipient: Sequence[str] = ()
) -> LetterData:
    """Return the letter of an issued decision; `recipient` where it is not the applicant's own address.

    Raises NoticeIncomplete, BankAccountMissing.
    """
    content = read_content(decision, case.seal)
    letter = _letter(case, content, decision_bytes(decision, case.seal), signature)
    return replace(letter, recipient=tuple(recipient)) if recipient else letter


def preview_letter(case: OpenCase, substance: Substance, *, name: str) -> LetterData:
    """Return the letter that a draft would become, with gaps where numbers are given on issuing.

    Raises NoticeIncomplete, BankAccountMissing.
    """
    at = now()
    law = case.service.definition.procedure_law
    consequences = Consequences(
        issued_at=at,
        entry=foreseen_effect(case, substance, on=berlin_day(at)),
        payment_reference=NOT_YET if substance.charge else "",
        due_on=payment_due_on(
            berlin_day(at), law=law, land=land_of_tenant(), is_abroad=is_abroad(_recipient(case))
        )
        if substance.charge
        else None,
    )
    content = content_of(case, substance, consequences)
    return _letter(case, content, canonical_json(content), Signature(name=name, at=at))


def foreseen_effect(case: OpenCase, substance: Substance, *, on: date) -> EntryEffect | None:
    """Return what the outcome will do to a register, as far as it can be said today; the number comes with issuing.

    What stands in the way is said when it is issued: the letter is shown all the same.
    """
    try:
        plan = plan_effect(case, substance.outcome, on=on, despite=bool(substance.despite), hold=False)
    except PortalError:
        named = case.procedure.outcome(substance.outcome)
        if not named.enters and not named.entry:
            return None
        title = named.enters or "Register"
        return EntryEffect(
            act="enter", register=f"/{title}", title=title, valid_from=on, valid_until=None, number=NOT_YET
        )
    return replace(plan.effect, number=plan.effect.number or NOT_YET) if plan else None


def check_letter(case: OpenCase, substance: Substance) -> None:
    """Make sure that the letter of a decision could be written, before anything binds.

    Raises NoticeMissing, BankAccountMissing.
    """
    try:
        preview_letter(case, substance, name="")
    except NoticeIncomplete as incomplete:
        raise NoticeMissing from incomplete


def _letter(
    case: OpenCase, content: Mapping[str, Any], machine_readable: bytes, signature: Signature
) -> LetterData:
    tenant = current_tenant()
    case = as_decided(case, content)
    return decision_letter(
        _facts(case, content, signature),
        body=case.procedure.outcome(content["outcome"]).letter,
        service=letter_service(case, content["outcome"]),
        correspondence=correspondence_of(case, tenant),
        machine_readable=machine_readable,
        at=signature.at,
        verify_url=verify_url(signature.token),
    )


def _facts(case: OpenCase, content: Mapping[str, Any], signature: Signature) -> LetterFacts:
    automatic = content["automatic"]
    entry = content["register"]
    return replace(
        case_facts(case, today=date.fromisoformat(content["issued_on"])),
        outcome=content["outcome"],
        fees=_fees(case, content),
        reasons=content["reasons"] or None,
        rule=_rule(automatic) if automatic else None,
        decided_by=signature.name,
        register_number=entry["number"] if entry else "",
        entry=_entry_facts(entry) if entry else None,
        payment=_payment(content["payment"]),
        granted={line.name: line.shown for line in granted_lines(case)},
        applied={line.name: line.applied_shown for line in granted_lines(case) if line.applied is not None},
        is_restricted=is_restricted(case),
    )


def _entry_facts(entry: Mapping[str, Any]) -> LetterEntry:
    until = entry["valid_until"]
    return LetterEntry(
        title=entry.get("title", ""),
        number=entry["number"],
        valid_from=date.fromisoformat(entry["valid_from"]),
        valid_until=date.fromisoformat(until) if until else None,
        changes=tuple((one["label"], one["before"], one["after"]) for one in entry.get("changes", ())),
    )


def case_facts(case: OpenCase, *, today: date) -> LetterFacts:
    """Return what every letter of a case may say, before anything is decided."""
    words, journey = case.service.form.words(), case.journey
    definition = case.service.definition
    return LetterFacts(
        outcome="",
        answers=shown_answers(case),
        computed={name: words.display_computed(name, value) for name, value in journey.computed.items()},
        fees=dict(bill_of(case.application, journey).cents),
        parameters=plain_values(definition.parameters, case.declared.row.parameters),
        today=today,
        received_on=berlin_day(case.row.received_at),
        deadline=case.row.due_on,
        reference=case.row.reference,
    )


def shown_answers(case: OpenCase) -> dict[str, dict[str, str]]:
    """Return the answers that count, as people read them, by area and name: what letters are given."""
    words = case.service.form.words()
    shown: dict[str, dict[str, str]] = {}
    for page in case.journey.pages:
        for state in page.fields:
            if state.field.asks and state.value not in (None, ()):
                area, name = state.id.split(".")
                shown.setdefault(area, {})[name] = words.display(state.id, state.value)
    return shown


def _fees(case: OpenCase, content: Mapping[str, Any]) -> dict[str, int]:
    """Return the fees a letter may name: those to be expected, and the one that is decided."""
    known = dict(bill_of(case.application, case.journey).cents)
    if content["payment"]:
        known[content["payment"]["name"]] = content["payment"]["cents"]
    return known


def _rule(automatic: Mapping[str, Any]) -> DecidingRule:
    return DecidingRule(
        legal_basis=automatic["legal_basis"],
        facts=tuple((fact["label"], fact["shown"]) for fact in automatic["facts"]),
    )


def _payment(payment: Mapping[str, Any] | None) -> PaymentDetails | None:
    if payment is None:
        return None
    account = find_bank_account()
    if account is None:
        raise BankAccountMissing
    return PaymentDetails(
        payee=account.payee,
        iban=account.iban,
        bank=account.bank_name,
        amount_cents=payment["cents"],
        due_on=date.fromisoformat(payment["due_on"]),
        purpose=payment["reference"],
    )


def letter_service(case: OpenCase, outcome: str = "") -> LetterService:
    """Return what a letter needs to know of the service in its version."""
    definition = case.service.definition
    return LetterService(
        bodies=case.procedure.letters,
        fees=definition.fees,
        parameters=definition.parameters,
        law=definition.procedure_law,
        remedy=definition.remedy,
        plain={
            language: texts.plain[outcome]
            for language, texts in case.service.texts.items()
            if outcome in texts.plain
        },
    )


def correspondence_of(case: OpenCase, tenant: TenantCard) -> Correspondence:
    """Return who writes to whom: the responsible office to the applicant."""
    return Correspondence(
        letterhead=letterhead(tenant, case.row.office),
        office=office_address(tenant, case.row.office),
        places=remedy_places(tenant),
        recipient=_recipient(case),
        language=Language(case.declared.row.language),
    )


def _recipient(case: OpenCase) -> Sequence[str]:
    return address_lines(case.application.answers)


def remedy_places(tenant: TenantCard) -> RemedyPlaces:
    """Return where remedies against a municipality's decisions go, as far as its contact facts say."""
    contact = tenant.contact
    courts = contact.get("courts") or {}
    return RemedyPlaces(
        authority=_seat({**contact, "name": tenant.official_name}),
        courts={CourtRules(rules): _seat(facts) for rules, facts in courts.items()},
    )


def _seat(facts: Mapping[str, Any]) -> Seat:
    return Seat(**{key: str(facts.get(key) or "") for key in ("name", "street", "postcode", "place")})


def verify_url(token: str) -> str:
    """Return where anybody can check the letter that carries a token; empty without one."""
    return urljoin(settings.ENV.origin_of(get_sender().host), f"/{VERIFY}/{token}") if token else ""
