"""Files where the browser runs scripts: in parts that survive a broken connection, for whatever holds files.

What a person may meet is answered as JSON; the script shows it beside the file.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from onlineamt.audiences.citizen.application.file_view import file_row
from onlineamt.audiences.entrance.marks import TenantRequest
from onlineamt.facilities.documents.actions.uploads import add_part, discard_upload
from onlineamt.facilities.documents.errors import FileRefused
from onlineamt.facilities.documents.queries import get_document, get_upload
from onlineamt.facilities.documents.rules import LARGEST_PART
from onlineamt.foundation.core.errors import PortalError, Unreadable
from onlineamt.procedure.applications.actions.arriving import (
    FileHolder,
    announce,
    file_answer,
    find_arriving,
    finish,
)
from onlineamt.procedure.forms.engine.kinds.file import AttachedFile

P = ParamSpec("P")
View = Callable[Concatenate[TenantRequest, P], HttpResponse]
Opener = Callable[[bool], FileHolder]  # True: for update
LARGEST_BODY = LARGEST_PART + 10_000  # bytes; a part, and what is around it


def json_errors(view: View[P]) -> View[P]:
    """Answer what a person may meet as JSON. Everything is rolled back by then."""

    @wraps(view)
    def answered(request: TenantRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except PortalError as error:
            return _refused(error)

    return cast(View[P], answered)


def announce_upload(request: TenantRequest, holder: FileHolder, name: str) -> HttpResponse:
    """Announce a file for a place, or go on with one that has begun to arrive; answer where its next part begins."""
    place = holder.place(name)
    file_name, size = request.POST.get("name", ""), _number(request.POST.get("size", ""))
    begun = _uuid(request.POST.get("upload", ""))
    arriving = find_arriving(place.subject_id, begun, size=size) if begun else None
    if arriving is None:
        try:
            arriving = announce(place, name=file_name, size=size)
        except FileRefused as reason:
            return _refused(reason)
    return JsonResponse({"upload": str(arriving.id), "received": arriving.received})


def take_part(request: TenantRequest, open_holder: Opener, name: str, upload_id: UUID) -> HttpResponse:
    """Keep a part of a file; with the last one the file is judged and becomes part of the answer.

    A part that comes twice or too early does no harm: the answer says where to go on.
    """
    holder = open_holder(False)
    place = holder.place(name)
    received = add_part(
        subject_id=place.subject_id,
        upload_id=upload_id,
        offset=_number(request.POST.get("offset", "")),
        content=_content(request),
        seal=place.seal,
    )
    arriving = get_upload(upload_id, subject_id=place.subject_id)
    if received < arriving.size:
        return JsonResponse({"received": received})
    try:
        document = finish(place, upload_id)
        open_holder(True).attach(name, document)
    except FileRefused as reason:
        discard_upload(subject_id=place.subject_id, upload_id=upload_id)
        return _refused(reason)
    return _file(request, holder, name, document.id)


def cancel_upload(open_holder: Opener, name: str, upload_id: UUID) -> HttpResponse:
    """Give up a file that is arriving."""
    subject_id = open_holder(False).place(name).subject_id
    document_id = get_upload(upload_id, subject_id=subject_id, for_update=True).document_id
    discard_upload(subject_id=subject_id, upload_id=upload_id)
    if document_id:  # its last part was faster
        open_holder(True).remove(name, document_id)
    return JsonResponse({})


def remove_upload(holder: FileHolder, name: str, document_id: UUID) -> HttpResponse:
    """Take a file out; it can be put back until the person goes on."""
    holder.remove(name, document_id)
    return JsonResponse({})


def restore_upload(request: TenantRequest, holder: FileHolder, name: str, document_id: UUID) -> HttpResponse:
    """Put a removed file back."""
    place = holder.place(name)
    holder.attach(name, get_document(document_id, subject_id=place.subject_id))
    return _file(request, holder, name, document_id)


def _file(request: TenantRequest, holder: FileHolder, name: str, document_id: UUID) -> HttpResponse:
    document = get_document(document_id, subject_id=holder.subject_id)
    file = AttachedFile.read(file_answer(document, holder.seal))
    row = file_row(file, name, holder.subject_id, request.language)
    return JsonResponse(
        {"file": {"id": row.id, "name": row.name, "size": row.size, "url": row.url, "value": row.value}}
    )


def _refused(error: PortalError) -> HttpResponse:
    said = f"{_(error.title)} {_(error.next_step)}"
    response = JsonResponse({"code": error.code, "error": said}, status=error.http_status)
    response["Cache-Control"] = "no-store"
    return response


def _content(request: TenantRequest) -> bytes:
    sent = request.FILES.get("part")
    if not isinstance(sent, UploadedFile):
        raise Unreadable
    content: bytes = sent.read()
    return content


def _number(typed: str) -> int:
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 12):
        raise Unreadable
    return int(typed)


def _uuid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None
