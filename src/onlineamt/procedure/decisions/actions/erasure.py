"""Forgetting what was decided, when its case is erased."""

from uuid import UUID

from onlineamt.procedure.decisions.models import Decision


def erase_decisions(case_id: UUID) -> int:
    """Delete the decisions of a case and return how many there were.

    The caller has destroyed the key and deleted the deliveries: before that the database refuses.
    """
    deleted, _ = Decision.objects.filter(case_id=case_id).delete()
    return deleted
