"""Letters to the applicant that notify of nothing: on the pile of the print room, under the address they gave."""

from uuid import UUID

from onlineamt.facilities.post.actions import queue_letter
from onlineamt.facilities.post.values import NewLetter
from onlineamt.procedure.applications.addresses import address_lines
from onlineamt.procedure.cases.queries import OpenCase
from onlineamt.procedure.delivery.rules import is_deliverable

BY_POST, NO_ADDRESS = "post", "no_address"


def post_to_applicant(case: OpenCase, document_id: UUID, *, key: str) -> str:
    """Ask for a letter on paper and say so, or that there is no address to send it to. The same key asks once."""
    lines = address_lines(case.application.answers)
    if not is_deliverable(lines):
        return NO_ADDRESS
    queue_letter(
        NewLetter(subject_id=case.id, document_id=document_id, recipient=lines, idempotency_key=key),
        seal=case.seal,
    )
    return BY_POST
