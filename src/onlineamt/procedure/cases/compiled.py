"""What a procedure demands of a case: whether it may be decided without a person, and which tasks arise.

An expression that is unknown or fails never decides and never spares a task.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from onlineamt.procedure.cases.definition import AutomaticRule, ProcedureDefinition, Task
from onlineamt.procedure.cases.terms import CompiledAct, CompiledTerm, compile_act, compile_term
from onlineamt.procedure.forms.engine.expressions import (
    Activation,
    Expression,
    ExpressionFailed,
    ExpressionScope,
    Scalar,
)

_SHARES = 10_000  # a sample is drawn in hundredths of a percent


@dataclass(frozen=True)
class CompiledAutomaticRule:
    """An automatic decision ready to be tried. `index` is its place in `procedure.yaml`, for the record."""

    index: int
    rule: AutomaticRule
    when: Expression


@dataclass(frozen=True)
class CompiledTask:
    """A task ready to be tried."""

    name: str
    task: Task
    when: Expression


@dataclass(frozen=True)
class CompiledOutcome:
    """An outcome with the condition under which it is possible."""

    name: str
    when: Expression


@dataclass(frozen=True)
class CompiledProcedure:
    """A procedure with its expressions compiled. `terms`: by register; `acts`: by outcome, where an entry is followed."""

    automatic: tuple[CompiledAutomaticRule, ...]
    tasks: tuple[CompiledTask, ...]
    outcomes: tuple[CompiledOutcome, ...]
    terms: Mapping[str, CompiledTerm]
    acts: Mapping[str, CompiledAct]


@dataclass(frozen=True)
class AutomaticChoice:
    """What the facts decide by themselves, and which rule says so."""

    outcome: str
    legal_basis: str
    rule_index: int
    sample: int


def compile_procedure(procedure: ProcedureDefinition, scope: ExpressionScope) -> CompiledProcedure:
    """Make a procedure ready. Raises ExpressionRefused."""
    return CompiledProcedure(
        automatic=tuple(
            CompiledAutomaticRule(index, rule, scope.compile(rule.when, expects=Scalar.YES_NO))
            for index, rule in enumerate(procedure.automatic)
        ),
        tasks=tuple(
            CompiledTask(name, task, scope.compile(task.when, expects=Scalar.YES_NO))
            for name, task in procedure.tasks.items()
        ),
        outcomes=tuple(
            CompiledOutcome(name, scope.compile(outcome.when, expects=Scalar.YES_NO))
            for name, outcome in procedure.outcomes.items()
        ),
        terms={name: compile_term(register, scope) for name, register in procedure.registers.items()},
        acts={
            name: compile_act(outcome.entry, scope)
            for name, outcome in procedure.outcomes.items()
            if outcome.entry
        },
    )


def choose_automatically(
    rules: Iterable[CompiledAutomaticRule], activation: Activation
) -> AutomaticChoice | None:
    """Return what may be decided without a person (§ 35a VwVfG, § 155 Abs. 4 AO), or None: then a person decides.

    Nothing is chosen without a legal basis, where a rule fails, or where two rules disagree.
    """
    chosen: list[CompiledAutomaticRule] = []
    for rule in rules:
        try:
            holds = rule.when.is_true(activation)
        except ExpressionFailed:
            return None
        if holds:
            chosen.append(rule)
    if len({rule.rule.outcome for rule in chosen}) != 1:
        return None
    first = chosen[0]
    if not first.rule.legal_basis:
        return None
    return AutomaticChoice(
        outcome=first.rule.outcome,
        legal_basis=first.rule.legal_basis,
        rule_index=first.index,
        sample=max(rule.rule.sample for rule in chosen),
    )


@dataclass(frozen=True)
class RuleResult:
    """What came of one automatic rule: True, False, or None where a fact is unknown or the rule failed."""

    rule: CompiledAutomaticRule
    result: bool | None
    failure: str = ""


def try_rules(rules: Iterable[CompiledAutomaticRule], activation: Activation) -> tuple[RuleResult, ...]:
    """Return what comes of each rule, for the record; `choose_automatically` decides."""
    return tuple(_try_rule(rule, activation) for rule in rules)


def _try_rule(rule: CompiledAutomaticRule, activation: Activation) -> RuleResult:
    try:
        result = rule.when.evaluate(activation)
    except ExpressionFailed as failure:
        return RuleResult(rule, None, str(failure))
    return RuleResult(rule, result if isinstance(result, bool) else None)


def is_set_aside(case_id: UUID, percent: int) -> bool:
    """Tell whether a case belongs to the sample that a person looks at first: always the same answer for a case."""
    drawn = int.from_bytes(sha256(case_id.bytes).digest()[:8], "big") % _SHARES
    return drawn * 100 < percent * _SHARES


def arising_tasks(tasks: Iterable[CompiledTask], activation: Activation) -> tuple[str, ...]:
    """Return the tasks of a case that a person decides: all whose condition is not plainly false."""
    return tuple(
        task.name for task in tasks if task.task.after is None and not _is_false(task.when, activation)
    )


def following_tasks(
    tasks: Iterable[CompiledTask], activation: Activation, *, outcome: str, is_refusal: bool
) -> tuple[str, ...]:
    """Return what is to be done because of a decision: where its outcome asks for it and no condition is plainly false.

    A task that names no outcome follows each that grants something.
    """
    return tuple(
        task.name
        for task in tasks
        if task.task.after == "decision"
        and (outcome in task.task.outcomes if task.task.outcomes else not is_refusal)
        and not _is_false(task.when, activation)
    )


def possible_outcomes(outcomes: Iterable[CompiledOutcome], activation: Activation) -> tuple[str, ...]:
    """Return the outcomes a person may choose: all whose condition is not plainly false."""
    return tuple(one.name for one in outcomes if not _is_false(one.when, activation))


def _is_false(expression: Expression, activation: Activation) -> bool:
    try:
        return expression.evaluate(activation) is False
    except ExpressionFailed:
        return False
