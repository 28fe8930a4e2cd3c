"""The draft of a decision: written, shown to a second person, thrown away."""

from dataclasses import asdict
from uuid import UUID

from django.db import transaction

from onlineamt.foundation.accounts.values import Caseworker
from onlineamt.foundation.audit.actions import record
from onlineamt.foundation.core.canonical import canonical_json
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.core.ids import new_id
from onlineamt.procedure.cases.actions.moving import LONGEST_TEXT, lock_case, save_change
from onlineamt.procedure.cases.actions.work import write_note
from onlineamt.procedure.cases.errors import NotInThisState, RoleTooLow, TextTooLong
from onlineamt.procedure.cases.granting import grant, granting_mistakes, is_restricted
from onlineamt.procedure.cases.queries import OpenCase, may_decide
from onlineamt.procedure.cases.values import CaseState
from onlineamt.procedure.decisions.content import differing_facts, outcomes_of
from onlineamt.procedure.decisions.errors import GrantedUnfit, NoDraft, NoSuchOutcome, ReasonsMissing
from onlineamt.procedure.decisions.models import Decision
from onlineamt.procedure.decisions.queries import decision_purpose, find_draft, read_draft
from onlineamt.procedure.decisions.rules import has_reasons
from onlineamt.procedure.decisions.values import Draft


@transaction.atomic
def draft_decision(case_id: UUID, draft: Draft, *, caseworker: Caseworker, revision: int) -> None:
    """Write the draft of a decision, or write it anew; a release that was asked for is asked for no more.

    Reasons may still be missing: they are asked for when it is issued.
    Raises NotFound, ChangedMeanwhile, NotInThisState, NoSuchOutcome, TextTooLong, GrantedUnfit.
    """
    case = lock_case(case_id, caseworker=caseworker, revision=revision)
    if case.row.state != CaseState.IN_REVIEW:
        raise NotInThisState
    if draft.outcome not in outcomes_of(case):
        raise NoSuchOutcome
    if len(draft.reasons) > LONGEST_TEXT:
        raise TextTooLong
    granted = grant(case, draft.outcome, draft.granted)
    if granting_mistakes(granted):
        raise GrantedUnfit
    _write(case, draft, caseworker)
    save_change(case.row)
    facts = {"outcome": draft.outcome, **differing_facts(granted)}
    record("decision.drafted", chain=case.id, actor=caseworker.actor, facts=facts)


@transaction.atomic
def ask_for_release(case_id: UUID, *, caseworker: Caseworker, revision: int) -> None:
    """Show the draft to a second person (Vier-Augen-Prinzip).

    Raises NotFound, ChangedMeanwhile, NotInThisState, NoDraft, ReasonsMissing.
    """
    case = lock_case(case_id, caseworker=caseworker, revision=revision)
    decision = find_draft(case.row)
    if decision is None:
        raise NoDraft
    if case.row.state != CaseState.IN_REVIEW:
        raise NotInThisState
    draft = read_draft(decision, case.seal)
    restricted = is_restricted(grant(case, draft.outcome, draft.granted))
    if not has_reasons(case.procedure.outcome(draft.outcome), draft.reasons, is_restricted=restricted):
        raise ReasonsMissing
    decision.release_asked_at = now()
    decision.save(update_fields=["release_asked_at"])
    save_change(case.row)
    record("decision.release_asked", chain=case.id, actor=caseworker.actor)


@transaction.atomic
def decline_release(case_id: UUID, *, caseworker: Caseworker, revision: int, reason: str) -> None:
    """Give a draft back to whoever wrote it, with a note that says what is to change.

    Raises NotFound, ChangedMeanwhile, NoDraft where nothing waits, RoleTooLow, TextMissing, TextTooLong.
    """
    case = lock_case(case_id, caseworker=caseworker, revision=revision)
    decision = find_draft(case.row)
    if decision is None or decision.release_asked_at is None:
        raise NoDraft
    if not may_decide(caseworker, case.row):
        raise RoleTooLow
    write_note(case_id, caseworker=caseworker, text=reason)
    decision.release_asked_at = None
    decision.save(update_fields=["release_asked_at"])
    save_change(case.row)
    record("decision.release_declined", chain=case.id, actor=caseworker.actor)


@transaction.atomic
def discard_draft(case_id: UUID, *, caseworker: Caseworker, revision: int) -> None:
    """Throw the draft away. Raises NotFound, ChangedMeanwhile, NoDraft."""
    case = lock_case(case_id, caseworker=caseworker, revision=revision)
    deleted, _ = Decision.objects.filter(case=case.row, issued_at=None).delete()
    if not deleted:
        raise NoDraft
    save_change(case.row)
    record("decision.draft_discarded", chain=case.id, actor=caseworker.actor)


def _write(case: OpenCase, draft: Draft, caseworker: Caseworker) -> None:
    existing = find_draft(case.row)
    decision = existing or Decision(id=new_id(), case=case.row)
    decision.outcome = draft.outcome
    decision.sealed_content = case.seal.close(
        canonical_json({**asdict(draft), "also_to": list(draft.also_to)}),
        purpose=decision_purpose(decision.id),
    )
    decision.drafted_by_id = caseworker.account_id
    decision.drafted_at = now()
    decision.release_asked_at = None
    decision.save(force_insert=existing is None)
