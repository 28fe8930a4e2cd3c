"""Finding e-mails, and who writes them."""

from uuid import UUID

from django.conf import settings

from onlineamt.facilities.mail.models import OutboundMail
from onlineamt.facilities.mail.values import MailState, Sender
from onlineamt.foundation.tenancy.directory import current_tenant

ACCENT = "#2044aa"  # where a municipality has chosen none


def find_mail(idempotency_key: str) -> OutboundMail | None:
    """Return the e-mail that was asked for under a key, or None: a page tells by its state whether it was sent."""
    return OutboundMail.objects.filter(idempotency_key=idempotency_key).first()


def count_failed_mails() -> int:
    """Return how many e-mails of all tenants were given up, for `doctor`; as the maintenance role."""
    return OutboundMail.objects.using("maintenance").filter(state=MailState.FAILED).count()


def get_sender() -> Sender:
    """Return the present tenant as its e-mails name it."""
    tenant = current_tenant()
    return Sender(
        name=tenant.official_name,
        host=tenant.host,
        accent=str(tenant.theme.get("accent") or ACCENT),
        address=settings.ENV.mail_from,
    )


def content_purpose(mail_id: UUID) -> str:
    """Return what recipient and context are sealed for."""
    return f"mail:{mail_id}"
