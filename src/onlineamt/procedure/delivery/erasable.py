"""What keeps a case from being erased, read from all its stages; and which cases are to be looked at."""

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from onlineamt.facilities.payments.models import Claim
from onlineamt.facilities.payments.queries import has_open_claim
from onlineamt.facilities.post.queries import lies_in_print_room
from onlineamt.facilities.registers.models import RegisterEntry
from onlineamt.facilities.registers.queries import entries_of
from onlineamt.foundation.core.clock import today
from onlineamt.foundation.deadlines.periods import Period
from onlineamt.foundation.sealing.models import Erasure
from onlineamt.foundation.tenancy.directory import current_tenant
from onlineamt.procedure.applications.running import get_running
from onlineamt.procedure.cases.models import Case, CaseHold
from onlineamt.procedure.cases.queries import list_holds
from onlineamt.procedure.cases.values import HoldKind
from onlineamt.procedure.delivery.queries import effective_deliveries
from onlineamt.procedure.delivery.values import ErasureFacts

_A_DAY = timedelta(days=1)


def erasure_facts(case: Case) -> ErasureFacts:
    """Return what is known of a case that is to be erased."""
    return ErasureFacts(
        erase_on=case.erase_on,
        keep=Period.parse(get_running(case.version_id).definition.retention.closed_case),
        entries_end_on=[_last_day(entry) for entry in entries_of(case.id)],
        has_open_claim=has_open_claim(case.id),
        is_on_its_way=_is_on_its_way(case.id),
        holds=frozenset(HoldKind(hold.kind) for hold in list_holds(case)),
        offers_to_archive=current_tenant().offers_to_archive,
        offered_on=case.offered_on,
    )


def is_key_destroyed(case_id: UUID) -> bool:
    """Tell whether a case was erased before: a restored backup brings its rows back, but not its key."""
    return Erasure.objects.filter(id=case_id).exists()


def list_cases_to_erase(day: date) -> list[tuple[UUID, UUID]]:
    """Return tenant and id of the cases of all towns whose time was over before a day, and of those a restore brought back.

    What is known to be kept is left out, so that nobody looks at it anew every night. As maintenance.
    """
    same = {"tenant_id": OuterRef("tenant_id"), "subject_id": OuterRef("id")}
    lasting = RegisterEntry.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=day), Q(ended_on=None) | Q(ended_on__gt=day), **same
    )
    owed = Claim.objects.filter(settled_at=None, cancelled_at=None, **same)
    held = CaseHold.objects.filter(case=OuterRef("id"), lifted_at=None)
    is_over = Q(erase_on__lt=day) & ~Exists(lasting) & ~Exists(owed) & ~Exists(held)
    came_back = Exists(Erasure.objects.filter(id=OuterRef("id")))
    rows = Case.objects.using("maintenance").filter(is_over | came_back, erased_at=None)
    return list(rows.order_by("erase_on").values_list("tenant_id", "id"))


def _is_on_its_way(case_id: UUID) -> bool:
    deliveries = effective_deliveries(case_id)
    unknown = any(one.notified_on is None or one.notified_on > today() for one in deliveries)
    return unknown or lies_in_print_room(case_id)


def _last_day(entry: RegisterEntry) -> date | None:
    """The last day on which an entry counts."""
    ends = [entry.valid_until, entry.ended_on - _A_DAY if entry.ended_on else None]
    return min((day for day in ends if day), default=None)
