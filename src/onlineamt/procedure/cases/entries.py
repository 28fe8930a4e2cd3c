"""What registers say for a case: the entry it follows, as it is now, and whether somebody holds one already."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from onlineamt.facilities.registers.queries import entries_with_marks, marks_of
from onlineamt.foundation.core.formats import show_date
from onlineamt.procedure.applications.entries import (
    entry_facts_of,
    facts_of_entry,
    find_linked_entry,
)
from onlineamt.procedure.applications.journeys import bill_of
from onlineamt.procedure.cases.granting import GRANTED_AREA, granted_json, shown_granted
from onlineamt.procedure.cases.queries import OpenCase
from onlineamt.procedure.forms.engine.expressions import Activation, Expression, Value

COMPUTED = "computed."
_ENTRY_LABELS = {
    "found": "Bisheriger Eintrag gefunden",
    "number": "Nummer des Eintrags",
    "valid_from": "Der Eintrag gilt seit",
    "valid_until": "Der Eintrag gilt bis",
    "is_valid": "Der Eintrag gilt",
}


def activation_of(case: OpenCase, *, today: date | None = None) -> Activation:
    """Return everything that the rules of a case may read, as it is now: registers too.

    `today` stands in place of the day of receipt where something begins with the decision.
    """
    facts: dict[str, Value | None] = {**live_entry_facts(case), **held_facts(case)}
    facts |= case.granting.facts if case.granting else {}
    if today is not None:
        facts["today"] = today
    return case.journey.activation(bill_of(case.application, case.journey).values(), facts)


def live_entry_facts(case: OpenCase) -> dict[str, Value | None]:
    """Return what is known today of the entry a case follows, as `entry.…`; nothing where it follows none."""
    if case.service.definition.follows is None:
        return {}
    facts = facts_of_entry(find_linked_entry(case.application))
    return {f"entry.{name}": value for name, value in facts.items()}


def has_entry_changed(case: OpenCase) -> bool:
    """Tell whether the entry is no longer what it was when the application was sent."""
    known = {f"entry.{name}": value for name, value in entry_facts_of(case.application).items()}
    return bool(live := live_entry_facts(case)) and live != known


def held_facts(case: OpenCase) -> dict[str, bool]:
    """Return as `held.<register>.<name>` whether another case holds a valid entry of the same; unknown ones are left out."""
    found: dict[str, bool] = {}
    for name, register in case.procedure.definition.registers.items():
        if not register.one_per:
            continue
        limits = {limit: one.fields for limit, one in register.limits.items()}
        key = register_key(case, name)
        marks = marks_of(key, limits, stored_of(case, [field for each in limits.values() for field in each]))
        held = entries_with_marks(register=key, marks=marks, besides=case.id)
        found |= {f"held.{name}.{limit}": limit in held for limit in marks}
    return found


def register_key(case: OpenCase, name: str) -> str:
    """Return how a register of a case's service is called among all: hund-anmelden/hundemarken."""
    return f"{case.row.service_key}/{name}"


def stored_of(case: OpenCase, sources: Sequence[str]) -> Mapping[str, Any]:
    """Return answers and computed values as machines read them; those without one are left out."""
    computed = {f"{COMPUTED}{name}": value for name, value in case.journey.computed_json().items()}
    known = {**case.journey.answers, **computed, **granted_json(case)}
    return {source: known[source] for source in sources if known.get(source) is not None}


def shown_of(case: OpenCase, sources: Sequence[str]) -> dict[str, str]:
    """Return answers and computed values as people read them."""
    return {source: _shown(case, source) for source in sources}


def _shown(case: OpenCase, source: str) -> str:
    words = case.service.form.words()
    if source.startswith(COMPUTED):
        name = source.removeprefix(COMPUTED)
        return words.display_computed(name, case.journey.computed[name])
    if source.startswith(GRANTED_AREA):
        return shown_granted(case).get(source, "")
    return words.display(source, case.journey.values.get(source))


def register_pairs(when: Expression, case: OpenCase) -> tuple[tuple[str, str], ...]:
    """Return what a rule looked at in registers, as people read it."""
    known = {**live_entry_facts(case), **held_facts(case)}
    titles = {name: one.title or name for name, one in case.procedure.definition.registers.items()}
    return tuple(
        (entry_label(name, titles), show_fact(value))
        for name, value in known.items()
        if name in when.references
    )


def entry_label(name: str, titles: Mapping[str, str]) -> str:
    """Return what a fact of a register is called: `entry.valid_until`, `held.marken.person`."""
    area, *rest = name.split(".")
    return _ENTRY_LABELS[rest[0]] if area == "entry" else f"{titles[rest[0]]} schon vorhanden ({rest[1]})"


def show_fact(value: Value | None) -> str:
    """Return a fact of a register as people read it."""
    if isinstance(value, bool):
        return "Ja" if value else "Nein"
    if isinstance(value, date):
        return show_date(value)
    return "" if value is None else str(value)
