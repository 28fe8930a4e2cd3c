"""Finding applications, for the device or the person that may see them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from onlineamt.foundation.core.canonical import canonical_json
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.sealing.provider import provider
from onlineamt.foundation.sealing.queries import blind_index, unwrap_key, wrapped_key_of
from onlineamt.foundation.sealing.seal import Seal
from onlineamt.foundation.tenancy.transaction import current_tenant_id
from onlineamt.procedure.applications.errors import NotHolding, NotProven
from onlineamt.procedure.applications.models import Application, Holder
from onlineamt.procedure.applications.rules import HELD_FOR, PROVEN_FOR, WARNING_BEFORE, resume_code_of

ANSWERS = "answers"
EMAIL = "email"

# By hand, because every page of every application asks it: three rows by their keys, and no time to build the query.
_ACCESS = """
SELECT application.*, subject_key.wrapped_key, application_holder.used_at AS held_since,
       application_holder.proven_at
FROM application
JOIN application_holder ON application_holder.tenant_id = application.tenant_id
                       AND application_holder.application_id = application.id
JOIN subject_key ON subject_key.tenant_id = application.tenant_id AND subject_key.id = application.id
WHERE application.id = %s AND application_holder.token_hash = %s AND application_holder.used_at > %s
"""


class Decided(NamedTuple):
    """What was decided of these very answers."""

    answers: Mapping[str, Any]
    said: Mapping[str, Any]


@dataclass(frozen=True)
class OpenApplication:
    """An application that somebody may see, with its answers unsealed (field id → JSON value)."""

    row: Application
    seal: Seal
    answers: Mapping[str, Any]
    held_since: datetime | None = None  # when the holding was last noted
    proven_at: datetime | None = None  # when its person last showed a fresh one-time code on this device
    last_page: str = ""  # of a draft: where its person stood
    kept: "Decided | None" = None  # of a draft: what followed from its answers when they were saved
    entry: Mapping[str, Any] | None = None  # once submitted: what was known of the register entry it follows

    @property
    def id(self) -> UUID:
        """The id of the application."""
        return self.row.id

    @property
    def decided(self) -> Mapping[str, Any]:
        """What was decided of just these answers, and under which circumstances; empty where that is not known."""
        return self.kept.said if self.kept and self.kept.answers is self.answers else {}

    @property
    def content(self) -> bytes:
        """The canonical JSON that is stored: of a submitted application exactly what was frozen and hashed."""
        return self.seal.open(self.row.sealed_answers, purpose=ANSWERS)

    @property
    def email(self) -> str:
        """The e-mail address given for it, or an empty string."""
        if self.row.sealed_email is None:
            return ""
        return self.seal.open(self.row.sealed_email, purpose=EMAIL).decode()


def access_application(application_id: UUID, *, token: str, for_update: bool = False) -> OpenApplication:
    """Return an application to the device that holds it: the only way to load one for a guest.

    `token` is what the device keeps. Raises NotHolding for every other device, and for ids that do not exist.
    """
    statement = f"{_ACCESS} FOR NO KEY UPDATE OF application" if for_update else _ACCESS
    rows = list(Application.objects.raw(statement, [application_id, token_hash(token), now() - HELD_FOR]))
    if not rows:
        raise NotHolding
    return _open(rows[0])


def access_proven(application_id: UUID, *, token: str, for_update: bool = False) -> OpenApplication:
    """Return an application to its person, who has just shown a one-time code on this device: for what is decided.

    Raises NotHolding as `access_application` does, and NotProven where the code is missing or half an hour old.
    """
    application = access_application(application_id, token=token, for_update=for_update)
    if not is_proven(application):
        raise NotProven
    return application


def is_proven(application: OpenApplication) -> bool:
    """Tell whether its person has shown a one-time code on the device that opened it, less than half an hour ago."""
    return application.proven_at is not None and now() - application.proven_at <= PROVEN_FOR


def get_application(application_id: UUID, *, for_update: bool = False) -> OpenApplication:
    """Return an application for a job of the platform. Raises Application.DoesNotExist or Unsealable."""
    rows = Application.objects.annotate(wrapped_key=wrapped_key_of("id"))
    if for_update:
        rows = rows.select_for_update(of=("self",), no_key=True)
    return _open(rows.get(id=application_id))


def has_held(application_id: UUID, *, token: str) -> bool:
    """Tell whether a device has held a draft that is still there, however long ago."""
    rows = Holder.objects.filter(
        application_id=application_id, token_hash=token_hash(token), application__submitted_at=None
    )
    return bool(token) and rows.exists()


def find_by_resume_code(code: str, *, for_update: bool = False) -> OpenApplication | None:
    """Return the draft that a resume code belongs to, or None."""
    rows = Application.objects.filter(resume_index=resume_index(code))
    if for_update:
        rows = rows.select_for_update(of=("self",), no_key=True)
    row = rows.annotate(wrapped_key=wrapped_key_of("id")).first()
    return _open(row) if row and row.wrapped_key else None


def find_by_reference(reference: str) -> OpenApplication | None:
    """Return the submitted application with a reference, or None."""
    if not reference:
        return None
    row = Application.objects.filter(reference=reference).annotate(wrapped_key=wrapped_key_of("id")).first()
    return _open(row) if row and row.wrapped_key else None


def list_drafts_to_warn() -> list[tuple[UUID, UUID]]:
    """Return tenant and id of the drafts of all towns that are deleted soon and not warned about; as maintenance."""
    soon = Application.objects.using("maintenance").filter(
        submitted_at=None, delete_after__lte=now() + WARNING_BEFORE, warned_at=None
    )
    return list(soon.order_by("delete_after").values_list("tenant_id", "id"))


def list_drafts_to_erase() -> list[tuple[UUID, UUID]]:
    """Return tenant and id of the drafts of all towns whose time is over; as maintenance."""
    over = Application.objects.using("maintenance").filter(submitted_at=None, delete_after__lte=now())
    return list(over.order_by("delete_after").values_list("tenant_id", "id"))


def resume_code(application_id: UUID) -> str:
    """Return the code with which a draft is opened on another device. It is computed, so it need not be kept."""
    return resume_code_of(provider().mac(current_tenant_id(), b"resume\0" + application_id.bytes))


def resume_index(code: str) -> bytes:
    """Return the keyed hash by which a draft is found from its resume code."""
    return blind_index(code, purpose="resume")


def draft_content(
    answers: Mapping[str, Any], *, last_page: str, decided: Mapping[str, Any] | None = None
) -> bytes:
    """Return what is sealed of a draft; `decided` is what follows from just these answers."""
    content = {"answers": dict(answers), "last_page": last_page}
    return canonical_json(content if decided is None else content | {"decided": dict(decided)})


def token_hash(token: str) -> bytes:
    """Return the hash of a device's token: 256 random bits need no key."""
    return sha256(token.encode()).digest()


def _open(row: Application) -> OpenApplication:
    wrapped: bytes | None = getattr(row, "wrapped_key", None)
    seal = unwrap_key(row.id, wrapped)
    content = json.loads(seal.open(row.sealed_answers, purpose=ANSWERS))
    answers = content["answers"]
    return OpenApplication(
        row,
        seal,
        answers,
        held_since=getattr(row, "held_since", None),
        proven_at=getattr(row, "proven_at", None),
        last_page=content.get("last_page", ""),
        kept=Decided(answers, content["decided"]) if "decided" in content else None,
        entry=content.get("entry"),
    )
