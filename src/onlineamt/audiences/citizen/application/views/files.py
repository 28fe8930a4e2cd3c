"""Files of a draft where the browser runs scripts; and looking at a file that was handed in."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from onlineamt.audiences.citizen.application import uploading
from onlineamt.audiences.citizen.application.device import token_of
from onlineamt.audiences.citizen.application.uploading import LARGEST_BODY, Opener, json_errors
from onlineamt.audiences.entrance.marks import TenantRequest, takes_bodies, tenant_page
from onlineamt.facilities.documents.queries import get_document, prepare_download
from onlineamt.facilities.documents.values import DocumentKind
from onlineamt.foundation.core.errors import NotFound
from onlineamt.procedure.applications.actions.files import DraftFiles
from onlineamt.procedure.applications.errors import AlreadySubmitted
from onlineamt.procedure.applications.journeys import is_settled, journey_of
from onlineamt.procedure.applications.queries import access_application
from onlineamt.procedure.forms.engine.kinds.file import FileKind


@json_errors
@tenant_page
@require_POST
def upload(request: TenantRequest, application_id: UUID, field_id: str) -> HttpResponse:
    """Announce a file of the field, or go on with one; answer where its next part begins."""
    return uploading.announce_upload(request, _opener(request, application_id, field_id)(False), field_id)


@takes_bodies(LARGEST_BODY)
@json_errors
@tenant_page
@require_POST
def part(request: TenantRequest, application_id: UUID, field_id: str, upload_id: UUID) -> HttpResponse:
    """Keep a part of a file; with the last one it becomes part of the answer."""
    return uploading.take_part(request, _opener(request, application_id, field_id), field_id, upload_id)


@json_errors
@tenant_page
@require_POST
def cancel(request: TenantRequest, application_id: UUID, field_id: str, upload_id: UUID) -> HttpResponse:
    """Give up a file that is arriving."""
    return uploading.cancel_upload(_opener(request, application_id, field_id), field_id, upload_id)


@json_errors
@tenant_page
@require_POST
def remove(request: TenantRequest, application_id: UUID, field_id: str, document_id: UUID) -> HttpResponse:
    """Take a file out of the answer; it can be put back until the person goes on."""
    return uploading.remove_upload(_opener(request, application_id, field_id)(True), field_id, document_id)


@json_errors
@tenant_page
@require_POST
def restore(request: TenantRequest, application_id: UUID, field_id: str, document_id: UUID) -> HttpResponse:
    """Put a removed file back."""
    holder = _opener(request, application_id, field_id)(True)
    return uploading.restore_upload(request, holder, field_id, document_id)


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


def _opener(request: TenantRequest, application_id: UUID, field_id: str) -> Opener:
    """Return what opens the draft, if it asks for files in this field now: NotHolding, AlreadySubmitted, NotFound."""

    def opened(for_update: bool) -> DraftFiles:
        draft = access_application(application_id, token=token_of(request), for_update=for_update)
        if is_settled(draft):
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
        return DraftFiles(draft)

    return opened
