"""What mail needs from the outside: somebody who carries it."""

from email.message import EmailMessage
from typing import Protocol


class MailDelayed(Exception):
    """Not now: the server does not answer, is busy, or asks to come again. Its words hold no address."""


class MailRefused(Exception):
    """Never: the server knows no such address, or does not take our mail. Its words hold no address."""


class MailTransport(Protocol):
    """Carries an e-mail on. A message may come twice with the same Message-ID after a crash; that is the same one."""

    def send(self, message: EmailMessage, *, sender: str, recipient: str) -> None:
        """Hand the message over. Raises MailDelayed or MailRefused."""
