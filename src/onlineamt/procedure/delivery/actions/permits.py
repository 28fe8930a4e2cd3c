"""Making the cards of register entries: after a decision, and anew when what they say has changed."""

from uuid import UUID

from django.db import transaction

from onlineamt.facilities.documents.actions.storing import store_document
from onlineamt.facilities.documents.rules import new_verify_token
from onlineamt.facilities.documents.values import DocumentKind, NewDocument
from onlineamt.facilities.letters.permit_card import PermitData, make_permit_pdf
from onlineamt.facilities.registers.models import RegisterEntry
from onlineamt.foundation.audit.actions import record
from onlineamt.foundation.core.clock import now
from onlineamt.procedure.cases.actions.moving import SYSTEM
from onlineamt.procedure.cases.queries import OpenCase, get_case
from onlineamt.procedure.decisions.events import LetterMade
from onlineamt.procedure.decisions.queries import get_decision
from onlineamt.procedure.delivery.models import Permit
from onlineamt.procedure.delivery.permits import content_index, entered_by, permit_of


def keep_permit(event: LetterMade) -> None:
    """Make the card of what a decision entered or changed before its letter is sent on its way. For the worker.

    Raises LetterCannotBeSet.
    """
    case = get_case(event.case_id)
    entry = entered_by(get_decision(event.decision_id, case_id=case.id), case)
    if entry is not None:
        make_permit(entry.id)


@transaction.atomic
def make_permit(entry_id: UUID) -> Permit | None:
    """Make the card of an entry unless the one it has says the same; the older one counts no more. For the worker.

    None where nothing was made: its register gives no card, or the entry does not count. Raises LetterCannotBeSet.
    """
    entry = RegisterEntry.objects.select_for_update().get(id=entry_id)
    case = get_case(entry.subject_id)
    card = permit_of(case, entry)
    if card is None:
        return None
    index = content_index(card)
    before = Permit.objects.filter(entry=entry, replaced_at=None).first()
    if before is not None and bytes(before.content_index) == index:
        return None
    if before is not None:
        before.replaced_at = now()
        before.save(update_fields=["replaced_at"])
    permit = Permit.objects.create(
        entry=entry, document_id=_store(case, card), content_index=index, made_at=now()
    )
    record(
        "permit.made",
        chain=case.id,
        actor=SYSTEM,
        facts={"entry": str(entry.id), "document": str(permit.document_id), "anew": before is not None},
    )
    return permit


def _store(case: OpenCase, card: PermitData) -> UUID:
    document = store_document(
        subject_id=case.id,
        document=NewDocument(
            kind=DocumentKind.PERMIT,
            name=f"Ausweis-{card.number.replace(' ', '-').replace('/', '-')}.pdf",
            media_type="application/pdf",
            content=make_permit_pdf(card),
            verify_token=new_verify_token(),
        ),
        seal=case.seal,
    )
    return document.id
