"""Entries as the pages of the registers show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse

from onlineamt.audiences.backoffice.registers.labels import EVENTS, STATUS, reason_label
from onlineamt.facilities.registers.values import EntryStatus, ListedEntry
from onlineamt.foundation.accounts.queries import names_of
from onlineamt.foundation.core.formats import show_date, show_instant
from onlineamt.procedure.decisions.registers import HistoryLine, StaffEntry, StaffRegister, terms_of

_STAFF = "staff:"


@dataclass(frozen=True, kw_only=True)
class Line:
    """An entry in a list."""

    url: str
    number: str
    text: str
    status: str
    badge: str


def line_of(entry: ListedEntry, register: StaffRegister | None = None) -> Line:
    """Return the line of an entry; `register` where lines of several stand together."""
    said = ", ".join(str(value) for value in entry.values.values() if value) if entry.values else "gelöscht"
    status, badge = STATUS[entry.status]
    return Line(
        url=reverse("register_entry", kwargs={"entry_id": entry.id}),
        number=entry.number,
        text=" · ".join(part for part in (register.title if register else "", said, _until(entry)) if part),
        status=status,
        badge=badge,
    )


def _until(entry: ListedEntry) -> str:
    """Say when an entry that counts ends."""
    if entry.status is not EntryStatus.VALID or entry.valid_until is None:
        return ""
    return f"bis {show_date(entry.valid_until)}"


def values_of(entry: StaffEntry) -> list[dict[str, str]]:
    """Return what an entry says, line by line."""
    return [
        {"label": entry.register.labels.get(key, key), "value": value, "url": ""}
        for key, value in (entry.values or {}).items()
    ]


def facts_of(entry: StaffEntry) -> list[dict[str, str]]:
    """Return validity, end and case of an entry."""
    row = entry.row
    last_day = row.ended_on - timedelta(days=1) if row.ended_on else None
    until = "bis auf Weiteres" if row.valid_until is None else show_date(row.valid_until)
    rows = [
        ("Register", entry.register.title, _register_url(entry.register.key)),
        ("Gültig ab", show_date(row.valid_from), ""),
        ("Gültig bis", "" if last_day else until, ""),
        ("Letzter Tag", show_date(last_day) if last_day else "", ""),
        ("Grund", reason_label(row.end_reason) if row.end_reason else "", ""),
        (
            "Vorgang",
            entry.case.reference if entry.case else "",
            reverse("case", kwargs={"case_id": entry.case.id}) if entry.case else "",
        ),
    ]
    return [{"label": label, "value": value, "url": url, "note": ""} for label, value, url in rows if value]


def terms_shown(entry: StaffEntry, *, visible: Mapping[UUID, str]) -> list[dict[str, str]]:
    """Return the times for which an entry was given, where there are several, each with the case that renewed it.

    `visible`: references of the cases that this person may open.
    """
    terms = terms_of(entry)
    return (
        [
            {
                "text": _term(term.valid_from, term.valid_until),
                "case": visible.get(term.made_by, "") if term.made_by else "",
                "url": reverse("case", kwargs={"case_id": term.made_by}) if term.made_by in visible else "",
            }
            for term in terms
        ]
        if len(terms) > 1
        else []
    )


def history_shown(entry: StaffEntry, lines: list[HistoryLine]) -> list[dict[str, Any]]:
    """Return what happened to an entry, with names and with what stood there before a correction."""
    names = names_of({account for line in lines if (account := _account(line.actor))})
    afterwards = entry.values
    shown = []
    for line in lines:  # newest first: what stood there before one change is what the one before it had made
        shown.append(
            {
                "title": EVENTS[line.name],
                "text": f"{show_instant(line.at)}, {_who(line.actor, names)}",
                "changes": _changes(entry, line.before, afterwards),
            }
        )
        afterwards = line.before or afterwards
    return shown


def _changes(
    entry: StaffEntry, before: Mapping[str, str] | None, afterwards: Mapping[str, str] | None
) -> list[dict[str, str]]:
    """Return what a change or correction replaced, and by what; nothing where it was erased."""
    return [
        {"label": entry.register.labels.get(key, key), "before": value, "after": str(after)}
        for key, value in (before or {}).items()
        if (after := (afterwards or {}).get(key, "")) != value
    ]


def status_words(status: EntryStatus) -> tuple[str, str]:
    """Return the word and the badge of a status."""
    return STATUS[status]


def _register_url(key: str) -> str:
    service, name = key.split("/")
    return reverse("register", kwargs={"service": service, "name": name})


def _term(start: date, end: date | None) -> str:
    return f"ab {show_date(start)}" if end is None else f"{show_date(start)} bis {show_date(end)}"


def _account(actor: str) -> UUID | None:
    return UUID(actor.removeprefix(_STAFF)) if actor.startswith(_STAFF) else None


def _who(actor: str, names: Mapping[UUID, str]) -> str:
    account = _account(actor)
    return names.get(account, "ein früheres Konto") if account else "von selbst"
