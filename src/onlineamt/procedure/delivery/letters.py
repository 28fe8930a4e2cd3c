"""The letters on paper of an office's cases, decisions and requests alike: where each stands, and who may see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from onlineamt.facilities.documents.models import StoredDocument
from onlineamt.facilities.documents.values import DocumentKind
from onlineamt.facilities.post.models import PrintBatch, PrintItem
from onlineamt.facilities.post.queries import open_recipient
from onlineamt.facilities.post.rules import state_of
from onlineamt.facilities.post.values import LetterState
from onlineamt.foundation.accounts.values import Caseworker
from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.sealing.errors import Unsealable
from onlineamt.foundation.sealing.queries import unwrap_key, wrapped_key_of
from onlineamt.procedure.cases.models import Case
from onlineamt.procedure.delivery.models import Delivery
from onlineamt.procedure.delivery.queries import addressee_of
from onlineamt.procedure.delivery.values import DeliveryChannel

PAGE = 50
_STANDS = {
    LetterState.WAITING: Q(handed_over_at=None),
    LetterState.HANDED_OVER: Q(handed_over_at__isnull=False, posted_on=None),
    LetterState.POSTED: Q(posted_on__isnull=False, returned_on=None),
    LetterState.RETURNED: Q(returned_on__isnull=False),
}


@dataclass(frozen=True, kw_only=True)
class PaperLetter:
    """A letter with its case. `delivery`: of a decision, the delivery that this letter is for; None for older copies."""

    id: UUID
    case: Case
    kind: DocumentKind
    recipient: tuple[str, ...]
    state: LetterState
    batch: PrintBatch | None
    document_id: UUID
    created_at: datetime
    handed_over_at: datetime | None
    posted_on: date | None
    returned_on: date | None
    return_reason: str
    delivery: Delivery | None


@dataclass(frozen=True, kw_only=True)
class PageOfLetters:
    """Some letters in a row. `next_after`: the last of them, where more follow."""

    letters: tuple[PaperLetter, ...]
    next_after: UUID | None


def count_stands(caseworker: Caseworker) -> Mapping[LetterState, int]:
    """Return how many letters of the caseworker's offices stand where, in one query."""
    found = _items(caseworker).aggregate(
        **{state.value: Count("id", filter=condition) for state, condition in _STANDS.items()}
    )
    return {state: found[state.value] for state in _STANDS}


def list_letters(
    caseworker: Caseworker, state: LetterState, *, after: UUID | None = None, limit: int = PAGE
) -> PageOfLetters:
    """Return the letters of the caseworker's offices that stand somewhere; what is to be done oldest first, else newest."""
    rows = _items(caseworker).filter(_STANDS[state])
    is_to_do = state in {LetterState.WAITING, LetterState.HANDED_OVER}
    if after is not None:
        rows = rows.filter(Q(id__gt=after) if is_to_do else Q(id__lt=after))
    found = _letters(rows.order_by("id" if is_to_do else "-id")[: limit + 1])
    shown = found[:limit]
    return PageOfLetters(letters=shown, next_after=shown[-1].id if len(found) > limit else None)


def list_batches(caseworker: Caseworker) -> list[tuple[PrintBatch, int]]:
    """Return the batches in the print room with unposted letters of the caseworker's offices, and how many each holds."""
    open_items = _items(caseworker).filter(_STANDS[LetterState.HANDED_OVER], batch__isnull=False)
    counts = dict(open_items.order_by().values_list("batch").annotate(Count("id")))
    return [(batch, counts[batch.id]) for batch in PrintBatch.objects.filter(id__in=counts).order_by("id")]


def access_batch(batch_id: UUID, *, caseworker: Caseworker) -> tuple[PrintBatch, tuple[PaperLetter, ...]]:
    """Return a batch with the letters of the caseworker's offices in it. Raises NotFound when it holds none of them."""
    letters = _letters(_items(caseworker).filter(batch_id=batch_id).order_by("id"))
    if not letters or letters[0].batch is None:
        raise NotFound
    return letters[0].batch, letters


