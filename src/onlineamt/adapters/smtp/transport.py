"""Handing e-mails to a mail server: encrypted, with a time limit, and telling "not now" from "never"."""

import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from onlineamt.facilities.mail.ports import MailDelayed, MailRefused

TIMEOUT_SECONDS = 20
_PORTS = {"smtps": 465, "smtp": 587}
_PERMANENT = range(500, 600)  # RFC 5321, 4.2.1


class SmtpTransport:
    """A mail server by its address: `smtps://name:password@host:465`, or `smtp://host:587` with STARTTLS.

    See the port `MailTransport`. Where `must_encrypt` is set, a server without TLS gets no mail at all.
    """

    def __init__(
        self,
        url: str,
        *,
        must_encrypt: bool,
        timeout: float = TIMEOUT_SECONDS,
        context: ssl.SSLContext | None = None,
    ) -> None:
        """Take the server's address. `context`: whose certificates count, by default those of the machine."""
        parts = urlsplit(url)
        self._scheme = parts.scheme
        self._host = parts.hostname or "localhost"
        self._port = parts.port or _PORTS[parts.scheme]
        self._login = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
        self._must_encrypt = must_encrypt
        self._timeout = timeout
        self._context = context or ssl.create_default_context()

    def send(self, message: EmailMessage, *, sender: str, recipient: str) -> None:
        """See MailTransport. Server words are left out of the reason: they often repeat the address."""
        try:
            with self._connect() as server:
                server.send_message(message, from_addr=sender, to_addrs=[recipient])
        except smtplib.SMTPRecipientsRefused as refused:
            codes = [code for code, _ in refused.recipients.values()]
            raise self._meaning(codes[0], is_about_this_mail=True) from None
        except smtplib.SMTPDataError as refused:
            raise self._meaning(refused.smtp_code, is_about_this_mail=True) from None
        except smtplib.SMTPNotSupportedError:
            raise MailRefused("the server takes no addresses with such letters") from None
        except (
            smtplib.SMTPResponseException
        ) as refused:  # log-in, greeting, sender: ours to mend, so keep the mail
            raise self._meaning(refused.smtp_code, is_about_this_mail=False) from None
        except (OSError, smtplib.SMTPException) as failure:
            raise MailDelayed(type(failure).__name__) from None

    def _connect(self) -> smtplib.SMTP:
        if self._scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self._host, self._port, timeout=self._timeout, context=self._context
            )
        else:
            server = smtplib.SMTP(self._host, self._port, timeout=self._timeout)
        try:
            self._prepare(server)
        except BaseException:
            server.close()
            raise
        return server

    def _prepare(self, server: smtplib.SMTP) -> None:
        server.ehlo()
        if self._scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=self._context)
            server.ehlo()
        elif self._scheme == "smtp" and self._must_encrypt:
            raise MailDelayed("the server offers no encryption")
        if self._login:
            server.login(*self._login)

    def _meaning(self, code: int, *, is_about_this_mail: bool) -> MailDelayed | MailRefused:
        is_final = is_about_this_mail and code in _PERMANENT
        return (MailRefused if is_final else MailDelayed)(f"the server answered {code}")
