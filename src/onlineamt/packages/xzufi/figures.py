"""What a package knows of costs and time although nobody has written it down yet: its fees and clocks, in German words."""

import re
from collections.abc import Mapping
from typing import Any

from onlineamt.foundation.core.formats import show_cents
from onlineamt.foundation.deadlines.periods import Period, period_in_words

_PARAMETER = re.compile(r"parameters\.(\w+)")


def described_figures(service: Mapping[str, Any]) -> dict[str, str]:
    """Return German texts for the modules `kosten` and `bearbeitungsdauer`, as far as service.yaml says enough."""
    described = {"kosten": _costs(service), "bearbeitungsdauer": _time(service)}
    return {key: text for key, text in described.items() if text}


def _costs(service: Mapping[str, Any]) -> str:
    return "\n".join(
        f"- {fee['label']}{_amount(str(fee.get('amount', '')), service.get('parameters') or {})}"
        for fee in service.get("fees") or ()
        if fee.get("label")
    )


def _amount(expression: str, parameters: Mapping[str, Any]) -> str:
    """An amount that is one number, or one value the municipality sets; any other formula stays in the form."""
    if expression.isdecimal():
        return f": {show_cents(int(expression))}"
    found = _PARAMETER.fullmatch(expression)
    declared = parameters.get(found[1], {}) if found else {}
    if (
        declared.get("type") == "cents"
        and not declared.get("is_example")
        and isinstance(declared.get("default"), int)
    ):
        return f": {show_cents(declared['default'])}"
    return ""


def _time(service: Mapping[str, Any]) -> str:
    clock = (service.get("clocks") or {}).get("decision") or {}
    try:
        period = Period.parse(str(clock.get("period", "")))
    except ValueError:
        return ""
    start = "sobald alle Unterlagen da sind" if clock.get("starts") == "complete" else "ab Eingang"
    return f"Das Amt entscheidet innerhalb von {period_in_words(period)}, {start}."
