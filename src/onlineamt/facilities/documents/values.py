"""What a document is and what is read of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class DocumentKind(StrEnum):
    """What a file is in its matter."""

    RECEIPT = "receipt"
    EVIDENCE = "evidence"
    DECISION = "decision"
    REQUEST = "request"
    CONFIRMATION = "confirmation"
    PERMIT = "permit"
    REMINDER = "reminder"


class FileKind(StrEnum):
    """What a file is by its content; the words of `types:` in a form."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    HEIC = "heic"


@dataclass(frozen=True, kw_only=True)
class NewDocument:
    """A file to be kept. `verify_token`: the token printed on a letter that anybody may check.

    `scanned_at`: when a virus scanner has seen what somebody handed in.
    """

    kind: DocumentKind
    name: str
    media_type: str
    content: bytes
    verify_token: str = ""
    scanned_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class OpenedDocument:
    """A file as it was stored."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class KeptFile:
    """What an answer holds of a file that was handed in: as it is kept, not as it came."""

    id: UUID
    name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Download:
    """A file of a stranger as a page may hand it out: its bytes, and headers with which no browser runs it."""

    content: bytes
    media_type: str
    headers: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class IssuedDocument:
    """What anybody may know of a letter whose token or copy they hold: what it is and when it was made."""

    kind: DocumentKind
    issued_at: datetime
