"""Letting a person answer online who got a request by post: the code on the letter opens their application."""

from django.db import transaction

from onlineamt.foundation.audit.actions import record
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.limits.actions import count_attempt
from onlineamt.foundation.limits.values import Limit
from onlineamt.procedure.applications.actions.drafts import GUEST, KnownAnswer
from onlineamt.procedure.applications.errors import NothingFound
from onlineamt.procedure.applications.models import Holder
from onlineamt.procedure.applications.queries import OpenApplication, find_by_reference, token_hash
from onlineamt.procedure.applications.rules import RESUME_GUESSES, RESUME_GUESSES_FROM, STATUS_GUESSES
from onlineamt.procedure.cases.queries import get_case
from onlineamt.procedure.delivery.answer_codes import opens

ANSWER_CODES_FROM = Limit("delivery.answer_codes_from", RESUME_GUESSES_FROM.attempts, RESUME_GUESSES_FROM.per)


@transaction.atomic
def open_by_letter(
    *, reference: str, code: str, known_answer: KnownAnswer, token: str, address: str
) -> OpenApplication:
    """Let a device hold an application whose person shows the code of our letter and one answer they gave.

    What is decided stays closed: that needs a code to a confirmed address, or comes by post.
    Raises NothingFound whichever of the three is wrong, and TooManyAttempts by reference and by address.
    """
    count_attempt(ANSWER_CODES_FROM, address)
    count_attempt(STATUS_GUESSES, reference)
    application = find_by_reference(reference)
    if application is None:
        raise NothingFound
    count_attempt(RESUME_GUESSES, str(application.id))
    if not (_fits(application, code) and known_answer(application)):
        raise NothingFound
    Holder.objects.update_or_create(
        application=application.row, token_hash=token_hash(token), defaults={"used_at": now()}
    )
    record("application.opened_by_letter", chain=application.id, actor=GUEST)
    return application


def _fits(application: OpenApplication, code: str) -> bool:
    try:
        return opens(get_case(application.id), code)
    except NotFound:
        return False
