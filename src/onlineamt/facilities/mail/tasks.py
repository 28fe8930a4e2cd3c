"""E-mails go out by a job, after the transaction that promised them."""

from uuid import UUID

from onlineamt.facilities.mail.actions import DELIVER, deliver_mail
from onlineamt.foundation.jobs.tenant_task import tenant_task


@tenant_task(DELIVER)
def deliver(*, mail_id: str) -> None:
    """Hand one e-mail over; a delay makes a new job of its own."""
    deliver_mail(UUID(mail_id))
