"""What an e-mail is before and after it is written."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from onlineamt.foundation.core.languages import Language


class MailTemplate(StrEnum):
    """What an e-mail is for. Its words stand in `texts/<language>.yaml`."""

    ONE_TIME_CODE = "one_time_code"
    RECEIPT_READY = "receipt_ready"
    DOCUMENTS_READY = "documents_ready"
    SOMETHING_TO_DO = "something_to_do"
    RESUME_CODE = "resume_code"
    DRAFT_EXPIRES = "draft_expires"
    BARRIER_REPORTED = "barrier_reported"  # to the town hall, the only one that says what it is about


class MailState(StrEnum):
    """How far an e-mail has come."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class NewMail:
    """An e-mail to be sent. `idempotency_key`: the same key sends once, however often it is asked for."""

    subject_id: UUID
    recipient: str
    template: MailTemplate
    language: Language
    idempotency_key: str
    context: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Sender:
    """The municipality that writes: name, host name, the colour of its button and the address mails come from."""

    name: str
    host: str
    accent: str
    address: str


@dataclass(frozen=True, kw_only=True)
class WrittenMail:
    """An e-mail in words: the same ones as text and as HTML."""

    subject: str
    text: str
    html: str
