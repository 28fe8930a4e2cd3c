"""The stand-in: writes each message as a file, says so in the message, and shows what it has."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from math import ceil
from pathlib import Path

NOTICE_HEADER = "X-Online-Amt-Vorfuehrung"
NOTICE = "Stand-in: diese Nachricht wurde nicht verschickt, nur in einen Ordner gelegt."
KEEP = 200  # messages of one municipality
PAGE = 20


class StandInInProduction(Exception):
    """A stand-in would swallow what people wait for: it refuses to work in production."""


@dataclass(frozen=True, kw_only=True)
class DemoMail:
    """A message that was not sent, as the demo shows it."""

    key: str
    recipient: str
    sender: str
    subject: str
    sent_at: datetime
    text: str


@dataclass(frozen=True, kw_only=True)
class MailPage:
    """A page of messages, the newest first; the first page has the number 1."""

    mails: Sequence[DemoMail]
    number: int
    pages: int


class FolderTransport:
    """Messages as files below a folder, one folder per municipality. See the port `MailTransport`."""

    def __init__(self, folder: Path, *, is_production: bool) -> None:
        """Raises StandInInProduction."""
        if is_production:
            raise StandInInProduction("Ohne ONLINEAMT_SMTP_URL geht in Produktion keine E-Mail hinaus.")
        self._folder = folder

    def send(self, message: EmailMessage, *, sender: str, recipient: str) -> None:
        """See MailTransport."""
        message[NOTICE_HEADER] = NOTICE
        mail_id, _, host = message["Message-ID"].strip("<>").partition("@")
        folder = self._folder / _safe(host)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, draft = tempfile.mkstemp(dir=folder)
        with os.fdopen(handle, "wb") as file:
            file.write(bytes(message))
        Path(draft).rename(folder / f"{_safe(mail_id)}.eml")
        self._forget_oldest(folder)

    def list_mails(self, host: str, *, page: int = 1) -> MailPage:
        """Return the messages of a municipality, the newest first, a page of them; no other is opened."""
        paths = list(self._paths(host))
        start = (page - 1) * PAGE
        found = [mail for path in paths[start : start + PAGE] if (mail := _read(path)) is not None]
        return MailPage(mails=found, number=page, pages=ceil(len(paths) / PAGE))

    def find_mail(self, host: str, key: str) -> DemoMail | None:
        """Return one message of a municipality, or None."""
        return next((_read(path) for path in self._paths(host) if path.stem == key), None)

    def _paths(self, host: str) -> Iterator[Path]:
        """Ids are UUIDv7: their order is the order of time."""
        yield from sorted((self._folder / _safe(host)).glob("*.eml"), reverse=True)

    def _forget_oldest(self, folder: Path) -> None:
        for path in sorted(folder.glob("*.eml"), reverse=True)[KEEP:]:
            path.unlink(missing_ok=True)


def _safe(name: str) -> str:
    """Return a name that is a file name and nothing else."""
    return "".join(
        character if character.isalnum() or character in "-." else "_" for character in name
    ).lstrip(".")


def _read(path: Path) -> DemoMail | None:
    try:
        message = message_from_bytes(path.read_bytes(), policy=policy.default)
    except FileNotFoundError:  # forgotten meanwhile
        return None
    body = message.get_body(preferencelist=("plain",))
    return DemoMail(
        key=path.stem,
        recipient=str(message["To"]),
        sender=str(message["From"]),
        subject=str(message["Subject"]),
        sent_at=message["Date"].datetime,
        text=body.get_content() if body else "",
    )
