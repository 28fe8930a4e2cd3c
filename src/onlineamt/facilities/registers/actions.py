"""Entering, renewing, correcting and ending what stands in a register."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from onlineamt.facilities.registers.errors import EntryEnded, EntryErased, NothingToRenew
from onlineamt.facilities.registers.models import RegisterEntry, RegisterMark, RegisterTerm
from onlineamt.facilities.registers.queries import (
    answer_index,
    compared_index,
    compares,
    content_purpose,
    entry_with_token,
    holder_index,
    marks_of,
    open_entry,
    token_index,
)
from onlineamt.facilities.registers.rules import (
    COMPARED,
    COMPARED_FROM,
    Numbering,
    new_check_token,
    read_scheme,
    renewed_from,
)
from onlineamt.facilities.registers.values import Change, NewEntry, OpenedEntry
from onlineamt.foundation.audit import actions as audit
from onlineamt.foundation.core.canonical import canonical_json
from onlineamt.foundation.core.clock import today
from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.limits.actions import count_attempt
from onlineamt.foundation.sealing.errors import Unsealable
from onlineamt.foundation.sealing.queries import get_seal
from onlineamt.foundation.sealing.seal import Seal
from onlineamt.foundation.tenancy.transaction import current_tenant_id

# Two jobs with one key wait here, before either has touched the counter.
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
# The row stays locked until the caller commits: nobody sees a number that may still be given back.
_COUNT = """
INSERT INTO register_counter (id, tenant_id, register, year, last) VALUES (%s, %s, %s, %s, 1)
ON CONFLICT (tenant_id, register, year) DO UPDATE SET last = register_counter.last + 1
RETURNING last
"""


@transaction.atomic
def enter(new: NewEntry, *, seal: Seal | None = None, actor: str = "system") -> RegisterEntry:
    """Enter into a register what a decision grants or notes, under the next number, and return the entry.

    The same idempotency key enters once; a rollback of the caller gives the number back. Until the caller commits
    others wait for the counter, so call it late, and for several entries at once use `enter_all`.
    Raises ValueError for a scheme, a title or a validity that cannot be, Unsealable when the subject was erased.
    """
    return enter_all([new], seal=seal, actor=actor)[0]


@transaction.atomic
def enter_all(
    entries: Sequence[NewEntry], *, seal: Seal | None = None, actor: str = "system"
) -> list[RegisterEntry]:
    """Enter several at once and return them in the order given. `seal` is for entries of one subject.

    Counters are taken in one order, so two transactions that take several never wait for each other.
    """
    schemes = [_checked(new) for new in entries]
    for key in sorted({new.idempotency_key for new in entries}):
        _lock(f"register:{current_tenant_id()}:{key}")
    made: dict[int, RegisterEntry] = {}
    for place in sorted(range(len(entries)), key=lambda place: (entries[place].register, place)):
        made[place] = _enter_once(entries[place], schemes[place], seal, actor)
    return [made[place] for place in range(len(entries))]


@transaction.atomic
def end_entry(*, entry_id: UUID, on: date, reason: str, actor: str) -> RegisterEntry:
    """End an entry: `on` is the first day without it, today or another. `reason` is a code, such as `deregistered`.

    Ending it again in the same words is harmless. Raises EntryEnded for other words, NotFound.
    """
    entry = _lock_entry(entry_id)
    if entry.ended_on is not None:
        if (entry.ended_on, entry.end_reason) != (on, reason):
            raise EntryEnded
        return entry
    entry.ended_on, entry.end_reason = on, reason
    entry.save(update_fields=["ended_on", "end_reason"])
    _record("register.ended", entry, actor, on=on.isoformat(), reason=reason)
    return entry


@transaction.atomic
def renew_entry(
    *, entry_id: UUID, valid_from: date, valid_until: date | None, actor: str, made_by: UUID | None = None
) -> RegisterEntry:
    """Let an entry count longer under its number; the terms it had before stay written down.

    `made_by`: the case that renews it; the same case renews once. Raises EntryEnded, NothingToRenew when the new end is
    not later or a day between would be missing, NotFound.
    """
    entry = _lock_entry(entry_id)
    if made_by is not None and entry.terms.filter(made_by=made_by).exists():
        return entry
    if entry.ended_on is not None:
        raise EntryEnded
    since = renewed_from(
        valid_from=entry.valid_from,
        valid_until=entry.valid_until,
        new_from=valid_from,
        new_until=valid_until,
        today=today(),
    )
    if since is None:
        raise NothingToRenew
    entry.valid_from, entry.valid_until = since, valid_until
    entry.save(update_fields=["valid_from", "valid_until"])
    _note_term(entry, valid_from, made_by)
    _record("register.renewed", entry, actor, **_term(valid_from, valid_until))
    return entry


@transaction.atomic
def change_entry(*, entry_id: UUID, change: Change, actor: str) -> RegisterEntry:
    """Let an entry say something else from now on; what stood there before is kept, sealed, in the audit trail.

    What is checked, compared and one of a kind changes with it. Doing it again changes nothing.
    Raises EntryEnded, EntryErased, NotFound.
    """
    entry = _lock_entry(entry_id)
    if entry.ended_on is not None:
        raise EntryEnded
    before, seal = _open(entry)
    values = {**before.values, **change.values}
    stored = {**before.stored, **change.stored}
    if values == before.values and stored == before.stored:
        return entry
    _rewrite(entry, replace(before, values=values, stored=stored), seal)
    _record_before("register.changed", entry, before, seal, actor)
    return entry


def lock_marks(marks: Iterable[bytes]) -> None:
    """Wait until nobody else is entering the same person or thing; the caller's transaction then holds it."""
    for mark in sorted(set(marks)):
        _lock(f"register.mark:{current_tenant_id()}:{mark.hex()}")


