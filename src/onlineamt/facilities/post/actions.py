"""Queueing letters, giving them to the print room in batches, and noting when they left and what came back."""

from collections.abc import Callable, Collection, Iterable
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from onlineamt.facilities.post.errors import NotPosted, NotPrintedYet, PostedOnWrongDay
from onlineamt.facilities.post.events import LetterPosted, LetterReturned
from onlineamt.facilities.post.models import PrintBatch, PrintItem
from onlineamt.facilities.post.queries import open_recipient, recipient_purpose
from onlineamt.facilities.post.room import print_room
from onlineamt.facilities.post.rules import BATCH_SIZE, clean_recipient, may_be_posted_on
from onlineamt.facilities.post.values import (
    NewLetter,
    PrintedLetter,
    PrintJob,
    ReturnReason,
    TakenBatch,
    TakenLetter,
)
from onlineamt.foundation.audit import actions as audit
from onlineamt.foundation.core.canonical import canonical_json
from onlineamt.foundation.core.clock import now, today
from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.core.events import emit
from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.sealing.errors import Unsealable
from onlineamt.foundation.sealing.queries import get_seal, unwrap_key, wrapped_key_of
from onlineamt.foundation.sealing.seal import Seal
from onlineamt.foundation.tenancy.directory import current_tenant
from onlineamt.foundation.tenancy.transaction import current_tenant_id

_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


@transaction.atomic
def queue_letter(letter: NewLetter, *, seal: Seal | None = None, actor: str = "system") -> PrintItem:
    """Ask for a letter on paper; the same idempotency key asks once.

    Raises ValueError without an address, Unsealable when the subject was erased.
    """
    _lock(f"letter:{letter.idempotency_key}")
    already = PrintItem.objects.filter(idempotency_key=letter.idempotency_key).first()
    if already is not None:
        return already
    lines = clean_recipient(list(letter.recipient))
    if not lines:
        raise ValueError("a letter needs an address")
    item_id = new_id()
    item = PrintItem.objects.create(
        id=item_id,
        subject_id=letter.subject_id,
        document_id=letter.document_id,
        idempotency_key=letter.idempotency_key,
        sealed_recipient=(seal or get_seal(letter.subject_id)).close(
            canonical_json(lines), purpose=recipient_purpose(item_id)
        ),
    )
    _record("post.queued", item, actor)
    return item


@transaction.atomic
def take_batch(*, limit: int = BATCH_SIZE) -> TakenBatch | None:
    """Put waiting letters together for the print room, or return the batch that a crash kept from it; None for nothing.

    Letters whose subject was erased meanwhile are left out; handing the batch over drops them.
    """
    _lock("batch")
    batch = PrintBatch.objects.filter(handed_over_at=None).order_by("id").first() or _new_batch(limit)
    if batch is None:
        return None
    items = batch.items.annotate(wrapped_key=wrapped_key_of("subject_id")).order_by("id")
    opened = [_taken(item) for item in items]
    return TakenBatch(id=batch.id, key=batch.key, letters=tuple(letter for letter in opened if letter))


@transaction.atomic
def hand_over_batch(batch: TakenBatch, *, open_letter: Callable[[TakenLetter], bytes | None]) -> int:
    """Give a batch to the print room, note it, and return how many letters there were.

    `open_letter` returns the PDF, None where it was erased, and raises where it cannot be had just now: then nothing
    happens. What was handed over already is not given again. A crash in between leaves the batch to be taken once
    more, under the same name; the print room takes it as the one it has.
    """
    _lock("batch")
    row = PrintBatch.objects.select_for_update().get(id=batch.id)
    if row.handed_over_at is not None:
        return 0
    printed = [(letter, pdf) for letter in batch.letters if (pdf := open_letter(letter)) is not None]
    if printed:
        print_room().hand_over(_print_job(row, printed))
    mark_handed_over(batch_id=row.id, item_ids=[letter.item_id for letter, _ in printed])
    return len(printed)


@transaction.atomic
def mark_handed_over(*, batch_id: UUID, item_ids: Collection[UUID], actor: str = "system") -> None:
    """Note that the print room has these letters of a batch; the others of it had nothing to print and are dropped."""
    at, printed = now(), set(item_ids)
    for item in PrintItem.objects.filter(batch_id=batch_id).order_by(
        "subject_id", "id"
    ):  # as all lock chains
        if item.id in printed:
            item.handed_over_at = at
            item.save(update_fields=["handed_over_at"])
            _record("post.handed_over", item, actor)
        else:
            _record("post.dropped", item, actor)
            item.delete()
    PrintBatch.objects.filter(id=batch_id).update(handed_over_at=at)


@transaction.atomic
def confirm_posted(*, item_ids: Collection[UUID], on: date, actor: str) -> int:
    """Note on which day letters really left the house, and return how many were new.

    The same day again is harmless. When all letters of a batch have left, the print room forgets it.
    Raises NotFound, NotPrintedYet, PostedOnWrongDay; then nothing is noted.
    """
    items = _lock_items(item_ids)
    fresh = [item for item in items if _leaves_on(item, on)]
    for item in fresh:
        item.posted_on = on
        item.save(update_fields=["posted_on"])
        _record("post.posted", item, actor, on=on.isoformat())
        emit(LetterPosted(item.id, item.subject_id, item.document_id, on))
    _clear_away_when_done({item.batch_id for item in fresh})
    return len(fresh)


