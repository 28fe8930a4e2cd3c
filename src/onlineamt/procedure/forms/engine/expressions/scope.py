"""The one place where expressions are compiled and evaluated."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from cel_expr_python import cel

from onlineamt.procedure.forms.engine.expressions.faults import (
    ExpressionFailed,
    ExpressionRefused,
    refusal,
    type_name,
)
from onlineamt.procedure.forms.engine.expressions.functions import FUNCTIONS, on_instants
from onlineamt.procedure.forms.engine.expressions.grammar import (
    NOTHING,
    TODAY,
    make_unknown_of_missing,
    references,
)
from onlineamt.procedure.forms.engine.expressions.messages import Messages, instant_of
from onlineamt.procedure.forms.engine.expressions.syntax import Tree
from onlineamt.procedure.forms.engine.expressions.types import (
    UNKNOWN,
    ListOf,
    Record,
    Scalar,
    Unknown,
    Value,
    ValueType,
    describe,
    type_to_json,
)

LONGEST = 2000
"""Characters an expression may have; the library refuses more than 32 levels of nesting by itself."""

_CEL_TYPES = {
    Scalar.TEXT: cel.Type.STRING,
    Scalar.YES_NO: cel.Type.BOOL,
    Scalar.NUMBER: cel.Type.INT,
    Scalar.DATE: cel.Type.TIMESTAMP,
}
_UNKNOWN_MESSAGES = frozenset(
    f'UNKNOWN: No value with name "{name}" found in Activation' for name in (NOTHING, TODAY)
)
_FUNCTION_DECLARATIONS = [
    cel.FunctionDecl(
        function.name,
        [
            cel.Overload(
                function.name,
                return_type=_CEL_TYPES[function.gives],
                parameters=[_CEL_TYPES[kind] for kind in function.takes],
                impl=on_instants(function),
            )
        ],
    )
    for function in FUNCTIONS
]


class Activation:
    """Values laid out for evaluation, shared by all expressions of a request."""

    __slots__ = ("_laid_out",)

    def __init__(self, laid_out: cel.Activation) -> None:
        """Take what ExpressionScope.activation has laid out."""
        self._laid_out = laid_out


class Expression:
    """A compiled expression. Safe to share between threads."""

    __slots__ = ("_program", "references", "source", "type")

    def __init__(
        self, source: str, value_type: ValueType, read: frozenset[str], program: cel.Expression
    ) -> None:
        """Take what ExpressionScope.compile has found."""
        self.source, self.type, self.references = source, value_type, read
        self._program = program

    def evaluate(self, activation: Activation) -> Value | Unknown:
        """Return the value, or UNKNOWN if an answer it hangs on is missing. Raises ExpressionFailed."""
        result = self._program.eval(activation._laid_out)
        value = result.value()
        if value is True or value is False:
            return bool(value)
        if result.type() == cel.Type.ERROR:
            return self._no_value(value)
        if isinstance(value, datetime):
            return value.date()
        return _plain(result.plain_value()) if isinstance(value, list) else value

    def is_true(self, activation: Activation) -> bool:
        """Whether the value is true: unknown is not. Raises ExpressionFailed."""
        return self.evaluate(activation) is True

    def _no_value(self, message: str) -> Unknown:
        if message in _UNKNOWN_MESSAGES:
            return UNKNOWN
        raise ExpressionFailed(f"{self.source}: {message}")


class ExpressionScope:
    """The names and types that the expressions of a form know, area by area."""

    def __init__(self, areas: Mapping[str, Record]) -> None:
        """Declare the areas: those of the form and `parameters`, `computed`, `facts`, `fees`. `today` is known anyway."""
        self._areas = areas
        self._messages = Messages(areas)
        self._env = cel.NewEnv(
            self._messages.pool,
            variables={area: self._messages.type_of(area) for area in areas} | {TODAY: cel.Type.TIMESTAMP},
            functions=_FUNCTION_DECLARATIONS,
        )

    @property
    def names(self) -> frozenset[str]:
        """All fields an expression can name, as `hund.name`."""
        return frozenset(f"{area}.{name}" for area, record in self._areas.items() for name in record.fields)

    def compile(self, source: str, *, expects: ValueType) -> Expression:
        """Check an expression and make it ready. Raises ExpressionRefused with the place and the reason."""
        _require_text(source)
        try:
            checked = self._env.compile(source)
        except RuntimeError as fault:
            raise refusal(str(fault), self._known_names()) from fault
        tree = Tree(checked.serialize())
        read = references(tree, source, self._areas)
        _require(checked.return_type(), expects)
        make_unknown_of_missing(tree, tree.root)
        return Expression(source, expects, read, self._env.deserialize(tree.serialize()))

    def activation(self, values: Mapping[str, Value | None]) -> Activation:
        """Lay out values by field (`hund.name`). None: known to be blank; missing: not known yet.

        Raises KeyError for a field the scope does not know.
        """
        answers = {path: value for path, value in values.items() if path != TODAY}
        variables = self._messages.fill(answers)
        if isinstance(today := values.get(TODAY), date):
            variables[TODAY] = instant_of(today)
        return Activation(self._env.Activation(variables))

    def types_of(self, names: Iterable[str]) -> dict[str, dict[str, object]]:
        """Return the types of some fields as the browser's module reads them, area by area. Raises KeyError."""
        types: dict[str, dict[str, object]] = {}
        for area, name in (one.split(".") for one in sorted(names)):
            types.setdefault(area, {})[name] = type_to_json(self._areas[area].fields[name])
        return types

    def _known_names(self) -> list[str]:
        return [*sorted(self.names), TODAY, *(function.name for function in FUNCTIONS)]


def _require_text(source: str) -> None:
    if len(source) > LONGEST:
        raise ExpressionRefused(f"Der Ausdruck ist zu lang: höchstens {LONGEST} Zeichen.")
    if not source.replace("\n", " ").replace("\t", " ").isprintable():
        raise ExpressionRefused("Der Ausdruck enthält ein Zeichen, das man nicht sieht.")


def _require(found: cel.Type, expected: ValueType) -> None:
    if not _cel_type(expected).is_assignable_from(found) or found == cel.Type.DYN:
        wanted, got = describe(expected), type_name(found.name())
        raise ExpressionRefused(f"Gebraucht wird {wanted}, der Ausdruck ergibt aber: {got}.")


def _cel_type(value_type: ValueType | Record) -> cel.Type:
    if isinstance(value_type, ListOf):
        return cel.Type.List(_cel_type(value_type.item))
    if isinstance(value_type, Record):
        raise TypeError("an expression cannot yield whole entries")
    return _CEL_TYPES[value_type]


def _plain(items: list[Any]) -> list[Value]:
    return [item.date() if isinstance(item, datetime) else item for item in items]
