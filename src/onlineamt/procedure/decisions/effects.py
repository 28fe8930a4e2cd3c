"""What an outcome does to a register: worked out and held before anything binds, carried out with the decision."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from onlineamt.facilities.registers.actions import (
    change_entry,
    end_entry,
    enter,
    lock_entry,
    lock_marks,
    renew_entry,
)
from onlineamt.facilities.registers.errors import EntryEnded, EntryErased, NothingToRenew
from onlineamt.facilities.registers.models import RegisterEntry
from onlineamt.facilities.registers.queries import entries_with_marks, marks_of, open_entry
from onlineamt.facilities.registers.rules import renewed_from
from onlineamt.facilities.registers.values import Change, NewEntry, OpenedEntry
from onlineamt.foundation.accounts.values import Caseworker
from onlineamt.foundation.audit.actions import record
from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.applications.entries import find_linked_entry
from onlineamt.procedure.applications.running import get_running
from onlineamt.procedure.cases.definition import ChangeEntry, EndEntry, OnePer, Register, RenewEntry
from onlineamt.procedure.cases.entries import activation_of, register_key, shown_of, stored_of
from onlineamt.procedure.cases.models import Case
from onlineamt.procedure.cases.queries import OpenCase
from onlineamt.procedure.cases.running import get_running_procedure
from onlineamt.procedure.cases.terms import CompiledAct, NoSuchTerm, Term
from onlineamt.procedure.decisions.errors import (
    ContentUnknown,
    EntryEndsTooEarly,
    EntryInTheWay,
    NoEntryFollowed,
    ValidityUnknown,
)
from onlineamt.procedure.decisions.registers import label_of, registers_of
from onlineamt.procedure.decisions.values import EntryEffect

HOLDER = "person.familienname"  # the field of the building block `person` by which staff find an entry
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class EntryPlan:
    """What is to be done to a register. `is_done`: an earlier decision of the case did it, and it stays.

    `despite`: the numbers of entries in whose way it is made, where a person has said why.
    """

    effect: EntryEffect
    new: NewEntry | None = None
    entry: RegisterEntry | None = None
    term: Term | None = None
    change: Change | None = None
    reason: str = ""
    is_done: bool = False
    despite: tuple[str, ...] = ()


def plan_effect(
    case: OpenCase, outcome: str, *, on: date, despite: bool = False, hold: bool = True
) -> EntryPlan | None:
    """Return what an outcome would do to a register on a day, or None where it does nothing.

    With `hold`, what was looked at cannot change until the caller's transaction ends. `despite`: a person has said why
    there is to be another entry, where the register allows that.
    Raises ValidityUnknown, ContentUnknown, EntryInTheWay, NoEntryFollowed, EntryEnded, EntryErased, EntryEndsTooEarly,
    NothingToRenew.
    """
    if case.procedure.outcome(outcome).enters:
        return _plan_entering(case, outcome, on, despite, hold)
    act = case.procedure.compiled.acts.get(outcome)
    return _plan_act(case, act, on, despite, hold) if act else None


def carry_out(case: OpenCase, plan: EntryPlan, *, reasons: str, actor: str) -> EntryEffect:
    """Do to the register what was planned in the same transaction, and return what came of it.

    Call it late: others wait for the next number until the caller commits. `reasons`: why despite another entry.
    """
    if plan.is_done:
        return plan.effect
    entry = enter(plan.new, seal=case.seal, actor=actor) if plan.new else _act(case, plan, actor)
    if entry.subject_id != case.id:
        facts = {"entry": str(entry.id), "case": str(case.id), "act": plan.effect.act}
        for chain in (case.id, entry.subject_id):
            record("register.followed", chain=chain, actor=actor, facts=facts)
    if plan.despite:
        record(
            "register.despite",
            chain=case.id,
            actor=actor,
            facts={"entry": str(entry.id), "numbers": list(plan.despite)},
            content=reasons.encode(),
            seal=case.seal,
        )
    return replace(plan.effect, number=entry.number, entry_id=entry.id)


def entries_in_the_way(case: OpenCase, outcome: str, *, caseworker: Caseworker) -> tuple[RegisterEntry, ...]:
    """Return the valid entries of the same person or thing that an outcome would stand beside, as far as they are of the
    caseworker's registers."""
    name = case.procedure.outcome(outcome).enters
    if name is None or register_key(case, name) not in {one.key for one in registers_of(caseworker)}:
        return ()
    register = case.procedure.definition.registers[name]
    limits = {limit: one.fields for limit, one in register.limits.items()}
    key = register_key(case, name)
    marks = marks_of(key, limits, stored_of(case, [field for each in limits.values() for field in each]))
    found = entries_with_marks(register=key, marks=marks, besides=case.id)
    return tuple({entry.id: entry for entry in found.values()}.values())


