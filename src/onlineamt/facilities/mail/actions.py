"""Promising, sending and erasing e-mails."""

import json
from uuid import UUID

import structlog
from django.db import transaction

from onlineamt.facilities.mail.errors import AddressUnusable
from onlineamt.facilities.mail.message import build_message
from onlineamt.facilities.mail.models import OutboundMail
from onlineamt.facilities.mail.ports import MailDelayed, MailRefused
from onlineamt.facilities.mail.queries import content_purpose, find_mail, get_sender
from onlineamt.facilities.mail.rules import ascii_address, next_attempt_in
from onlineamt.facilities.mail.transport import transport
from onlineamt.facilities.mail.values import MailState, MailTemplate, NewMail
from onlineamt.facilities.mail.writing import mail_language, write_mail
from onlineamt.foundation.core.canonical import canonical_json
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.core.languages import Language
from onlineamt.foundation.jobs.tenant_task import promise
from onlineamt.foundation.sealing.errors import Unsealable
from onlineamt.foundation.sealing.queries import get_seal
from onlineamt.foundation.sealing.seal import Seal

DELIVER = "mail.deliver"
log = structlog.get_logger()


@transaction.atomic
def send_mail(mail: NewMail, *, seal: Seal | None = None) -> OutboundMail:
    """Promise an e-mail: it goes out if, and only if, the caller's transaction commits.

    The same idempotency key sends once. `seal` saves a query where the caller has it. Raises AddressUnusable,
    Unsealable when the subject's key was destroyed, ValueError when a value the words need is missing.
    """
    if (already := find_mail(mail.idempotency_key)) is not None:
        return already
    recipient = ascii_address(mail.recipient)
    if recipient is None:
        raise AddressUnusable
    missing = mail_language(mail.language).mails[mail.template].gaps - set(mail.context)
    if missing:
        raise ValueError(f"{mail.template} needs {', '.join(sorted(missing))}")
    mail_id = new_id()
    content = canonical_json({"recipient": recipient, "context": mail.context})
    row = OutboundMail.objects.create(
        id=mail_id,
        subject_id=mail.subject_id,
        template=mail.template.value,
        language=mail.language.value,
        idempotency_key=mail.idempotency_key,
        sealed_content=(seal or get_seal(mail.subject_id)).close(content, purpose=content_purpose(mail_id)),
    )
    promise(DELIVER, {"mail_id": mail_id})
    return row


@transaction.atomic
def deliver_mail(mail_id: UUID) -> None:
    """Hand an e-mail to the transport, or put it off, or give it up where the transport says never.

    Nothing happens for one that is settled, or whose subject was erased meanwhile.
    """
    mail = OutboundMail.objects.select_for_update().filter(id=mail_id, state=MailState.QUEUED).first()
    if mail is None:
        return
    mail.attempts += 1
    try:
        _hand_over(mail)
    except (MailDelayed, MailRefused) as failure:
        _put_off_or_give_up(mail, failure)
    except Unsealable:
        _settle(mail, MailState.FAILED, reason="erased")
    else:
        _settle(mail, MailState.SENT)


def erase_mails(subject_id: UUID) -> int:
    """Erase every e-mail of a subject and return how many there were; what is not sent yet is not sent."""
    deleted, _ = OutboundMail.objects.filter(subject_id=subject_id).delete()
    return deleted


def _hand_over(mail: OutboundMail) -> None:
    sealed = bytes(mail.sealed_content or b"")
    content = json.loads(get_seal(mail.subject_id).open(sealed, purpose=content_purpose(mail.id)))
    sender, language = get_sender(), Language(mail.language)
    message = build_message(
        write_mail(MailTemplate(mail.template), language, content["context"], sender),
        sender=sender,
        recipient=content["recipient"],
        mail_id=mail.id,
        language=language.html_lang,
        at=mail.created_at,
    )
    transport().send(message, sender=sender.address, recipient=content["recipient"])


def _put_off_or_give_up(mail: OutboundMail, failure: MailDelayed | MailRefused) -> None:
    wait = next_attempt_in(mail.attempts) if isinstance(failure, MailDelayed) else None
    if wait is None:
        _settle(mail, MailState.FAILED, reason=str(failure))
        log.error("mail.failed", mail_id=str(mail.id), template=mail.template, reason=mail.reason)
        return
    mail.reason = str(failure)[:200]
    mail.save(update_fields=["attempts", "reason"])
    promise(DELIVER, {"mail_id": mail.id}, wait=wait)
    log.warning("mail.delayed", mail_id=str(mail.id), attempts=mail.attempts, reason=mail.reason)


def _settle(mail: OutboundMail, state: MailState, *, reason: str = "") -> None:
    """What was sent is forgotten; what failed is kept for whoever looks into it, until its subject is erased."""
    mail.state, mail.reason, mail.settled_at = state.value, reason[:200], now()
    if state is MailState.SENT:
        mail.sealed_content = None
    mail.save(update_fields=["state", "attempts", "reason", "settled_at", "sealed_content"])
