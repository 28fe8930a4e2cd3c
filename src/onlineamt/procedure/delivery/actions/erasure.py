"""Erasing a case whose time is over: the last stage does it, because it alone knows all the others (record 0120)."""

from uuid import UUID

from django.db import transaction

from onlineamt.facilities.documents.actions.storing import erase_documents
from onlineamt.facilities.mail.actions import erase_mails
from onlineamt.facilities.post.actions import erase_letters
from onlineamt.facilities.registers.actions import erase_entries
from onlineamt.foundation.audit.actions import record
from onlineamt.foundation.core.clock import today
from onlineamt.foundation.sealing.actions import destroy_key
from onlineamt.procedure.applications.actions.erasure import erase_application
from onlineamt.procedure.cases.actions.erasure import empty_case, keep_until, offer_to_archive
from onlineamt.procedure.cases.actions.moving import SYSTEM
from onlineamt.procedure.cases.models import Case
from onlineamt.procedure.decisions.actions.erasure import erase_decisions
from onlineamt.procedure.delivery.erasable import erasure_facts, is_key_destroyed
from onlineamt.procedure.delivery.models import Delivery, EntryReminder, Permit
from onlineamt.procedure.delivery.rules import obstacles_to_erasure, retention_ends_on
from onlineamt.procedure.delivery.values import ErasureFacts, Obstacle

RETENTION = "retention"


@transaction.atomic
def erase_case(case_id: UUID) -> bool:
    """Erase a case for ever when nothing keeps it; False where something does, or nothing is left to erase.

    All or nothing: a crash leaves the case as it was. Two at once erase once. What a restore brought back without its
    key goes whatever keeps it: nobody can read it any more.
    """
    case = Case.objects.select_for_update().filter(id=case_id, erased_at=None).first()
    if case is None:
        return False
    if not is_key_destroyed(case.id):
        facts = erasure_facts(case)
        if obstacles := obstacles_to_erasure(facts, today=today()):
            _prepare(case, facts, obstacles)
            return False
    record("case.erased", chain=case.id, actor=SYSTEM, facts={"reason": RETENTION})
    destroy_key(case.id, reason=RETENTION)
    _erase_what_facilities_keep(case.id)
    Delivery.objects.filter(case=case).delete()
    for rows in (Permit, EntryReminder):
        rows.objects.filter(entry__subject_id=case.id).delete()
    erase_decisions(case.id)
    empty_case(case)
    erase_application(case.application_id)
    return True


def _erase_what_facilities_keep(case_id: UUID) -> None:
    """Claims stay: they name an amount and a reference, and the finance office must account for them."""
    erase_documents(case_id)
    erase_mails(case_id)
    erase_letters(case_id)
    erase_entries(case_id)


def _prepare(case: Case, facts: ErasureFacts, obstacles: tuple[Obstacle, ...]) -> None:
    """Take the next step towards erasing: ask the archive, or look again when the time is really over."""
    if Obstacle.NOT_OFFERED in obstacles:
        offer_to_archive(case.id, on=today())
    ends_on = retention_ends_on(facts)
    if ends_on is not None:
        keep_until(case.id, day=ends_on)
