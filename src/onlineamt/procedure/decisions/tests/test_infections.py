"""A virus scanner finds something in a file of a case: before the rules look, after they have decided, after it is closed."""

from typing import Any
from uuid import UUID

import pytest

from onlineamt.facilities.documents.actions.storing import store_document
from onlineamt.facilities.documents.events import InfectionFound
from onlineamt.facilities.documents.models import StoredDocument
from onlineamt.facilities.documents.queries import get_document
from onlineamt.facilities.documents.values import DocumentKind, NewDocument
from onlineamt.foundation.core.clock import now, today
from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.applications.actions.arriving import file_answer
from onlineamt.procedure.applications.queries import get_application
from onlineamt.procedure.cases.definition import INFECTED_FILE
from onlineamt.procedure.cases.models import Case, CaseTask
from onlineamt.procedure.cases.values import CaseState
from onlineamt.procedure.decisions.actions.infections import heed_infection
from onlineamt.procedure.decisions.queries import list_issued
from onlineamt.procedure.decisions.tests.parking import PERMIT, answer, begin, examined, filled, submit

PHOTO = NewDocument(
    kind=DocumentKind.EVIDENCE, name="schein.jpg", media_type="image/jpeg", content=b"made up"
)


@pytest.fixture
def sent(town: Tenant) -> tuple[UUID, UUID]:
    """Somebody applies for a permit that the rules grant; returns the case and the photo of the car's papers."""
    with in_tenant(town.id):
        draft_id = begin(town, PERMIT)
        draft = get_application(draft_id)
        document = store_document(subject_id=draft_id, document=PHOTO)
        held: list[dict[str, Any]] = [file_answer(document, draft.seal)]
        answer(draft_id, {**filled(PERMIT), "fahrzeug.schein": held})
        submit(draft_id)
    return draft_id, document.id


def infect(town: Tenant, case_id: UUID, document_id: UUID) -> None:
    with in_tenant(town.id):
        get_document(document_id, subject_id=case_id)
        StoredDocument.objects.filter(id=document_id).update(infected_at=now())
        heed_infection(InfectionFound(document_id=document_id, subject_id=case_id))


def tasks(town: Tenant, case_id: UUID) -> list[CaseTask]:
    with in_tenant(town.id):
        return list(CaseTask.objects.filter(case_id=case_id, name=INFECTED_FILE))


class TestHeedInfection:
    def test_keeps_rules_from_deciding(self, town: Tenant, sent: tuple[UUID, UUID]) -> None:
        infect(town, *sent)
        assert examined(town, sent[0]) == CaseState.IN_REVIEW
        (task,) = tasks(town, sent[0])
        assert (task.decision_id, task.due_on) == (None, today())

    def test_without_it_the_rules_decide(self, town: Tenant, sent: tuple[UUID, UUID]) -> None:
        assert examined(town, sent[0]) == CaseState.DECIDED
        assert tasks(town, sent[0]) == []

    def test_is_something_to_do_after_a_decision(self, town: Tenant, sent: tuple[UUID, UUID]) -> None:
        case_id, photo = sent
        examined(town, case_id)
        for _ in range(2):
            infect(town, case_id, photo)
        (task,) = tasks(town, case_id)
        with in_tenant(town.id):
            (decision,) = list_issued(Case.objects.get(id=case_id))
        assert task.decision_id == decision.id

    def test_leaves_a_closed_case_alone(self, town: Tenant, sent: tuple[UUID, UUID]) -> None:
        case_id, photo = sent
        examined(town, case_id)
        with in_tenant(town.id):
            Case.objects.filter(id=case_id).update(closed_at=now())
        infect(town, case_id, photo)
        assert tasks(town, case_id) == []

    def test_heeds_no_file_that_was_not_sent(self, town: Tenant, sent: tuple[UUID, UUID]) -> None:
        case_id, _ = sent
        examined(town, case_id)
        with in_tenant(town.id):
            other = store_document(subject_id=case_id, document=PHOTO)
        infect(town, case_id, other.id)
        assert tasks(town, case_id) == []

    def test_knows_no_case_of_a_draft(self, town: Tenant) -> None:
        with in_tenant(town.id):
            heed_infection(InfectionFound(document_id=new_id(), subject_id=begin(town, PERMIT)))
            assert not CaseTask.objects.exists()
