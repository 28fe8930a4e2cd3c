"""Finding register entries: for whoever holds the tag, for staff, and for the case they came from."""

import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from onlineamt.facilities.registers.models import RegisterEntry, RegisterMark
from onlineamt.facilities.registers.rules import (
    mark_of,
    read_check_token,
    read_number,
    read_place,
    spell,
    status_on,
    write_place,
)
from onlineamt.facilities.registers.values import (
    CheckedEntry,
    EntryPage,
    EntryStatus,
    ListedEntry,
    OpenedEntry,
    Standing,
)
from onlineamt.foundation.core.clock import today
from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.sealing.errors import Unsealable
from onlineamt.foundation.sealing.queries import blind_index, get_seal, unwrap_key, wrapped_key_of
from onlineamt.foundation.sealing.seal import Seal

PAGE = 50


def get_entry(entry_id: UUID) -> RegisterEntry:
    """Return an entry of the present tenant. Raises NotFound."""
    entry = RegisterEntry.objects.filter(id=entry_id).first()
    if entry is None:
        raise NotFound
    return entry


def entries_of(subject_id: UUID) -> list[RegisterEntry]:
    """Return the entries that the decisions of a case made, the oldest first."""
    return list(RegisterEntry.objects.filter(subject_id=subject_id).order_by("id"))


def entry_of(subject_id: UUID, *, register: str = "") -> RegisterEntry | None:
    """Return the newest entry of a case, in one register where it is named, or None."""
    entries = RegisterEntry.objects.filter(subject_id=subject_id)
    if register:
        entries = entries.filter(register=register)
    return entries.order_by("-id").first()


def open_entry(entry: RegisterEntry, *, seal: Seal | None = None) -> OpenedEntry:
    """Return an entry with its values and the token of its QR code. Raises NotFound when it was erased."""
    try:
        content = _open_content(entry, seal or get_seal(entry.subject_id))
    except Unsealable as erased:
        raise NotFound from erased
    return OpenedEntry(
        id=entry.id,
        number=entry.number,
        values=content["values"],
        check_token=content["token"],
        stored=content.get("stored", {}),
        one_per=content.get("one_per", {}),
        compared=content.get("compared", ""),
        shown=content.get("shown", {}),
    )


def find_by_answer(*, register: str, number: str, answer: str) -> RegisterEntry | None:
    """Return the entry with a number whose person gave an answer, or None, whichever of the two is wrong.

    One look that takes the same time for any number. Whether the entry still counts is not asked.
    """
    return RegisterEntry.objects.filter(
        register=register, number=read_number(number), answer_index=answer_index(register, answer)
    ).first()


def entries_with_marks(
    *, register: str, marks: Mapping[str, bytes], besides: UUID | None = None
) -> dict[str, RegisterEntry]:
    """Return by name an entry, valid today or later, that is of the same person or thing; none of one case (`besides`)."""
    rows = RegisterMark.objects.filter(
        _lasting("entry__"), index__in=list(marks.values()), entry__register=register
    )
    if besides is not None:
        rows = rows.exclude(entry__subject_id=besides)
    found = rows.select_related("entry").order_by("entry_id")
    return {row.name: row.entry for row in found if marks.get(row.name) == bytes(row.index)}


def marks_of(
    register: str, one_per: Mapping[str, Sequence[str]], stored: Mapping[str, Any]
) -> dict[str, bytes]:
    """Return the keyed hashes by which an entry is known among others; none where an answer is missing."""
    spelled = {name: mark_of(stored, fields) for name, fields in one_per.items()}
    return {
        name: blind_index(mark, purpose=f"register.one_per:{register}:{name}")
        for name, mark in spelled.items()
        if mark
    }


def compares(entry: RegisterEntry, typed: str) -> bool:
    """Tell whether what somebody typed is what the entry says in the field that may be compared."""
    known = entry.compared_index
    return known is not None and hmac.compare_digest(bytes(known), compared_index(typed))


def find_checked(typed: str) -> CheckedEntry | None:
    """Return what anybody may know of the entry whose token they scanned or typed, or None."""
    token = read_check_token(typed)
    if token is None:
        return None
    row: Any = _in_register("").filter(token_hash=token_index(token)).first()
    if row is None:
        return None
    return _checked(row)


def entry_with_token(typed: str) -> RegisterEntry | None:
    """Return the entry whose token somebody scanned or typed, or None."""
    token = read_check_token(typed)
    return RegisterEntry.objects.filter(token_hash=token_index(token)).first() if token else None


def _checked(entry: Any) -> CheckedEntry:
    """`entry` carries the wrapped key of its subject."""
    try:
        content = _open_content(entry, unwrap_key(entry.subject_id, entry.wrapped_key))
    except Unsealable:
        content = {"values": {}}
    shown = content.get("shown", {})
    return CheckedEntry(
        register=entry.register,
        titles=entry.titles,
        number=entry.number,
        status=status_of(entry),
        valid_from=entry.valid_from,
        valid_until=entry.valid_until,
        shown=tuple((labels, str(content["values"].get(name, ""))) for name, labels in shown.items()),
        is_compared=entry.compared_index is not None,
    )


