"""E-mails on their way."""

from typing import ClassVar

from django.db import models

from onlineamt.facilities.mail.values import MailState
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.tenancy.fields import TenantOwned


class OutboundMail(TenantOwned):
    """An e-mail (E-Mail) to a person. To whom and with which code is sealed, and forgotten once it is sent."""

    subject_id = models.UUIDField()
    template = models.CharField(max_length=40)  # a MailTemplate
    language = models.CharField(max_length=10)
    idempotency_key = models.CharField(max_length=120)
    sealed_content = models.BinaryField(null=True)  # recipient and context; null once sent
    state = models.CharField(max_length=10, default=MailState.QUEUED.value)  # a MailState
    attempts = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=200, blank=True)  # why the last attempt failed; never an address
    created_at = models.DateTimeField(default=now)
    settled_at = models.DateTimeField(null=True)  # when it was sent or given up

    class Meta:
        db_table = "outbound_mail"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant", "idempotency_key"], name="outbound_mail_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["tenant", "subject_id"], name="outbound_mail_subject"),
            models.Index(
                fields=["settled_at"],
                condition=models.Q(state=MailState.FAILED.value),
                name="outbound_mail_failed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.id}"
