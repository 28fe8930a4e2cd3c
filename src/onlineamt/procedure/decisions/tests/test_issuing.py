"""A person decides: draft, second pair of eyes, issue, letter; and nobody overwrites what they have not seen."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from pypdf import PdfReader
from tests.cases import Send, all_found
from tests.staff import Staff
from tests.world import change_town

from onlineamt.facilities.documents.queries import get_document, open_document
from onlineamt.facilities.payments.queries import list_claims
from onlineamt.foundation.accounts.values import Caseworker
from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.cases.actions.ending import reopen_case
from onlineamt.procedure.cases.actions.requests import Question, answer_request, request_evidence
from onlineamt.procedure.cases.actions.work import finish_task
from onlineamt.procedure.cases.errors import ChangedMeanwhile, NotInThisState
from onlineamt.procedure.cases.models import Case, CaseTask
from onlineamt.procedure.cases.queries import get_case
from onlineamt.procedure.cases.values import CaseState
from onlineamt.procedure.decisions.actions.automatic import examine_case
from onlineamt.procedure.decisions.actions.drafting import ask_for_release, discard_draft, draft_decision
from onlineamt.procedure.decisions.actions.issuing import issue_decision
from onlineamt.procedure.decisions.actions.writing import write_letter
from onlineamt.procedure.decisions.content import outcomes_of
from onlineamt.procedure.decisions.errors import (
    BankAccountMissing,
    NoDraft,
    NoSuchOutcome,
    ReasonsMissing,
    SecondPersonNeeded,
    TasksOpen,
)
from onlineamt.procedure.decisions.models import Decision
from onlineamt.procedure.decisions.queries import list_issued, read_content
from onlineamt.procedure.decisions.values import Draft

REDUCED = Draft(outcome="reduced", reasons="Der Bescheid über Bürgergeld lag vor.")
LISTED = Draft(outcome="listed", reasons="")


@pytest.fixture(autouse=True)
def march(at: Callable[..., Any]) -> None:
    """It is 20 March 2026."""
    at(2026, 3, 20, 9, 0)


class Office:
    """Musterstadt's tax office at work on one case; every act takes the newest revision."""

    def __init__(self, town: Tenant, case_id: UUID) -> None:
        self.town, self.case_id = town, case_id
        with in_tenant(town.id):
            examine_case(case_id)

    @property
    def revision(self) -> int:
        with in_tenant(self.town.id):
            return Case.objects.get(id=self.case_id).revision

    def act(self, action: Callable[..., Any], *arguments: Any, by: Caseworker, **more: Any) -> Any:
        revision = more.pop("revision", None)
        revision = self.revision if revision is None else revision
        with in_tenant(self.town.id):
            return action(self.case_id, *arguments, caseworker=by, revision=revision, **more)

    def finish_tasks(self, by: Caseworker) -> None:
        with in_tenant(self.town.id):
            tasks = list(CaseTask.objects.filter(case_id=self.case_id, four_eyes=False))
        for task in tasks:
            with in_tenant(self.town.id):
                revision = Case.objects.get(id=self.case_id).revision
                finish_task(
                    task.id,
                    case_id=self.case_id,
                    caseworker=by,
                    revision=revision,
                    findings=all_found(task),
                )


@pytest.fixture
def reduction(dog_town: Tenant, send: Send) -> Office:
    """Return the office with a reduction to decide."""
    return Office(dog_town, send("ermaessigung", email=True))


@pytest.fixture
def listed(dog_town: Tenant, send: Send) -> Office:
    """Return the office with a listed dog whose tax a second person must release."""
    return Office(dog_town, send("listenhund", changed={"haltung.seit": "2026-02-01"}))


