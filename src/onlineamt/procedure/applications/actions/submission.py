"""Submitting: a draft becomes a binding application, with every consequence, in one transaction."""

import secrets
from datetime import datetime

from django.db import transaction

from onlineamt.foundation.audit.actions import record
from onlineamt.foundation.core.canonical import canonical_json, digest
from onlineamt.foundation.core.clock import berlin_day, now
from onlineamt.foundation.core.events import emit
from onlineamt.procedure.applications.actions.drafts import GUEST
from onlineamt.procedure.applications.actions.files import forget_removed
from onlineamt.procedure.applications.errors import EmailNotConfirmed, Incomplete
from onlineamt.procedure.applications.events import ApplicationSubmitted
from onlineamt.procedure.applications.models import Application, ContactWay
from onlineamt.procedure.applications.queries import ANSWERS, OpenApplication
from onlineamt.procedure.applications.rules import new_reference
from onlineamt.procedure.applications.values import Submission

SALT_BYTES = 16
_SUBMITTED = (
    "sealed_answers", "digest", "submitted_at", "delete_after", "reference",
    "contact_way", "sealed_email", "email_confirmed_at", "code_hash", "code_sent_at",
)  # fmt: skip


def submit_application(
    application: OpenApplication, submission: Submission, *, by_post: bool = False, despite_gaps: bool = False
) -> str:
    """Make a draft that was opened for update a binding application and return its reference.

    The date of receipt is now, whatever is missing (§ 24 Abs. 3 VwVfG). The answers are frozen with their hash.
    `by_post`: everything comes by post, an address given before is forgotten. Sending twice is sending once: the second
    call returns the first reference and changes nothing.
    Raises EmailNotConfirmed, or Incomplete unless the person sends `despite_gaps`; nothing is changed then.
    """
    row = application.row
    if row.is_submitted:
        return row.reference
    if by_post:
        row.contact_way = ContactWay.POST
        row.sealed_email = row.email_confirmed_at = row.code_hash = row.code_sent_at = None
    if row.contact_way == ContactWay.EMAIL and row.email_confirmed_at is None:
        raise EmailNotConfirmed
    if not (submission.is_complete or despite_gaps):
        raise Incomplete
    _submit(application, submission)
    return row.reference


@transaction.atomic(savepoint=False)  # on the hot path, and nobody goes on after its errors
def _submit(application: OpenApplication, submission: Submission) -> None:
    row = application.row
    forget_removed(application, submission.answers)
    frozen = canonical_json(submission.frozen(salt=secrets.token_hex(SALT_BYTES)))
    row.sealed_answers = application.seal.close(frozen, purpose=ANSWERS)
    row.digest = digest(frozen)
    row.submitted_at = now()
    row.delete_after = None
    row.reference = _free_reference(row.submitted_at)
    row.save(update_fields=_SUBMITTED)
    record(
        "application.submitted",
        chain=row.id,
        actor=GUEST,
        facts={
            "reference": row.reference,
            "digest": row.digest,
            "version": str(row.version_id),
            "complete": submission.is_complete,
            "contact": row.contact_way,
        },
    )
    emit(ApplicationSubmitted(application_id=row.id))


def _free_reference(submitted_at: datetime) -> str:
    """Return a reference nobody has. Should two senders draw the same one at once, the database refuses the second."""
    while True:
        reference = new_reference(berlin_day(submitted_at).year)
        if not Application.objects.filter(reference=reference).exists():
            return reference
