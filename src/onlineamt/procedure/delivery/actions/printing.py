"""Giving letters to the print room, and what staff do with a single one of them."""

from uuid import UUID

from django.db import transaction

from onlineamt.facilities.documents.queries import get_document, open_document
from onlineamt.facilities.documents.values import OpenedDocument
from onlineamt.facilities.post import actions as post
from onlineamt.facilities.post.values import TakenLetter
from onlineamt.foundation.accounts.values import Caseworker
from onlineamt.foundation.audit.actions import record
from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.jobs.tenant_task import promise
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.delivery.letters import access_letter
from onlineamt.procedure.delivery.permits import cards_in_envelope, in_one_envelope

PRINT_LETTERS = "delivery.print_letters"


def hand_over_letters(tenant_id: UUID) -> int:
    """Give everything that waits in a town to the print room, batch after batch, and return how many letters there were.

    Opens its own transactions: a batch is committed under its name before the room gets it, so that a crash in between
    gives the same batch again and not another one under its name.
    """
    printed = 0
    while True:
        with in_tenant(tenant_id):
            batch = post.take_batch()
        if batch is None:
            return printed
        with in_tenant(tenant_id):
            printed += post.hand_over_batch(batch, open_letter=_open_letter)


@transaction.atomic
def print_now(*, caseworker: Caseworker) -> None:
    """Promise that what waits is printed at once and not at the next quarter of an hour. Raises NotFound for an admin."""
    if not caseworker.office_ids:
        raise NotFound
    promise(PRINT_LETTERS, {})


@transaction.atomic
def print_again(item_id: UUID, *, caseworker: Caseworker) -> None:
    """Print a letter once more that was lost between print room and post.

    Raises NotFound, PostedOnWrongDay for one that has left.
    """
    letter = access_letter(item_id, caseworker=caseworker)
    post.print_again(item_ids=[letter.id], actor=caseworker.actor)


@transaction.atomic
def open_letter(item_id: UUID, *, caseworker: Caseworker) -> OpenedDocument:
    """Return the PDF of a letter; who opened it is written down. Raises NotFound, DocumentUnavailable."""
    letter = access_letter(item_id, caseworker=caseworker)
    opened = open_document(get_document(letter.document_id, subject_id=letter.case.id))
    record(
        "post.letter_opened",
        chain=letter.case.id,
        actor=caseworker.actor,
        facts={"item": str(letter.id), "document": str(letter.document_id)},
    )
    return opened


def _open_letter(letter: TakenLetter) -> bytes | None:
    """What was erased is not printed; what the store cannot give just now stops the batch."""
    try:
        content = open_document(get_document(letter.document_id, subject_id=letter.subject_id)).content
        return in_one_envelope(content, cards_in_envelope(letter.item_id))
    except NotFound:
        return None
