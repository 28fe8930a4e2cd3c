"""What the rules of the procedure found in a case, and why a person decides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onlineamt.facilities.registers.errors import EntryEnded, EntryErased, NothingToRenew
from onlineamt.procedure.cases.queries import OpenCase
from onlineamt.procedure.decisions.errors import (
    ContentUnknown,
    EntryEndsTooEarly,
    EntryInTheWay,
    NoEntryFollowed,
    ValidityUnknown,
)

_OBSTACLES: Mapping[str, str] = {
    "document.promised": "Ein Dokument kommt später, sagt die antragstellende Person.",
    "file.infected": "In einer Datei wurde Schadsoftware gefunden.",
    "entry.changed": "Der Registereintrag wurde geändert, nachdem der Antrag begonnen war.",
    **{
        f"entry.{error.code}": error.title
        for error in (
            ContentUnknown,
            EntryEnded,
            EntryEndsTooEarly,
            EntryErased,
            EntryInTheWay,
            NoEntryFollowed,
            NothingToRenew,
            ValidityUnknown,
        )
    },
}
"""Why no rule decided although one applied, by its name in the examination."""


@dataclass(frozen=True, kw_only=True)
class RuleLine:
    """A rule with its result, the facts it read and the law that allows it."""

    outcome: str
    result: str
    result_kind: str
    meaning: str
    facts: tuple[Mapping[str, str], ...]
    legal_basis: str
    when: str
    failure: str


@dataclass(frozen=True, kw_only=True)
class ExaminationView:
    """The rules, and in one sentence why a person decides or why none did."""

    reason: str
    detail: str
    rules: tuple[RuleLine, ...]


def examination_view(case: OpenCase) -> ExaminationView:
    """Return what the rules found."""
    found = case.examination
    rules = tuple(_rule(case, one) for one in found.get("rules", ()))
    reason, detail = _reason(case, found)
    return ExaminationView(reason=reason, detail=detail, rules=rules)


def _rule(case: OpenCase, rule: Mapping[str, Any]) -> RuleLine:
    outcome = case.procedure.definition.outcomes.get(rule["outcome"])
    result, kind, meaning = _result(rule)
    return RuleLine(
        outcome=(outcome.title if outcome else None) or rule["outcome"],
        result=result,
        result_kind=kind,
        meaning=meaning,
        facts=tuple(rule["facts"]),
        legal_basis=rule["legal_basis"],
        when=rule["when"],
        failure=rule["failure"],
    )


def _result(rule: Mapping[str, Any]) -> tuple[str, str, str]:
    if rule["failure"]:
        return "Fehler", "overdue", "Die Regel ließ sich nicht auswerten."
    if rule["result"] is None:
        return "unbekannt", "due", "Eine Angabe, die die Regel braucht, fehlt."
    if rule["result"]:
        return "ja", "done", "Die Regel trifft zu."
    return "nein", "", "Die Regel trifft nicht zu."


def _reason(case: OpenCase, found: Mapping[str, Any]) -> tuple[str, str]:
    """Return why somebody looks at the case, and what to look at: the first that applies."""
    rules: Sequence[Mapping[str, Any]] = found.get("rules", ())
    obstacles = [_OBSTACLES[one] for one in found.get("problems", ()) if one in _OBSTACLES]
    problems = ", ".join(one for one in found.get("problems", ()) if one not in _OBSTACLES)
    reasons = (
        (
            case.row.examined_at is None,
            "Die Regeln werden noch geprüft",
            "Das dauert weniger als zwei Minuten.",
        ),
        (
            found.get("is_sampled"),
            "Stichprobe",
            "Die Regeln hätten allein entschieden. Zur Kontrolle entscheidet hier ein Mensch.",
        ),
        (obstacles, "Ein Mensch muss hinsehen", " ".join(obstacles)),
        (problems, "Fehler in der Berechnung", f"Diese Werte ließen sich nicht berechnen: {problems}."),
        (not rules, "Hier entscheidet immer ein Mensch", "Die Leistung hat dafür keine Regel."),
        (
            any(rule["failure"] for rule in rules),
            "Fehler",
            "Eine Regel ließ sich nicht auswerten. Dann entscheidet immer ein Mensch.",
        ),
        (
            any(rule["result"] is None for rule in rules),
            "Unbekannt",
            "Eine Angabe fehlt, die die Regel braucht. Dann entscheidet immer ein Mensch.",
        ),
        (
            not any(rule["result"] for rule in rules),
            "Regel trifft nicht zu",
            "Keine Regel erlaubt hier eine Entscheidung ohne Menschen.",
        ),
        (
            case.row.decisions.filter(is_automatic=True).exists(),
            "Automatisch entschieden",
            "Eine Regel hat zugetroffen. Niemand musste den Vorgang ansehen.",
        ),
    )
    for applies, reason, detail in reasons:
        if applies:
            return reason, detail
    return (
        "Angaben fehlen oder sind falsch",
        "Die Regel trifft zu, aber der Antrag ist nicht vollständig oder nicht stimmig.",
    )
