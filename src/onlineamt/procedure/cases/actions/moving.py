"""Changing a case: the lock, the guard against overwriting, the move along the table."""

from collections.abc import Iterable
from uuid import UUID

from onlineamt.foundation.accounts.values import Caseworker
from onlineamt.procedure.cases.errors import ChangedMeanwhile, NotInThisState, TextMissing, TextTooLong
from onlineamt.procedure.cases.models import Case
from onlineamt.procedure.cases.queries import OpenCase, access_case
from onlineamt.procedure.cases.rules import may_move
from onlineamt.procedure.cases.values import CaseState
from onlineamt.procedure.catalogue.values import ServiceKind

SYSTEM = "system"
GUEST = "guest"
LONGEST_TEXT = 5_000  # characters; what a letter can hold on two pages


def lock_case(case_id: UUID, *, caseworker: Caseworker, revision: int) -> OpenCase:
    """Return a case of the caseworker's offices, locked. Raises NotFound, and ChangedMeanwhile on another revision."""
    case = access_case(case_id, caseworker=caseworker, for_update=True)
    if case.row.revision != revision:
        raise ChangedMeanwhile
    return case


def move(case: Case, end: CaseState) -> None:
    """Take a case to another state; the caller saves. Raises NotInThisState where the table has no such way."""
    if not may_move(ServiceKind(case.kind), CaseState(case.state), end):
        raise NotInThisState
    case.state = end


def save_change(case: Case, fields: Iterable[str] = ()) -> None:
    """Save what was changed and count the change."""
    case.revision += 1
    case.save(update_fields=[*fields, "revision"])


def some_text(text: str) -> str:
    """Return a text without spaces around it. Raises TextMissing, TextTooLong."""
    stripped = text.strip()
    if not stripped:
        raise TextMissing
    if len(stripped) > LONGEST_TEXT:
        raise TextTooLong
    return stripped
