"""Files that came with a form page: taken in one by one, each with what came of it."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from onlineamt.audiences.citizen.application.file_view import NOTHING_SENT, FileMarks
from onlineamt.facilities.documents.models import StoredDocument
from onlineamt.facilities.documents.queries import describe_file, get_document
from onlineamt.facilities.documents.values import DocumentKind
from onlineamt.foundation.core.errors import NotFound, PortalError
from onlineamt.procedure.applications.actions.files import (
    attach_file,
    file_answer,
    hand_in,
    named_documents,
    remove_file,
    restore_file,
)
from onlineamt.procedure.applications.errors import FieldFull
from onlineamt.procedure.applications.queries import OpenApplication
from onlineamt.procedure.forms.engine import Journey
from onlineamt.procedure.forms.engine.kinds.file import AttachedFile, FileKind

UPLOAD, REMOVE, RESTORE = "_upload", "_remove_file", "_restore_file"  # names of buttons
REMOVED = "entfernt"
MOST_AT_ONCE = 40_000_000  # bytes of all files of one page that is sent without scripts
_SHOWN_NAME = 80  # characters


@dataclass
class HandedIn:
    """What was taken in, to be attached, and why the rest was not."""

    documents: list[tuple[str, StoredDocument]] = field(default_factory=list)
    refused: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def refuse(self, field_id: str, name: str, reason: PortalError) -> None:
        """Note why a file was not taken, in words."""
        self.refused[field_id] = (*self.refused.get(field_id, ()), refusal(name, reason))

    @property
    def marks(self) -> FileMarks:
        """What the page shows of it."""
        return FileMarks(refused=self.refused, removed={})


def refusal(name: str, reason: PortalError) -> str:
    """Return why a file was not taken, in the language of the page."""
    shown = "".join(character for character in name if character.isprintable())
    shown = shown if len(shown) <= _SHOWN_NAME else f"{shown[:_SHOWN_NAME]}…"
    return f"{_('„%(name)s“:') % {'name': shown}} {_(reason.title)} {_(reason.next_step)}"


def hand_in_all(
    request: HttpRequest, application: OpenApplication, travelled: Journey, page_id: str
) -> HandedIn:
    """Judge and keep the files that came with a page; nothing is attached yet, and the draft need not be locked."""
    taken = HandedIn()
    for kind in _file_kinds(travelled, page_id):
        room = kind.definition.max_files - len(application.answers.get(kind.id) or ())
        for upload in request.FILES.getlist(kind.id):
            name = upload.name or ""
            try:
                if room <= 0:
                    raise FieldFull
                document = hand_in(application, field_id=kind.id, name=name, content=_content(upload))
            except PortalError as reason:
                taken.refuse(kind.id, name, reason)
                continue
            taken.documents.append((kind.id, document))
            room -= 1
    return taken


def attach_all(application: OpenApplication, taken: HandedIn) -> OpenApplication:
    """Attach what was taken in to a draft that was opened for update."""
    for field_id, document in taken.documents:
        try:
            application = attach_file(application, field_id=field_id, document=document)
        except FieldFull as full:  # another window was faster
            taken.refuse(field_id, describe_file(document, seal=application.seal).name, full)
    return application


def press(request: HttpRequest, application: OpenApplication, taken: HandedIn) -> OpenApplication:
    """Do what a button beside a file says to a draft that was opened for update."""
    for field_id, document_id in _named(request.POST.get(REMOVE, "")):
        application = remove_file(application, field_id=field_id, document_id=document_id)
    for field_id, document_id in _named(request.POST.get(RESTORE, "")):
        try:
            application = restore_file(application, field_id=field_id, document_id=document_id)
        except FieldFull as full:
            document = get_document(document_id, subject_id=application.id)
            taken.refuse(field_id, describe_file(document, seal=application.seal).name, full)
    return application


def removed_marks(application: OpenApplication, said: str) -> FileMarks:
    """Return the file of which an address says that it was removed just now, if it can still be put back."""
    for field_id, document_id in _named(said):
        if str(document_id) in named_documents(application.answers):
            break
        try:
            document = get_document(document_id, subject_id=application.id)
        except NotFound:  # forgotten by now
            break
        if document.kind == DocumentKind.EVIDENCE:
            shown = AttachedFile.read(file_answer(document, application.seal))
            return FileMarks(refused={}, removed={field_id: shown})
    return NOTHING_SENT


def is_about_files(request: HttpRequest) -> bool:
    """Whether a button beside files was pressed, so that the rest of the page is not judged."""
    return not {UPLOAD, REMOVE, RESTORE}.isdisjoint(request.POST)


def _file_kinds(travelled: Journey, page_id: str) -> Iterator[FileKind]:
    page = travelled.page(page_id)
    for state in page.fields if page else ():
        if isinstance(state.field.kind, FileKind):
            yield state.field.kind


def _named(value: str) -> Iterator[tuple[str, UUID]]:
    """Yield the field and the file that a button or an address names, if it names any."""
    field_id, _, document_id = value.rpartition("/")
    with suppress(ValueError):
        yield field_id, UUID(document_id)


def _content(upload: "UploadedFile[bytes]") -> bytes:
    content: bytes = upload.read()
    return content
