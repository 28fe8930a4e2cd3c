"""What can be wrong with an expression, said to its author in German."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

_POSITION = re.compile(r"ERROR: <input>:(\d+):(\d+): ([^\n]*)")
_TYPE_NAMES = {
    "int": "ganze Zahl",
    "double": "Kommazahl",
    "string": "Text",
    "bool": "Ja/Nein",
    "google.protobuf.timestamp": "Datum",
    "timestamp": "Datum",
    "google.protobuf.duration": "Zeitspanne",
    "duration": "Zeitspanne",
    "null_type": "nichts",
}


class ExpressionRefused(ValueError):
    """An expression that cannot be used: misspelt, of the wrong type, too long or too deep."""

    def __init__(self, message: str, *, line: int = 1, column: int = 1) -> None:
        """Keep where in the expression the mistake stands; both count from 1."""
        super().__init__(message)
        self.message, self.line, self.column = message, line, column


class ExpressionFailed(ArithmeticError):
    """An expression that is sound but has no value for these answers: division by zero, overflow."""


def refusal(compiler_message: str, names: Iterable[str]) -> ExpressionRefused:
    """Return the refusal that says what the compiler found. `names` are those the scope knows."""
    if "recursion limit" in compiler_message:
        return ExpressionRefused("Der Ausdruck ist zu tief verschachtelt: Teilen Sie ihn auf.")
    found = _POSITION.search(compiler_message)
    if found is None:
        return ExpressionRefused(f"Der Ausdruck lässt sich nicht lesen: {compiler_message}")
    return ExpressionRefused(_in_german(found[3], names), line=int(found[1]), column=int(found[2]))


def suggestion(name: str, names: Iterable[str]) -> str:
    """Return „ Meinten Sie …?“ if a known name is close, else nothing."""
    close = get_close_matches(name, list(names), n=1)
    return f" Meinten Sie „{close[0]}“?" if close else ""


def type_name(name: str) -> str:
    """Return the German name of a type of the CEL library."""
    return _TYPE_NAMES.get(name.lower(), "Liste" if name.lower().startswith("list") else name)


def _in_german(message: str, names: Iterable[str]) -> str:
    if found := re.match(r"undefined field '(\w+)' not found in struct '[\w.]*?([^.']+)'", message):
        name = f"{found[2]}.{found[1]}"
        return f"„{name}“ gibt es nicht.{suggestion(name, names)}"
    if found := re.match(r"undeclared reference to '([^']+)'", message):
        return f"„{found[1]}“ ist nicht bekannt.{suggestion(found[1], names)}"
    if found := re.match(r"found no matching overload for '([^']+)' applied to '(.*)'", message):
        return f"„{_operator(found[1])}“ geht nicht mit: {_operands(found[2])}."
    if "cannot be the range of a comprehension" in message:
        return "Nur eine Liste lässt sich durchgehen."
    if message.startswith("Syntax error"):
        return f"Hier ist der Ausdruck falsch geschrieben: {_what_stands_there(message)}"
    return f"Der Ausdruck stimmt hier nicht: {message}"


def _what_stands_there(message: str) -> str:
    found = re.search(r"'([^']+)'", message)
    if found is None or found[1] == "<EOF>":
        return "Er hört zu früh auf, oder etwas fehlt."
    return f"„{found[1]}“ passt hier nicht."


def _operator(name: str) -> str:
    return {"!_": "!", "-_": "-", "_?_:_": "? :"}.get(name, name.strip("_").removeprefix("@"))


def _operands(types: str) -> str:
    operands = [part.strip() for part in types.strip("()").split(",")]
    return ", ".join(map(type_name, operands))
