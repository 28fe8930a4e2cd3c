"""Files that came with a form page: taken in one by one, each with what came of it."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import quote
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from onlineamt.audiences.citizen.application.file_view import NOTHING_SENT, FileMarks
from onlineamt.facilities.documents.models import StoredDocument
from onlineamt.facilities.documents.queries import describe_file, get_document
from onlineamt.facilities.documents.values import DocumentKind
from onlineamt.foundation.core.errors import NotFound, PortalError
from onlineamt.procedure.applications.actions.arriving import FileHolder, file_answer, keep_file
from onlineamt.procedure.applications.errors import FieldFull
from onlineamt.procedure.forms.engine.kinds.file import AttachedFile

UPLOAD, REMOVE, RESTORE = "_upload", "_remove_file", "_restore_file"  # names of buttons
REMOVED = "entfernt"
MOST_AT_ONCE = 40_000_000  # bytes of all files of one page that is sent without scripts
_SHOWN_NAME = 80  # characters


@dataclass
class HandedIn:
    """What was taken in, to be attached, and why the rest was not."""

    documents: list[tuple[str, StoredDocument]] = field(default_factory=list)
    refused: dict[str, tuple[str, ...]] = field(default_factory=dict)
    removed: dict[str, AttachedFile] = field(default_factory=dict)  # just now; it can be put back

    def refuse(self, field_id: str, name: str, reason: PortalError) -> None:
        """Note why a file was not taken, in words."""
        self.refused[field_id] = (*self.refused.get(field_id, ()), refusal(name, reason))

    @property
    def marks(self) -> FileMarks:
        """What the page shows of it."""
        return FileMarks(refused=self.refused, removed=self.removed)


def refusal(name: str, reason: PortalError) -> str:
    """Return why a file was not taken, in the language of the page."""
    shown = "".join(character for character in name if character.isprintable())
    shown = shown if len(shown) <= _SHOWN_NAME else f"{shown[:_SHOWN_NAME]}…"
    return f"{_('„%(name)s“:') % {'name': shown}} {_(reason.title)} {_(reason.next_step)}"


def hand_in_all(request: HttpRequest, holder: FileHolder, names: Iterable[str]) -> HandedIn:
    """Judge and keep the files that came with a page for these places; nothing is attached yet, nor need it be locked."""
    taken = HandedIn()
    for place_name in names:
        place = holder.place(place_name)
        room = place.field.max_files - len(place.held)
        for upload in request.FILES.getlist(place_name):
            name = upload.name or ""
            try:
                if room <= 0:
                    raise FieldFull
                document = keep_file(place, name=name, content=_content(upload))
            except PortalError as reason:
                taken.refuse(place_name, name, reason)
                continue
            taken.documents.append((place_name, document))
            room -= 1
    return taken


def attach_all(holder: FileHolder, taken: HandedIn) -> None:
    """Attach what was taken in to answers that were opened for update."""
    for place_name, document in taken.documents:
        try:
            holder.attach(place_name, document)
        except FieldFull as full:  # another window was faster
            taken.refuse(place_name, describe_file(document, seal=holder.seal).name, full)


def press(request: HttpRequest, holder: FileHolder, taken: HandedIn) -> None:
    """Do what a button beside a file says to answers that were opened for update."""
    for place_name, document_id in _named(request.POST.get(REMOVE, "")):
        holder.remove(place_name, document_id)
        taken.removed = removed_marks(holder, request.POST[REMOVE]).removed
    for place_name, document_id in _named(request.POST.get(RESTORE, "")):
        document = get_document(document_id, subject_id=holder.subject_id)
        try:
            holder.attach(place_name, document)
        except FieldFull as full:
            taken.refuse(place_name, describe_file(document, seal=holder.seal).name, full)


def removed_marks(holder: FileHolder, said: str) -> FileMarks:
    """Return the file of which an address says that it was removed just now, if it can still be put back."""
    for place_name, document_id in _named(said):
        if str(document_id) in holder.named:
            break
        try:
            document = get_document(document_id, subject_id=holder.subject_id)
        except NotFound:  # forgotten by now
            break
        if document.kind == DocumentKind.EVIDENCE:
            shown = AttachedFile.read(file_answer(document, holder.seal))
            return FileMarks(refused={}, removed={place_name: shown})
    return NOTHING_SENT


def said_after(request: HttpRequest) -> tuple[dict[str, str], str]:
    """Return what the next address says of a button beside files that was pressed, and the place to go to on its page."""
    removed = request.POST.get(REMOVE, "")
    pressed = removed or request.POST.get(RESTORE) or request.POST.get(UPLOAD, "")
    return ({REMOVED: removed} if removed else {}), quote(pressed.partition("/")[0])


def is_about_files(request: HttpRequest) -> bool:
    """Whether a button beside files was pressed, so that the rest of the page is not judged."""
    return not {UPLOAD, REMOVE, RESTORE}.isdisjoint(request.POST)


def _named(value: str) -> Iterator[tuple[str, UUID]]:
    """Yield the field and the file that a button or an address names, if it names any."""
    field_id, _, document_id = value.rpartition("/")
    with suppress(ValueError):
        yield field_id, UUID(document_id)


def _content(upload: "UploadedFile[bytes]") -> bytes:
    content: bytes = upload.read()
    return content
