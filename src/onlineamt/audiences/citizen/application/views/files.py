"""Files of an application where the browser runs scripts: in parts that survive a broken connection; and looking at one."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from onlineamt.audiences.citizen.application.device import token_of
from onlineamt.audiences.citizen.application.file_view import file_row
from onlineamt.audiences.entrance.marks import TenantRequest, takes_bodies, tenant_page
from onlineamt.facilities.documents.actions.uploads import add_part, discard_upload
from onlineamt.facilities.documents.errors import FileRefused
from onlineamt.facilities.documents.queries import get_document, get_upload, prepare_download
from onlineamt.facilities.documents.rules import LARGEST_PART
from onlineamt.facilities.documents.values import DocumentKind
from onlineamt.foundation.core.errors import NotFound, PortalError, Unreadable
from onlineamt.procedure.applications.actions.files import (
    announce_file,
    attach_file,
    file_answer,
    find_arriving,
    finish_file,
    remove_file,
    restore_file,
)
from onlineamt.procedure.applications.errors import AlreadySubmitted
from onlineamt.procedure.applications.journeys import journey_of
from onlineamt.procedure.applications.queries import OpenApplication, access_application
from onlineamt.procedure.forms.engine.kinds.file import AttachedFile, FileKind

P = ParamSpec("P")
View = Callable[Concatenate[TenantRequest, P], HttpResponse]
_AROUND_A_PART = 10_000  # bytes


def json_errors(view: View[P]) -> View[P]:
    """Answer what a person may meet as JSON: the script shows it beside the file. Everything is rolled back by then."""

    @wraps(view)
    def answered(request: TenantRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except PortalError as error:
            return _refused(error)

    return cast(View[P], answered)


@json_errors
@tenant_page
@require_POST
def upload(request: TenantRequest, application_id: UUID, field_id: str) -> HttpResponse:
    """Announce a file of the field, or go on with one that has begun to arrive; answer where its next part begins."""
    draft = _open(request, application_id, field_id)
    name, size = request.POST.get("name", ""), _number(request.POST.get("size", ""))
    begun = _uuid(request.POST.get("upload", ""))
    arriving = find_arriving(draft, begun, size=size) if begun else None
    if arriving is None:
        try:
            arriving = announce_file(draft, field_id=field_id, name=name, size=size)
        except FileRefused as reason:
            return _refused(reason)
    return JsonResponse({"upload": str(arriving.id), "received": arriving.received})


@takes_bodies(LARGEST_PART + _AROUND_A_PART)
@json_errors
@tenant_page
@require_POST
def part(request: TenantRequest, application_id: UUID, field_id: str, upload_id: UUID) -> HttpResponse:
    """Keep a part of a file; with the last one the file is judged and becomes part of the answer.

    A part that comes twice or too early does no harm: the answer says where to go on.
    """
    draft = _open(request, application_id, field_id)
    received = add_part(
        subject_id=draft.id,
        upload_id=upload_id,
        offset=_number(request.POST.get("offset", "")),
        content=_content(request),
        seal=draft.seal,
    )
    arriving = get_upload(upload_id, subject_id=draft.id)
    if received < arriving.size:
        return JsonResponse({"received": received})
    try:
        document = finish_file(draft, field_id=field_id, upload_id=upload_id)
        attach_file(
            _open(request, application_id, field_id, for_update=True), field_id=field_id, document=document
        )
    except FileRefused as reason:
        discard_upload(subject_id=draft.id, upload_id=upload_id)
        return _refused(reason)
    return _file(request, draft, field_id, AttachedFile.read(file_answer(document, draft.seal)))


@json_errors
@tenant_page
@require_POST
def cancel(request: TenantRequest, application_id: UUID, field_id: str, upload_id: UUID) -> HttpResponse:
    """Give up a file that is arriving."""
    draft = _open(request, application_id, field_id)
    document_id = get_upload(upload_id, subject_id=draft.id, for_update=True).document_id
    discard_upload(subject_id=draft.id, upload_id=upload_id)
    if document_id:  # its last part was faster
        draft = _open(request, application_id, field_id, for_update=True)
        remove_file(draft, field_id=field_id, document_id=document_id)
    return JsonResponse({})


@json_errors
@tenant_page
@require_POST
def remove(request: TenantRequest, application_id: UUID, field_id: str, document_id: UUID) -> HttpResponse:
    """Take a file out of the answer; it can be put back until the person goes on."""
    draft = _open(request, application_id, field_id, for_update=True)
    remove_file(draft, field_id=field_id, document_id=document_id)
    return JsonResponse({})


@json_errors
@tenant_page
@require_POST
def restore(request: TenantRequest, application_id: UUID, field_id: str, document_id: UUID) -> HttpResponse:
    """Put a removed file back."""
    draft = _open(request, application_id, field_id, for_update=True)
    restore_file(draft, field_id=field_id, document_id=document_id)
    document = get_document(document_id, subject_id=draft.id)
    return _file(request, draft, field_id, AttachedFile.read(file_answer(document, draft.seal)))


@tenant_page
@require_safe
def show(request: TenantRequest, application_id: UUID, document_id: UUID) -> HttpResponse:
    """Hand out a file to the device that holds its application: pictures to look at, everything else to save."""
    application = access_application(application_id, token=token_of(request))
    document = get_document(document_id, subject_id=application.id)
    if document.kind != DocumentKind.EVIDENCE:
        raise NotFound
    # Browsers show no PDF in a sandbox, and without one it would stand on the portal's own address.
    is_picture = document.media_type.startswith("image/")
    download = prepare_download(document, seal=application.seal, is_inline=is_picture)
    return HttpResponse(download.content, headers=dict(download.headers))


def _open(
    request: TenantRequest, application_id: UUID, field_id: str, *, for_update: bool = False
) -> OpenApplication:
    """Return the draft, if it asks for files in this field now. Raises NotHolding, AlreadySubmitted, NotFound."""
    draft = access_application(application_id, token=token_of(request), for_update=for_update)
    if draft.row.is_submitted:
        raise AlreadySubmitted
    travelled = journey_of(draft)
    asked = (
        state.field.kind
        for page in travelled.pages
        if page.id in travelled.visitable
        for state in page.fields
        if state.id == field_id
    )
    if not isinstance(next(asked, None), FileKind):
        raise NotFound
    return draft


def _file(request: TenantRequest, draft: OpenApplication, field_id: str, file: AttachedFile) -> HttpResponse:
    row = file_row(file, field_id, draft.id, request.language)
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
