"""Parts that other persons fill in, as the pages show them."""

from dataclasses import dataclass
from urllib.parse import urljoin
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from onlineamt.audiences.citizen.application.summary import Row
from onlineamt.audiences.entrance.marks import TenantRequest
from onlineamt.audiences.entrance.pages import page_url
from onlineamt.facilities.mail.queries import get_sender
from onlineamt.foundation.core.codes import show_code
from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.applications.journeys import is_part, shared_journey
from onlineamt.procedure.applications.models import ApplicationPart
from onlineamt.procedure.applications.parts import Share, invitation_code, waiting_for
from onlineamt.procedure.applications.queries import OpenApplication
from onlineamt.procedure.forms.engine import Journey


@dataclass(frozen=True, kw_only=True)
class PartRow:
    """Another person of an application: who it is, how far they are, and the link for them as long as nobody used it."""

    party: str
    title: str
    status: str
    kind: str
    link: str = ""
    is_handed_over: bool = False


def part_rows(request: TenantRequest, application: OpenApplication) -> tuple[PartRow, ...]:
    """Return the other persons of a draft whose pages apply, in the order of the form."""
    whole, share = shared_journey(application)
    waiting = waiting_for(share, whole)
    parts = {part.party: part for part in share.parts}
    return tuple(
        _row(request, whole, party, parts.get(party), is_waiting=party in waiting)
        for party in _parties_of(whole)
    )


def part_of_page(application: OpenApplication, travelled: Journey, page_id: str) -> str:
    """Return the person of a page that the first person fills in and could hand over; empty where there is none."""
    party = travelled.form.page(page_id).definition.party
    return "" if party is None or is_part(application) else party


def waiting_rows(
    language: Language, application: OpenApplication, share: Share, whole: Journey
) -> tuple[Row, ...]:
    """Return what the first person still waits for, with the way to the page about it."""
    words = whole.form.words(language)
    url = page_url(language, "application_parts", application_id=application.id)
    return tuple(
        Row(words.party(party), _("Diese Angaben fehlen noch."), url) for party in waiting_for(share, whole)
    )


def invitation_url(language: Language, draft_id: UUID) -> str:
    """Return the whole address that is passed on to the other person."""
    code = show_code(invitation_code(draft_id))
    return urljoin(settings.ENV.origin_of(get_sender().host), page_url(language, "invitation", code=code))


def _parties_of(whole: Journey) -> list[str]:
    return list(
        dict.fromkeys(page.page.definition.party for page in whole.pages if page.page.definition.party)
    )


def _row(
    request: TenantRequest, whole: Journey, party: str, part: ApplicationPart | None, *, is_waiting: bool
) -> PartRow:
    title = whole.form.words(request.language).party(party)
    if part is None:
        return PartRow(party=party, title=title, status=_("Das füllen Sie selbst aus"), kind="")
    if not is_waiting:
        return PartRow(party=party, title=title, status=_("Fertig"), kind="done", is_handed_over=True)
    if part.is_opened:
        return PartRow(
            party=party, title=title, status=_("Wird ausgefüllt"), kind="open", is_handed_over=True
        )
    return PartRow(
        party=party,
        title=title,
        status=_("Link noch nicht geöffnet"),
        kind="due",
        link=invitation_url(request.language, part.draft_id),
        is_handed_over=True,
    )