def _plan_entering(case: OpenCase, outcome: str, on: date, despite: bool, hold: bool) -> EntryPlan:
    name = case.procedure.outcome(outcome).enters or ""
    register, key = case.procedure.definition.registers[name], register_key(case, name)
    once = f"{case.id}/{name}"
    before = RegisterEntry.objects.filter(idempotency_key=once).first()
    if before is not None:
        return EntryPlan(effect=_effect(before, "enter"), entry=before, is_done=True)
    try:
        term = case.procedure.compiled.terms[name].compute(activation_of(case, today=on), today=on)
    except NoSuchTerm as unknown:
        raise ValidityUnknown from unknown
    new = _new_entry(case, name, register, term)
    overridden = _check_limits(new.register, new.one_per, new.stored, register.limits, case.id, despite, hold)
    return EntryPlan(
        effect=EntryEffect(
            act="enter",
            register=key,
            title=new.titles["de"],
            valid_from=term.first,
            valid_until=term.last,
        ),
        new=new,
        despite=overridden,
    )


def _new_entry(case: OpenCase, name: str, register: Register, term: Term) -> NewEntry:
    limits = {limit: one.fields for limit, one in register.limits.items()}
    needed = {*register.fields, *(field for each in limits.values() for field in each)}
    known = case.service.form.definition.known_answer
    return NewEntry(
        register=register_key(case, name),
        scheme=register.number,
        subject_id=case.id,
        idempotency_key=f"{case.id}/{name}",
        titles=_titles(case, name, register),
        values=shown_of(case, register.fields),
        stored=stored_of(case, sorted(needed | ({register.compared} if register.compared else set()))),
        one_per=limits,
        valid_from=term.first,
        valid_until=term.last,
        holder=str(case.application.answers.get(HOLDER) or ""),
        answer=str(case.application.answers.get(known) or "") if known else "",
        compared=register.compared or "",
        shown={source: _labels(case, source) for source in register.shown},
    )


def _plan_act(case: OpenCase, act: CompiledAct, on: date, despite: bool, hold: bool) -> EntryPlan:
    linked = find_linked_entry(case.application)
    if linked is None:
        raise NoEntryFollowed
    entry = lock_entry(linked.id) if hold else linked
    match act.declared:
        case RenewEntry(fields=fields):
            return _plan_renewal(case, act, entry, fields, on, despite, hold)
        case ChangeEntry(fields=fields):
            plan = EntryPlan(effect=_effect(entry, "change"), entry=entry)
            return _with_change(case, plan, fields, despite, hold)
        case EndEntry(reason=reason):
            return _plan_end(case, act, entry, reason, on)


def _plan_renewal(
    case: OpenCase,
    act: CompiledAct,
    entry: RegisterEntry,
    fields: Mapping[str, str],
    on: date,
    despite: bool,
    hold: bool,
) -> EntryPlan:
    if entry.terms.filter(made_by=case.id).exists():
        return EntryPlan(effect=_effect(entry, "renew"), entry=entry, is_done=True)
    if entry.ended_on is not None:
        raise EntryEnded
    try:
        term = act.renewed(activation_of(case, today=on), valid_until=entry.valid_until, today=on)
    except NoSuchTerm as unknown:
        raise ValidityUnknown from unknown
    since = renewed_from(
        valid_from=entry.valid_from,
        valid_until=entry.valid_until,
        new_from=term.first,
        new_until=term.last,
        today=on,
    )
    if since is None:
        raise NothingToRenew
    effect = replace(_effect(entry, "renew"), valid_from=since, valid_until=term.last)
    return _with_change(case, EntryPlan(effect=effect, entry=entry, term=term), fields, despite, hold)


def _plan_end(case: OpenCase, act: CompiledAct, entry: RegisterEntry, reason: str, on: date) -> EntryPlan:
    try:
        last_day = act.last_day(activation_of(case, today=on))
    except NoSuchTerm as unknown:
        raise ValidityUnknown from unknown
    if last_day < entry.valid_from:
        raise EntryEndsTooEarly
    effect = replace(_effect(entry, "end"), valid_until=last_day)
    if entry.ended_on is not None and (entry.ended_on, entry.end_reason) != (last_day + _A_DAY, reason):
        raise EntryEnded
    return EntryPlan(effect=effect, entry=entry, reason=reason)


