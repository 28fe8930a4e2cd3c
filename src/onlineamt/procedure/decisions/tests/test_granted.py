"""The office grants less than was applied for: fewer posters, for a shorter time, with reasons."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from pypdf import PdfReader
from tests.cases import all_found, answers_of
from tests.staff import Staff

from onlineamt.facilities.documents.queries import get_document, open_document
from onlineamt.facilities.payments.queries import list_claims
from onlineamt.facilities.registers.queries import entries_of, open_entry
from onlineamt.foundation.audit.models import AuditEntry
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.cases.actions.requests import Question, answer_request, request_evidence
from onlineamt.procedure.cases.actions.work import finish_task
from onlineamt.procedure.cases.models import Case, CaseTask
from onlineamt.procedure.decisions.actions.drafting import ask_for_release, draft_decision
from onlineamt.procedure.decisions.actions.issuing import issue_decision
from onlineamt.procedure.decisions.actions.writing import write_letter
from onlineamt.procedure.decisions.errors import GrantedUnfit, ReasonsMissing
from onlineamt.procedure.decisions.models import Decision
from onlineamt.procedure.decisions.tests.parking import (
    answer,
    begin,
    content,
    decide,
    examined,
    offer_in_the_tax_office,
    submit,
)
from onlineamt.procedure.decisions.values import Draft

POSTERS = "plakatierung"
WHY = "An der Bachstraße ist nur Platz für zehn Plakate."
FEWER = {"anzahl": 10, "von": "2026-06-13", "bis": "2026-06-21"}


@pytest.fixture
def case_id(town: Tenant, at: Callable[..., Any]) -> UUID:
    """Somebody applies for twenty posters from 6 to 21 June."""
    at(2026, 5, 4, 9, 0)
    offer_in_the_tax_office(town, POSTERS)
    with in_tenant(town.id):
        draft_id = begin(town, POSTERS)
        answer(draft_id, {**answers_of(POSTERS, "kuerzer_erlaubt"), "plakat.muster": []})
        submit(draft_id)
    examined(town, draft_id)
    return draft_id


def draft(town: Tenant, case_id: UUID, staff: Staff, one: Draft) -> None:
    with in_tenant(town.id):
        draft_decision(case_id, one, caseworker=staff("Frau Amt"), revision=revision(case_id))


def revision(case_id: UUID) -> int:
    return Case.objects.get(id=case_id).revision


class TestDraftDecision:
    @pytest.mark.parametrize(
        "granted",
        [
            {},
            {"anzahl": 10},
            {**FEWER, "anzahl": 21},
            {**FEWER, "anzahl": 0},
            {**FEWER, "anzahl": "zehn"},
            {**FEWER, "von": "2026-06-05"},
            {**FEWER, "bis": "2026-06-22"},
            {**FEWER, "von": "2026-06-21", "bis": "2026-06-20"},
            {"anzahl": 20, "von": "2026-06-06", "bis": "2026-06-21"},
        ],
    )
    def test_takes_nothing_that_the_service_does_not_allow(
        self, town: Tenant, case_id: UUID, staff: Staff, granted: dict[str, Any]
    ) -> None:
        with pytest.raises(GrantedUnfit):
            draft(town, case_id, staff, Draft(outcome="granted_fewer", reasons=WHY, granted=granted))
        with in_tenant(town.id):
            assert not Decision.objects.filter(case_id=case_id).exists()

    def test_keeps_what_is_granted_sealed(self, town: Tenant, case_id: UUID, staff: Staff) -> None:
        draft(town, case_id, staff, Draft(outcome="granted_fewer", reasons=WHY, granted=FEWER))
        with in_tenant(town.id):
            kept = Decision.objects.get(case_id=case_id)
            assert b"2026-06-13" not in bytes(kept.sealed_content)

    def test_asks_for_reasons_before_a_second_person_looks(
        self, town: Tenant, case_id: UUID, staff: Staff
    ) -> None:
        draft(town, case_id, staff, Draft(outcome="granted_fewer", granted=FEWER))
        with in_tenant(town.id), pytest.raises(ReasonsMissing):
            ask_for_release(case_id, caseworker=staff("Frau Amt"), revision=revision(case_id))


class TestIssueDecision:
    def test_grants_less_in_fee_register_and_record(self, town: Tenant, case_id: UUID, staff: Staff) -> None:
        decide(town, case_id, Draft(outcome="granted_fewer", reasons=WHY, granted=FEWER), staff("Frau Amt"))
        said = content(town, case_id)
        granted = {line["name"]: (line["value"], line["applied"]) for line in said["granted"]}
        assert granted == {
            "anzahl": (10, 20),
            "von": ("2026-06-13", "2026-06-06"),
            "bis": ("2026-06-21", "2026-06-21"),
            "wochen": (2, None),
            "gebuehr": (2000, None),
        }
        assert said["refuses"] == "part"
        with in_tenant(town.id):
            (claim,) = list_claims(case_id)
            (entry,) = entries_of(case_id)
            assert claim.cents == 2000
            assert entry.valid_from.isoformat() == "2026-06-13"
            assert open_entry(entry).values["granted.anzahl"] == "10"
            issued = AuditEntry.objects.get(chain=case_id, name="decision.issued")
            assert issued.facts["differs"] == ["anzahl", "von"]

    def test_says_in_the_letter_what_is_different_and_what_can_be_done(
        self, town: Tenant, case_id: UUID, staff: Staff
    ) -> None:
        decide(town, case_id, Draft(outcome="granted_fewer", reasons=WHY, granted=FEWER), staff("Frau Amt"))
        words = letter(town, case_id)
        assert "Beantragt waren 20" in words
        assert "erst ab dem 13. Juni 2026" in words
        assert WHY.removesuffix(".") in words
        assert "Klage" in words

    def test_needs_reasons(self, town: Tenant, case_id: UUID, staff: Staff) -> None:
        with pytest.raises(ReasonsMissing):
            decide(town, case_id, Draft(outcome="granted_fewer", granted=FEWER), staff("Frau Amt"))
        with in_tenant(town.id):
            assert not entries_of(case_id)

    def test_is_stopped_where_the_applicant_has_asked_for_less_since(
        self, town: Tenant, case_id: UUID, staff: Staff
    ) -> None:
        amt = staff("Frau Amt")
        draft(town, case_id, staff, Draft(outcome="granted_fewer", reasons=WHY, granted=FEWER))
        with in_tenant(town.id):
            question = Question(
                fields=("plakat.anzahl",), text="Bitte prüfen Sie die Zahl.", due_on=date(2026, 6, 1)
            )
            request_evidence(case_id, question, caseworker=amt, revision=revision(case_id))
            answer_request(case_id, answers={"plakat.anzahl": 8})
            for task in CaseTask.objects.filter(case_id=case_id, done_at=None):
                finish_task(
                    task.id,
                    case_id=case_id,
                    caseworker=amt,
                    revision=revision(case_id),
                    findings=all_found(task),
                )
        with in_tenant(town.id), pytest.raises(GrantedUnfit):
            issue_decision(case_id, caseworker=amt, revision=revision(case_id))

    def test_grants_all_that_was_applied_for_where_the_outcome_asks_nobody(
        self, town: Tenant, case_id: UUID, staff: Staff
    ) -> None:
        decide(town, case_id, Draft(outcome="granted", granted=FEWER), staff("Frau Amt"))
        said = content(town, case_id)
        assert {line["name"]: line["value"] for line in said["granted"]}["anzahl"] == 20
        assert said["refuses"] == "nothing"
        assert said["payment"]["cents"] == 6000

    def test_grants_nothing_where_it_refuses(self, town: Tenant, case_id: UUID, staff: Staff) -> None:
        decide(town, case_id, Draft(outcome="refused", reasons=WHY, granted=FEWER), staff("Frau Amt"))
        assert content(town, case_id)["granted"] == []


def letter(town: Tenant, case_id: UUID) -> str:
    with in_tenant(town.id):
        decision = Decision.objects.get(case_id=case_id)
        write_letter(case_id, decision.id)
        decision.refresh_from_db()
        assert decision.letter_id is not None
        document = get_document(decision.letter_id, subject_id=case_id)
        pdf = open_document(document).content
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())
