"""Finding letters, for the print room's list and the page of the staff."""

import json
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from onlineamt.facilities.post.models import PrintItem
from onlineamt.facilities.post.rules import state_of
from onlineamt.facilities.post.values import LetterCounts, LetterState, ListedLetter
from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.sealing.errors import Unsealable
from onlineamt.foundation.sealing.queries import unwrap_key, wrapped_key_of
from onlineamt.foundation.sealing.seal import Seal

PAGE = 200

_STANDS = {
    LetterState.WAITING: Q(handed_over_at=None),
    LetterState.HANDED_OVER: Q(handed_over_at__isnull=False, posted_on=None),
    LetterState.POSTED: Q(posted_on__isnull=False, returned_on=None),
    LetterState.RETURNED: Q(returned_on__isnull=False),
}


def get_item(item_id: UUID) -> PrintItem:
    """Return a letter of the present tenant. Raises NotFound."""
    item = PrintItem.objects.filter(id=item_id).first()
    if item is None:
        raise NotFound
    return item


def items_of(subject_id: UUID) -> "QuerySet[PrintItem]":
    """Return the letters of a case, the oldest first."""
    return PrintItem.objects.filter(subject_id=subject_id).order_by("id")


def lies_in_print_room(subject_id: UUID) -> bool:
    """Tell whether a letter of a subject still lies in the print room, unsealed: until its whole batch has left."""
    batches = PrintItem.objects.filter(
        subject_id=subject_id, handed_over_at__isnull=False, batch__isnull=False
    ).values("batch")
    return PrintItem.objects.filter(batch__in=batches, handed_over_at__isnull=False, posted_on=None).exists()


def list_letters(state: LetterState, *, after: UUID | None = None, limit: int = PAGE) -> list[ListedLetter]:
    """Return letters that stand somewhere, in one query, the oldest first. `after`: the last id of the page before."""
    rows = PrintItem.objects.filter(_STANDS[state])
    if after is not None:
        rows = rows.filter(id__gt=after)
    rows = rows.annotate(wrapped_key=wrapped_key_of("subject_id")).select_related("batch")
    return [_listed(row) for row in rows.order_by("id")[:limit]]


def count_letters() -> LetterCounts:
    """Return how many letters stand where, in one query."""
    return LetterCounts(
        **PrintItem.objects.aggregate(
            **{state.value: Count("id", filter=condition) for state, condition in _STANDS.items()}
        )
    )


def open_recipient(item: PrintItem, seal: Seal) -> tuple[str, ...]:
    """Return the lines of the address. Raises Unsealable."""
    return tuple(json.loads(seal.open(item.sealed_recipient, purpose=recipient_purpose(item.id))))


def recipient_purpose(item_id: UUID) -> str:
    """Return what the address is sealed for."""
    return f"post.recipient:{item_id}"


def _listed(row: Any) -> ListedLetter:
    """`row` carries the wrapped key of its subject."""
    try:
        recipient = open_recipient(row, unwrap_key(row.subject_id, row.wrapped_key))
    except Unsealable:
        recipient = None
    return ListedLetter(
        id=row.id,
        subject_id=row.subject_id,
        document_id=row.document_id,
        recipient=recipient,
        batch=row.batch.key if row.batch else "",
        state=state_of(
            handed_over_at=row.handed_over_at, posted_on=row.posted_on, returned_on=row.returned_on
        ),
        posted_on=row.posted_on,
        returned_on=row.returned_on,
        return_reason=row.return_reason,
    )
