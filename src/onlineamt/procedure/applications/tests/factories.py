"""Applications in the states people know."""

from typing import Any
from uuid import UUID

from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.applications.actions.drafts import Beginning, keep_answers, start_application
from onlineamt.procedure.applications.queries import OpenApplication, access_application
from onlineamt.procedure.applications.values import Submission
from onlineamt.procedure.catalogue.models import ServiceVersion

TOKEN = "erikas-telefon"
ADDRESS = "192.0.2.7"  # RFC 5737: for documentation
ANSWERS = {"person.familienname": "Mustermann", "hund.name": "Waldi"}
COMPLETE = Submission(answers=ANSWERS, computed={}, fees={"hundesteuer": 11_700}, is_complete=True)


def published_version() -> ServiceVersion:
    """Return a version of a service; what stands in it does not matter to drafts."""
    version, _ = ServiceVersion.objects.get_or_create(
        key="hund-anmelden", version="1.0.0", defaults={"digest": "0" * 64, "sections": {}}
    )
    return version


def draft(*, token: str = TOKEN, answers: dict[str, Any] | None = None) -> UUID:
    """Begin an application, with answers if there are any, in the open tenant, and return its id."""
    application_id = start_application(
        Beginning(
            version_id=published_version().id,
            service_key="hund-anmelden",
            parameters={"steuer_erster_hund": 15_600},
            keep_draft="P30D",
            language=Language.GERMAN,
            address=ADDRESS,
        ),
        token=token,
    )
    if answers:
        keep_answers(held(application_id), answers, page="hund", language=Language.GERMAN, token=token)
    return application_id


def held(application_id: UUID, *, token: str = TOKEN) -> OpenApplication:
    """Open an application for update, as its device does."""
    return access_application(application_id, token=token, for_update=True)
