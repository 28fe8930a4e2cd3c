"""Roles, and who somebody is for the length of one request."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from uuid import UUID


class Role(StrEnum):
    """What somebody may do in an office. The German labels are in the texts."""

    CASEWORKER = "caseworker"
    DECIDER = "decider"
    LEAD = "lead"
    ADMIN = "admin"
    AUDITOR = "auditor"


WORKS_ON_CASES = frozenset({Role.CASEWORKER, Role.DECIDER, Role.LEAD})


@dataclass(frozen=True, kw_only=True)
class Caseworker:
    """Somebody of the municipality who is logged in (Sachbearbeitung): by this value actions know who acts."""

    account_id: UUID
    name: str
    session_id: UUID
    memberships: Mapping[UUID, frozenset[Role]]  # office → roles
    noted_at: datetime  # when the use of the session was last written down

    @property
    def actor(self) -> str:
        """How the audit trail names this person."""
        return actor_of(self.account_id)

    @cached_property
    def office_ids(self) -> frozenset[UUID]:
        """The offices whose cases this person works on. Being admin or auditor opens no case."""
        return frozenset(office for office, roles in self.memberships.items() if roles & WORKS_ON_CASES)

    def has_role(self, office_id: UUID, role: Role) -> bool:
        """Tell whether this person has a role in an office."""
        return role in self.memberships.get(office_id, frozenset())

    def may_decide(self, office_id: UUID) -> bool:
        """Tell whether this person may sign the decisions of an office that need a decider."""
        return self.has_role(office_id, Role.DECIDER)

    def leads(self, office_id: UUID) -> bool:
        """Tell whether this person leads an office."""
        return self.has_role(office_id, Role.LEAD)


@dataclass(frozen=True, kw_only=True)
class NewAccount:
    """What is known of somebody who is to get an account."""

    email: str
    name: str
    memberships: tuple[tuple[UUID, Role], ...]  # office and role


@dataclass(frozen=True, kw_only=True)
class PendingLogin:
    """Somebody whose password was right and whose second factor is still missing."""

    account_id: UUID
    session_id: UUID
    is_enrolled: bool


@dataclass(frozen=True, kw_only=True)
class Enrolment:
    """What an authenticator app needs to know of an account that is being set up."""

    secret: str
    uri: str


@dataclass(frozen=True, kw_only=True)
class SessionLine:
    """A session as its owner sees it."""

    id: UUID
    device: str
    started_at: datetime
    used_at: datetime
    is_this: bool


@dataclass(frozen=True, kw_only=True)
class AccountLine:
    """An account as the command line and the demonstration list it."""

    id: UUID
    email: str
    name: str
    is_active: bool
    is_set_up: bool
    roles: tuple[tuple[str, Role], ...]  # key of the office and role


def actor_of(account_id: UUID) -> str:
    """Return how the audit trail names an account."""
    return f"staff:{account_id}"
