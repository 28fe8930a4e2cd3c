"""For which days an entry counts: computed by the rules of its register, never guessed.

A day that is unknown, or an end before the beginning, is no term: then a person must look.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from onlineamt.foundation.deadlines.periods import Period, end_from_start_of
from onlineamt.procedure.cases.definition import ChangeEntry, EndEntry, EntryAct, Register, Validity
from onlineamt.procedure.forms.engine.expressions import (
    Activation,
    Expression,
    ExpressionFailed,
    ExpressionScope,
    Scalar,
)

_A_DAY = timedelta(days=1)


class NoSuchTerm(ValueError):
    """The days of an entry cannot be computed from what is known, or would end before they begin."""


@dataclass(frozen=True)
class Term:
    """The days on which an entry counts. `last` is None while it lasts until it is ended."""

    first: date
    last: date | None


@dataclass(frozen=True)
class CompiledTerm:
    """From when until when: a period, or expressions of days; neither lasts until it is ended."""

    period: str | None
    start: Expression | None
    until: Expression | None

    def compute(self, activation: Activation, *, today: date) -> Term:
        """Return the days of an entry that is made on `today`. Raises NoSuchTerm."""
        first = _day(self.start, activation) if self.start else today
        if self.period:
            return Term(first, end_from_start_of(first, Period.parse(self.period)))
        return _sound(Term(first, _day(self.until, activation) if self.until else None))


@dataclass(frozen=True)
class CompiledAct:
    """What becomes of the entry that is followed, with its days as expressions."""

    declared: EntryAct
    start: Expression | None
    day: Expression | None  # of a renewal its new last day, of an end the last day

    def renewed(self, activation: Activation, *, valid_until: date | None, today: date) -> Term:
        """Return the new term of an entry that counts until `valid_until`. Raises NoSuchTerm."""
        if self.start:
            first = _day(self.start, activation)
        else:
            first = today if valid_until is None or valid_until < today else valid_until + _A_DAY
        return _sound(Term(first, _day(self.day, activation)))

    def last_day(self, activation: Activation) -> date:
        """Return the last day of an entry that ends. Raises NoSuchTerm."""
        return _day(self.day, activation)


def compile_term(register: Register, scope: ExpressionScope) -> CompiledTerm:
    """Make the validity of a register's entries ready. Raises ExpressionRefused."""
    valid = register.valid
    if isinstance(valid, Validity):
        return CompiledTerm(None, _compile(valid.start, scope), _compile(valid.until, scope))
    return CompiledTerm(None if valid == "open" else valid, None, None)


def compile_act(declared: EntryAct, scope: ExpressionScope) -> CompiledAct:
    """Make the effect of an outcome on the entry that is followed ready. Raises ExpressionRefused."""
    match declared:
        case ChangeEntry():
            return CompiledAct(declared, None, None)
        case EndEntry():
            return CompiledAct(declared, None, _compile(declared.on, scope))
    return CompiledAct(declared, _compile(declared.start, scope), _compile(declared.until, scope))


def _compile(source: str | None, scope: ExpressionScope) -> Expression | None:
    return scope.compile(source, expects=Scalar.DATE) if source else None


def _sound(term: Term) -> Term:
    if term.last is not None and term.last < term.first:
        raise NoSuchTerm
    return term


def _day(expression: Expression | None, activation: Activation) -> date:
    try:
        day = expression.evaluate(activation) if expression else None
    except ExpressionFailed as failed:
        raise NoSuchTerm from failed
    if not isinstance(day, date):
        raise NoSuchTerm
    return day
