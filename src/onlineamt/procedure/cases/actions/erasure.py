"""What is left of a case when it is erased: that there was one, of which service, and when."""

from datetime import date
from uuid import UUID

from django.db import transaction

from onlineamt.foundation.audit.actions import record
from onlineamt.foundation.core.clock import now
from onlineamt.procedure.cases.actions.moving import SYSTEM
from onlineamt.procedure.cases.models import Case, CaseHold, CaseNote, CaseTask, EvidenceRequest


def empty_case(case: Case) -> None:
    """Delete what belongs to a case and empty its row; reference, service, office and dates stay.

    The caller has locked the case and destroyed its key: before that the database refuses.
    """
    for rows in (CaseTask, CaseNote, EvidenceRequest, CaseHold):
        rows.objects.filter(case=case).delete()
    case.sealed_examination = None
    case.owner_id = None
    case.erased_at = now()
    case.revision += 1
    case.save(update_fields=["sealed_examination", "owner", "erased_at", "revision"])


@transaction.atomic
def offer_to_archive(case_id: UUID, *, on: date) -> bool:
    """Note that the archive may ask for a case from a day on (§ 4 ArchivG NRW); False when it could before."""
    offered = Case.objects.filter(id=case_id, offered_on=None, erased_at=None).update(offered_on=on)
    if offered:
        record("case.offered_to_archive", chain=case_id, actor=SYSTEM)
    return bool(offered)


def keep_until(case_id: UUID, *, day: date) -> None:
    """Note a later end of the retention period: what the decision entered lasted longer than the case."""
    Case.objects.filter(id=case_id, erase_on__lt=day).update(erase_on=day)
