"""Writing the letter of a decision: set, sealed, kept, and announced to whoever delivers it; once."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from onlineamt.facilities.documents.rules import new_verify_token
from onlineamt.facilities.documents.values import DocumentKind
from onlineamt.foundation.accounts.queries import names_of
from onlineamt.foundation.audit.actions import record
from onlineamt.foundation.core.events import emit
from onlineamt.procedure.cases.actions.moving import SYSTEM
from onlineamt.procedure.cases.kept_letters import keep_letter
from onlineamt.procedure.cases.queries import OpenCase, get_case
from onlineamt.procedure.decisions.events import LetterMade
from onlineamt.procedure.decisions.letters import Signature, issued_letter
from onlineamt.procedure.decisions.models import Decision
from onlineamt.procedure.decisions.queries import get_decision


@transaction.atomic
def write_letter(case_id: UUID, decision_id: UUID) -> None:
    """Make the letter of an issued decision, seal it, keep it, and say that it is there. Raises NotFound, NoticeIncomplete."""
    case = get_case(case_id, for_update=True)
    decision = get_decision(decision_id, case_id=case.id)
    if decision.letter_id is not None or decision.issued_at is None:
        return
    _note_letter(case, decision, _store(case, decision))


def write_copy(case: OpenCase, decision: Decision, recipient: Sequence[str]) -> UUID:
    """Write the same decision to another address, and return the stored letter: the window shows whom it is for.

    The caller holds the transaction. Raises NoticeIncomplete, BankAccountMissing.
    """
    return _store(case, decision, recipient)


def _store(case: OpenCase, decision: Decision, recipient: Sequence[str] = ()) -> UUID:
    if decision.issued_at is None:
        raise ValueError("only what is issued has a letter")
    token = new_verify_token()
    signature = Signature(name=signed_by(decision), at=decision.issued_at, token=token)
    letter = issued_letter(case, decision, signature, recipient=recipient)
    return keep_letter(case, letter, kind=DocumentKind.DECISION, name="Bescheid", token=token)


def signed_by(decision: Decision) -> str:
    """Return the name of the person who decided, or nothing where no person did (§ 37 Abs. 3 VwVfG)."""
    issuer = decision.issued_by_id
    return names_of([issuer]).get(issuer, "") if issuer else ""


def _note_letter(case: OpenCase, decision: Decision, document_id: UUID) -> None:
    Decision.objects.filter(id=decision.id).update(letter_id=document_id)
    record(
        "decision.letter_made",
        chain=case.id,
        actor=SYSTEM,
        facts={"decision": str(decision.id), "document": str(document_id)},
    )
    emit(LetterMade(case_id=case.id, decision_id=decision.id))
