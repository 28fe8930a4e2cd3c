"""The office's own confirmation that it has a case, where the procedure names a letter for it (Eingangsbestätigung)."""

from uuid import UUID

from django.db import transaction

from onlineamt.facilities.documents.models import StoredDocument
from onlineamt.facilities.documents.rules import new_verify_token
from onlineamt.facilities.documents.values import DocumentKind
from onlineamt.facilities.letters.procedure_letter import LetterData
from onlineamt.foundation.audit.actions import record
from onlineamt.foundation.core.canonical import canonical_json
from onlineamt.foundation.core.clock import berlin_day, now, today
from onlineamt.foundation.tenancy.directory import current_tenant
from onlineamt.procedure.cases.actions.moving import SYSTEM
from onlineamt.procedure.cases.kept_letters import keep_letter
from onlineamt.procedure.cases.letters import confirmation_letter
from onlineamt.procedure.cases.queries import OpenCase, get_case
from onlineamt.procedure.decisions.letters import case_facts, correspondence_of, letter_service, verify_url
from onlineamt.procedure.delivery.posting import post_to_applicant

FORMAT = "onlineamt.confirmation/1"


@transaction.atomic
def send_confirmation(case_id: UUID) -> None:
    """Make the confirmation of a case that a person looks at; once. By post it is sent, else it lies in the case.

    Whoever gave an e-mail address has been told of the receipt: a second e-mail would say the same. Raises NotFound.
    """
    case = get_case(case_id, for_update=True)
    body = case.procedure.definition.confirmation
    made = StoredDocument.objects.filter(subject_id=case.id, kind=DocumentKind.CONFIRMATION)
    if body is None or made.exists():
        return
    token = new_verify_token()
    letter = confirmation_of(case, body, token=token)
    document_id = keep_letter(
        case, letter, kind=DocumentKind.CONFIRMATION, name="Eingangsbestaetigung", token=token
    )
    by_post = case.declared.row.email_confirmed_at is None
    way = post_to_applicant(case, document_id, key=f"confirmation:{case.id}") if by_post else "case"
    record(
        "delivery.confirmed",
        chain=case.id,
        actor=SYSTEM,
        facts={"document": str(document_id), "way": way},
    )


def confirmation_of(case: OpenCase, body: str, *, token: str = "") -> LetterData:
    """Return the confirmation of a case ready to be set."""
    tenant = current_tenant()
    return confirmation_letter(
        case_facts(case, today=today()),
        body=body,
        service=letter_service(case),
        correspondence=correspondence_of(case, tenant),
        machine_readable=canonical_json(
            {
                "format": FORMAT,
                "reference": case.row.reference,
                "received_on": berlin_day(case.row.received_at).isoformat(),
            }
        ),
        at=now(),
        verify_url=verify_url(token),
    )