@transaction.atomic
def print_again(*, item_ids: Collection[UUID], actor: str) -> int:
    """Put letters that were handed over but never left back among what waits, and return how many there were.

    For a folder that was lost or a jam in the printer. What waits already is left alone. Raises NotFound,
    PostedOnWrongDay for a letter that has left; then nothing is changed.
    """
    items = _lock_items(item_ids)
    if any(item.posted_on is not None for item in items):
        raise PostedOnWrongDay
    printed = [item for item in items if item.handed_over_at is not None]
    batches = {item.batch_id for item in printed}
    for item in printed:
        item.handed_over_at = item.batch = None
        item.save(update_fields=["handed_over_at", "batch"])
        _record("post.queued_again", item, actor)
    _clear_away_when_done(batches)
    return len(printed)


@transaction.atomic
def note_return(*, item_id: UUID, on: date, reason: ReturnReason, actor: str) -> PrintItem:
    """Note that the post brought a letter back; a second time changes nothing. Raises NotFound, NotPosted."""
    (item,) = _lock_items([item_id])
    if item.returned_on is not None:
        return item
    if item.posted_on is None or not item.posted_on <= on <= today():
        raise NotPosted
    item.returned_on, item.return_reason = on, reason.value
    item.save(update_fields=["returned_on", "return_reason"])
    _record("post.returned", item, actor, on=on.isoformat(), reason=reason.value)
    emit(LetterReturned(item.id, item.subject_id, item.document_id, on))
    return item


@transaction.atomic
def erase_letters(subject_id: UUID) -> int:
    """Erase every letter of a subject and return how many there were; what is not printed yet is not printed.

    A letter that lies in the print room goes with its batch, as soon as nothing else in it is still to be posted.
    """
    items = PrintItem.objects.filter(subject_id=subject_id)
    batches = set(items.filter(handed_over_at__isnull=False).values_list("batch_id", flat=True))
    deleted, _ = items.delete()
    _clear_away_when_done(batches)
    return deleted


def _new_batch(limit: int) -> PrintBatch | None:
    waiting = PrintItem.objects.filter(batch=None).order_by("id")[:limit]
    ids = list(waiting.select_for_update().values_list("id", flat=True))
    if not ids:
        return None
    day = today()
    batch = PrintBatch.objects.create(day=day, number=PrintBatch.objects.filter(day=day).count() + 1)
    PrintItem.objects.filter(id__in=ids).update(batch=batch)
    return batch


def _taken(item: Any) -> TakenLetter | None:
    """`item` carries the wrapped key of its subject."""
    try:
        recipient = open_recipient(item, unwrap_key(item.subject_id, item.wrapped_key))
    except Unsealable:
        return None
    return TakenLetter(
        item_id=item.id, subject_id=item.subject_id, document_id=item.document_id, recipient=recipient
    )


def _print_job(batch: PrintBatch, printed: list[tuple[TakenLetter, bytes]]) -> PrintJob:
    return PrintJob(
        town=_town(),
        key=batch.key,
        day=batch.day,
        letters=tuple(PrintedLetter(recipient=letter.recipient, pdf=pdf) for letter, pdf in printed),
    )


def _town() -> str:
    return current_tenant().key


def _leaves_on(item: PrintItem, day: date) -> bool:
    """Tell whether this is news. Raises what stands against it."""
    if item.handed_over_at is None:
        raise NotPrintedYet
    if item.posted_on == day:
        return False
    is_possible = may_be_posted_on(day, handed_over_at=item.handed_over_at, today=today())
    if item.posted_on is not None or not is_possible:
        raise PostedOnWrongDay
    return True


def _clear_away_when_done(batch_ids: Iterable[UUID | None]) -> None:
    """Letters lie unsealed in the print room: not a day longer than they are needed there."""
    unposted = PrintItem.objects.filter(batch_id=OuterRef("id"), posted_on=None)
    touched = [batch_id for batch_id in batch_ids if batch_id]
    for batch in PrintBatch.objects.filter(~Exists(unposted), id__in=touched):
        transaction.on_commit(partial(print_room().clear_away, town=_town(), key=batch.key))


def _lock_items(item_ids: Collection[UUID]) -> list[PrintItem]:
    wanted = set(item_ids)
    items = PrintItem.objects.select_for_update().filter(id__in=wanted).order_by("subject_id", "id")
    found = list(items)
    if len(found) != len(wanted):
        raise NotFound
    return found


def _lock(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [f"post:{current_tenant_id()}:{name}"])


def _record(name: str, item: PrintItem, actor: str, **facts: str) -> None:
    audit.record(name, chain=item.subject_id, actor=actor, facts={"item": str(item.id), **facts})
