"""The mail transport of this installation: set once when the application starts."""

from onlineamt.facilities.mail.ports import MailTransport

_transport: MailTransport | None = None


def use_transport(chosen: MailTransport) -> None:
    """Install the mail transport of this installation."""
    global _transport  # noqa: PLW0603 -- set once at start
    _transport = chosen


def transport() -> MailTransport:
    """Return the mail transport. Raises RuntimeError before the application has started."""
    if _transport is None:
        raise RuntimeError("no mail transport is installed")
    return _transport
