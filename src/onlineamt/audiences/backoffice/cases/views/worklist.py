"""The work list: what is due first, in the caseworker's offices."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from onlineamt.audiences.backoffice.cases.labels import STATES
from onlineamt.audiences.backoffice.cases.presentation.listing import Section, sections_of
from onlineamt.audiences.backoffice.cases.selection import read_selection
from onlineamt.audiences.backoffice.doors import StaffRequest, render_staff_page, staff_page
from onlineamt.foundation.accounts.values import Caseworker
from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.applications.running import get_running
from onlineamt.procedure.cases.rules import OPEN_STATES
from onlineamt.procedure.cases.values import CaseState
from onlineamt.procedure.decisions.worklist import (
    Selection,
    Tab,
    count_tabs,
    list_services,
    select_cases,
)

_TABS = {
    Tab.ALL: "Alle offenen",
    Tab.MINE: "Meine",
    Tab.NOBODY: "Ohne Bearbeitung",
    Tab.RELEASE: "Zur Freigabe",
    Tab.DECIDED: "Entschieden",
    Tab.CLOSED: "Abgeschlossen",
}
_EMPTY = {
    Tab.ALL: ("Es ist nichts zu tun", "Neue Anträge erscheinen hier von selbst."),
    Tab.MINE: ("Sie bearbeiten gerade keinen Vorgang", "Unter „Ohne Bearbeitung“ liegen Vorgänge, die Sie übernehmen können."),
    Tab.NOBODY: ("Alle offenen Vorgänge werden bearbeitet", "Hier liegt, was noch niemand übernommen hat."),
    Tab.RELEASE: ("Es wartet kein Bescheid auf Freigabe", "Hier liegt, was eine zweite Person ansehen soll."),
    Tab.DECIDED: ("Kein Bescheid wartet auf das Ende der Frist", "Hier liegt, was entschieden und noch nicht bestandskräftig ist."),
    Tab.CLOSED: ("Noch kein Vorgang ist abgeschlossen", "Hier bleiben Akten bis zum Ende ihrer Aufbewahrung."),
}  # fmt: skip
_SAID = {"weitergeleitet": "Der Vorgang liegt jetzt beim anderen Amt."}


@staff_page
@require_safe
def show(request: StaffRequest) -> HttpResponse:
    """Show the cases of the caseworker's offices, what is due first."""
    chosen = read_selection(request.GET.dict())
    rows, after = select_cases(request.caseworker, chosen)
    sections = sections_of(rows, me=request.caseworker.account_id, is_by_date=chosen.is_by_date)
    counts = count_tabs(request.caseworker)
    view = {
        "said": _SAID.get(request.GET.get("ok", ""), ""),
        "chosen": chosen,
        "tabs": _tabs(chosen, counts),
        "overdue": counts["overdue"],
        "overdue_url": _url(tab=Tab.ALL, is_overdue=True),
        "services": _services(request, chosen),
        "states": _states(chosen),
        "sections": sections,
        "empty": _empty(chosen, request.caseworker) if not sections else None,
        "all_url": _url(tab=chosen.tab),
        "first_url": _url_of(chosen) if chosen.after else "",
        "next_url": _url_of(chosen, after=after) if after else "",
        "count": _count_words(sections),
    }
    return render_staff_page(request, "backoffice/cases/list.html", {"view": view})


def _tabs(chosen: Selection, counts: Any) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "url": _url(tab=tab),
            "count": counts.get(tab.value),
            "is_here": tab is chosen.tab and not chosen.search,
        }
        for tab, label in _TABS.items()
    ]


def _services(request: StaffRequest, chosen: Selection) -> list[dict[str, Any]]:
    return [
        {
            "value": key,
            "label": get_running(version_id).title(Language.GERMAN),
            "is_chosen": key == chosen.service,
        }
        for key, version_id in list_services(request.caseworker)
    ]


def _states(chosen: Selection) -> list[dict[str, Any]]:
    """Return the states a case of the open tabs can be in; the others have a tab of their own."""
    return [
        {"value": state.value, "label": STATES[state], "is_chosen": state == chosen.state}
        for state in CaseState
        if state in OPEN_STATES or state in {CaseState.HANDED_OVER, CaseState.MERGED, CaseState.FINAL}
    ]


def _empty(chosen: Selection, caseworker: Caseworker) -> dict[str, str]:
    if not caseworker.office_ids:
        return {
            "title": "Mit Ihrer Rolle sehen Sie keine Vorgänge",
            "text": "Vorgänge sieht nur, wer sie bearbeitet, entscheidet oder das Amt leitet. "
            "Ihr Konto finden Sie oben unter Ihrem Namen.",
        }
    if chosen.search:
        return {
            "title": "Zu dieser Nummer gibt es bei Ihnen keinen Vorgang",
            "text": "Suchen Sie mit der Nummer des Antrags, dem Kassenzeichen oder der Nummer aus einem Register. "
            "Namen sind verschlüsselt und lassen sich hier nicht suchen.",
        }
    if chosen.is_filtered or chosen.after:
        return {"title": "Mit diesen Filtern ist nichts da", "text": "Nehmen Sie einen Filter weg."}
    title, text = _EMPTY[chosen.tab]
    return {"title": title, "text": text}


def _count_words(sections: tuple[Section, ...]) -> str:
    count = sum(len(section.lines) for section in sections)
    return "ein Vorgang" if count == 1 else f"{count} Vorgänge"


def _url(*, tab: Tab, is_overdue: bool = False) -> str:
    return _url_of(Selection(tab=tab, is_overdue=is_overdue))


def _url_of(chosen: Selection, *, after: str = "") -> str:
    asked = {
        "liste": chosen.tab.value if chosen.tab is not Tab.ALL else "",
        "stand": chosen.state,
        "leistung": chosen.service,
        "faellig": "1" if chosen.is_overdue else "",
        "suche": chosen.search,
        "nach": after,
    }
    query = urlencode({key: value for key, value in asked.items() if value})
    return reverse("worklist") + (f"?{query}" if query else "")
