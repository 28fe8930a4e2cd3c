"""What the holder of an entry can do with it now: renew, change, give it up; each is a service of its own."""

from collections.abc import Mapping
from uuid import UUID

from onlineamt.facilities.registers.models import RegisterEntry
from onlineamt.facilities.registers.queries import entries_of, get_entry, status_of
from onlineamt.facilities.registers.values import EntryStatus
from onlineamt.foundation.core.clock import today
from onlineamt.foundation.tenancy.transaction import current_tenant_id
from onlineamt.procedure.applications.models import Application, LinkedBy
from onlineamt.procedure.applications.running import get_running
from onlineamt.procedure.cases.definition import Register
from onlineamt.procedure.cases.models import Case
from onlineamt.procedure.cases.queries import OpenCase
from onlineamt.procedure.cases.running import get_running_procedure
from onlineamt.procedure.catalogue.models import Offering
from onlineamt.procedure.catalogue.queries import find_offering
from onlineamt.procedure.delivery.rules import may_renew
from onlineamt.procedure.delivery.values import EntryStep

_COUNTS = (EntryStatus.VALID, EntryStatus.NOT_YET)


def entries_in(case: OpenCase) -> list[RegisterEntry]:
    """Return the entries of a case: those it made, and the one it was begun about from another case of the same person."""
    own = entries_of(case.id)
    row = case.declared.row
    if row.entry_id is None or row.linked_by != LinkedBy.CASE:
        return own
    return [*own, *(one for one in [get_entry(row.entry_id)] if one.id not in {entry.id for entry in own})]


def steps_for(entry: RegisterEntry) -> Mapping[EntryStep, Offering]:
    """Return what can be done with an entry now, each with what the municipality offers for it."""
    register = _register_of(entry)
    if register is None or find_follow_up(entry) is not None:
        return {}
    offered = {step: _offering(key, entry) for step, key in _possible(entry, register).items()}
    return {step: offering for step, offering in offered.items() if offering is not None}


def find_follow_up(entry: RegisterEntry) -> Case | None:
    """Return a case about an entry that the office has still to decide, or None."""
    about = Application.objects.filter(entry_id=entry.id, submitted_at__isnull=False)
    open_cases = Case.objects.filter(application__in=about, decided_at=None, closed_at=None, erased_at=None)
    return open_cases.order_by("received_at").first()


def find_begun(entry: RegisterEntry, *, service_key: str, token_hash: bytes) -> UUID | None:
    """Return a draft about an entry that the same device has begun and not sent, or None."""
    begun = Application.objects.filter(
        entry_id=entry.id,
        service_key=service_key,
        submitted_at=None,
        linked_by=LinkedBy.CASE,
        holders__token_hash=token_hash,
    )
    return begun.order_by("-started_at").values_list("id", flat=True).first()


def _register_of(entry: RegisterEntry) -> Register | None:
    """Return what the procedure of an entry's case says of its register; the case itself may be erased."""
    version = Case.objects.filter(id=entry.subject_id).values_list("version_id", flat=True).first()
    if version is None:
        return None
    return get_running_procedure(version).definition.registers.get(entry.register.split("/")[1])


def _possible(entry: RegisterEntry, register: Register) -> dict[EntryStep, str]:
    counts = status_of(entry) in _COUNTS
    renewable = entry.ended_on is None and may_renew(
        valid_until=entry.valid_until,
        today=today(),
        before=register.renew_from,
        after=register.renew_until,
    )
    wanted = {
        EntryStep.RENEW: register.renewed_by if renewable else None,
        EntryStep.CHANGE: register.changed_by if counts else None,
        EntryStep.END: register.ends_by if counts else None,
    }
    return {step: key for step, key in wanted.items() if key}


def _offering(key: str, entry: RegisterEntry) -> Offering | None:
    """Return what the municipality offers online under a key, where it follows the register of the entry."""
    offering = find_offering(current_tenant_id(), key)
    if offering is None or not offering.is_online:
        return None
    follows = get_running(offering.version_id).definition.follows
    return offering if follows is not None and follows.key == entry.register else None
