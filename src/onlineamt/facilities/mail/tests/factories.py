"""E-mails as Musterstadt sends them, and a transport that remembers."""

from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any
from uuid import UUID

from onlineamt.facilities.mail.values import MailTemplate, NewMail, Sender
from onlineamt.foundation.core.languages import Language

ADDRESS = "erika@beispiel.example"
SENDER = Sender(
    name="Stadt Musterstadt",
    host="musterstadt.localhost",
    accent="#0b5c66",
    address="online-amt@musterstadt.example",
)
VALUES = {
    "code": "482 913",
    "minutes": "15",
    "url": "https://musterstadt.example/stand?a=1&b=2",
    "deletion_date": "22. Dezember 2026",
    "problem": "Der Knopf ist zu klein.",
    "place": "Startseite",
    "email": "max@beispiel.example",
}


def code_mail(subject_id: UUID, **changes: Any) -> NewMail:
    """Return the e-mail with Erika's one-time code."""
    facts: dict[str, Any] = {
        "subject_id": subject_id,
        "recipient": ADDRESS,
        "template": MailTemplate.ONE_TIME_CODE,
        "language": Language.GERMAN,
        "idempotency_key": "code:1",
        "context": {"code": VALUES["code"], "minutes": VALUES["minutes"]},
    }
    return NewMail(**{**facts, **changes})


@dataclass
class RememberingTransport:
    """Remembers what it is given; raises what it is told to."""

    failure: Exception | None = None
    sent: list[EmailMessage] = field(default_factory=list)

    def send(self, message: EmailMessage, *, sender: str, recipient: str) -> None:
        if self.failure is not None:
            raise self.failure
        assert message["To"].addresses[0].addr_spec == recipient
        assert message["From"].addresses[0].addr_spec == sender
        self.sent.append(message)
