"""Letters as the pages of the post room show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from onlineamt.audiences.backoffice.post.labels import BADGES, REASONS, STANDS, kind_label
from onlineamt.facilities.post.values import LetterState, ReturnReason
from onlineamt.foundation.core.clock import berlin_day
from onlineamt.foundation.core.countries import is_abroad
from onlineamt.foundation.core.formats import show_date
from onlineamt.procedure.delivery.letters import PaperLetter
from onlineamt.procedure.delivery.models import Delivery


@dataclass(frozen=True, kw_only=True)
class Line:
    """A letter in a list."""

    id: str
    url: str
    recipient: str
    place: str
    text: str
    stand: str
    badge: str


def line_of(letter: PaperLetter) -> Line:
    """Return the line of a letter."""
    recipient, place = _ends(letter.recipient)
    return Line(
        id=str(letter.id),
        url=reverse("post_letter", kwargs={"item_id": letter.id}),
        recipient=recipient,
        place=place,
        text=f"{kind_label(letter.kind)} zu {letter.case.reference}",
        stand=stand_of(letter),
        badge=BADGES[letter.state],
    )


def unaddressed_line(delivery: Delivery) -> Line:
    """Return the line of a decision that goes to nobody knows where."""
    return Line(
        id=str(delivery.id),
        url=reverse("post_address", kwargs={"delivery_id": delivery.id}),
        recipient=f"Bescheid zu {delivery.case.reference}",
        place="",
        text=f"wartet seit {show_date(berlin_day(delivery.created_at))}",
        stand="Anschrift fehlt",
        badge="overdue",
    )


def stand_of(letter: PaperLetter) -> str:
    """Return in words where a letter stands."""
    if letter.state is LetterState.RETURNED and letter.returned_on:
        return f"zurück am {show_date(letter.returned_on)}"
    if letter.state is LetterState.POSTED and letter.posted_on:
        return f"verschickt am {show_date(letter.posted_on)}"
    if letter.state is LetterState.HANDED_OVER and letter.batch:
        return f"im Druck, Paket {letter.batch.key}"
    return STANDS[letter.state]


def facts_of(letter: PaperLetter) -> list[dict[str, str]]:
    """Return what is known of a letter."""
    reason = REASONS[ReturnReason(letter.return_reason)] if letter.return_reason else ""
    batch_url = reverse("post_batch", kwargs={"batch_id": letter.batch.id}) if letter.batch else ""
    delivery = letter.delivery
    rows = [
        ("Vorgang", letter.case.reference, reverse("case", kwargs={"case_id": letter.case.id})),
        ("Art", kind_label(letter.kind), ""),
        ("Erstellt am", show_date(berlin_day(letter.created_at)), ""),
        ("Druckpaket", letter.batch.key if letter.batch else "", batch_url),
        ("Im Druckraum seit", _day(berlin_day(letter.handed_over_at) if letter.handed_over_at else None), ""),
        ("Verschickt am", _day(letter.posted_on), ""),
        ("Gilt als bekannt gegeben am", _day(delivery.notified_on if delivery else None), ""),
        ("Frist für den Rechtsbehelf endet am", _day(delivery.remedy_ends_on if delivery else None), ""),
        ("Zurückgekommen am", _day(letter.returned_on), ""),
        ("Grund", reason, ""),
    ]
    return [{"label": label, "value": value, "url": url, "note": ""} for label, value, url in rows if value]


def _ends(lines: Sequence[str]) -> tuple[str, str]:
    """Return name and place of an address; abroad the place is the town with its state."""
    if len(lines) < 2:
        return "".join(lines) or "gelöscht", ""
    return lines[0], ", ".join(lines[-2:]) if is_abroad(lines) else lines[-1]


def _day(day: date | None) -> str:
    return show_date(day) if day else ""
