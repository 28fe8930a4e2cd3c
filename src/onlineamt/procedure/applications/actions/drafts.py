"""What people do with a draft: begin, answer, go away, come back, delete."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from onlineamt.facilities.documents.actions.storing import erase_documents
from onlineamt.facilities.mail.actions import erase_mails
from onlineamt.foundation.audit.actions import record
from onlineamt.foundation.core import codes
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.core.languages import Language
from onlineamt.foundation.limits.actions import count_attempt
from onlineamt.foundation.sealing.actions import create_key, destroy_key
from onlineamt.procedure.applications.errors import AlreadySubmitted, WrongCode
from onlineamt.procedure.applications.models import Application, ApplicationPart, Channel, Holder
from onlineamt.procedure.applications.queries import (
    ANSWERS,
    OpenApplication,
    access_application,
    draft_content,
    find_by_resume_code,
    get_application,
    has_held,
    resume_code,
    resume_index,
    token_hash,
)
from onlineamt.procedure.applications.rules import (
    HOLDING_NOTED_EVERY,
    RESUME_CODE_LENGTH,
    RESUME_GUESSES,
    RESUME_GUESSES_FROM,
    STARTS_FROM,
    WARNING_BEFORE,
    draft_ends_at,
)

GUEST = "guest"
SYSTEM = "system"
KnownAnswer = Callable[[OpenApplication], bool]  # says whether the person knows what was answered


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """What an application begins with: the frozen version and what the municipality had set for it."""

    version_id: UUID
    service_key: str
    parameters: Mapping[str, Any]
    keep_draft: str  # ISO period of the package's retention
    language: Language
    address: str  # where the request came from, for the limit only


@transaction.atomic(savepoint=False)  # on the hot path, and nobody goes on after its errors
def start_application(beginning: Beginning, *, token: str, channel: Channel = Channel.WEB) -> UUID:
    """Begin a draft that the device with `token` holds, and return its id. Raises TooManyAttempts."""
    count_attempt(STARTS_FROM, beginning.address)
    application = create_draft(beginning, channel=channel)
    Holder.objects.create(
        application=application, token_hash=token_hash(token), used_at=application.started_at
    )
    record(
        "application.started",
        chain=application.id,
        actor=GUEST,
        facts={"service": beginning.service_key, "version": str(beginning.version_id), "channel": channel},
    )
    return application.id


def create_draft(beginning: Beginning, *, channel: str) -> Application:
    """Make an empty draft with a key and a resume code of its own. Nobody holds it yet."""
    application_id, instant = new_id(), now()
    seal = create_key(application_id)
    return Application.objects.create(
        id=application_id,
        version_id=beginning.version_id,
        service_key=beginning.service_key,
        parameters=dict(beginning.parameters),
        language=beginning.language,
        channel=channel,
        sealed_answers=seal.close(draft_content({}, last_page=""), purpose=ANSWERS),
        started_at=instant,
        edited_at=instant,
        keep_draft=beginning.keep_draft,
        delete_after=draft_ends_at(instant, keep=beginning.keep_draft),
        resume_index=resume_index(resume_code(application_id)),
    )


def new_token() -> str:
    """Return a token that a device keeps to hold its applications: 256 random bits."""
    return secrets.token_urlsafe(32)


@transaction.atomic(savepoint=False)  # on the hot path, and nobody goes on after its errors
def keep_answers(
    draft: OpenApplication,
    answers: Mapping[str, Any],
    *,
    page: str,
    language: Language,
    token: str,
    decided: Mapping[str, Any] | None = None,
) -> None:
    """Save the answers of a draft that was opened for update, what was `decided` of them, and where its person stands.

    Raises AlreadySubmitted; nothing is changed then.
    """
    store_answers(draft, answers, page=page, language=language, decided=decided)
    note_holding(draft, token=token)


@transaction.atomic(savepoint=False)
def store_answers(
    draft: OpenApplication,
    answers: Mapping[str, Any],
    *,
    page: str,
    language: str,
    decided: Mapping[str, Any] | None = None,
) -> None:
    """Save the answers of a draft that was opened for update; its time begins anew. Raises AlreadySubmitted."""
    row = draft.row
    if row.is_submitted:
        raise AlreadySubmitted
    row.sealed_answers = draft.seal.close(
        draft_content(answers, last_page=page, decided=decided), purpose=ANSWERS
    )
    row.language = language
    row.edited_at = now()
    row.delete_after = draft_ends_at(row.edited_at, keep=row.keep_draft)
    row.warned_at = None
    row.save(update_fields=["sealed_answers", "language", "edited_at", "delete_after", "warned_at"])


def note_holding(application: OpenApplication, *, token: str) -> None:
    """Note that a device still uses its application; every few minutes is enough."""
    if application.held_since and now() - application.held_since > HOLDING_NOTED_EVERY:
        Holder.objects.filter(application=application.row, token_hash=token_hash(token)).update(used_at=now())


@transaction.atomic
def resume_application(*, code: str, known_answer: KnownAnswer, token: str, address: str) -> OpenApplication:
    """Open a draft on another device by its resume code and one answer that was given in it.

    Raises WrongCode whichever of the two is wrong, and TooManyAttempts by address and by draft.
    """
    count_attempt(RESUME_GUESSES_FROM, address)
    plain = codes.normalise_code(code)
    if not codes.is_well_formed(plain, length=RESUME_CODE_LENGTH):
        raise WrongCode
    draft = find_by_resume_code(plain, for_update=True)  # else it may be deleted while the device is noted
    if draft is None:
        raise WrongCode
    count_attempt(RESUME_GUESSES, str(draft.id))
    if not known_answer(draft):
        raise WrongCode
    Holder.objects.update_or_create(
        application=draft.row, token_hash=token_hash(token), defaults={"used_at": now()}
    )
    record("application.resumed", chain=draft.id, actor=GUEST)
    return draft


@transaction.atomic
def reopen_application(
    application_id: UUID, *, known_answer: KnownAnswer, token: str, address: str
) -> OpenApplication:
    """Open a draft again on a device that has held it and rested too long, by one answer that was given in it.

    Raises WrongCode where the answer is wrong or this device never held it, and TooManyAttempts by address and by draft.
    """
    count_attempt(RESUME_GUESSES_FROM, address)
    if not has_held(application_id, token=token):
        raise WrongCode
    count_attempt(RESUME_GUESSES, str(application_id))
    draft = get_application(application_id, for_update=True)
    if draft.row.is_submitted or not known_answer(draft):
        raise WrongCode
    Holder.objects.filter(application_id=application_id, token_hash=token_hash(token)).update(used_at=now())
    record("application.resumed", chain=application_id, actor=GUEST)
    return draft


@transaction.atomic
def delete_draft(application_id: UUID, *, token: str) -> None:
    """Delete a draft at its person's wish: its key is destroyed, its row goes. Raises NotHolding, AlreadySubmitted."""
    draft = access_application(application_id, token=token, for_update=True)
    if draft.row.is_submitted:
        raise AlreadySubmitted
    erase_draft(draft.id, reason="withdrawn", actor=GUEST)


