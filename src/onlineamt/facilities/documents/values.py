"""What a document is and what is read of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class DocumentKind(StrEnum):
    """What a file is in its matter."""

    RECEIPT = "receipt"
    EVIDENCE = "evidence"
    DECISION = "decision"
    REQUEST = "request"
    CONFIRMATION = "confirmation"


@dataclass(frozen=True, kw_only=True)
class NewDocument:
    """A file to be kept. `verify_token`: the token printed on a letter that anybody may check."""

    kind: DocumentKind
    name: str
    media_type: str
    content: bytes
    verify_token: str = ""


@dataclass(frozen=True, kw_only=True)
class OpenedDocument:
    """A file as it was stored."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class IssuedDocument:
    """What anybody may know of a letter whose token or copy they hold: what it is and when it was made."""

    kind: DocumentKind
    issued_at: datetime
