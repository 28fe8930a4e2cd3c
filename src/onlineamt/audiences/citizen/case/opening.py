"""The doors of these pages: an application that this device holds, with its case, and what leads on from it."""

from dataclasses import dataclass
from uuid import UUID

from onlineamt.audiences.citizen.application.device import token_of
from onlineamt.audiences.citizen.case.errors import NotOpenHere
from onlineamt.audiences.entrance.marks import TenantRequest
from onlineamt.audiences.entrance.pages import page_url
from onlineamt.procedure.applications.actions.drafts import note_holding
from onlineamt.procedure.applications.errors import NotHolding
from onlineamt.procedure.applications.queries import OpenApplication, access_application
from onlineamt.procedure.cases.queries import OpenCase, get_case


@dataclass(frozen=True)
class Held:
    """What the device holds: the application as it was opened for it, and the case it has become."""

    application: OpenApplication
    case: OpenCase


def open_held(request: TenantRequest, application_id: UUID, *, for_update: bool = False) -> Held:
    """Return what the device holds. Raises NotOpenHere, and NotFound for a draft."""
    try:
        application = access_application(application_id, token=token_of(request))
    except NotHolding as not_held:
        raise NotOpenHere from not_held
    case = get_case(application.id, for_update=for_update)
    note_holding(application, token=token_of(request))
    return Held(application, case)


def url_of(request: TenantRequest, name: str, application_id: UUID, **parts: object) -> str:
    """Return the address of a page about an application, in the language of the request."""
    return page_url(request.language, name, application_id=application_id, **parts)
