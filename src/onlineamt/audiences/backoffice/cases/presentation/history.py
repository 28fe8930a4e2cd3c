"""The audit trail of a case in words: who did what and when; and what happened since somebody last looked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from onlineamt.audiences.backoffice.cases.labels import AUDIT
from onlineamt.foundation.accounts.queries import names_of
from onlineamt.foundation.audit.models import AuditEntry
from onlineamt.foundation.audit.queries import list_entries
from onlineamt.foundation.core.formats import show_cents, show_date, show_instant
from onlineamt.foundation.organisation.queries import list_offices
from onlineamt.foundation.tenancy.transaction import current_tenant_id
from onlineamt.procedure.cases.actions.moving import GUEST, SYSTEM
from onlineamt.procedure.cases.queries import OpenCase

_STAFF = "staff:"
_LOOKS = frozenset(
    {"case.looked", "case.document_opened", "post.letter_opened", "permit.opened", "application.status_seen"}
)


@dataclass(frozen=True, kw_only=True)
class HistoryLine:
    """One thing that was done. `is_look`: it changed nothing."""

    position: int
    what: str
    detail: str
    who: str
    at: datetime
    is_look: bool

    @property
    def text(self) -> str:
        """Who and when, in one line."""
        return f"{self.who}, {show_instant(self.at)}"


def history_of(case: OpenCase) -> Sequence[HistoryLine]:
    """Return everything that was done with a case, the oldest first."""
    entries = list_entries(case.id)
    names = names_of(found for entry in entries for found in _accounts_in(entry))
    return [
        HistoryLine(
            position=entry.position,
            what=AUDIT.get(entry.name, entry.name),
            detail=_detail(case, entry, names),
            who=_who(entry.actor, names),
            at=entry.at,
            is_look=entry.name in _LOOKS,
        )
        for entry in entries
    ]


def changes_after(lines: Sequence[HistoryLine], position: int) -> Sequence[HistoryLine]:
    """Return what was changed after an entry that somebody has seen."""
    return [line for line in lines if line.position > position and not line.is_look]


def _accounts_in(entry: AuditEntry) -> Sequence[UUID]:
    found = [entry.actor.removeprefix(_STAFF)] if entry.actor.startswith(_STAFF) else []
    if entry.name == "case.taken" and "from" in entry.facts:
        found.append(entry.facts["from"])
    return [UUID(one) for one in found]


def _who(actor: str, names: Mapping[UUID, str]) -> str:
    if actor.startswith(_STAFF):
        return names.get(UUID(actor.removeprefix(_STAFF)), "Ein früheres Konto")
    return {GUEST: "Antragstellende Person", SYSTEM: "Online-Amt"}.get(actor, actor)


def _detail(case: OpenCase, entry: AuditEntry, names: Mapping[UUID, str]) -> str:
    say = _DETAILS.get(entry.name)
    if entry.name == "case.taken" and "from" in entry.facts:
        return f"vorher bei {names.get(UUID(entry.facts['from']), 'einem früheren Konto')}"
    return say(case, entry.facts) if say else ""


def _task(case: OpenCase, facts: Mapping[str, Any]) -> str:
    task = case.procedure.task(str(facts.get("task")))
    return task.title if task else ""


def _outcome(case: OpenCase, facts: Mapping[str, Any]) -> str:
    name = str(facts.get("outcome", ""))
    outcome = case.procedure.definition.outcomes.get(name)
    title = (outcome.title if outcome else "") or name
    differs = [case.service.form.words().label(f"granted.{one}") for one in facts.get("differs", ())]
    said = f"{title}, anders als beantragt: {', '.join(differs)}" if differs else title
    return f"{said}, ohne Menschen nach den Regeln" if facts.get("automatic") else said


def _asked(case: OpenCase, facts: Mapping[str, Any]) -> str:
    parts = asked_labels(case, facts.get("fields", ()), facts.get("evidence", ()))
    until = f"bis {show_date(date.fromisoformat(facts['due_on']))}" if facts.get("due_on") else ""
    return " · ".join(part for part in (", ".join(parts), until) if part)


def asked_labels(case: OpenCase, fields: Sequence[str], evidence: Sequence[str]) -> list[str]:
    """Return how fields and evidence are called."""
    words = case.service.form.words()
    titles = {one.id: one.title for one in case.service.definition.evidence}
    return [words.label(one) for one in fields] + [titles.get(one, one) for one in evidence]


def _received(case: OpenCase, facts: Mapping[str, Any]) -> str:
    said = asked_labels(case, facts.get("fields", ()), ())
    files = int(facts.get("files", 0))
    return ", ".join([*said, f"{files} Datei" + ("en" if files > 1 else "")] if files else said)


def _offices(case: OpenCase, facts: Mapping[str, Any]) -> str:
    ids = [facts.get("from"), facts.get("to")]
    names = {str(office.id): office.name for office in list_offices(current_tenant_id())}
    return " → ".join(names.get(str(one), "?") for one in ids)


def _amount(case: OpenCase, facts: Mapping[str, Any]) -> str:
    return show_cents(int(facts["cents"])) if "cents" in facts else ""


def _notified(case: OpenCase, facts: Mapping[str, Any]) -> str:
    day = facts.get("notified_on")
    return f"bekannt gegeben am {show_date(date.fromisoformat(day))}" if day else ""


def _kept(case: OpenCase, facts: Mapping[str, Any]) -> str:
    day = facts.get("erase_on")
    return f"aufbewahrt bis {show_date(date.fromisoformat(day))}" if day else ""


def _examined(case: OpenCase, facts: Mapping[str, Any]) -> str:
    if not facts.get("review"):
        return "die Regeln haben entschieden"
    return "Stichprobe: ein Mensch entscheidet" if facts.get("sampled") else "ein Mensch entscheidet"


_DETAILS: Mapping[str, Callable[[OpenCase, Mapping[str, Any]], str]] = {
    "case.examined": _examined,
    "case.task_done": _task,
    "case.task_reopened": _task,
    "case.evidence_requested": _asked,
    "case.documents_promised": _asked,
    "case.hearing_begun": _asked,
    "case.evidence_received": _received,
    "case.forwarded": _offices,
    "case.closed": _kept,
    "decision.drafted": _outcome,
    "decision.issued": _outcome,
    "claim.raised": _amount,
    "claim.settled": _amount,
    "claim.cancelled": _amount,
    "delivery.posted": _notified,
    "delivery.arrived": _notified,
    "delivery.retrieved": _notified,
}
