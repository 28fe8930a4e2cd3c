"""Files of an answer where the browser runs scripts: for one request, as long as it is open."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from onlineamt.audiences.citizen.application import uploading
from onlineamt.audiences.citizen.application.uploading import LARGEST_BODY, Opener, json_errors
from onlineamt.audiences.citizen.case.opening import open_held
from onlineamt.audiences.entrance.marks import TenantRequest, takes_bodies, tenant_page
from onlineamt.procedure.cases.actions.answer_files import AnswerFiles


@json_errors
@tenant_page
@require_POST
def upload(request: TenantRequest, application_id: UUID, request_id: UUID, place: str) -> HttpResponse:
    """Announce a file, or go on with one; answer where its next part begins."""
    return uploading.announce_upload(request, _opener(request, application_id, request_id)(False), place)


@takes_bodies(LARGEST_BODY)
@json_errors
@tenant_page
@require_POST
def part(
    request: TenantRequest, application_id: UUID, request_id: UUID, place: str, upload_id: UUID
) -> HttpResponse:
    """Keep a part of a file; with the last one it waits to be sent with the answer."""
    return uploading.take_part(request, _opener(request, application_id, request_id), place, upload_id)


@json_errors
@tenant_page
@require_POST
def cancel(
    request: TenantRequest, application_id: UUID, request_id: UUID, place: str, upload_id: UUID
) -> HttpResponse:
    """Give up a file that is arriving."""
    return uploading.cancel_upload(_opener(request, application_id, request_id), place, upload_id)


@json_errors
@tenant_page
@require_POST
def remove(
    request: TenantRequest, application_id: UUID, request_id: UUID, place: str, document_id: UUID
) -> HttpResponse:
    """Take a file out of the answer; it can be put back until the answer is sent."""
    return uploading.remove_upload(_opener(request, application_id, request_id)(True), place, document_id)


@json_errors
@tenant_page
@require_POST
def restore(
    request: TenantRequest, application_id: UUID, request_id: UUID, place: str, document_id: UUID
) -> HttpResponse:
    """Put a removed file back."""
    holder = _opener(request, application_id, request_id)(True)
    return uploading.restore_upload(request, holder, place, document_id)


def _opener(request: TenantRequest, application_id: UUID, request_id: UUID) -> Opener:
    """Return what opens the case of this device: NotOpenHere, NotFound."""

    def opened(for_update: bool) -> AnswerFiles:
        held = open_held(request, application_id, for_update=for_update)
        return AnswerFiles(held.case, request_id)

    return opened
