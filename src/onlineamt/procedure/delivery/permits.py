"""The card of a register entry: what it says, which one counts, and which cards travel with a decision."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any
from urllib.parse import urljoin
from uuid import UUID

from django.conf import settings

from onlineamt.facilities.documents.queries import get_document, open_document
from onlineamt.facilities.letters.permit_card import PermitData
from onlineamt.facilities.mail.queries import get_sender
from onlineamt.facilities.registers.models import RegisterEntry
from onlineamt.facilities.registers.queries import entry_of, open_entry, status_of
from onlineamt.facilities.registers.values import EntryStatus
from onlineamt.foundation.core.canonical import canonical_json
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.sealing.queries import blind_index
from onlineamt.foundation.tenancy.directory import current_tenant
from onlineamt.procedure.applications.entries import find_linked_entry
from onlineamt.procedure.applications.running import get_running
from onlineamt.procedure.applications.sender import letterhead
from onlineamt.procedure.cases.definition import Register
from onlineamt.procedure.cases.letters import shown_parameters
from onlineamt.procedure.cases.queries import OpenCase, get_case
from onlineamt.procedure.cases.running import get_running_procedure
from onlineamt.procedure.decisions.models import Decision
from onlineamt.procedure.decisions.queries import read_content
from onlineamt.procedure.delivery.models import Delivery, Permit

CHECK = "gueltig"
_COUNTS = (EntryStatus.VALID, EntryStatus.NOT_YET)


def find_permit(entry_id: UUID) -> Permit | None:
    """Return the card of an entry that counts, or None where it has none or the entry has ended."""
    found = Permit.objects.select_related("entry").filter(entry_id=entry_id, replaced_at=None).first()
    return found if found is not None and status_of(found.entry) in _COUNTS else None


def may_give_card(version_id: UUID) -> bool:
    """Tell whether a decision on a case of this version may make a card: in a register of its own, or one it follows."""
    registers = get_running_procedure(version_id).definition.registers.values()
    return any(one.permit for one in registers) or get_running(version_id).definition.follows is not None


def register_of(case: OpenCase, entry: RegisterEntry) -> Register | None:
    """Return what the procedure of an entry's case says of its register."""
    return case.procedure.definition.registers.get(entry.register.split("/")[1])


def permit_of(case: OpenCase, entry: RegisterEntry, *, recipient: Sequence[str] = ()) -> PermitData | None:
    """Return the card of an entry of a case, or None where its register gives none or it does not count.

    The card says what the entry says, not what was applied for: it may have been changed since.
    """
    register = register_of(case, entry)
    if register is None or register.permit is None or status_of(entry) not in _COUNTS:
        return None
    opened = open_entry(entry, seal=case.seal)
    return PermitData(
        letterhead=letterhead(current_tenant(), case.row.office),
        title=entry.titles["de"],
        number=entry.number,
        valid_from=entry.valid_from,
        valid_until=entry.valid_until,
        check_url=check_url(opened.check_token),
        bodies=case.procedure.letters,
        body=register.permit,
        content={
            "parameters": shown_parameters(case.service.definition.parameters, case.declared.row.parameters),
            "entry": {"number": entry.number, "values": by_area(opened.values)},
        },
        at=now(),
        recipient=recipient,
    )


def content_index(permit: PermitData) -> bytes:
    """Return the keyed hash of everything a card says: the same card is not made twice."""
    said = {
        "title": permit.title,
        "number": permit.number,
        "from": permit.valid_from.isoformat(),
        "until": permit.valid_until.isoformat() if permit.valid_until else "",
        "url": permit.check_url,
        "issuer": [permit.letterhead.name, permit.letterhead.unit],
        "values": permit.content["entry"]["values"],
    }
    return blind_index(canonical_json(said).decode(), purpose="permit.content")


def by_area(values: Any) -> dict[str, dict[str, str]]:
    """Return the values of an entry as letters read them: `fahrzeug.kennzeichen` under `fahrzeug`."""
    found: dict[str, dict[str, str]] = {}
    for key, value in values.items():
        area, name = key.split(".", 1)
        found.setdefault(area, {})[name] = str(value)
    return found


def check_url(token: str) -> str:
    """Return where anybody may ask whether an entry counts."""
    return urljoin(settings.ENV.origin_of(get_sender().host), f"/{CHECK}/{token}")


def cards_in_envelope(item_id: UUID) -> list[bytes]:
    """Return the cards that travel with a letter, as they count now: with the decision, to the applicant alone."""
    delivery = Delivery.objects.select_related("decision").filter(print_item_id=item_id, position=0).first()
    if delivery is None:
        return []
    entry = entered_by(delivery.decision, get_case(delivery.case_id))
    permit = find_permit(entry.id) if entry else None
    if permit is None:
        return []
    document = get_document(permit.document_id, subject_id=permit.entry.subject_id)
    return [open_document(document).content]


def entered_by(decision: Decision, case: OpenCase) -> RegisterEntry | None:
    """Return the entry that a decision made or changed, or None."""
    outcome = case.procedure.outcome(read_content(decision, case.seal)["outcome"])
    if outcome.enters is not None:
        return entry_of(case.id, register=f"{case.row.service_key}/{outcome.enters}")
    return find_linked_entry(case.declared) if outcome.entry is not None else None


def in_one_envelope(letter: bytes, cards: Sequence[bytes]) -> bytes:
    """Return a letter with the cards behind it, each on a sheet of its own where both sides are printed.

    For paper alone: what is put together carries no seal.
    """
    if not cards:
        return letter
    import pikepdf  # half a second to import: only the worker prints

    with pikepdf.open(BytesIO(letter)) as whole:
        for card in cards:
            if len(whole.pages) % 2:
                whole.add_blank_page(page_size=_A4)
            with pikepdf.open(BytesIO(card)) as pages:
                whole.add_pages_from(pages)
        made = BytesIO()
        whole.save(made, deterministic_id=True)
    return made.getvalue()


_A4 = (595.276, 841.89)  # points
