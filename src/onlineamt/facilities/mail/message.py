"""From words to a message as mail servers carry it (RFC 5322, MIME)."""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime
from uuid import UUID

from onlineamt.facilities.mail.rules import ascii_address
from onlineamt.facilities.mail.values import Sender, WrittenMail


def build_message(
    mail: WrittenMail, *, sender: Sender, recipient: str, mail_id: UUID, language: str, at: datetime
) -> EmailMessage:
    """Return the message: text and HTML, marked as sent by a machine so that no holiday note answers it.

    `recipient` is an address of `ascii_address`. The Message-ID stays the same however often it is sent.
    """
    message = EmailMessage(policy=SMTP if recipient.isascii() else SMTPUTF8)
    message["From"] = _address(_known(sender.address), display_name=_one_line(f"{sender.name} · Online-Amt"))
    message["To"] = _address(recipient)
    message["Subject"] = _one_line(mail.subject)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{mail_id}@{sender.host}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834
    message["X-Auto-Response-Suppress"] = "All"
    message["List-Id"] = f"<benachrichtigungen.{sender.host}>"  # RFC 2919: people sort by it
    message.set_content(mail.text, cte="quoted-printable")
    message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    message["Content-Language"] = language  # last: a body takes the Content-… headers before it along
    return message


def _address(known: str, *, display_name: str = "") -> Address:
    """The parser of Python refuses letters of other alphabets before the @, so the two parts are given apart."""
    local, _, domain = known.rpartition("@")
    return Address(display_name=display_name, username=local, domain=domain)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _known(address: str) -> str:
    known = ascii_address(address)
    if known is None:
        raise ValueError("the sender's address is none")
    return known
