"""Making the cards of register entries: after a decision, and anew when what they say has changed."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from onlineamt.facilities.documents.actions.storing import store_document
from onlineamt.facilities.documents.queries import get_document, open_document
from onlineamt.facilities.documents.rules import new_verify_token
from onlineamt.facilities.documents.values import DocumentKind, NewDocument, OpenedDocument
from onlineamt.facilities.letters.permit_card import PermitData, make_permit_pdf
from onlineamt.facilities.registers.models import RegisterEntry
from onlineamt.facilities.registers.queries import get_entry
from onlineamt.foundation.accounts.values import Caseworker
from onlineamt.foundation.audit.actions import record
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.core.errors import NotFound
from onlineamt.procedure.applications.addresses import address_lines
from onlineamt.procedure.cases.actions.moving import SYSTEM
from onlineamt.procedure.cases.queries import OpenCase, find_case, get_case
from onlineamt.procedure.decisions.events import LetterMade
from onlineamt.procedure.decisions.queries import get_decision
from onlineamt.procedure.decisions.registers import access_entry
from onlineamt.procedure.delivery.alerts import announce
from onlineamt.procedure.delivery.models import Permit
from onlineamt.procedure.delivery.permits import (
    content_index,
    entered_by,
    find_permit,
    may_give_card,
    permit_of,
)
from onlineamt.procedure.delivery.posting import post_to_applicant


def keep_permit(event: LetterMade) -> None:
    """Make the card of what a decision entered or changed before its letter is sent on its way. For the worker.

    Raises LetterCannotBeSet.
    """
    row = find_case(event.case_id)
    if row is None or not may_give_card(row.version_id):  # most services: nothing is unsealed for them
        return
    case = get_case(event.case_id)
    entry = entered_by(get_decision(event.decision_id, case_id=case.id), case)
    if entry is not None:
        make_permit(entry.id)


@transaction.atomic
def replace_permit(entry_id: UUID) -> None:
    """Make the card of an entry anew that staff put right, and say that it is there or send it. For the worker.

    Raises LetterCannotBeSet.
    """
    case = get_case(get_entry(entry_id).subject_id)
    by_mail = case.declared.row.email_confirmed_at is not None
    permit = make_permit(entry_id, recipient=() if by_mail else address_lines(case.application.answers))
    if permit is None:
        return
    if by_mail:
        announce(case.declared, key=f"permit:{permit.id}")
    else:
        post_to_applicant(case, permit.document_id, key=f"permit:{permit.id}")


@transaction.atomic
def make_permit(entry_id: UUID, *, recipient: Sequence[str] = ()) -> Permit | None:
    """Make the card of an entry unless the one it has says the same; the older one counts no more. For the worker.

    `recipient`: the lines of an address, where it travels alone. None where nothing was made: its register gives no card,
    or the entry does not count. Raises LetterCannotBeSet.
    """
    entry = RegisterEntry.objects.select_for_update().get(id=entry_id)
    case = get_case(entry.subject_id)
    card = permit_of(case, entry, recipient=recipient)
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


@transaction.atomic
def open_permit(entry_id: UUID, *, caseworker: Caseworker) -> OpenedDocument:
    """Return the card of an entry of the caseworker's registers; who opened it is written down. Raises NotFound."""
    entry = access_entry(entry_id, caseworker=caseworker)
    permit = find_permit(entry.id)
    if permit is None:
        raise NotFound
    opened = open_document(get_document(permit.document_id, subject_id=entry.row.subject_id))
    record(
        "permit.opened",
        chain=entry.row.subject_id,
        actor=caseworker.actor,
        facts={"entry": str(entry.id), "document": str(permit.document_id)},
    )
    return opened


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
