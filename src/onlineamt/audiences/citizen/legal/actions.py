"""What people do on the legal pages: report a barrier."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from onlineamt.audiences.citizen.legal.inputs import BarrierInput
from onlineamt.facilities.mail.actions import send_mail
from onlineamt.facilities.mail.values import MailTemplate, NewMail
from onlineamt.foundation.audit.actions import record
from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.core.languages import Language
from onlineamt.foundation.limits.actions import count_attempt
from onlineamt.foundation.limits.values import Limit
from onlineamt.foundation.sealing.actions import create_key

REPORTS_FROM = Limit("legal.barrier_reports_from", 10, timedelta(hours=1))
NOTHING_SAID = "keine Angabe"  # the town hall reads German


@transaction.atomic
def report_barrier(report: BarrierInput, *, town_hall: str, address: str) -> UUID:
    """Send a report to the town hall's e-mail address and return its id; it is kept sealed until it has left.

    Raises TooManyAttempts, or AddressUnusable where the municipality has no address; then nothing is sent.
    """
    count_attempt(REPORTS_FROM, address)
    report_id = new_id()
    seal = create_key(report_id)
    mail = NewMail(
        subject_id=report_id,
        recipient=town_hall,
        template=MailTemplate.BARRIER_REPORTED,
        language=Language.GERMAN,
        idempotency_key=f"barrier:{report_id}",
        context={
            "problem": report.problem,
            "place": report.place or NOTHING_SAID,
            "email": report.email or NOTHING_SAID,
        },
    )
    send_mail(mail, seal=seal)
    record("barrier.reported", chain=report_id, actor="guest")
    return report_id