@transaction.atomic
def erase_draft(application_id: UUID, *, reason: str, actor: str) -> None:
    """Erase a draft that is still one, with the parts that others fill in; it leaves an entry in the audit trail and nothing else."""
    if not Application.objects.select_for_update().filter(id=application_id, submitted_at=None).exists():
        return
    for draft_id in ApplicationPart.objects.filter(application_id=application_id).values_list(
        "draft_id", flat=True
    ):
        erase_draft(draft_id, reason=reason, actor=actor)
    ApplicationPart.objects.filter(draft_id=application_id, application__submitted_at=None).delete()
    record("application.draft_erased", chain=application_id, actor=actor, facts={"reason": reason})
    destroy_key(application_id, reason=reason)
    erase_documents(application_id)
    erase_mails(application_id)
    Application.objects.filter(id=application_id, submitted_at=None).delete()


@transaction.atomic
def erase_old_draft(application_id: UUID) -> bool:
    """Erase a draft whose time is over; False when it was edited, sent or deleted since it was listed."""
    over = Application.objects.select_for_update().filter(
        id=application_id, submitted_at=None, delete_after__lte=now()
    )
    if not over.exists():
        return False
    erase_draft(application_id, reason="retention", actor=SYSTEM)
    return True


def note_warning(application_id: UUID) -> bool:
    """Note that the person of a draft is being warned; False when it was edited or warned about meanwhile."""
    soon = now() + WARNING_BEFORE
    return bool(
        Application.objects.filter(
            id=application_id, submitted_at=None, warned_at=None, delete_after__lte=soon
        ).update(warned_at=now())
    )