class TestIssueDecision:
    def test_binds_with_what_was_drafted(self, reduction: Office, staff: Staff) -> None:
        amt = staff("Frau Amt")
        reduction.finish_tasks(amt)
        reduction.act(draft_decision, REDUCED, by=amt)
        reduction.act(issue_decision, by=amt)
        with in_tenant(reduction.town.id):
            case = get_case(reduction.case_id)
            (decision,) = list_issued(case.row)
            content = read_content(decision, case.seal)
        assert case.row.state == CaseState.DECIDED
        assert content["reasons"] == REDUCED.reasons
        assert content["payment"]["cents"] == 5_850
        assert content["automatic"] is None

    def test_needs_reasons_where_the_outcome_does(self, reduction: Office, staff: Staff) -> None:
        amt = staff("Frau Amt")
        reduction.finish_tasks(amt)
        reduction.act(draft_decision, Draft(outcome="reduced", reasons=" "), by=amt)
        with pytest.raises(ReasonsMissing):
            reduction.act(issue_decision, by=amt)

    def test_needs_all_tasks_done(self, reduction: Office, staff: Staff) -> None:
        amt = staff("Frau Amt")
        reduction.act(draft_decision, REDUCED, by=amt)
        with pytest.raises(TasksOpen):
            reduction.act(issue_decision, by=amt)

    def test_needs_a_draft(self, reduction: Office, staff: Staff) -> None:
        amt = staff("Frau Amt")
        reduction.act(draft_decision, REDUCED, by=amt)
        reduction.act(discard_draft, by=amt)
        with pytest.raises(NoDraft):
            reduction.act(issue_decision, by=amt)

    def test_happens_once(self, reduction: Office, staff: Staff) -> None:
        amt = staff("Frau Amt")
        reduction.finish_tasks(amt)
        reduction.act(draft_decision, REDUCED, by=amt)
        seen = reduction.revision
        reduction.act(issue_decision, by=amt, revision=seen)
        with pytest.raises(ChangedMeanwhile):
            reduction.act(issue_decision, by=amt, revision=seen)
        with pytest.raises((NoDraft, NotInThisState)):
            reduction.act(issue_decision, by=amt)

    def test_is_for_the_office_alone(self, reduction: Office, staff: Staff) -> None:
        reduction.act(draft_decision, REDUCED, by=staff("Frau Amt"))
        for stranger in ("Herr Fremd", "Frau Schlüssel", "Herr Prüf"):
            with pytest.raises(NotFound):
                reduction.act(issue_decision, by=staff(stranger))

    def test_knows_the_outcomes_of_the_service_only(self, reduction: Office, staff: Staff) -> None:
        with pytest.raises(NoSuchOutcome):
            reduction.act(draft_decision, Draft(outcome="abgelehnt"), by=staff("Frau Amt"))

    def test_cannot_be_changed_afterwards(self, reduction: Office, staff: Staff) -> None:
        amt = staff("Frau Amt")
        reduction.finish_tasks(amt)
        reduction.act(draft_decision, REDUCED, by=amt)
        reduction.act(issue_decision, by=amt)
        with in_tenant(reduction.town.id):
            with pytest.raises(DatabaseError, match="refused"), transaction.atomic():
                Decision.objects.update(outcome="exempted")
            with pytest.raises(DatabaseError, match="refused"), transaction.atomic():
                Decision.objects.all().delete()

    def test_offers_only_what_is_possible(self, reduction: Office, staff: Staff) -> None:
        with pytest.raises(NoSuchOutcome):
            reduction.act(draft_decision, Draft(outcome="listed"), by=staff("Frau Amt"))
        with in_tenant(reduction.town.id):
            assert set(outcomes_of(get_case(reduction.case_id))) == {
                "reduced",
                "exempted",
                "reduction_refused",
            }

    def test_needs_an_account_to_pay_to(self, reduction: Office, staff: Staff) -> None:
        amt = staff("Frau Amt")
        reduction.finish_tasks(amt)
        reduction.act(draft_decision, REDUCED, by=amt)
        town = reduction.town
        change_town(town, contact={**town.contact, "iban": ""})
        with pytest.raises(BankAccountMissing):
            reduction.act(issue_decision, by=amt)
        with in_tenant(town.id):
            assert Case.objects.get().state == CaseState.IN_REVIEW


