"""What happens to applications, for the stages that come after."""

from dataclasses import dataclass
from uuid import UUID

from onlineamt.foundation.core.events import Event


@dataclass(frozen=True)
class ApplicationSubmitted(Event):
    """A draft has become a binding application."""

    application_id: UUID


@dataclass(frozen=True)
class EmailCodeRequested(Event):
    """A person wants to confirm an e-mail address. The code travels in the sealed mail only."""

    application_id: UUID
    code: str


@dataclass(frozen=True)
class ResumeCodeRequested(Event):
    """A person wants the resume code of a draft by e-mail, to the address given for it."""

    application_id: UUID
    email: str


@dataclass(frozen=True)
class DraftNearlyOld(Event):
    """A draft will be deleted soon, and its person is to be warned."""

    application_id: UUID
