"""What is granted instead of what was applied for: compiled with the form, suggested, read from a page, and judged."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from graphlib import CycleError, TopologicalSorter

from onlineamt.procedure.forms.definition.granted import GRANTED, GrantedDefinition
from onlineamt.procedure.forms.engine.checks import CompiledCheck
from onlineamt.procedure.forms.engine.expressions import (
    UNKNOWN,
    Activation,
    Expression,
    ExpressionFailed,
    ExpressionRefused,
    ExpressionScope,
    Scalar,
    Unknown,
    Value,
    ValueType,
)
from onlineamt.procedure.forms.engine.kinds import AnyKind, Json, NotReadable, Raw
from onlineamt.procedure.forms.engine.problems import Problem
from onlineamt.procedure.forms.engine.words import FormWords

Known = Mapping[str, Value | None]
"""Values by the name that expressions have for them."""

RESULT_TYPES: Mapping[str, ValueType] = {
    "text": Scalar.TEXT,
    "date": Scalar.DATE,
    "yes_no": Scalar.YES_NO,
}


@dataclass(frozen=True)
class CompiledGranted:
    """What can be granted, ready to be asked: kinds by full name, in order, with what was applied for."""

    definition: GrantedDefinition
    words: FormWords
    applied: Mapping[str, Expression]
    suggested: Mapping[str, Expression]
    computed: Mapping[str, Expression]
    checks: tuple[CompiledCheck, ...]

    @property
    def kinds(self) -> Mapping[str, AnyKind]:
        """The fields that are asked, by id, in order."""
        return self.words.kinds

    def applied_for(self, scope: ExpressionScope, known: Known) -> dict[str, Value]:
        """Return what was applied for, as far as it is known."""
        return _evaluated(self.applied, scope, known)

    def suggestion(self, scope: ExpressionScope, known: Known) -> dict[str, Value]:
        """Return what would be granted if nobody said otherwise, and what follows from it."""
        own = self.applied_for(scope, known) | _evaluated(self.suggested, scope, known)
        return self.following(scope, {**known, **own}, own)

    def following(
        self, scope: ExpressionScope, known: Known, granted: Mapping[str, Value]
    ) -> dict[str, Value]:
        """Return what is granted with what follows from it."""
        found = dict(granted)
        for name, expression in self.computed.items():
            found |= _evaluated({name: expression}, scope, {**known, **found})
        return found

    def grant(
        self,
        scope: ExpressionScope,
        known: Known,
        *,
        names: Collection[str],
        chosen: Mapping[str, Json],
        today: date,
    ) -> "Granting":
        """Return what an outcome grants: of `names` what was chosen, of all others what was applied for.

        `chosen` is by name as it is stored. What is missing or unfit is a problem, and what was applied for stands.
        """
        known = {name: value for name, value in known.items() if not name.startswith(f"{GRANTED}.")}
        applied = self.applied_for(scope, known)
        values, problems = dict(applied), []
        for field_id, kind in self.kinds.items():
            name = short(field_id)
            if name in names:
                value = _read(kind, chosen.get(name), today)
                if isinstance(value, Problem):
                    problems.append(value)
                else:
                    values[field_id] = value
        values = {one: values[one] for one in self.kinds if one in values}
        asked = [one for one in values if short(one) in names]
        followed = self.following(scope, {**known, **values}, values)
        problems += self._broken(scope, {**known, **followed}, asked)
        return self.as_granted(followed, applied, tuple(problems))

    def as_granted(
        self, values: Mapping[str, Value], applied: Mapping[str, Value], problems: tuple[Problem, ...] = ()
    ) -> "Granting":
        """Return what is granted beside what was applied for."""
        missing = tuple(one for one in (*self.kinds, *self.computed) if one not in values)
        differs = tuple(one for one in self.kinds if one in values and values[one] != applied.get(one))
        return Granting(values, applied, differs, missing, problems)

    def typed(
        self, raw: Raw, *, names: Collection[str], today: date
    ) -> tuple[dict[str, Json], list[Problem]]:
        """Return what was typed into the fields of `names`, as it is stored, and what cannot be read."""
        read: dict[str, Json] = {}
        problems: list[Problem] = []
        for field_id, kind in self.kinds.items():
            if short(field_id) not in names:
                continue
            value = kind.parse(raw, today=today)
            if isinstance(value, Problem):
                problems.append(value)
            elif value is not None:
                read[short(field_id)] = kind.to_json(value)
        return read, problems

    def display(self, field_id: str, value: Value) -> str:
        """Return a value as people read it."""
        kinds = self.kinds if field_id in self.kinds else self.words.results
        return kinds[field_id].display(value)

    def to_json(self, field_id: str, value: Value) -> Json:
        """Return a value as it is stored."""
        kinds = self.kinds if field_id in self.kinds else self.words.results
        return kinds[field_id].to_json(value)

    def from_json(self, field_id: str, stored: Json) -> Value:
        """Return the value that is stored. Raises NotReadable."""
        kinds = self.kinds if field_id in self.kinds else self.words.results
        value: Value = kinds[field_id].from_json(stored)
        return value

    def label(self, field_id: str) -> str:
        """Return how a value is called."""
        if field_id in self.kinds:
            return self.words.label(field_id)
        return self.definition.computed[short(field_id)].label or short(field_id)

    def _broken(self, scope: ExpressionScope, known: Known, asked: Collection[str]) -> list[Problem]:
        """Return the problems that checks find, beside the fields that are asked."""
        found: list[Problem] = []
        activation = scope.activation(known)
        for check in self.checks:
            beside = [one for one in check.fields if one in asked]
            if beside and _is_broken(check, activation):
                found += [Problem(one, "check", check=check.definition.id) for one in beside]
        return found


@dataclass(frozen=True)
class Granting:
    """What an outcome grants, with what follows from it.

    `differs`: the fields that are not what was applied for; `missing`: what nobody knows yet.
    """

    values: Mapping[str, Value]
    applied: Mapping[str, Value]
    differs: tuple[str, ...]
    missing: tuple[str, ...]
    problems: tuple[Problem, ...]

    @property
    def facts(self) -> dict[str, Value | None]:
        """What expressions may read of it; what was only suggested counts no more."""
        return {**dict.fromkeys(self.missing), **self.values}


def short(field_id: str) -> str:
    """Return the name of a granted value without its area."""
    return field_id.removeprefix(f"{GRANTED}.")


def compile_granted(
    definition: GrantedDefinition,
    scope: ExpressionScope,
    *,
    words: FormWords,
) -> CompiledGranted:
    """Make what can be granted ready; `words` have its kinds. Raises ExpressionRefused."""
    kinds = words.kinds

    def of_fields(sources: Mapping[str, str]) -> dict[str, Expression]:
        named = {f"{GRANTED}.{name}": source for name, source in sources.items()}
        return {
            name: scope.compile(named[name], expects=kind.value_type)
            for name, kind in kinds.items()  # what the database stores has no order of its own
            if name in named
        }

    return CompiledGranted(
        definition=definition,
        words=words,
        applied=of_fields(definition.applied),
        suggested=of_fields(definition.suggested),
        computed=_in_order(
            {
                f"{GRANTED}.{name}": scope.compile(
                    one.value or "", expects=RESULT_TYPES.get(one.kind, Scalar.NUMBER)
                )
                for name, one in definition.computed.items()
            }
        ),
        checks=tuple(_compile_checks(definition, scope)),
    )


def _in_order(computed: Mapping[str, Expression]) -> dict[str, Expression]:
    """Return each value after those it reads. Raises ExpressionRefused where one hangs on itself."""
    graph = {name: sorted(one.references & computed.keys()) for name, one in sorted(computed.items())}
    try:
        return {name: computed[name] for name in TopologicalSorter(graph).static_order()}
    except CycleError as circle:
        way = " → ".join(reversed(circle.args[1]))
        raise ExpressionRefused(f"Das hängt von sich selbst ab: {way}.") from circle


def _compile_checks(definition: GrantedDefinition, scope: ExpressionScope) -> Iterable[CompiledCheck]:
    for field in definition.fields:
        for check in getattr(field, "checks", ()):
            condition = scope.compile(check.that or check.when or "", expects=Scalar.YES_NO)
            yield CompiledCheck(check, condition, check.fields or (field.id,))
    for check in definition.checks:
        condition = scope.compile(check.that or check.when or "", expects=Scalar.YES_NO)
        yield CompiledCheck(check, condition, check.fields)


def _read(kind: AnyKind, stored: Json, today: date) -> Value | Problem:
    if stored is None or stored == kind.blank:
        return kind.problem("required")
    try:
        value: Value = kind.from_json(stored)
    except NotReadable:
        return kind.problem("unreadable")
    return kind.validate(value, today=today) or value


def _is_broken(check: CompiledCheck, activation: Activation) -> bool:
    try:
        return check.condition.evaluate(activation) is check.breaks_at
    except ExpressionFailed:
        return True  # what cannot be judged is not granted


def _evaluated(
    expressions: Mapping[str, Expression], scope: ExpressionScope, known: Known
) -> dict[str, Value]:
    """Return what can be said; unknown and failing ones are left out."""
    if not expressions:
        return {}
    activation = scope.activation(known)
    found: dict[str, Value] = {}
    for name, expression in expressions.items():
        try:
            value = expression.evaluate(activation)
        except ExpressionFailed:
            value = UNKNOWN
        if value is not None and not isinstance(value, Unknown):
            found[name] = value
    return found
