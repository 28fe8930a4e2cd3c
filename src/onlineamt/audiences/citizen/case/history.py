"""What has happened so far, in people's words, from the audit trail: what was done, never what was said."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from onlineamt.foundation.audit.models import AuditEntry
from onlineamt.foundation.audit.queries import list_entries
from onlineamt.foundation.core.formats import show_instant
from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.cases.queries import OpenCase
from onlineamt.procedure.cases.rules import is_open
from onlineamt.procedure.cases.values import CaseState

# What else is recorded concerns the inside of the office, or says who looked.
_WORDS: Mapping[str, str] = {
    "application.submitted": gettext_noop("Eingegangen"),
    "case.examined": gettext_noop("In Prüfung"),
    "case.documents_promised": gettext_noop("Sie reichen noch etwas nach"),
    "case.evidence_requested": gettext_noop("Wir haben Sie etwas gefragt"),
    "case.request_taken_back": gettext_noop("Wir brauchen Ihre Antwort nicht mehr"),
    "case.evidence_received": gettext_noop("Sie haben geantwortet"),
    "case.reopened": gettext_noop("Noch einmal in Prüfung"),
    "case.forwarded": gettext_noop("An ein anderes Amt im Haus gegeben"),
    "case.handed_over": gettext_noop("An eine andere Behörde gegeben"),
    "case.merged": gettext_noop("Mit einem anderen Vorgang zusammengelegt"),
    "decision.issued": gettext_noop("Entschieden"),
    "delivery.provided": gettext_noop("Bescheid liegt hier bereit"),
    "delivery.retrieved": gettext_noop("Sie haben den Bescheid geöffnet"),
    "delivery.lapsed": gettext_noop("Nicht rechtzeitig geöffnet, wir schicken den Bescheid als Brief"),
    "delivery.to_print": gettext_noop("Brief wird gedruckt"),
    "delivery.posted": gettext_noop("Brief ist mit der Post unterwegs"),
    "delivery.returned": gettext_noop("Brief kam zurück"),
    "case.withdrawn": gettext_noop("Beendet ohne Entscheidung"),
    "case.closed": gettext_noop("Abgeschlossen"),
}
_BY_ITS_PERSON = gettext_noop("Sie haben den Antrag zurückgenommen")
GUEST = "guest"


def history_of(case: OpenCase, language: Language) -> list[dict[str, str]]:
    """Return the timeline: what has happened, where it stands, what is ahead."""
    steps: list[dict[str, str]] = []
    for entry in list_entries(case.id):
        label = _label(entry)
        if label and (not steps or steps[-1]["label"] != label):  # two letters of one decision are one event
            steps.append(_step(label, _when(entry.at, language)))
    if is_open(CaseState(case.row.state)):
        if steps:
            steps[-1]["state"] = "now"
        steps.append(_step(_("Entscheidung"), "", state="ahead"))
    return steps


def _label(entry: AuditEntry) -> str:
    facts: Mapping[str, Any] = entry.facts
    if entry.name == "case.examined" and not facts.get("review"):
        return ""  # the rules looked and decided at once: the next line says so
    if entry.name == "case.withdrawn" and entry.actor == GUEST:
        return _(_BY_ITS_PERSON)
    if entry.name == "case.evidence_received" and facts.get("files"):
        return ngettext(
            "Sie haben geantwortet und eine Datei gesendet",
            "Sie haben geantwortet und %(files)s Dateien gesendet",
            facts["files"],
        ) % {"files": facts["files"]}
    return _(_WORDS[entry.name]) if entry.name in _WORDS else ""


def _when(at: datetime, language: Language) -> str:
    return show_instant(at, language)


def _step(label: str, text: str, *, state: str = "past") -> dict[str, str]:
    return {"label": label, "text": text, "state": state, "url": ""}