def lock_entry(entry_id: UUID) -> RegisterEntry:
    """Return an entry for update: the caller's transaction decides about it. Raises NotFound."""
    return _lock_entry(entry_id)


def compare_entry(*, token: str, typed: str, address: str) -> bool | None:
    """Tell whoever holds a code whether what they typed stands in its entry; None where the code leads to nothing.

    Raises TooManyAttempts by address and by entry.
    """
    count_attempt(COMPARED_FROM, address)
    entry = entry_with_token(token)
    if entry is None:
        return None
    count_attempt(COMPARED, str(entry.id))
    return compares(entry, typed)


@transaction.atomic
def correct_entry(
    *, entry_id: UUID, values: Mapping[str, Any], actor: str, holder: str | None = None
) -> RegisterEntry:
    """Put right what an entry says; what stood there before is kept, sealed, in the audit trail.

    `holder` is left as it is where none is given. Raises EntryEnded, NotFound, also when it was erased.
    """
    entry = _lock_entry(entry_id)
    if entry.ended_on is not None:
        raise EntryEnded
    seal = get_seal(entry.subject_id)
    before = open_entry(entry, seal=seal)
    stored = {
        name: kept for name, kept in before.stored.items() if values.get(name) == before.values.get(name)
    }
    stored |= {
        name: values[name]
        for name, kept in before.stored.items()
        if name in values and name not in stored and kept == before.values.get(name)
    }
    if holder is not None:
        entry.holder_index = holder_index(holder) if holder.strip() else None
        entry.save(update_fields=["holder_index"])
    _rewrite(entry, replace(before, values=values, stored=stored), seal)
    _record_before("register.corrected", entry, before, seal, actor)
    return entry


def erase_entries(subject_id: UUID) -> int:
    """Forget what the entries of a subject say of people and return how many there were.

    Number and validity stay: the number is not given again, and whoever finds the tag may ask whether it counts.
    """
    entries = RegisterEntry.objects.filter(subject_id=subject_id)
    RegisterMark.objects.filter(entry__in=entries).delete()
    return entries.update(sealed_content=None, holder_index=None, answer_index=None, compared_index=None)


def _checked(new: NewEntry) -> Numbering:
    if "de" not in new.titles:
        raise ValueError(f"{new.register} has no German title")
    if new.valid_until is not None and new.valid_until < new.valid_from:
        raise ValueError(f"{new.register} would end before it begins")
    return read_scheme(new.scheme)


