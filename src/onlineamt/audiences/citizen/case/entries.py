"""The entries of a case for its person: what counts until when, the card, and what can be done with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from onlineamt.audiences.citizen.case.opening import Held, url_of
from onlineamt.audiences.citizen.case.situation import delivery_of
from onlineamt.audiences.entrance.marks import TenantRequest
from onlineamt.facilities.registers.models import RegisterEntry
from onlineamt.facilities.registers.queries import status_of
from onlineamt.facilities.registers.values import EntryStatus
from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.core.formats import show_date
from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.delivery.follow_ups import entries_in, steps_for
from onlineamt.procedure.delivery.models import Delivery
from onlineamt.procedure.delivery.values import DeliveryChannel, EntryStep

_BADGES = {EntryStatus.VALID: "done", EntryStatus.EXPIRED: "overdue"}


@dataclass(frozen=True, kw_only=True)
class ShownEntry:
    """An entry in words. `status`, `badge`: as the component `badge` takes them."""

    id: UUID
    title: str
    number: str
    status: str
    badge: str
    term: str


def entries_for(held: Held) -> Sequence[RegisterEntry]:
    """Return the entries of a case that its person may know of: none before they opened the decision that made them.

    Opening counts (§ 41 Abs. 2a VwVfG); what a decision entered must not be read around it.
    """
    return entries_in(held.case) if _is_opened(delivery_of(held.case)) else []


def entry_for(held: Held, entry_id: UUID) -> RegisterEntry:
    """Return an entry of a case for its person. Raises NotFound for another case's entry and before it is opened."""
    found = next((entry for entry in entries_for(held) if entry.id == entry_id), None)
    if found is None:
        raise NotFound
    return found


def shown_entry(entry: RegisterEntry, language: Language) -> ShownEntry:
    """Return an entry in words."""
    status = status_of(entry)
    return ShownEntry(
        id=entry.id,
        title=title_of(entry, language),
        number=entry.number,
        status=status_word(status),
        badge=_BADGES.get(status, ""),
        term=term_of(entry.valid_from, None if entry.ended_on else entry.valid_until, language),
    )


def title_of(entry: RegisterEntry, language: Language) -> str:
    """Return what an entry is called, in the language of the page or in German."""
    return str(entry.titles.get(language.value) or entry.titles["de"])


def status_word(status: EntryStatus) -> str:
    """Return whether an entry counts, in one or two words."""
    return {
        EntryStatus.VALID: _("gültig"),
        EntryStatus.NOT_YET: _("gilt noch nicht"),
        EntryStatus.EXPIRED: _("abgelaufen"),
        EntryStatus.ENDED: _("beendet"),
    }[status]


def term_of(start: date, end: date | None, language: Language) -> str:
    """Return from when until when something counts."""
    if end is None:
        return _("gültig ab %(start)s") % {"start": show_date(start, language)}
    return _("gültig vom %(start)s bis %(end)s") % {
        "start": show_date(start, language),
        "end": show_date(end, language),
    }


def _is_opened(delivery: Delivery | None) -> bool:
    if delivery is None:
        return False
    return delivery.channel == DeliveryChannel.POST or delivery.retrieved_at is not None


def steps_shown(request: TenantRequest, held: Held, entry: RegisterEntry) -> list[dict[str, str]]:
    """Return the buttons for what can be done with an entry now."""
    labels = {
        EntryStep.RENEW: ("verlaengern", _("Nichts hat sich geändert: verlängern"), "primary"),
        EntryStep.CHANGE: ("aendern", _("Etwas hat sich geändert"), "secondary"),
        EntryStep.END: ("beenden", _("Nicht mehr gebraucht: abmelden"), "secondary"),
    }
    offered = steps_for(entry)
    change, end = offered.get(EntryStep.CHANGE), offered.get(EntryStep.END)
    if change is not None and end is not None and change.key == end.key:  # one service asks which of the two
        labels[EntryStep.CHANGE] = ("aendern", _("Ändern oder abmelden"), "secondary")
        del labels[EntryStep.END]
    steps = [label for step, label in labels.items() if step in offered]
    return [
        {
            "label": label,
            "kind": kind,
            "url": url_of(request, "application_follow_up", held.case.id, entry_id=entry.id, step=step),
        }
        for step, label, kind in steps
    ]
