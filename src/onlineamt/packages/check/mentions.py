"""Where a package writes expressions, and which names they mention."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from onlineamt.packages.package import FORM, PROCEDURE, SERVICE, Package
from onlineamt.packages.source import Path
from onlineamt.procedure.cases.definition import EndEntry, RenewEntry, Validity
from onlineamt.procedure.forms.definition import (
    GRANTED,
    CheckDefinition,
    FieldDefinition,
    QuestionDefinition,
    RepeatField,
)
from onlineamt.procedure.forms.engine import granted_types
from onlineamt.procedure.forms.engine.expressions import ValueType

_STRING_OR_NAME = re.compile(
    r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|(?<![\w.])[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*"""
)


class Yields(Enum):
    """What the place of an expression expects of it."""

    YES_NO = "Ja oder Nein"
    CENTS = "einen Betrag in ganzen Cent"
    DATE = "ein Datum"
    ANYTHING = "einen Wert"


@dataclass(frozen=True)
class WrittenExpression:
    """An expression where it stands. `after_decision`: fees are known there."""

    file: str
    path: Path
    text: str
    yields: Yields
    knows_fees: bool = False
    inside: str = ""  # the list whose entries it is about
    expects: ValueType | None = None  # a type of its own, where `yields` does not say it


def each_expression(package: Package) -> Iterator[WrittenExpression]:
    """Yield every expression of a package."""
    yield from _of_form(package)
    for index, fee in enumerate(package.service.fees):
        yield WrittenExpression(SERVICE, ("fees", index, "when"), fee.when, Yields.YES_NO)
        yield WrittenExpression(SERVICE, ("fees", index, "amount"), fee.amount, Yields.CENTS)
    for index, evidence in enumerate(package.service.evidence):
        yield WrittenExpression(SERVICE, ("evidence", index, "when"), evidence.when, Yields.YES_NO)
    for index, automatic in enumerate(package.procedure.automatic):
        yield WrittenExpression(
            PROCEDURE, ("automatic", index, "when"), automatic.when, Yields.YES_NO, knows_fees=True
        )
    for name, task in package.procedure.tasks.items():
        yield WrittenExpression(PROCEDURE, ("tasks", name, "when"), task.when, Yields.YES_NO, knows_fees=True)
    for name, outcome in package.procedure.outcomes.items():
        yield WrittenExpression(
            PROCEDURE, ("outcomes", name, "when"), outcome.when, Yields.YES_NO, knows_fees=True
        )
    yield from _of_registers(package)
    yield from _of_granted(package)


def _of_registers(package: Package) -> Iterator[WrittenExpression]:
    """Yield when entries begin and end."""
    for name, register in package.procedure.registers.items():
        if isinstance(register.valid, Validity):
            start, until = register.valid.start, register.valid.until
            yield from _of_days(("registers", name, "valid"), {"from": start, "until": until})
    for name, outcome in package.procedure.outcomes.items():
        if isinstance(outcome.entry, RenewEntry):
            start, until = outcome.entry.start, outcome.entry.until
            yield from _of_days(("outcomes", name, "entry"), {"from": start, "until": until})
        if isinstance(outcome.entry, EndEntry):
            yield from _of_days(("outcomes", name, "entry"), {"on": outcome.entry.on})


def _of_granted(package: Package) -> Iterator[WrittenExpression]:
    """Yield what was applied for, what is suggested, what follows, and what is checked."""
    granted = package.procedure.granted
    if granted is None:
        return
    types = granted_types(granted)[GRANTED]
    start: Path = (GRANTED,)
    for key, sources in (("applied", granted.applied), ("suggested", granted.suggested)):
        for name, source in sources.items():
            if name in types:
                yield WrittenExpression(
                    PROCEDURE, (*start, key, name), source, Yields.ANYTHING, expects=types[name]
                )
    for name, computed in granted.computed.items():
        yield WrittenExpression(
            PROCEDURE,
            (*start, "computed", name, "value"),
            computed.value or "",
            Yields.ANYTHING,
            expects=types[name],
        )
    yield from _checks(granted.checks, start)
    for index, field in enumerate(granted.fields):
        if isinstance(field, QuestionDefinition):
            yield from _checks(field.checks, (*start, "fields", index))


def _checks(checks: Sequence[CheckDefinition], path: Path) -> Iterator[WrittenExpression]:
    for index, check in enumerate(checks):
        key = "that" if check.that else "when"
        yield WrittenExpression(
            PROCEDURE, (*path, "checks", index, key), check.that or check.when or "", Yields.YES_NO
        )


def _of_days(path: Path, days: Mapping[str, str | None]) -> Iterator[WrittenExpression]:
    for key, source in days.items():
        if source:
            yield WrittenExpression(PROCEDURE, (*path, key), source, Yields.DATE, knows_fees=True)


def _of_form(package: Package) -> Iterator[WrittenExpression]:
    for index, page in enumerate(package.form.pages):
        start: Path = ("pages", index)
        if page.show:
            yield WrittenExpression(FORM, (*start, "show"), page.show, Yields.YES_NO)
        for group_index, group in enumerate(page.groups):
            if group.show:
                yield WrittenExpression(
                    FORM, (*start, "groups", group_index, "show"), group.show, Yields.YES_NO
                )
        for check_index, check in enumerate(page.checks):
            key = "that" if check.that else "when"
            where = (*start, "checks", check_index, key)
            yield WrittenExpression(FORM, where, check.that or check.when or "", Yields.YES_NO)
    paths = dict(package.each_field_path())
    for field in package.form.each_field():
        yield from _of_field(field, paths[field.id])
        for inner in field.fields if isinstance(field, RepeatField) else ():
            for written in _of_field(inner, paths[inner.id]):
                yield replace(written, inside=field.id)
    for name, computed in package.form.computed.items():
        if computed.value:
            yield WrittenExpression(FORM, ("computed", name, "value"), computed.value, Yields.ANYTHING)
        for column, source in computed.lookup.match.items() if computed.lookup else ():
            where = ("computed", name, "lookup", "match", column)
            yield WrittenExpression(FORM, where, source, Yields.ANYTHING)


def _of_field(field: FieldDefinition, path: Path) -> Iterator[WrittenExpression]:
    if field.show:
        yield WrittenExpression(FORM, (*path, "show"), field.show, Yields.YES_NO)
    if not isinstance(field, QuestionDefinition):
        return
    if isinstance(field.required, str):
        yield WrittenExpression(FORM, (*path, "required"), field.required, Yields.YES_NO)
    if field.prefill:
        yield WrittenExpression(FORM, (*path, "prefill"), field.prefill, Yields.ANYTHING)
    for index, check in enumerate(field.checks):
        key = "that" if check.that else "when"
        yield WrittenExpression(
            FORM, (*path, "checks", index, key), check.that or check.when or "", Yields.YES_NO
        )


def names_in(expression: str) -> set[str]:
    """Return the dotted names an expression mentions, strings left out: `hund.rasse`, `parameters.satz`."""
    return {found for found in _STRING_OR_NAME.findall(expression) if found[0] not in "'\""}
