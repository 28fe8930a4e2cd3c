"""From the look-up to the code without a session: a signed ticket says for a short while which application was found."""

from datetime import timedelta
from uuid import UUID

from django.core import signing

from onlineamt.audiences.entrance.marks import TenantRequest
from onlineamt.foundation.sealing.errors import Unsealable
from onlineamt.procedure.applications.models import Application
from onlineamt.procedure.applications.queries import OpenApplication, get_application

TICKET = "ticket"
VALID_FOR = timedelta(minutes=30)


def make_ticket(request: TenantRequest, application: OpenApplication) -> str:
    """Return what stands in the form of whoever knew number and answer; it opens nothing, it only lets ask for a code."""
    return signing.dumps(application.id.hex, salt=_salt(request))


def read_ticket(request: TenantRequest) -> OpenApplication | None:
    """Return the application of a posted ticket, locked; None for one that is old, another town's or made up."""
    try:
        application_id = signing.loads(request.POST.get(TICKET, ""), salt=_salt(request), max_age=VALID_FOR)
        return get_application(UUID(application_id), for_update=True)
    except (signing.BadSignature, Application.DoesNotExist, Unsealable):
        return None


def _salt(request: TenantRequest) -> str:
    return f"onlineamt.status:{request.tenant.id}"
