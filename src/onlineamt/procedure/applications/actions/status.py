"""Looking up how far an application is, without an account."""

from django.db import transaction

from onlineamt.foundation.audit.actions import record
from onlineamt.foundation.limits.actions import count_attempt
from onlineamt.procedure.applications.actions.drafts import GUEST, KnownAnswer
from onlineamt.procedure.applications.errors import NothingFound
from onlineamt.procedure.applications.queries import OpenApplication, find_by_reference
from onlineamt.procedure.applications.rules import (
    REFERENCES_ASKED_FROM,
    STATUS_GUESSES,
    STATUS_GUESSES_FROM,
)


def ask_about(*, reference: str, address: str) -> OpenApplication | None:
    """Return the application whose question is to be asked, or None; nothing of it may be shown yet.

    Raises TooManyAttempts by address.
    """
    count_attempt(REFERENCES_ASKED_FROM, address)
    return find_by_reference(reference)


@transaction.atomic
def look_up_status(*, reference: str, known_answer: KnownAnswer, address: str) -> OpenApplication:
    """Return an application to whoever knows its reference and one answer; they may be shown its status only.

    Raises NothingFound whichever of the two is wrong, and TooManyAttempts by reference and by address.
    """
    count_attempt(STATUS_GUESSES_FROM, address)
    count_attempt(STATUS_GUESSES, reference)
    application = find_by_reference(reference)
    if application is None or not known_answer(application):
        raise NothingFound
    record("application.status_seen", chain=application.id, actor=GUEST)
    return application
