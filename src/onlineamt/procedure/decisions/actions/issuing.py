"""Issuing a decision: entry, claim and content are made at once, and nothing of it changes any more."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from onlineamt.facilities.payments.actions import cancel_claim, raise_claim
from onlineamt.facilities.payments.queries import list_claims
from onlineamt.facilities.payments.values import NewClaim
from onlineamt.foundation.accounts.values import Caseworker
from onlineamt.foundation.audit.actions import record
from onlineamt.foundation.core.canonical import canonical_json, digest
from onlineamt.foundation.core.clock import berlin_day, now
from onlineamt.foundation.core.countries import is_abroad
from onlineamt.foundation.core.events import emit
from onlineamt.foundation.core.ids import new_id
from onlineamt.procedure.applications.addresses import address_lines
from onlineamt.procedure.cases.actions.ending import note_decided
from onlineamt.procedure.cases.actions.following import begin_following
from onlineamt.procedure.cases.actions.moving import SYSTEM, lock_case
from onlineamt.procedure.cases.errors import NotInThisState
from onlineamt.procedure.cases.granting import grant, granting_mistakes, is_restricted
from onlineamt.procedure.cases.models import CaseTask
from onlineamt.procedure.cases.queries import OpenCase, land_of_tenant, may_decide
from onlineamt.procedure.cases.values import CaseState
from onlineamt.procedure.decisions.content import (
    Consequences,
    Substance,
    charge_of,
    content_of,
    differing_facts,
)
from onlineamt.procedure.decisions.effects import EntryPlan, carry_out, plan_effect
from onlineamt.procedure.decisions.errors import (
    GrantedUnfit,
    NoDraft,
    ReasonsMissing,
    SecondPersonNeeded,
    TasksOpen,
)
from onlineamt.procedure.decisions.events import DecisionIssued
from onlineamt.procedure.decisions.letters import check_letter
from onlineamt.procedure.decisions.models import Decision
from onlineamt.procedure.decisions.queries import decision_purpose, find_draft, read_draft
from onlineamt.procedure.decisions.rules import has_reasons, needs_second_person, payment_due_on
from onlineamt.procedure.decisions.values import Draft

REPLACED = "replaced"


@transaction.atomic
def issue_decision(case_id: UUID, *, caseworker: Caseworker, revision: int) -> UUID:
    """Issue the draft of a case: from now on it binds (§ 43 VwVfG once it is notified); its letter is written next.

    Raises NotFound, ChangedMeanwhile, NotInThisState, NoDraft, GrantedUnfit, ReasonsMissing, TasksOpen, SecondPersonNeeded, FeeUnknown,
    NoticeMissing, BankAccountMissing, and what `plan_effect` raises; nothing is changed then.
    """
    case = lock_case(case_id, caseworker=caseworker, revision=revision)
    decision = find_draft(case.row)
    if decision is None:
        raise NoDraft
    draft = read_draft(decision, case.seal)
    case = grant(case, draft.outcome, draft.granted)
    _check_issue(case, decision, draft, caseworker)
    outcome = case.procedure.outcome(draft.outcome)
    substance = Substance(
        outcome=draft.outcome,
        reasons=draft.reasons.strip(),
        automatic=None,
        charge=charge_of(case, outcome),
        also_to=draft.also_to,
        despite=draft.despite.strip(),
    )
    plan = plan_effect(case, draft.outcome, on=berlin_day(now()), despite=bool(substance.despite))
    check_letter(case, substance)
    _finish_release_tasks(case, caseworker)
    decision.issued_by_id = caseworker.account_id
    put_out(case, decision, substance, plan, actor=caseworker.actor)
    return decision.id


def put_out(
    case: OpenCase,
    decision: Decision,
    substance: Substance,
    plan: EntryPlan | None,
    *,
    actor: str = SYSTEM,
) -> None:
    """Make a decision final in form: enter, claim, freeze, move the case, and say so.

    The caller has locked the case, planned what becomes of the register and holds the transaction; the decision may be new.
    """
    consequences = _consequences(case, decision, substance, plan, at=now(), actor=actor)
    content = canonical_json(content_of(case, substance, consequences))
    decision.outcome = substance.outcome
    decision.is_automatic = substance.automatic is not None
    decision.sealed_content = case.seal.close(content, purpose=decision_purpose(decision.id))
    decision.digest = digest(content)
    decision.issued_at = consequences.issued_at
    decision.save(force_insert=decision._state.adding)
    note_decided(case)
    begin_following(case, decision_id=decision.id, outcome=substance.outcome)
    record(
        "decision.issued",
        chain=case.id,
        actor=actor,
        facts={
            "decision": str(decision.id),
            "outcome": substance.outcome,
            "digest": decision.digest,
            "automatic": decision.is_automatic,
            **differing_facts(case),
        },
    )
    emit(DecisionIssued(case_id=case.id, decision_id=decision.id))


def new_automatic(case: OpenCase) -> Decision:
    """Return a decision that nobody drafted."""
    return Decision(id=new_id(), case=case.row, drafted_at=now())


def _check_issue(case: OpenCase, decision: Decision, draft: Draft, caseworker: Caseworker) -> None:
    if case.row.state != CaseState.IN_REVIEW:
        raise NotInThisState
    if granting_mistakes(case):
        raise GrantedUnfit
    restricted = is_restricted(case)
    if not has_reasons(case.procedure.outcome(draft.outcome), draft.reasons, is_restricted=restricted):
        raise ReasonsMissing
    tasks = list(CaseTask.objects.filter(case=case.row, decision_id=None))
    if any(task.done_at is None and not task.four_eyes for task in tasks):
        raise TasksOpen
    if needs_second_person(task.four_eyes for task in tasks) and (
        decision.release_asked_at is None
        or decision.drafted_by_id == caseworker.account_id
        or not may_decide(caseworker, case.row)
    ):
        raise SecondPersonNeeded


def _finish_release_tasks(case: OpenCase, caseworker: Caseworker) -> None:
    CaseTask.objects.filter(case=case.row, four_eyes=True, done_at=None).update(
        done_at=now(), done_by=caseworker.account_id
    )


def _consequences(
    case: OpenCase,
    decision: Decision,
    substance: Substance,
    plan: EntryPlan | None,
    *,
    at: datetime,
    actor: str,
) -> Consequences:
    """Enter and claim. What an earlier decision of the case entered stays; what it claimed and is unpaid is cancelled."""
    issued_on = berlin_day(at)
    for claim in list_claims(case.id):
        if claim.is_open:
            cancel_claim(claim_id=claim.id, reason=REPLACED, actor=actor)
    due_on = None
    reference = ""
    if substance.charge:
        due_on = payment_due_on(
            issued_on,
            law=case.service.definition.procedure_law,
            land=land_of_tenant(),
            is_abroad=is_abroad(address_lines(case.application.answers)),
        )
        reference = raise_claim(
            NewClaim(
                subject_id=case.id,
                idempotency_key=f"decision:{decision.id}",
                name=substance.charge.name,
                cents=substance.charge.cents,
                due_on=due_on,
            ),
            actor=actor,
        ).payment_reference
    effect = carry_out(case, plan, reasons=substance.despite, actor=actor) if plan else None
    return Consequences(issued_at=at, entry=effect, payment_reference=reference, due_on=due_on)