def _with_change(
    case: OpenCase, plan: EntryPlan, fields: Mapping[str, str], despite: bool, hold: bool
) -> EntryPlan:
    """Add what the entry says from now on, and look whether it may: there may be another one of the same."""
    entry = plan.entry
    assert entry is not None
    if entry.ended_on is not None:
        raise EntryEnded
    opened = _opened(entry)
    stored = stored_of(case, list(fields.values()))
    if missing := [source for source in fields.values() if source not in stored]:
        raise ContentUnknown from ValueError(", ".join(missing))
    shown = shown_of(case, list(fields.values()))
    change = Change(
        values={target: shown[source] for target, source in fields.items() if target in opened.values},
        stored={target: stored[source] for target, source in fields.items()},
    )
    overridden = _check_limits(
        entry.register,
        opened.one_per,
        {**opened.stored, **change.stored},
        _limits_of(entry),
        entry.subject_id,
        despite,
        hold,
    )
    effect = replace(plan.effect, changes=_changes(entry, opened, change))
    return replace(plan, effect=effect, change=change if fields else None, despite=overridden)


def _act(case: OpenCase, plan: EntryPlan, actor: str) -> RegisterEntry:
    entry = plan.entry
    assert entry is not None
    if plan.effect.act == "end":
        last_day = plan.effect.valid_until
        assert last_day is not None
        return end_entry(entry_id=entry.id, on=last_day + _A_DAY, reason=plan.reason, actor=actor)
    if plan.term is not None:
        renew_entry(
            entry_id=entry.id,
            valid_from=plan.term.first,
            valid_until=plan.term.last,
            actor=actor,
            made_by=case.id,
        )
    if plan.change is not None:
        change_entry(entry_id=entry.id, change=plan.change, actor=actor)
    return entry


def _check_limits(
    register: str,
    one_per: Mapping[str, Any],
    stored: Mapping[str, Any],
    limits: Mapping[str, OnePer],
    besides: Any,
    despite: bool,
    hold: bool,
) -> tuple[str, ...]:
    """Return the numbers of the entries in the way that a person overrides. Raises EntryInTheWay."""
    marks = marks_of(register, one_per, stored)
    if hold:
        lock_marks(marks.values())
    found = entries_with_marks(register=register, marks=marks, besides=besides)
    if any(not (despite and name in limits and limits[name].override) for name in found):
        raise EntryInTheWay
    return tuple(sorted({entry.number for entry in found.values()}))


def _limits_of(entry: RegisterEntry) -> Mapping[str, OnePer]:
    """Return what the procedure of an entry's own case says of its register."""
    version_id = Case.objects.filter(id=entry.subject_id).values_list("version_id", flat=True).first()
    if version_id is None:
        return {}
    declared = get_running_procedure(version_id).definition.registers.get(entry.register.split("/")[1])
    return declared.limits if declared else {}


def _opened(entry: RegisterEntry) -> OpenedEntry:
    try:
        return open_entry(entry)
    except NotFound as erased:
        raise EntryErased from erased


def _effect(entry: RegisterEntry, act: Any) -> EntryEffect:
    return EntryEffect(
        act=act,
        register=entry.register,
        title=entry.titles["de"],
        valid_from=entry.valid_from,
        valid_until=entry.valid_until,
        number=entry.number,
        entry_id=entry.id,
    )


def _changes(entry: RegisterEntry, opened: OpenedEntry, change: Change) -> tuple[tuple[str, str, str], ...]:
    version_id = Case.objects.filter(id=entry.subject_id).values_list("version_id", flat=True).first()
    words = get_running(version_id).form.words() if version_id else None
    return tuple(
        (label_of(words, name) if words else name, str(opened.values[name]), after)
        for name, after in change.values.items()
        if opened.values[name] != after
    )


def _labels(case: OpenCase, source: str) -> dict[str, str]:
    form = case.service.form
    return {language.value: label_of(form.words(language), source) for language in Language}


def _titles(case: OpenCase, name: str, register: Register) -> dict[str, str]:
    """Return what an entry is called, by language."""
    own = {
        language.value: texts.registers[name]
        for language, texts in case.service.texts.items()
        if name in texts.registers
    }
    return {"de": register.title or name, **own}
