"""PDFs are written anew: pages stay as they look; what acts, hides or tells of its author goes."""

import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from onlineamt.facilities.documents.errors import (
    FileLocked,
    FileNeedsProgram,
    FileTooComplex,
    FileUnreadable,
)

MOST_PAGES = 500
MOST_OBJECTS = 200_000
MOST_BYTES = 1_000_000_000  # of all streams, unpacked
_END = 2_048  # bytes in which the end of the file is marked; what is cut off has no mark there

# What acts by itself, carries other files, or tells about people and programs (ISO 32000-2).
UNWANTED = frozenset(
    {
        "/AA", "/AF", "/Collection", "/DSS", "/EF", "/EmbeddedFiles", "/JS", "/JavaScript",
        "/LastModified", "/Metadata", "/OpenAction", "/Perms", "/PieceInfo", "/RichMediaContent", "/Thumb", "/Threads",
        "/OPI", "/Ref", "/URI", "/XFA", "/SpiderInfo", "/Legal", "/Requirements", "/Renditions", "/AlternatePresentations", "/DPartRoot",
    }
)  # fmt: skip
# Notes that carry or play something; what is drawn in their place on the page goes with them.
UNWANTED_NOTES = frozenset(
    {"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D", "/TrapNet"}
)
_PACKED = frozenset({"/FlateDecode", "/Fl", "/LZWDecode", "/LZW", "/RunLengthDecode", "/RL"})
# A stream may lie in another file, and its reader would look for it there.
_ELSEWHERE = ("/F", "/FFilter", "/FDecodeParms")
_DEEPEST = 100
_STEP = 65_536


def write_anew(content: bytes) -> bytes:
    """Return a PDF of the same pages. Raises FileLocked, FileNeedsProgram, FileTooComplex, FileUnreadable, or what pikepdf raises."""
    if b"%%EOF" not in content[-_END:]:
        raise FileUnreadable  # a repaired half of a file would look like all of it
    try:
        pdf = pikepdf.open(BytesIO(content))
    except pikepdf.PasswordError:
        raise FileLocked from None
    with pdf:
        _check_what_it_is(pdf)
        _check_size(pdf)
        _keep_pages_only(pdf)
        made = BytesIO()
        pdf.save(
            made,
            encryption=False,
            compress_streams=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            deterministic_id=True,
        )
    return made.getvalue()


def _check_what_it_is(pdf: Pdf) -> None:
    root = pdf.Root
    if "/Collection" in root or root.get("/NeedsRendering", False) is True:
        raise FileNeedsProgram
    if not len(pdf.pages):
        raise FileUnreadable
    if len(pdf.pages) > MOST_PAGES or len(pdf.objects) > MOST_OBJECTS:
        raise FileTooComplex


def _check_size(pdf: Pdf) -> None:
    """Unpack every stream without keeping it: a page that unpacks to a gigabyte stops every reader."""
    left = MOST_BYTES
    for found in pdf.objects:
        if isinstance(found, Stream):
            left -= _unpacked_size(found, left)
            if left < 0:
                raise FileTooComplex


def _unpacked_size(stream: Stream, limit: int) -> int:
    filters = [str(name) for name in _listed(stream.get("/Filter"))]
    if sum(name in _PACKED for name in filters) > 1:
        raise FileTooComplex  # packed twice: a thousandth of a thousandth
    packed = stream.read_raw_bytes()
    if filters[:1] not in (["/FlateDecode"], ["/Fl"]):
        return len(packed)
    return _inflated_size(packed, limit)


def _inflated_size(packed: bytes, limit: int) -> int:
    unpacking, size = zlib.decompressobj(), 0
    try:
        for start in range(0, len(packed), _STEP):
            rest = packed[start : start + _STEP]
            while rest and size <= limit:
                size += len(unpacking.decompress(rest, 16 * _STEP))
                rest = unpacking.unconsumed_tail
    except zlib.error:  # as far as a reader gets, too
        return size
    return size


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]


def _keep_pages_only(pdf: Pdf) -> None:
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    for found in pdf.objects:
        for dictionary in _dictionaries(found):
            _clean(dictionary)
    for page in pdf.pages:
        _remove_notes(page.obj)


def _dictionaries(found: Object, depth: int = 0) -> Iterator[Object]:
    """Yield an object and what lies directly in it; what it refers to comes by itself."""
    if depth > _DEEPEST:
        raise FileTooComplex
    if isinstance(found, (Dictionary, Stream)):
        yield found
        inner: Any = found.values() if isinstance(found, Dictionary) else found.stream_dict.values()
    elif isinstance(found, Array):
        inner = found
    else:
        return
    for value in inner:
        if isinstance(value, (Dictionary, Array)) and not value.is_indirect:
            yield from _dictionaries(value, depth + 1)


def _clean(dictionary: Object) -> None:
    for key in UNWANTED & set(dictionary.keys()):
        del dictionary[key]
    for key in ("/A", "/PA", "/Next"):
        if key in dictionary and _acts(dictionary[key]):
            del dictionary[key]
    if isinstance(dictionary, Stream):
        for key in _ELSEWHERE:
            if key in dictionary:
                del dictionary[key]
    if dictionary.get("/FT") == Name.Sig and "/V" in dictionary:
        del dictionary[
            "/V"
        ]  # signed was another file: an office must not read that somebody changed this one


def _acts(value: Any) -> bool:
    """Whether this is an action, or several, that does more than lead to another page of the same file.

    `/A` and `/Next` also name the attributes of a heading and the next line of a table of contents.
    """
    if isinstance(value, Array):
        return any(_acts(one) for one in value)
    if not isinstance(value, Dictionary) or "/S" not in value:
        return False
    return value["/S"] != Name.GoTo or "/F" in value


def _remove_notes(page: Object) -> None:
    notes = page.get("/Annots")
    if not isinstance(notes, Array):
        return
    kept = [
        note
        for note in notes
        if isinstance(note, Dictionary) and str(note.get("/Subtype")) not in UNWANTED_NOTES
    ]
    page["/Annots"] = Array(kept)
