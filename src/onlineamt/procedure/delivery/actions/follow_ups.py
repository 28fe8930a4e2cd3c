"""Beginning a follow-up from one's own case: prefilled, about one entry, and not twice by the same device."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from onlineamt.facilities.registers.actions import lock_entry
from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.applications.actions.drafts import Beginning
from onlineamt.procedure.applications.actions.following import start_linked
from onlineamt.procedure.applications.queries import OpenApplication, token_hash
from onlineamt.procedure.applications.running import get_running
from onlineamt.procedure.cases.queries import get_case
from onlineamt.procedure.catalogue.queries import parameters_of
from onlineamt.procedure.delivery.follow_ups import entries_in, find_begun, steps_for
from onlineamt.procedure.delivery.values import EntryStep


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What the holder of an entry wants to do with it, from which device."""

    entry_id: UUID
    step: EntryStep
    token: str
    language: Language
    address: str


@transaction.atomic
def begin_follow_up(proven: OpenApplication, wish: Wish) -> UUID:
    """Begin what somebody wants to do with an entry of their case, or go on with what they began; return the draft.

    `proven`: the application of the case, opened for its person. Raises NotFound for another case's entry and for what
    cannot be done now, NotProven, TooManyAttempts.
    """
    case = get_case(proven.id)
    if wish.entry_id not in {entry.id for entry in entries_in(case)}:
        raise NotFound
    entry = lock_entry(wish.entry_id)
    offering = steps_for(entry).get(wish.step)
    if offering is None:
        raise NotFound
    begun = find_begun(entry, service_key=offering.key, token_hash=token_hash(wish.token))
    if begun is not None:
        return begun
    return start_linked(
        Beginning(
            version_id=offering.version_id,
            service_key=offering.key,
            parameters=parameters_of(offering),
            keep_draft=get_running(offering.version_id).definition.retention.draft,
            language=wish.language,
            address=wish.address,
        ),
        proven=proven,
        answers=get_case(entry.subject_id).application.answers,
        entry=entry,
        token=wish.token,
        is_unchanged=wish.step is EntryStep.RENEW,
    )
