"""What a person owes: fees in whole cents, with one division at most, at the end, and a named rounding.

`amount: "parameters.satz * computed.monate / 12"` is two expressions, what is divided and by what, so that nothing is
lost before the rounding.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from onlineamt.procedure.catalogue.definition import Fee
from onlineamt.procedure.catalogue.values import FeeDue, Rounding
from onlineamt.procedure.forms.engine.expressions import (
    UNKNOWN,
    Activation,
    Expression,
    ExpressionFailed,
    ExpressionScope,
    Scalar,
    Unknown,
)

TOTAL = "total"
UNNAMED_ROUNDING = Rounding.DOWN  # in favour of the person

_PART = re.compile(
    r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|//[^\n]*|&&|\|\||[!=<>]=|\bin\b|[-+*/%<>?:()\[\]{}]"""
)
_OPENING, _CLOSING, _TIMES = frozenset("([{"), frozenset(")]}"), frozenset("*/%")
_ENDS_A_VALUE = re.compile(r"""[\w)\]}'"]$""")


@dataclass(frozen=True)
class CompiledFee:
    """A fee ready to be computed."""

    name: str
    due: FeeDue
    when: Expression
    dividend: Expression
    divisor: Expression | None
    rounding: Rounding

    def amount(self, activation: Activation) -> int | Unknown:
        """Return the amount in cents, whether or not the fee arises. Raises ExpressionFailed."""
        dividend = self.dividend.evaluate(activation)
        divisor = self.divisor.evaluate(activation) if self.divisor else 1
        if not isinstance(dividend, int) or not isinstance(divisor, int):
            return UNKNOWN
        cents = divide(dividend, divisor, self.rounding)
        if cents < 0:
            raise ExpressionFailed(f"{self.name}: a fee cannot be negative")
        return cents


@dataclass(frozen=True)
class FeeBill:
    """What is owed as far as it is known: cents by fee, fees that hang on a missing answer, fees that failed."""

    cents: Mapping[str, int] = field(default_factory=dict)
    open: frozenset[str] = frozenset()
    failed: frozenset[str] = frozenset()

    @property
    def is_complete(self) -> bool:
        """Whether every fee is known; only then there is a total."""
        return not self.open and not self.failed

    def values(self) -> dict[str, int]:
        """Return what expressions know as `fees.…`; the total is missing, thus unknown, while a fee is."""
        known = dict(self.cents)
        return {**known, TOTAL: sum(known.values())} if self.is_complete else known


def compile_fees(fees: Iterable[Fee], scope: ExpressionScope) -> tuple[CompiledFee, ...]:
    """Make fees ready to be computed. Raises ExpressionRefused."""
    return tuple(_compile(fee, scope) for fee in fees)


def compute_fees(fees: Iterable[CompiledFee], activation: Activation) -> FeeBill:
    """Return what the answers make of the fees. An expression that fails leaves its fee out and says so."""
    cents: dict[str, int] = {}
    unknown: set[str] = set()
    failed: set[str] = set()
    for fee in fees:
        try:
            arises = fee.when.evaluate(activation)
            amount = fee.amount(activation) if arises is True else arises
        except ExpressionFailed:
            failed.add(fee.name)
            continue
        if amount is UNKNOWN:
            unknown.add(fee.name)
        elif arises is True and isinstance(amount, int):
            cents[fee.name] = amount
    return FeeBill(cents, frozenset(unknown), frozenset(failed))


def divide(dividend: int, divisor: int, rounding: Rounding) -> int:
    """Return the quotient as a whole number. Raises ExpressionFailed for a division by nothing."""
    if divisor == 0:
        raise ExpressionFailed("division by zero")
    match rounding:
        case Rounding.DOWN:
            return dividend // divisor
        case Rounding.UP:
            return -(-dividend // divisor)
        case Rounding.HALF_UP:
            return (2 * dividend + divisor) // (2 * divisor)


def split_division(source: str) -> tuple[str, str | None]:
    """Return what is divided and by what, if the last thing an amount does is to divide."""
    last = None
    for operator, start in _operators(source):
        if operator not in _TIMES:
            return source, None
        last = (operator, start)
    if last is None or last[0] != "/":
        return source, None
    return source[: last[1]], source[last[1] + 1 :]


def divides_early(source: str) -> bool:
    """Whether an amount divides before its end, where whole numbers lose their rest."""
    parts = [part for part in split_division(source) if part is not None]
    return any(found == "/" for part in parts for found in _PART.findall(part))


def _operators(source: str) -> Iterator[tuple[str, int]]:
    """Yield the operators outside of brackets and strings; a sign before a value is none."""
    depth = 0
    for found in _PART.finditer(source):
        part = found[0]
        if part in _OPENING:
            depth += 1
        elif part in _CLOSING:
            depth -= 1
        elif depth == 0 and part[0] not in "'\"" and not (part == "-" and _is_sign(source, found.start())):
            yield part, found.start()


def _is_sign(source: str, position: int) -> bool:
    return not _ENDS_A_VALUE.search(source[:position].rstrip())


def _compile(fee: Fee, scope: ExpressionScope) -> CompiledFee:
    dividend, divisor = split_division(fee.amount)
    return CompiledFee(
        name=fee.name,
        due=fee.due,
        when=scope.compile(fee.when, expects=Scalar.YES_NO),
        dividend=scope.compile(dividend, expects=Scalar.NUMBER),
        divisor=scope.compile(divisor, expects=Scalar.NUMBER) if divisor else None,
        rounding=fee.rounding or UNNAMED_ROUNDING,
    )
