"""Handing a part of an application to another person, and what they do with it."""

from uuid import UUID

from django.db import transaction

from onlineamt.foundation.audit.actions import record
from onlineamt.foundation.core import codes
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.core.languages import Language
from onlineamt.foundation.limits.actions import count_attempt
from onlineamt.procedure.applications.actions.drafts import (
    GUEST,
    SYSTEM,
    Beginning,
    create_draft,
    erase_draft,
)
from onlineamt.procedure.applications.errors import AlreadySubmitted, Incomplete, LinkUsed
from onlineamt.procedure.applications.models import Application, ApplicationPart, Holder
from onlineamt.procedure.applications.parts import (
    find_invitation,
    find_part,
    invitation_code,
    invitation_index,
    list_parts,
)
from onlineamt.procedure.applications.queries import (
    OpenApplication,
    token_hash,
)
from onlineamt.procedure.applications.rules import RESUME_CODE_LENGTH, RESUME_GUESSES_FROM
from onlineamt.procedure.forms.engine import CompiledForm


@transaction.atomic
def hand_over(application: OpenApplication, party: str, form: CompiledForm) -> None:
    """Let another person fill in their pages, by a link that works once. The draft was opened for update.

    Once is enough however often it is asked. Raises AlreadySubmitted, KeyError for a person the form does not know.
    """
    if application.row.is_submitted:
        raise AlreadySubmitted
    if party not in form.definition.parties or find_part(application.id) is not None:
        raise KeyError(party)
    if any(part.party == party for part in list_parts(application.id)):
        return
    row = application.row
    beginning = Beginning(
        version_id=row.version_id,
        service_key=row.service_key,
        parameters=row.parameters,
        keep_draft=row.keep_draft,
        language=Language(row.language),
        address="",
    )
    draft = create_draft(beginning, channel=row.channel)
    index = invitation_index(invitation_code(draft.id))
    ApplicationPart.objects.create(application=row, party=party, draft_id=draft.id, invite_index=index)
    record("application.part_handed_over", chain=application.id, actor=GUEST, facts={"party": party})


@transaction.atomic
def take_back(application: OpenApplication, party: str) -> None:
    """Take a part back: what the other person has typed is erased unseen. The draft was opened for update.

    Raises AlreadySubmitted.
    """
    if application.row.is_submitted:
        raise AlreadySubmitted
    for part in list_parts(application.id):
        if part.party == party:
            erase_draft(part.draft_id, reason="part_taken_back", actor=GUEST)
            record("application.part_taken_back", chain=application.id, actor=GUEST, facts={"party": party})


@transaction.atomic
def accept_part(*, code: str, token: str, address: str) -> UUID:
    """Open a part on the device of the person who got its link, and return the id of its draft. The link works once.

    Raises LinkUsed where it leads nowhere any more, and TooManyAttempts.
    """
    count_attempt(RESUME_GUESSES_FROM, address)
    plain = codes.normalise_code(code)
    part = find_invitation(plain) if codes.is_well_formed(plain, length=RESUME_CODE_LENGTH) else None
    if part is None:
        raise LinkUsed
    _lock_application(part.application_id)
    part = find_invitation(plain)
    if part is None:
        raise LinkUsed
    part.invite_index = None
    part.save(update_fields=["invite_index"])
    Holder.objects.update_or_create(
        application_id=part.draft_id, token_hash=token_hash(token), defaults={"used_at": now()}
    )
    record("application.part_opened", chain=part.application_id, actor=GUEST, facts={"party": part.party})
    return part.draft_id


@transaction.atomic
def hand_in_part(draft: OpenApplication, *, is_complete: bool) -> None:
    """Give a part to the application it belongs to; it can be taken again until that is sent.

    The draft was opened without a lock: the application is locked first, as sending and taking back do, so that nobody waits for
    each other, and what is acknowledged here is sent. Raises AlreadySubmitted, Incomplete.
    """
    part = _unsent_part(draft.id)
    if not is_complete:
        raise Incomplete
    if part.handed_in_at is None:
        part.handed_in_at = now()
        part.save(update_fields=["handed_in_at"])
        record(
            "application.part_handed_in", chain=part.application_id, actor=GUEST, facts={"party": part.party}
        )


@transaction.atomic
def reopen_part(draft: OpenApplication) -> None:
    """Take one's own part again, to change or to withdraw it. Raises AlreadySubmitted."""
    part = _unsent_part(draft.id)
    if part.handed_in_at is not None:
        part.handed_in_at = None
        part.save(update_fields=["handed_in_at"])
        record(
            "application.part_reopened", chain=part.application_id, actor=GUEST, facts={"party": part.party}
        )


@transaction.atomic
def forget_parts(application_id: UUID) -> None:
    """Erase the drafts of the parts of an application that was sent: what they say is in it now."""
    for part in list_parts(application_id):
        erase_draft(part.draft_id, reason="sent", actor=SYSTEM)


def _unsent_part(draft_id: UUID) -> ApplicationPart:
    part = find_part(draft_id)
    main = _lock_application(part.application_id) if part else None
    if part is None or main is None or main.is_submitted:
        raise AlreadySubmitted
    locked = ApplicationPart.objects.select_for_update(no_key=True).filter(id=part.id).first()
    if locked is None:  # taken back meanwhile
        raise AlreadySubmitted
    return locked


def _lock_application(application_id: UUID) -> Application | None:
    return Application.objects.select_for_update(no_key=True).filter(id=application_id).first()
