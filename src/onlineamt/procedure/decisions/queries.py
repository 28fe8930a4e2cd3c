"""Finding decisions and reading what they say."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.sealing.seal import Seal
from onlineamt.procedure.cases.models import Case
from onlineamt.procedure.decisions.models import Decision
from onlineamt.procedure.decisions.values import Draft


def find_draft(case: Case) -> Decision | None:
    """Return the draft of a case, or None."""
    return Decision.objects.select_related("drafted_by").filter(case=case, issued_at=None).first()


def list_issued(case: Case) -> Sequence[Decision]:
    """Return the decisions of a case that were issued, newest first; the first one counts."""
    issued = Decision.objects.select_related("issued_by").filter(case=case, issued_at__isnull=False)
    return list(issued.order_by("-issued_at"))


def get_decision(decision_id: UUID, *, case_id: UUID) -> Decision:
    """Return a decision of a case that the caller may see. Raises NotFound, also for another case's decision."""
    decision = Decision.objects.filter(id=decision_id, case_id=case_id).first()
    if decision is None:
        raise NotFound
    return decision


def read_draft(decision: Decision, seal: Seal) -> Draft:
    """Return what a caseworker wrote."""
    return Draft(**json.loads(seal.open(decision.sealed_content, purpose=decision_purpose(decision.id))))


def read_content(decision: Decision, seal: Seal) -> Mapping[str, Any]:
    """Return what an issued decision says, as it is attached to its letter."""
    content: Mapping[str, Any] = json.loads(decision_bytes(decision, seal))
    return content


def decision_bytes(decision: Decision, seal: Seal) -> bytes:
    """Return the canonical JSON of a decision."""
    return seal.open(decision.sealed_content, purpose=decision_purpose(decision.id))


def decision_purpose(decision_id: UUID) -> str:
    """Return what the content of a decision is sealed for."""
    return f"decision:{decision_id}"