def access_letter(item_id: UUID, *, caseworker: Caseworker) -> PaperLetter:
    """Return a letter of the caseworker's offices: the only way to load one for a person. Raises NotFound."""
    letters = _letters(_items(caseworker).filter(id=item_id))
    if not letters:
        raise NotFound
    return letters[0]


def list_without_address(caseworker: Caseworker) -> list[Delivery]:
    """Return the decisions of the caseworker's offices that go by post to nobody knows where."""
    rows = _deliveries(caseworker).filter(has_address=False)
    return list(rows.select_related("case", "decision").order_by("created_at"))


def count_without_address(caseworker: Caseworker) -> int:
    """Return how many decisions lack an address."""
    return _deliveries(caseworker).filter(has_address=False).count()


def access_unaddressed(delivery_id: UUID, *, caseworker: Caseworker) -> tuple[Delivery, tuple[str, ...]]:
    """Return a delivery that needs an address, or a new one because the letter came back, and the lines it has.

    Raises NotFound.
    """
    needs_one = Q(has_address=False) | Q(returned_on__isnull=False)
    rows = _deliveries(caseworker).filter(needs_one, id=delivery_id).select_related("case")
    delivery: Any = rows.annotate(wrapped_key=wrapped_key_of("case_id")).first()
    if delivery is None:
        raise NotFound
    try:
        lines = addressee_of(delivery, unwrap_key(delivery.case_id, delivery.wrapped_key))
    except Unsealable as erased:
        raise NotFound from erased
    return delivery, lines


def list_unprinted_towns() -> list[UUID]:
    """Return the towns in which a letter waits for the print room, or a batch was kept from it; as maintenance."""
    waiting = PrintItem.objects.using("maintenance").filter(handed_over_at=None)
    return list(waiting.order_by("tenant_id").values_list("tenant_id", flat=True).distinct())


def _cases(caseworker: Caseworker) -> QuerySet[Case]:
    return Case.objects.filter(office_id__in=caseworker.office_ids, erased_at=None)


def _items(caseworker: Caseworker) -> QuerySet[PrintItem]:
    return PrintItem.objects.filter(subject_id__in=_cases(caseworker).values("id"))


def _deliveries(caseworker: Caseworker) -> QuerySet[Delivery]:
    return Delivery.objects.filter(channel=DeliveryChannel.POST, case__in=_cases(caseworker))


def _letters(items: QuerySet[PrintItem]) -> tuple[PaperLetter, ...]:
    """Return the letters of some rows in four queries, however many there are."""
    rows: list[Any] = list(items.annotate(wrapped_key=wrapped_key_of("subject_id")).select_related("batch"))
    cases = Case.objects.select_related("office").in_bulk({row.subject_id for row in rows})
    documents = StoredDocument.objects.in_bulk({row.document_id for row in rows})
    deliveries = {
        delivery.print_item_id: delivery
        for delivery in Delivery.objects.filter(print_item_id__in=[row.id for row in rows])
    }
    return tuple(
        PaperLetter(
            id=row.id,
            case=cases[row.subject_id],
            kind=DocumentKind(documents[row.document_id].kind),
            recipient=_recipient(row),
            state=state_of(
                handed_over_at=row.handed_over_at, posted_on=row.posted_on, returned_on=row.returned_on
            ),
            batch=row.batch,
            document_id=row.document_id,
            created_at=row.created_at,
            handed_over_at=row.handed_over_at,
            posted_on=row.posted_on,
            returned_on=row.returned_on,
            return_reason=row.return_reason,
            delivery=deliveries.get(row.id),
        )
        for row in rows
        if row.document_id in documents
    )


def _recipient(row: Any) -> tuple[str, ...]:
    try:
        return open_recipient(row, unwrap_key(row.subject_id, row.wrapped_key))
    except Unsealable:
        return ()
