"""The page before issuing: the letter in its words, and what will follow from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from onlineamt.audiences.backoffice.cases.presentation.case_page import task_title
from onlineamt.audiences.backoffice.cases.presentation.moves import Situation
from onlineamt.audiences.backoffice.cases.presentation.results import outcome_title
from onlineamt.facilities.letters.errors import LetterCannotBeSet
from onlineamt.facilities.letters.procedure_letter import LetterData, render_letter_html
from onlineamt.facilities.payments.queries import list_claims
from onlineamt.facilities.registers.queries import entry_of
from onlineamt.foundation.core.clock import today
from onlineamt.foundation.core.countries import is_abroad
from onlineamt.foundation.core.errors import PortalError
from onlineamt.foundation.core.formats import show_cents, show_date
from onlineamt.procedure.applications.addresses import address_lines
from onlineamt.procedure.cases.granting import grant, granted_lines, granting_mistakes, is_restricted
from onlineamt.procedure.cases.queries import OpenCase, land_of_tenant, may_decide
from onlineamt.procedure.cases.remedies import NoticeIncomplete
from onlineamt.procedure.decisions.content import Substance, charge_of
from onlineamt.procedure.decisions.letters import preview_letter
from onlineamt.procedure.decisions.queries import find_draft, read_draft
from onlineamt.procedure.decisions.rules import has_reasons, payment_due_on
from onlineamt.procedure.decisions.values import Charge, Draft
from onlineamt.procedure.delivery.actions.dispatch import by_portal
from onlineamt.procedure.delivery.rules import hangs_on_retrieval, is_deliverable


@dataclass(frozen=True, kw_only=True)
class LetterView:
    """The letter of a draft, or why there is none yet."""

    letter: LetterData | None = None
    charge: Charge | None = None
    problem: str = ""


def letter_of(case: OpenCase, *, name: str) -> LetterView:
    """Return the letter that the draft of a case would become if somebody of this name issued it now."""
    decision = find_draft(case.row)
    if decision is None:
        return LetterView(problem="Zu diesem Vorgang gibt es keinen Entwurf.")
    draft = read_draft(decision, case.seal)
    case = grant(case, draft.outcome, draft.granted)
    if mistakes := granting_mistakes(case):
        return LetterView(problem=" ".join(one.message for one in mistakes))
    try:
        charge = charge_of(case, case.procedure.outcome(draft.outcome))
        substance = Substance(
            outcome=draft.outcome,
            reasons=draft.reasons.strip(),
            automatic=None,
            charge=charge,
            also_to=draft.also_to,
        )
        return LetterView(letter=preview_letter(case, substance, name=name), charge=charge)
    except PortalError as error:
        return LetterView(problem=f"{error.title} {error.next_step}")
    except NoticeIncomplete as missing:
        return LetterView(problem=f"Für die Rechtsbehelfsbelehrung fehlen Angaben Ihrer Kommune: {missing}.")


def issue_view(now: Situation) -> dict[str, Any]:
    """Return the page before issuing. The situation has a draft."""
    assert now.draft is not None
    draft = read_draft(now.draft, now.case.seal)
    case = grant(now.case, draft.outcome, draft.granted)
    found = letter_of(case, name=now.caseworker.name)
    html, problem = _twin(found)
    return {
        "outcome": outcome_title(case, draft.outcome),
        "letter": html,
        "problem": problem,
        "follows": _follows(case, draft, found.charge),
        "missing": _missing(now, case, draft),
        "second": _second(now),
    }


def _twin(found: LetterView) -> tuple[Markup, str]:
    if found.letter is None:
        return Markup(), found.problem
    try:
        # `render_letter_html` keeps what is harmless and nothing else.
        return Markup(render_letter_html(found.letter)), ""  # noqa: S704
    except LetterCannotBeSet as fault:
        return Markup(), f"Der Brief der Leistung hat einen Fehler: {fault}."


def _missing(now: Situation, case: OpenCase, draft: Draft) -> Sequence[dict[str, str]]:
    """Return what stands in the way of issuing, each with the place where it is mended."""
    found = [
        {"text": f"Aufgabe offen: {task_title(now.case, task.name)}", "task": str(task.id)}
        for task in now.open_tasks
    ]
    outcome = case.procedure.outcome(draft.outcome)
    if not has_reasons(outcome, draft.reasons, is_restricted=is_restricted(case)):
        found.append({"text": "Die Begründung fehlt. Dieses Ergebnis braucht eine.", "task": ""})
    return found


def _second(now: Situation) -> dict[str, bool]:
    """Return where the draft stands between two people."""
    assert now.draft is not None
    return {
        "is_needed": now.needs_second,
        "is_asked": now.awaits_release,
        "may_release": now.may_release,
        "is_own_draft": now.draft.drafted_by_id == now.caseworker.account_id,
        "may_decide": may_decide(now.caseworker, now.case.row),
    }


def _follows(case: OpenCase, draft: Draft, charge: Charge | None) -> Sequence[dict[str, str]]:
    return [*_granted(case), *_money(case, charge), *_register(case, draft), *_ways(case, draft)]


def _granted(case: OpenCase) -> Sequence[dict[str, str]]:
    """Return what is granted otherwise than it was applied for."""
    return [
        _fact(line.label, line.shown, f"beantragt: {line.applied_shown}")
        for line in granted_lines(case)
        if line.differs
    ]


def _money(case: OpenCase, charge: Charge | None) -> Sequence[dict[str, str]]:
    replaced = [show_cents(claim.cents) for claim in list_claims(case.id) if claim.is_open]
    rows = []
    if charge is None:
        rows.append(_fact("Zahlung", "keine"))
    else:
        due = payment_due_on(
            today(),
            law=case.service.definition.procedure_law,
            land=land_of_tenant(),
            is_abroad=is_abroad(address_lines(case.application.answers)),
        )
        rows.append(
            _fact(charge.label, show_cents(charge.cents), f"fällig am {show_date(due)}, Kassenzeichen folgt")
        )
    if replaced:
        rows.append(_fact("Bisherige Forderung", ", ".join(replaced), "wird aufgehoben"))
    return rows


def _register(case: OpenCase, draft: Draft) -> Sequence[dict[str, str]]:
    outcome = case.procedure.outcome(draft.outcome)
    register = case.procedure.register(outcome)
    if register is None:
        return []
    entry = entry_of(case.id, register=f"{case.row.service_key}/{outcome.enters}")
    if entry is not None:
        return [_fact(register.title or "Register", entry.number, "bleibt")]
    return [_fact(register.title or "Register", "nächste freie Nummer", "wird beim Erlass vergeben")]


def _ways(case: OpenCase, draft: Draft) -> Sequence[dict[str, str]]:
    lines = address_lines(case.application.answers)
    if by_portal(case):
        lapses = hangs_on_retrieval(case.service.definition.procedure_law)
        code = "mit Einmalcode an die bestätigte E-Mail-Adresse"
        first = _fact("Weg", "Abruf im Portal", f"{code}; nach zehn Tagen mit der Post" if lapses else code)
    elif is_deliverable(lines):
        first = _fact("Weg", "Brief", ", ".join(lines))
    else:
        first = _fact("Weg", "Brief", "Die Anschrift fehlt. Der Brief wartet, bis Sie eine eintragen.")
    return (
        [first, _fact("Noch ein Brief", "an die weitere Anschrift", ", ".join(draft.also_to))]
        if draft.also_to
        else [first]
    )


def _fact(label: str, value: str, note: str = "") -> dict[str, str]:
    return {"label": label, "value": value, "url": "", "note": note}
