"""Fields for files as their pages show them: what is kept, what may be handed in, and in which words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onlineamt.audiences.design.fields import FieldView, FileRow, Upload
from onlineamt.audiences.entrance.pages import page_url
from onlineamt.foundation.core.formats import show_size
from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.forms.definition import FileField
from onlineamt.procedure.forms.engine.kinds.file import AttachedFile

_MEGABYTE = 1_000_000
# Endings and media types: telephones offer the camera for types, some computers only know HEIC by its ending.
_ACCEPT = {
    "pdf": "application/pdf,.pdf",
    "jpeg": "image/jpeg,.jpg,.jpeg",
    "png": "image/png,.png",
    "heic": "image/heic,image/heif,.heic,.heif",
}
_SAID = {"pdf": "PDF", "jpeg": "JPG", "png": "PNG", "heic": "HEIC"}
_PHOTOS = {"jpeg", "heic"}


@dataclass(frozen=True, kw_only=True)
class FileMarks:
    """What came of the files that were just sent: what was refused, by field and in words; what can be put back."""

    refused: dict[str, tuple[str, ...]]
    removed: dict[str, AttachedFile]


NOTHING_SENT = FileMarks(refused={}, removed={})


def file_view(
    definition: FileField,
    files: Sequence[AttachedFile],
    *,
    name: str,
    subject_id: UUID,
    url: str,
    language: Language,
    is_required: bool,
    error: str = "",
    marks: FileMarks = NOTHING_SENT,
) -> FieldView:
    """Return a place with the files it holds, what was refused just now and what can be put back.

    `name`: of its input, `subject_id`: the application the files belong to, `url`: takes files in parts.
    """
    refused, removed = marks.refused.get(name, ()), marks.removed.get(name)
    return FieldView(
        id=name,
        kind="files",
        label=definition.label,
        hint=definition.hint or "",
        error="" if refused else error,
        is_required=is_required,
        upload=Upload(
            files=tuple(file_row(one, name, subject_id, language) for one in files),
            limits=said_limits(definition),
            accept=",".join(_ACCEPT[one] for one in definition.types),
            most=definition.max_files,
            most_bytes=definition.max_megabytes * _MEGABYTE,
            url=url,
            takes_photos=not _PHOTOS.isdisjoint(definition.types),
            refused=refused,
            removed=file_row(removed, name, subject_id, language) if removed else None,
        ),
    )


def file_row(file: AttachedFile, field_id: str, application_id: UUID, language: Language) -> FileRow:
    """Return a file as a line of a list."""
    return FileRow(
        id=str(file.id),
        name=str(file),
        size=show_size(file.size, language),
        url=page_url(language, "application_file", application_id=application_id, document_id=file.id),
        value=f"{field_id}/{file.id}",
    )


def said_limits(definition: FileField) -> str:
    """Return what may be handed in, in one sentence."""
    types = _listed([_SAID[one] for one in definition.types])
    said = ngettext(
        "Eine Datei, höchstens %(megabytes)s MB: %(types)s.",
        "Bis zu %(most)s Dateien, jede höchstens %(megabytes)s MB: %(types)s.",
        definition.max_files,
    )
    return said % {"most": definition.max_files, "megabytes": definition.max_megabytes, "types": types}


def _listed(words: Iterable[str]) -> str:
    *first, last = words
    return _("%(first)s oder %(last)s") % {"first": ", ".join(first), "last": last} if first else last