def _enter_once(new: NewEntry, scheme: Numbering, seal: Seal | None, actor: str) -> RegisterEntry:
    already = RegisterEntry.objects.filter(idempotency_key=new.idempotency_key).first()
    if already is not None:
        return already
    seal = seal or get_seal(new.subject_id)
    year = scheme.counting_year(today())
    sequence = _count(new.register, year)
    number = scheme.number(year=year, sequence=sequence)
    content = OpenedEntry(
        id=new_id(),
        number=number,
        values=new.values,
        check_token=new_check_token(),
        stored=new.stored,
        one_per=new.one_per,
        compared=new.compared,
        shown=new.shown,
    )
    entry = RegisterEntry.objects.create(
        id=content.id,
        register=new.register,
        subject_id=new.subject_id,
        idempotency_key=new.idempotency_key,
        titles=dict(new.titles),
        number=number,
        year=year,
        sequence=sequence,
        sealed_content=_seal_content(seal, content),
        token_hash=token_index(content.check_token),
        holder_index=holder_index(new.holder) if new.holder.strip() else None,
        answer_index=answer_index(new.register, new.answer) if new.answer.strip() else None,
        compared_index=_compared(content),
        valid_from=new.valid_from,
        valid_until=new.valid_until,
    )
    _note_term(entry, new.valid_from)
    _mark(entry, content)
    _record("register.entered", entry, actor, number=entry.number, register=entry.register)
    return entry


def _count(register: str, year: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [new_id(), current_tenant_id(), register, year])
        return int(cursor.fetchone()[0])


def _lock(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [name])


def _lock_entry(entry_id: UUID) -> RegisterEntry:
    entry = RegisterEntry.objects.select_for_update().filter(id=entry_id).first()
    if entry is None:
        raise NotFound
    return entry


def _open(entry: RegisterEntry) -> tuple[OpenedEntry, Seal]:
    try:
        seal = get_seal(entry.subject_id)
        return open_entry(entry, seal=seal), seal
    except (NotFound, Unsealable) as erased:
        raise EntryErased from erased


def _rewrite(entry: RegisterEntry, content: OpenedEntry, seal: Seal) -> None:
    entry.sealed_content = _seal_content(seal, content)
    entry.compared_index = _compared(content)
    entry.save(update_fields=["sealed_content", "compared_index"])
    RegisterMark.objects.filter(entry=entry).delete()
    _mark(entry, content)


def _mark(entry: RegisterEntry, content: OpenedEntry) -> None:
    marks = marks_of(entry.register, content.one_per, content.stored)
    RegisterMark.objects.bulk_create(
        [RegisterMark(entry=entry, name=name, index=index) for name, index in marks.items()]
    )


def _compared(content: OpenedEntry) -> bytes | None:
    known = content.stored.get(content.compared)
    return compared_index(str(known)) if known else None


def _note_term(entry: RegisterEntry, valid_from: date, made_by: UUID | None = None) -> None:
    RegisterTerm.objects.create(
        entry=entry, valid_from=valid_from, valid_until=entry.valid_until, made_by=made_by
    )


def _seal_content(seal: Seal, content: OpenedEntry) -> bytes:
    kept = {
        "values": dict(content.values),
        "token": content.check_token,
        "stored": dict(content.stored),
        "one_per": {name: list(fields) for name, fields in content.one_per.items()},
        "compared": content.compared,
        "shown": {name: dict(labels) for name, labels in content.shown.items()},
    }
    return seal.close(canonical_json(kept), purpose=content_purpose(content.id))


def _record_before(name: str, entry: RegisterEntry, before: OpenedEntry, seal: Seal, actor: str) -> None:
    audit.record(
        name,
        chain=entry.subject_id,
        actor=actor,
        facts={"entry": str(entry.id)},
        content=canonical_json(dict(before.values)),
        seal=seal,
    )


def _term(valid_from: date, valid_until: date | None) -> dict[str, str]:
    return {"from": valid_from.isoformat(), "until": valid_until.isoformat() if valid_until else ""}


def _record(name: str, entry: RegisterEntry, actor: str, **facts: str) -> None:
    audit.record(name, chain=entry.subject_id, actor=actor, facts={"entry": str(entry.id), **facts})
