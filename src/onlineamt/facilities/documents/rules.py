"""Where a document lies, the token of a letter, what a file is by its first bytes, and names that do no harm."""

import re
import unicodedata
from collections.abc import Mapping
from urllib.parse import quote
from uuid import UUID

from onlineamt.facilities.documents.values import FileKind
from onlineamt.foundation.core.codes import is_well_formed, new_code, normalise_code, show_code

TOKEN_CHARACTERS = 25  # 24 of them random: 117 bits, not to be guessed
_TOKEN_GROUP = 5

LARGEST_FILE = 20_000_000  # bytes
MOST_FILES, MOST_BYTES = 50, 100_000_000  # of one matter, with what is still arriving
SMALLEST_PART, LARGEST_PART = 65_536, 5_000_000  # bytes; the last part of a file may be smaller

NAME_LENGTH = 120
_NAMELESS = "Datei"

MEDIA_TYPES: Mapping[FileKind, str] = {
    FileKind.PDF: "application/pdf",
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.HEIC: "image/jpeg",  # nothing else shows HEIC: it is kept as JPEG
}
_ENDINGS = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}
# What people call a file of such a type; any other ending is not believed and stays part of the name.
_KNOWN_ENDINGS = re.compile(r"\.(pdf|jpe?g|jpe|jfif|png|hei[cf]|hif)$", re.IGNORECASE)
# ISO/IEC 23008-12, 14496-12: a box `ftyp` names what the file is; these are pictures in HEVC.
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"}
_GENERAL_BRANDS = {b"mif1", b"msf1", b"miaf"}
_OUTSIDE_NAMES = frozenset('\\/:*?"<>|')


def storage_key(tenant_id: UUID, document_id: UUID) -> str:
    """Return the key of a document's bytes. The last two digits of its id are random: folders fill evenly."""
    return f"{tenant_id}/{document_id.hex[-2:]}/{document_id}"


def new_verify_token() -> str:
    """Return a token for a letter, in groups as people read it: it says nothing of the matter."""
    return show_code(new_code(TOKEN_CHARACTERS), group=_TOKEN_GROUP)


def read_verify_token(typed: str) -> str | None:
    """Return the token that somebody typed or scanned, in one spelling, or None when it cannot be one."""
    code = normalise_code(typed)
    return code if is_well_formed(code, length=TOKEN_CHARACTERS) else None


def file_kind(content: bytes) -> FileKind | None:
    """Return what a file begins as, whatever its name says; None for what the portal does not take.

    A PDF must begin at the first byte: readers accept one after a kilobyte of anything, and so do those who hide a page there.
    """
    if content.startswith(b"%PDF-"):
        return FileKind.PDF
    if content.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    return FileKind.HEIC if content[4:8] == b"ftyp" and _is_heic(content) else None


def _is_heic(content: bytes) -> bool:
    end = min(int.from_bytes(content[:4], "big"), 256)
    brands = {content[8:12], *(content[at : at + 4] for at in range(16, end, 4))}
    return bool(brands & _HEIC_BRANDS) and content[8:12] in _HEIC_BRANDS | _GENERAL_BRANDS


def clean_name(name: str, media_type: str) -> str:
    """Return what a file is called from now on: its last part, readable characters only, with the ending of its type."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(
        " " if character in _OUTSIDE_NAMES else character for character in last if _is_shown(character)
    )
    stem = _KNOWN_ENDINGS.sub("", " ".join(shown.split())).strip(" .")
    ending = _ENDINGS[media_type]
    return (stem[: NAME_LENGTH - len(ending)].rstrip(" .") or _NAMELESS) + ending


def _is_shown(character: str) -> bool:
    """Controls, direction marks and half characters can make a name look like another one."""
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


_STRICT = "default-src 'none'; sandbox"
# No browser shows a PDF in a sandbox: its viewer is an object with a style of its own. What acted in the file was taken out.
_PAPER = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"


def download_headers(name: str, media_type: str, *, is_inline: bool) -> dict[str, str]:
    """Return the headers of a stranger's file: no browser runs it, guesses what it is or lets it reach the portal.

    Only what the portal made itself of it (JPEG, PNG, PDF) may be shown in the page's place.
    """
    is_known = media_type in _ENDINGS
    decomposed = unicodedata.normalize("NFKD", name)
    plain = "".join(
        character for character in decomposed if " " <= character <= "~" and character not in '"\\'
    )
    way = "inline" if is_inline and is_known else "attachment"
    is_paper = way == "inline" and media_type == "application/pdf"
    return {
        "Content-Type": media_type if is_known else "application/octet-stream",
        "Content-Disposition": f"{way}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": _PAPER if is_paper else _STRICT,
        "Cache-Control": "private, no-store",
    }
