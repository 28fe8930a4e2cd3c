"""Looking at a new case by the rules of its procedure: decided at once where the law allows it, else for a person."""

from uuid import UUID

from django.db import transaction

from onlineamt.facilities.documents.queries import has_infected_file
from onlineamt.facilities.registers.actions import lock_entry
from onlineamt.foundation.core.clock import today
from onlineamt.foundation.core.errors import PortalError
from onlineamt.procedure.applications.entries import find_linked_entry
from onlineamt.procedure.applications.journeys import bill_of
from onlineamt.procedure.applications.later import promised_documents
from onlineamt.procedure.cases.actions.opening import Examination, keep_examination
from onlineamt.procedure.cases.actions.requests import wait_for_promised
from onlineamt.procedure.cases.compiled import (
    AutomaticChoice,
    RuleResult,
    arising_tasks,
    choose_automatically,
    is_set_aside,
    try_rules,
)
from onlineamt.procedure.cases.entries import activation_of, has_entry_changed
from onlineamt.procedure.cases.granting import grant
from onlineamt.procedure.cases.queries import OpenCase, get_case
from onlineamt.procedure.cases.values import CaseState
from onlineamt.procedure.catalogue.values import DecidedIn
from onlineamt.procedure.decisions.actions.infections import add_infection_task
from onlineamt.procedure.decisions.actions.issuing import new_automatic, put_out
from onlineamt.procedure.decisions.content import Substance, charge_of, facts_of
from onlineamt.procedure.decisions.effects import EntryPlan, plan_effect
from onlineamt.procedure.decisions.errors import BankAccountMissing, FeeUnknown, NoticeMissing
from onlineamt.procedure.decisions.letters import check_letter
from onlineamt.procedure.decisions.values import AutomaticBasis


@transaction.atomic
def examine_case(case_id: UUID) -> None:
    """Try the rules on a case that was just opened: decide it, or give it to the office with its tasks; once.

    A person decides where a rule is unknown or fails, where anything is missing or wrong, where the fee cannot be
    computed, where an entry stands in the way or is no longer what it was, where a file is infected, and for the sampled
    share. For documents that are to come later the case waits. Raises NotFound.
    """
    case = get_case(case_id, for_update=True)
    if case.row.examined_at is not None or case.row.state != CaseState.RECEIVED:
        return  # done before, or taken back meanwhile
    bill = bill_of(case.application, case.journey)
    entry = find_linked_entry(case.application)
    if entry is not None:
        lock_entry(entry.id)  # what the rules read of it holds until the decision is made
    activation = activation_of(case)
    compiled = case.procedure.compiled
    tried = try_rules(compiled.automatic, activation)
    promised = promised_documents(case.journey)
    found = [
        *(["entry.changed"] if has_entry_changed(case) else []),
        *(["file.infected"] if has_infected_file(case.id) else []),
        *(["document.promised"] if promised else []),
    ]
    sound = case.journey.is_complete and not case.journey.failures and not bill.failed and not found
    choice = choose_automatically(compiled.automatic, activation) if sound else None
    is_sampled = choice is not None and is_set_aside(case.id, choice.sample)
    granted = grant(case, choice.outcome) if choice else case
    substance = None if choice is None or is_sampled else _substance(granted, choice, tried)
    plan, obstacle = _plan(granted, substance) if substance else (None, "")
    if obstacle:
        substance = None
    keep_examination(
        case,
        Examination(
            rules=[_kept(case, one) for one in tried],
            tasks=arising_tasks(compiled.tasks, activation),
            is_sampled=is_sampled,
            problems=[
                *case.journey.failures,
                *sorted(f"fees.{name}" for name in bill.failed),
                *found,
                *([obstacle] if obstacle else []),
            ],
        ),
        for_review=substance is None,
    )
    if "file.infected" in found:
        add_infection_task(case.row)
    if promised:
        wait_for_promised(case, promised)
    if substance is not None:
        put_out(granted, new_automatic(case), substance, plan)


def _plan(case: OpenCase, substance: Substance) -> tuple[EntryPlan | None, str]:
    """Return what is to be done to a register, and what is in the way of it; then a person decides."""
    try:
        return plan_effect(case, substance.outcome, on=today()), ""
    except PortalError as obstacle:
        return None, f"entry.{obstacle.code}"


def _substance(case: OpenCase, choice: AutomaticChoice, tried: tuple[RuleResult, ...]) -> Substance | None:
    """Return what is decided, or None where a person must: decided elsewhere, at a price nobody can compute, or not to be put
    into a letter."""
    if case.service.definition.decided_in is not DecidedIn.PLATFORM:
        return None
    outcome = case.procedure.outcome(choice.outcome)
    if outcome.reasons == "required":
        return None
    try:
        charge = charge_of(case, outcome)
    except FeeUnknown:
        return None
    deciding = next(one for one in tried if one.rule.index == choice.rule_index)
    substance = Substance(
        outcome=choice.outcome,
        reasons="",
        automatic=AutomaticBasis(
            rule=choice.rule_index, legal_basis=choice.legal_basis, facts=facts_of(case, deciding)
        ),
        charge=charge,
    )
    try:
        check_letter(case, substance)
    except (NoticeMissing, BankAccountMissing):
        return None
    return substance


def _kept(case: OpenCase, tried: RuleResult) -> dict[str, object]:
    return {
        "index": tried.rule.index,
        "outcome": tried.rule.rule.outcome,
        "legal_basis": tried.rule.rule.legal_basis or "",
        "when": tried.rule.rule.when,
        "result": tried.result,
        "failure": tried.failure,
        "facts": facts_of(case, tried),
    }
