"""Entering, renewing, correcting and ending what stands in a register."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from onlineamt.facilities.registers.errors import EntryEnded, NothingToRenew
from onlineamt.facilities.registers.models import RegisterEntry, RegisterTerm
from onlineamt.facilities.registers.queries import (
    content_purpose,
    holder_index,
    open_entry,
    token_index,
)
from onlineamt.facilities.registers.rules import Numbering, new_check_token, read_scheme, renewed_from
from onlineamt.facilities.registers.values import NewEntry
from onlineamt.foundation.audit import actions as audit
from onlineamt.foundation.core.canonical import canonical_json
from onlineamt.foundation.core.clock import today
from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.core.ids import new_id
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
def renew_entry(*, entry_id: UUID, valid_from: date, valid_until: date | None, actor: str) -> RegisterEntry:
    """Let an entry count longer under its number; the terms it had before stay written down.

    Raises EntryEnded, NothingToRenew when the new end is not later or a day between would be missing, NotFound.
    """
    entry = _lock_entry(entry_id)
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
    _note_term(entry, valid_from)
    _record("register.renewed", entry, actor, **_term(valid_from, valid_until))
    return entry


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
    entry.sealed_content = _seal_content(seal, entry.id, values, before.check_token)
    if holder is not None:
        entry.holder_index = holder_index(holder) if holder.strip() else None
    entry.save(update_fields=["sealed_content", "holder_index"])
    audit.record(
        "register.corrected",
        chain=entry.subject_id,
        actor=actor,
        facts={"entry": str(entry.id)},
        content=canonical_json(dict(before.values)),
        seal=seal,
    )
    return entry


def erase_entries(subject_id: UUID) -> int:
    """Forget what the entries of a subject say of people and return how many there were.

    Number and validity stay: the number is not given again, and whoever finds the tag may ask whether it counts.
    """
    return RegisterEntry.objects.filter(subject_id=subject_id).update(sealed_content=None, holder_index=None)


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
    entry_id, token = new_id(), new_check_token()
    entry = RegisterEntry.objects.create(
        id=entry_id,
        register=new.register,
        subject_id=new.subject_id,
        idempotency_key=new.idempotency_key,
        titles=dict(new.titles),
        number=scheme.number(year=year, sequence=sequence),
        year=year,
        sequence=sequence,
        sealed_content=_seal_content(seal, entry_id, new.values, token),
        token_hash=token_index(token),
        holder_index=holder_index(new.holder) if new.holder.strip() else None,
        valid_from=new.valid_from,
        valid_until=new.valid_until,
    )
    _note_term(entry, new.valid_from)
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


def _note_term(entry: RegisterEntry, valid_from: date) -> None:
    RegisterTerm.objects.create(entry=entry, valid_from=valid_from, valid_until=entry.valid_until)


def _seal_content(seal: Seal, entry_id: UUID, values: Mapping[str, Any], token: str) -> bytes:
    content = canonical_json({"values": dict(values), "token": token})
    return seal.close(content, purpose=content_purpose(entry_id))


def _term(valid_from: date, valid_until: date | None) -> dict[str, str]:
    return {"from": valid_from.isoformat(), "until": valid_until.isoformat() if valid_until else ""}


def _record(name: str, entry: RegisterEntry, actor: str, **facts: str) -> None:
    audit.record(name, chain=entry.subject_id, actor=actor, facts={"entry": str(entry.id), **facts})
