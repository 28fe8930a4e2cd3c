"""A second person gives a draft back: it waits no more, and the file says why."""

from uuid import UUID

import pytest
from tests.cases import Send
from tests.staff import Staff

from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.cases.errors import ChangedMeanwhile, RoleTooLow, TextMissing
from onlineamt.procedure.cases.models import Case
from onlineamt.procedure.cases.queries import get_case, list_notes
from onlineamt.procedure.decisions.actions.automatic import examine_case
from onlineamt.procedure.decisions.actions.drafting import ask_for_release, decline_release, draft_decision
from onlineamt.procedure.decisions.errors import NoDraft
from onlineamt.procedure.decisions.queries import find_draft
from onlineamt.procedure.decisions.values import Draft


@pytest.fixture
def waiting(dog_town: Tenant, send: Send, staff: Staff) -> UUID:
    """Return a case whose draft waits for a second person."""
    case_id = send("listenhund", changed={"haltung.seit": "2026-02-01"})
    amt = staff("Frau Amt")
    with in_tenant(dog_town.id):
        examine_case(case_id)
        draft_decision(case_id, Draft(outcome="listed"), caseworker=amt, revision=revision_of(case_id))
        ask_for_release(case_id, caseworker=amt, revision=revision_of(case_id))
    return case_id


class TestDeclineRelease:
    def test_gives_the_draft_back_with_a_note(self, dog_town: Tenant, waiting: UUID, staff: Staff) -> None:
        with in_tenant(dog_town.id):
            decline(waiting, staff, "Frau Entscheid", reason="Bitte den Satz begründen.")
            draft = find_draft(Case.objects.get(id=waiting))
            assert draft is not None
            assert draft.release_asked_at is None
            assert [text for _, text in list_notes(get_case(waiting))] == ["Bitte den Satz begründen."]

    def test_is_for_those_who_may_decide(self, dog_town: Tenant, waiting: UUID, staff: Staff) -> None:
        with in_tenant(dog_town.id), pytest.raises(RoleTooLow):
            decline(waiting, staff, "Herr Akte")

    def test_says_why(self, dog_town: Tenant, waiting: UUID, staff: Staff) -> None:
        with in_tenant(dog_town.id):
            with pytest.raises(TextMissing):
                decline(waiting, staff, "Frau Entscheid", reason=" ")
            draft = find_draft(Case.objects.get(id=waiting))
            assert draft is not None
            assert draft.release_asked_at is not None

    def test_is_done_once(self, dog_town: Tenant, waiting: UUID, staff: Staff) -> None:
        with in_tenant(dog_town.id):
            decline(waiting, staff, "Frau Entscheid")
            with pytest.raises(NoDraft):
                decline(waiting, staff, "Frau Entscheid")

    def test_overwrites_nothing_unseen(self, dog_town: Tenant, waiting: UUID, staff: Staff) -> None:
        with in_tenant(dog_town.id), pytest.raises(ChangedMeanwhile):
            decline_release(
                waiting, caseworker=staff("Frau Entscheid"), revision=revision_of(waiting) - 1, reason="Nein"
            )


def decline(case_id: UUID, staff: Staff, name: str, *, reason: str = "Bitte prüfen.") -> None:
    """Let somebody give the draft back; the tenant is open."""
    decline_release(case_id, caseworker=staff(name), revision=revision_of(case_id), reason=reason)


def revision_of(case_id: UUID) -> int:
    """Return how often a case was changed."""
    return Case.objects.get(id=case_id).revision
