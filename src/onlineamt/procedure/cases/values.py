"""Small values of a case: its states, who must move, what can be asked for."""

from enum import StrEnum


class CaseState(StrEnum):
    """Where a case stands in its life."""

    RECEIVED = "received"
    IN_REVIEW = "in_review"
    WAITING_FOR_APPLICANT = "waiting_for_applicant"
    HEARING = "hearing"
    DECIDED = "decided"
    FINAL = "final"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    HANDED_OVER = "handed_over"
    MERGED = "merged"


class Mover(StrEnum):
    """Whose move it is."""

    OFFICE = "office"
    APPLICANT = "applicant"
    OTHER_AUTHORITY = "other_authority"
    NOBODY = "nobody"


class HoldKind(StrEnum):
    """Why a case must not be erased although its time is over."""

    REMEDY = "remedy"
    LEGAL = "legal"
    ARCHIVE = "archive"  # the archive wants it: it is handed over before it is erased
