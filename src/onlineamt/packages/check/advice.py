"""How to mend an expression that was refused: what authors new to CEL write, and what they mean by it."""

import re

from onlineamt.procedure.forms.engine.expressions.functions import FUNCTIONS

_NAMES = tuple(function.name for function in FUNCTIONS)
_CALLED = re.compile(r"\b((?:date|number)\.\w+)\s*\(")
_SINGLE_EQUALS = re.compile(r"(?<![=!<>])=(?!=)")
_WORDS = re.compile(r"\b(?:und|oder|nicht|and|or|not)\b")
_UNKNOWN = re.compile(r"„([^“]+)“ ist nicht bekannt\.$")
_GENERAL = "Prüfen Sie Namen und Arten der Werte in diesem Ausdruck."


def explain(message: str, column: int, text: str) -> tuple[str, str]:
    """Return what is wrong with an expression, and the mend."""
    wrong = next((name for name in _CALLED.findall(text) if name not in _NAMES), None)
    if wrong:
        return f"Die Funktion „{wrong}“ gibt es nicht.", f"Es gibt: {', '.join(_NAMES)}."
    return (f"Ab Zeichen {column}: {message}" if column > 1 else message), _mend(message, text)


def _mend(message: str, text: str) -> str:
    if "falsch geschrieben" in message:
        return _spelling(text)
    if unknown := _UNKNOWN.search(message):
        return (
            f'Ein Text oder Code steht in Anführungszeichen: "{unknown[1]}". Namen haben zwei Teile: '
            "bereich.feld, computed.…, parameters.…."
        )
    if "Zeitspanne" in message:
        return "Die Tage zwischen zwei Daten zählt date.days_between(von, bis)."
    if "Datum" in message:
        return (
            "Mit einem Datum rechnet date.plus_days(tag, zahl), mit einem anderen Datum wird es verglichen."
        )
    return _GENERAL


def _spelling(text: str) -> str:
    if _SINGLE_EQUALS.search(text):
        return "Gleich schreibt man mit zwei Zeichen: „==“."
    if _WORDS.search(text):
        return "Und heißt „&&“, oder heißt „||“, nicht heißt „!“."
    return "Prüfen Sie Klammern, Anführungszeichen und Rechenzeichen. Wenn, dann, sonst schreibt man „a ? b : c“."