class TestFourEyes:
    def test_keep_the_drafter_from_issuing(self, listed: Office, staff: Staff) -> None:
        entscheid = staff("Frau Entscheid")
        listed.finish_tasks(entscheid)
        listed.act(draft_decision, LISTED, by=entscheid)
        listed.act(ask_for_release, by=entscheid)
        with pytest.raises(SecondPersonNeeded):
            listed.act(issue_decision, by=entscheid)

    def test_keep_a_colleague_without_signing_power_from_issuing(self, listed: Office, staff: Staff) -> None:
        amt = staff("Frau Amt")
        listed.finish_tasks(amt)
        listed.act(draft_decision, LISTED, by=amt)
        listed.act(ask_for_release, by=amt)
        with pytest.raises(SecondPersonNeeded):
            listed.act(issue_decision, by=staff("Herr Akte"))

    def test_let_the_decider_issue_what_was_laid_before_her(self, listed: Office, staff: Staff) -> None:
        amt = staff("Frau Amt")
        listed.finish_tasks(amt)
        listed.act(draft_decision, LISTED, by=amt)
        listed.act(ask_for_release, by=amt)
        listed.act(issue_decision, by=staff("Frau Entscheid"))
        with in_tenant(listed.town.id):
            assert Case.objects.get().state == CaseState.DECIDED
            assert not CaseTask.objects.filter(done_at=None).exists()

    def test_ask_anew_when_the_draft_changes(self, listed: Office, staff: Staff) -> None:
        amt = staff("Frau Amt")
        listed.finish_tasks(amt)
        listed.act(draft_decision, LISTED, by=amt)
        listed.act(ask_for_release, by=amt)
        listed.act(draft_decision, LISTED, by=amt)
        with pytest.raises(SecondPersonNeeded):
            listed.act(issue_decision, by=staff("Frau Entscheid"))

    def test_are_asked_for_when_an_answer_raises_the_tax(
        self, dog_town: Tenant, send: Send, staff: Staff
    ) -> None:
        amt = staff("Frau Amt")
        office = Office(dog_town, send("listenhund"))
        office.act(
            request_evidence,
            Question(text="Seit wann?", due_on=date(2026, 4, 10), fields=("haltung.seit",)),
            by=amt,
        )
        with in_tenant(dog_town.id):
            assert not CaseTask.objects.filter(four_eyes=True).exists()
            answer_request(office.case_id, answers={"haltung.seit": "2026-02-01"})
            assert CaseTask.objects.filter(four_eyes=True).count() == 1


class TestTwoClerks:
    def test_the_second_does_not_overwrite_the_first_unseen(self, reduction: Office, staff: Staff) -> None:
        seen = reduction.revision
        reduction.act(draft_decision, REDUCED, by=staff("Frau Amt"), revision=seen)
        with pytest.raises(ChangedMeanwhile):
            reduction.act(draft_decision, Draft(outcome="exempted"), by=staff("Herr Akte"), revision=seen)


class TestReopenedCase:
    def test_gets_a_new_decision_and_the_old_claim_is_gone(
        self, reduction: Office, staff: Staff, at: Callable[..., Any]
    ) -> None:
        amt = staff("Frau Amt")
        reduction.finish_tasks(amt)
        reduction.act(draft_decision, REDUCED, by=amt)
        reduction.act(issue_decision, by=amt)
        at(2026, 4, 2, 9, 0)
        reduction.act(reopen_case, by=amt, reason="Der Widerspruch ist begründet.")
        reduction.act(
            draft_decision, Draft(outcome="exempted", reasons="Assistenzhund, § 5 der Satzung."), by=amt
        )
        reduction.act(issue_decision, by=amt)
        with in_tenant(reduction.town.id):
            newest, oldest = list_issued(Case.objects.get())
            assert (newest.outcome, oldest.outcome) == ("exempted", "reduced")
            assert [claim.is_open for claim in list_claims(reduction.case_id)] == [False]


class TestWriteLetter:
    def test_makes_one_sealed_letter_however_often_it_is_asked(self, reduction: Office, staff: Staff) -> None:
        amt = staff("Frau Amt")
        reduction.finish_tasks(amt)
        reduction.act(draft_decision, REDUCED, by=amt)
        decision_id = reduction.act(issue_decision, by=amt)
        for _ in range(2):
            with in_tenant(reduction.town.id):
                write_letter(reduction.case_id, decision_id)
        with in_tenant(reduction.town.id):
            case = get_case(reduction.case_id)
            (decision,) = list_issued(case.row)
            assert decision.letter_id is not None
            pdf = open_document(get_document(decision.letter_id, subject_id=case.id), seal=case.seal)
        reader = PdfReader(BytesIO(pdf.content))
        words = " ".join(page.extract_text() for page in reader.pages)
        assert "58,50" in words
        assert "Frau Amt" in words
        assert "bescheid.json" in reader.attachments
