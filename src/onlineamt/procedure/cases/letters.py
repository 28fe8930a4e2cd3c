"""What the letters of a package are given: every value as people read it. Templates set words, they do not compute.

A letter reads `json(bytes(sys.inputs.content))`; the keys are those of `letter_content`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from onlineamt.foundation.core.formats import show_cents, show_date
from onlineamt.procedure.catalogue.definition import Fee, Parameter, Remedy
from onlineamt.procedure.catalogue.values import Period, RemedyKind

# § 37 Abs. 6 VwVfG, § 58 Abs. 1 VwGO: what, where, in which form, until when.
_NOTICES = {
    RemedyKind.WIDERSPRUCH: (
        "Gegen diesen Bescheid können Sie {period} nach Bekanntgabe Widerspruch erheben. Der Widerspruch ist bei "
        "{authority} schriftlich, in elektronischer Form nach § 3a Abs. 2 VwVfG oder zur Niederschrift einzulegen."
    ),
    RemedyKind.EINSPRUCH: (
        "Gegen diesen Bescheid können Sie {period} nach Bekanntgabe Einspruch einlegen. Der Einspruch ist bei "
        "{authority} schriftlich oder elektronisch einzureichen oder zur Niederschrift zu erklären."
    ),
    RemedyKind.KLAGE: (
        "Gegen diesen Bescheid können Sie {period} nach Bekanntgabe Klage erheben. Die Klage ist beim {court} "
        "schriftlich, elektronisch oder zur Niederschrift zu erheben."
    ),
    RemedyKind.COURT_MOTION: (
        "Gegen diese Entscheidung können Sie beim {court} einen Antrag auf gerichtliche Entscheidung stellen."
    ),
    RemedyKind.NONE: "",
}
_NUMBERS = (
    "null",
    "ein",
    "zwei",
    "drei",
    "vier",
    "fünf",
    "sechs",
    "sieben",
    "acht",
    "neun",
    "zehn",
    "elf",
    "zwölf",
)


@dataclass(frozen=True, kw_only=True)
class LetterFacts:
    """The facts of one letter. `answers` are shown texts by area and name; `fees` are cents by name."""

    outcome: str
    answers: Mapping[str, Mapping[str, str]]
    computed: Mapping[str, str]
    fees: Mapping[str, int]
    parameters: Mapping[str, Any]
    appeal_notice: str
    today: date
    received_on: date
    due_on: date | None = None
    deadline: date | None = None
    reasons: str | None = None
    automatic_basis: str | None = None
    reference: str = ""
    register_number: str = ""
    payment_reference: str = ""


def letter_content(
    facts: LetterFacts, *, fees: tuple[Fee, ...], declared: Mapping[str, Parameter]
) -> dict[str, Any]:
    """Return what a letter template is given."""
    labels = {fee.name: fee.label or fee.name for fee in fees}
    return {
        "outcome": facts.outcome,
        "answers": {area: dict(answers) for area, answers in facts.answers.items()},
        "computed": dict(facts.computed),
        "fees": {
            name: {"label": labels[name], "amount": show_cents(cents)} for name, cents in facts.fees.items()
        },
        "parameters": {name: _shown(declared[name], value) for name, value in facts.parameters.items()},
        "appeal_notice": facts.appeal_notice,
        "today": show_date(facts.today),
        "received_on": show_date(facts.received_on),
        "due_on": show_date(facts.due_on) if facts.due_on else "",
        "deadline": show_date(facts.deadline) if facts.deadline else "",
        "reasons": facts.reasons,
        "automatic": {"legal_basis": facts.automatic_basis} if facts.automatic_basis else None,
        "reference": facts.reference,
        "register_number": facts.register_number,
        "payment_reference": facts.payment_reference,
    }


def appeal_notice(remedy: Remedy, *, authority: str, court: str) -> str:
    """Return what a person can do against the decision (Rechtsbehelfsbelehrung), or nothing where there is no remedy."""
    period = within_in_words(Period.parse(remedy.period)) if remedy.period else ""
    return _NOTICES[remedy.kind].format(period=period, authority=authority, court=court)


def within_in_words(period: Period) -> str:
    """Return a period as a notice says it: `innerhalb eines Monats`, `innerhalb von zwei Wochen`."""
    months, (weeks, days) = period.months, divmod(period.days, 7)
    if months == 1 and not period.days:
        return "innerhalb eines Monats"
    if months and not period.days:
        return f"innerhalb von {_number(months)} Monaten"
    if weeks == 1 and not days and not months:
        return "innerhalb einer Woche"
    if weeks and not days and not months:
        return f"innerhalb von {_number(weeks)} Wochen"
    return f"innerhalb von {period.rough_days} Tagen"


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def _shown(parameter: Parameter, value: Any) -> str:
    if parameter.type == "cents":
        return show_cents(value)
    if parameter.type == "date":
        return show_date(date.fromisoformat(value) if isinstance(value, str) else value)
    if parameter.type == "boolean":
        return "ja" if value else "nein"
    return ", ".join(value) if isinstance(value, list | tuple) else str(value)
