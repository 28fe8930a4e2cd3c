"""What a case grants: by the form of its service, what was applied for, and what a person of the office chose."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from onlineamt.foundation.core.clock import today
from onlineamt.procedure.cases.queries import OpenCase
from onlineamt.procedure.forms.definition import GRANTED
from onlineamt.procedure.forms.engine import CompiledGranted, Granting, Mistake
from onlineamt.procedure.forms.engine.expressions import Value
from onlineamt.procedure.forms.engine.kinds import AnyKind, Json, Raw

GRANTED_AREA = f"{GRANTED}."


@dataclass(frozen=True, kw_only=True)
class GrantedLine:
    """One thing that is granted, beside what was applied for; both as they are stored and as people read them."""

    name: str
    label: str
    value: Json
    shown: str
    applied: Json = None
    applied_shown: str = ""
    differs: bool = False


@dataclass(frozen=True, kw_only=True)
class GrantedQuestion:
    """One thing a person of the office is asked: the field, what stands in it at first, and what was applied for."""

    name: str
    kind: AnyKind
    raw: Raw
    applied_shown: str


def grant(case: OpenCase, outcome: str, chosen: Mapping[str, Json] | None = None) -> OpenCase:
    """Return the case as an outcome decides it: fees, entries and letters of it read what is granted.

    `chosen`: what a person chose, by name as it is stored. Where the outcome asks nobody, or no person decides (None),
    what was applied for is granted; an outcome that refuses all grants nothing.
    """
    compiled, declared = case.service.form.granted, case.procedure.outcome(outcome)
    if compiled is None or declared.refuses == "all":
        return replace(case, granting=None)
    return replace(
        case,
        granting=compiled.grant(
            case.service.form.scope,
            case.journey.values,
            names=() if chosen is None else declared.granted,
            chosen=chosen or {},
            today=today(),
        ),
    )


def granting_mistakes(case: OpenCase) -> tuple[Mistake, ...]:
    """Return in words what is wrong with what is granted."""
    compiled = case.service.form.granted
    if compiled is None or case.granting is None:
        return ()
    return tuple(compiled.words.mistake(problem) for problem in case.granting.problems)


def is_restricted(case: OpenCase) -> bool:
    """Tell whether anything is granted otherwise than it was applied for: that burdens and needs reasons (§ 39 VwVfG)."""
    return bool(case.granting and case.granting.differs)


def granted_lines(case: OpenCase) -> tuple[GrantedLine, ...]:
    """Return what is granted, in order, with what follows from it."""
    compiled, granting = case.service.form.granted, case.granting
    if compiled is None or granting is None:
        return ()
    return tuple(_line(compiled, granting, name, value) for name, value in granting.values.items())


def granted_json(case: OpenCase) -> dict[str, Json]:
    """Return what is granted as machines read it, by full name."""
    return {f"{GRANTED_AREA}{line.name}": line.value for line in granted_lines(case)}


def shown_granted(case: OpenCase) -> dict[str, str]:
    """Return what is granted as people read it, by full name."""
    return {f"{GRANTED_AREA}{line.name}": line.shown for line in granted_lines(case)}


def questions_of(case: OpenCase, drafted: Mapping[str, Json]) -> tuple[GrantedQuestion, ...]:
    """Return what a person is asked before they decide; what was drafted stands in it, else what is suggested."""
    compiled = case.service.form.granted
    if compiled is None:
        return ()
    scope, known = case.service.form.scope, case.journey.values
    applied, values = compiled.applied_for(scope, known), compiled.suggestion(scope, known)
    for field_id, kind in compiled.kinds.items():
        stored = drafted.get(field_id.removeprefix(GRANTED_AREA))
        if stored is not None:
            values[field_id] = kind.from_json(stored)
    return tuple(
        GrantedQuestion(
            name=field_id.removeprefix(GRANTED_AREA),
            kind=kind,
            raw=kind.to_raw(values[field_id]) if field_id in values else {},
            applied_shown=kind.display(applied[field_id]) if field_id in applied else "",
        )
        for field_id, kind in compiled.kinds.items()
    )


def read_granted(case: OpenCase, outcome: str, raw: Raw) -> tuple[dict[str, Json], tuple[Mistake, ...]]:
    """Return what was typed for an outcome, as it is stored, and every mistake in words."""
    compiled = case.service.form.granted
    if compiled is None:
        return {}, ()
    names = case.procedure.outcome(outcome).granted
    chosen, unreadable = compiled.typed(raw, names=names, today=today())
    wrong = {problem.field_id for problem in unreadable}
    mistakes = granting_mistakes(grant(case, outcome, chosen))
    return chosen, (
        *(compiled.words.mistake(problem) for problem in unreadable),
        *(one for one in mistakes if one.field_id not in wrong),  # it is not missing, it cannot be read
    )


def granted_again(case: OpenCase, lines: Mapping[str, Any]) -> OpenCase:
    """Return the case as it was decided, from what an issued decision says of it: name → value as it is stored."""
    compiled = case.service.form.granted
    if compiled is None or not lines:
        return replace(case, granting=None)
    values: dict[str, Value] = {}
    for name, stored in lines.items():
        values[f"{GRANTED_AREA}{name}"] = compiled.from_json(f"{GRANTED_AREA}{name}", stored)
    applied = compiled.applied_for(case.service.form.scope, case.journey.values)
    return replace(case, granting=compiled.as_granted(values, applied))


def _line(compiled: CompiledGranted, granting: Granting, field_id: str, value: Value) -> GrantedLine:
    applied = granting.applied.get(field_id)
    return GrantedLine(
        name=field_id.removeprefix(GRANTED_AREA),
        label=compiled.label(field_id),
        value=compiled.to_json(field_id, value),
        shown=compiled.display(field_id, value),
        applied=None if applied is None else compiled.to_json(field_id, applied),
        applied_shown="" if applied is None else compiled.display(field_id, applied),
        differs=field_id in granting.differs,
    )