def find_entries(*, register: str = "", number: str = "", holder: str = "") -> list[ListedEntry]:
    """Return the entries with a number or a holder, in one register or in all, newest first; at most one page.

    Raises ValueError when neither is asked for: a whole register is read by `list_entries`.
    """
    if not number.strip() and not holder.strip():
        raise ValueError("neither number nor holder")
    rows = _in_register(register)
    if number.strip():
        rows = rows.filter(number=read_number(number))
    if holder.strip():
        rows = rows.filter(holder_index=holder_index(holder))
    return [_listed(row, today()) for row in rows.order_by("-id")[:PAGE]]


def list_entries(
    *,
    register: str,
    after: str = "",
    limit: int = PAGE,
    standing: Standing = Standing.ANY,
    within: timedelta = timedelta(),
) -> EntryPage:
    """Return a page of a register, newest number first, in one query. `after` is `next_after` of the page before.

    `within`: how soon what is `ENDING` has its last day.
    What is no such place begins at the top: it came from an address that somebody typed.
    """
    rows = _in_register(register).filter(_standing(standing, within))
    place = read_place(after)
    if place is not None:
        year, sequence = place
        rows = rows.filter(Q(year__lt=year) | Q(year=year, sequence__lt=sequence))
    found = list(rows.order_by("-year", "-sequence")[: limit + 1])
    shown = found[:limit]
    has_more = len(found) > limit
    return EntryPage(
        entries=tuple(_listed(row, today()) for row in shown),
        next_after=write_place(year=shown[-1].year, sequence=shown[-1].sequence) if has_more else "",
    )


def list_registers() -> list[tuple[str, Mapping[str, str]]]:
    """Return the registers that have entries, with the titles of their newest entry."""
    rows = RegisterEntry.objects.order_by("register", "-id").distinct("register")
    return [(row.register, row.titles) for row in rows.only("register", "titles")]


def status_of(entry: RegisterEntry) -> EntryStatus:
    """Return whether an entry counts today."""
    return status_on(
        today(), valid_from=entry.valid_from, valid_until=entry.valid_until, ended_on=entry.ended_on
    )


def content_purpose(entry_id: UUID) -> str:
    """Return what values and token are sealed for."""
    return f"register:{entry_id}"


def token_index(token: str) -> bytes:
    """Return the keyed hash of a check token in its one spelling."""
    return blind_index(token, purpose="register.token")


def holder_index(holder: str) -> bytes:
    """Return the keyed hash of what staff search by."""
    return blind_index(holder, purpose="register.holder")


def answer_index(register: str, answer: str) -> bytes:
    """Return the keyed hash of the answer by which a person is known to an entry."""
    return blind_index(spell(answer), purpose=f"register.answer:{register}")


def compared_index(typed: str) -> bytes:
    """Return the keyed hash of what whoever checks an entry may type."""
    return blind_index(spell(typed), purpose="register.compared")


def _standing(standing: Standing, within: timedelta) -> Q:
    day = today()
    return {
        Standing.ANY: Q(),
        Standing.VALID: _lasting() & Q(valid_from__lte=day),
        Standing.ENDING: _lasting() & Q(valid_until__lte=day + within),
        Standing.OVER: ~_lasting(),
    }[standing]


def _lasting(path: str = "") -> Q:
    """Entries that count today or later."""
    day = today()
    lasting = Q(**{f"{path}valid_until": None}) | Q(**{f"{path}valid_until__gte": day})
    return lasting & (Q(**{f"{path}ended_on": None}) | Q(**{f"{path}ended_on__gt": day}))


def _in_register(register: str) -> "QuerySet[RegisterEntry]":
    rows = RegisterEntry.objects.annotate(wrapped_key=wrapped_key_of("subject_id"))
    return rows.filter(register=register) if register else rows


def _listed(row: Any, day: date) -> ListedEntry:
    """`row` carries the wrapped key of its subject."""
    try:
        values = _open_content(row, unwrap_key(row.subject_id, row.wrapped_key))["values"]
    except Unsealable:
        values = None
    return ListedEntry(
        id=row.id,
        subject_id=row.subject_id,
        register=row.register,
        number=row.number,
        values=values,
        status=status_on(day, valid_from=row.valid_from, valid_until=row.valid_until, ended_on=row.ended_on),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        ended_on=row.ended_on,
        end_reason=row.end_reason,
    )


def _open_content(entry: RegisterEntry, seal: Seal) -> Mapping[str, Any]:
    if entry.sealed_content is None:
        raise Unsealable("erased")
    content: Mapping[str, Any] = json.loads(
        seal.open(entry.sealed_content, purpose=content_purpose(entry.id))
    )
    return content
