"""E-mail through a mail server (SMTP)."""

from onlineamt.adapters.smtp.transport import SmtpTransport

__all__ = ["SmtpTransport"]
