"""Anybody does anything at any time to cases, and what must always be true is true after every act."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db.models import QuerySet
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from onlineamt.facilities.payments.queries import list_claims
from onlineamt.facilities.registers.queries import entries_of
from onlineamt.foundation.accounts.values import Caseworker
from onlineamt.foundation.audit.models import AuditEntry
from onlineamt.foundation.audit.queries import verify_trail
from onlineamt.foundation.core.canonical import digest
from onlineamt.foundation.core.clock import today
from onlineamt.foundation.core.errors import NotFound, PortalError
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.cases.actions import ending, requests, work
from onlineamt.procedure.cases.errors import ChangedMeanwhile
from onlineamt.procedure.cases.models import Case, CaseHold, CaseTask
from onlineamt.procedure.cases.queries import OpenCase, get_case
from onlineamt.procedure.cases.rules import TRANSITIONS, is_open
from onlineamt.procedure.cases.values import CaseState, HoldKind
from onlineamt.procedure.catalogue.values import ServiceKind
from onlineamt.procedure.decisions.actions.automatic import examine_case
from onlineamt.procedure.decisions.actions.drafting import ask_for_release, discard_draft, draft_decision
from onlineamt.procedure.decisions.actions.issuing import issue_decision
from onlineamt.procedure.decisions.models import Decision
from onlineamt.procedure.decisions.queries import decision_bytes
from onlineamt.procedure.decisions.values import Draft
from tests.cases import Send, all_found, offer_with
from tests.staff import Staff

OFFICE = ("Frau Amt", "Herr Akte", "Frau Entscheid", "Herr Leitung")
OTHERS = ("Herr Fremd", "Frau Schlüssel", "Herr Prüf")
EXAMPLES = ("dackel", "ermaessigung", "listenhund", "gemeinsam")
KINDS = (ServiceKind.DECLARATION, ServiceKind.APPLICATION, ServiceKind.INFORMATION, ServiceKind.REPORT)
OUTCOMES = ("registered", "listed", "reduced", "exempted", "reduction_refused", "abgelehnt")

SENT_AFTERWARDS = {"title": "Marke verschicken", "role": "caseworker", "due": "P3D", "after": "decision"}

# What somebody of the office may try: a name for the trace, and the act with its arguments.
ACTS: dict[str, Callable[..., Any]] = {
    "take": work.take_case,
    "give back": work.give_back_case,
    "take back the request": requests.take_back_request,
    "ask for release": ask_for_release,
    "discard the draft": discard_draft,
    "issue": issue_decision,
    "close": ending.close_case,
}


def two_moves(kind: ServiceKind, start: CaseState) -> set[CaseState]:
    """Return where one act may lead: ending a case and closing it are one."""
    once = TRANSITIONS[kind][start]
    return {start} | once | {end for middle in once for end in TRANSITIONS[kind][middle]}


class CaseLife(RuleBasedStateMachine):
    """One case, the people of two offices, its applicant, and the worker."""

    town: Tenant
    send: Send
    staff: Staff

    @initialize(
        example=st.sampled_from(EXAMPLES),
        kind=st.sampled_from(KINDS),
        full_year=st.booleans(),
        email=st.booleans(),
    )
    def submit(self, example: str, kind: ServiceKind, full_year: bool, email: bool) -> None:
        changed = {"haltung.seit": "2026-02-01"} if full_year and example == "listenhund" else {}
        self.case_id = self.send(example, changed=changed, email=email, token=str(id(self)))
        with in_tenant(self.town.id):
            Case.objects.filter(id=self.case_id).update(kind=kind)
        self.kind, self.seen, self.declared = kind, CaseState.RECEIVED, self.case().declared.row.digest
        self.revision, self.digests = 0, dict[UUID, str]()

    def case(self) -> OpenCase:
        with in_tenant(self.town.id):
            case = get_case(self.case_id)
            assert case.journey is not None  # reads what it needs while the tenant's transaction is open
            return case

    def now(self) -> int:
        with in_tenant(self.town.id):
            return Case.objects.get(id=self.case_id).revision

    def attempt(self, act: Callable[[], Any]) -> bool:
        """Do something that may be refused; what is refused changes nothing."""
        before = self.now()
        try:
            with in_tenant(self.town.id):
                act()
        except PortalError:
            assert self.now() == before
            return False
        return True

    def person(self, name: str) -> Caseworker:
        return self.staff(name)

    @rule()
    def the_worker_examines(self) -> None:
        if self.kind is not ServiceKind.REPORT:
            with in_tenant(self.town.id):
                examine_case(self.case_id)

    @rule(name=st.sampled_from(OFFICE), act=st.sampled_from(sorted(ACTS)))
    def somebody_of_the_office_acts(self, name: str, act: str) -> None:
        self.attempt(
            lambda: ACTS[act](self.case_id, caseworker=self.person(name), revision=self.now_inside())
        )

    @rule(name=st.sampled_from(OTHERS), act=st.sampled_from(sorted(ACTS)))
    def somebody_else_acts(self, name: str, act: str) -> None:
        before = self.now()
        with in_tenant(self.town.id), pytest.raises(NotFound):
            ACTS[act](self.case_id, caseworker=self.person(name), revision=before)
        assert self.now() == before

    @rule(name=st.sampled_from(OFFICE), act=st.sampled_from(sorted(ACTS)))
    def somebody_acts_on_what_they_saw_before(self, name: str, act: str) -> None:
        before = self.now()
        if before == 0:
            return
        with in_tenant(self.town.id), pytest.raises(ChangedMeanwhile):
            ACTS[act](self.case_id, caseworker=self.person(name), revision=before - 1)
        assert self.now() == before

    @rule(name=st.sampled_from(OFFICE), outcome=st.sampled_from(OUTCOMES), has_reasons=st.booleans())
    def somebody_drafts(self, name: str, outcome: str, has_reasons: bool) -> None:
        draft = Draft(outcome=outcome, reasons="Der Nachweis liegt vor." if has_reasons else "")
        self.attempt(
            lambda: draft_decision(
                self.case_id, draft, caseworker=self.person(name), revision=self.now_inside()
            )
        )

    @rule(name=st.sampled_from(OFFICE))
    def somebody_finishes_all_tasks(self, name: str) -> None:
        with in_tenant(self.town.id):
            tasks = list(CaseTask.objects.filter(case_id=self.case_id, done_at=None, four_eyes=False))
        for task in tasks:
            self.attempt(
                lambda task=task: work.finish_task(  # type: ignore[misc]
                    task.id,
                    case_id=self.case_id,
                    caseworker=self.person(name),
                    revision=self.now_inside(),
                    findings=all_found(task),
                )
            )

    @rule(name=st.sampled_from(OFFICE), in_days=st.integers(-1, 30))
    def somebody_asks(self, name: str, in_days: int) -> None:
        question = requests.Question(
            text="Welche Chipnummer hat der Hund?",
            due_on=today() + timedelta(days=in_days),
            fields=("hund.chip",),
        )
        self.attempt(
            lambda: requests.request_evidence(
                self.case_id, question, caseworker=self.person(name), revision=self.now_inside()
            )
        )

    @rule()
    def the_applicant_answers(self) -> None:
        self.attempt(lambda: requests.answer_request(self.case_id, answers={"hund.chip": "276098100000001"}))

    @rule()
    def the_applicant_withdraws(self) -> None:
        if self.attempt(lambda: ending.withdraw_case(self.case_id)):
            assert self.kind is not ServiceKind.DECLARATION

    @rule(name=st.sampled_from(OFFICE))
    def somebody_reopens(self, name: str) -> None:
        self.attempt(
            lambda: ending.reopen_case(
                self.case_id,
                caseworker=self.person(name),
                revision=self.now_inside(),
                reason="Der Widerspruch ist begründet.",
            )
        )

    @rule(name=st.sampled_from(OFFICE), kind=st.sampled_from(HoldKind))
    def somebody_holds(self, name: str, kind: HoldKind) -> None:
        self.attempt(
            lambda: work.set_hold(
                self.case_id, caseworker=self.person(name), kind=kind, reason="Widerspruch vom 1. April"
            )
        )

    @rule(name=st.sampled_from(OFFICE))
    def somebody_lifts_every_hold(self, name: str) -> None:
        with in_tenant(self.town.id):
            for hold in CaseHold.objects.filter(case_id=self.case_id):
                work.lift_hold(hold.id, case_id=self.case_id, caseworker=self.person(name))

    @rule()
    def nobody_can_object_any_more(self) -> None:
        with in_tenant(self.town.id):
            held = CaseHold.objects.filter(case_id=self.case_id, lifted_at=None).exists()
            became = self.kind in {ServiceKind.DECLARATION, ServiceKind.APPLICATION} and ending.make_final(
                self.case_id, final_on=today()
            )
        assert not (became and held)

    @rule()
    def the_sweep_closes_what_is_final(self) -> None:
        with in_tenant(self.town.id):
            left = _following(self.case_id).filter(done_at=None).exists()
            assert not (ending.close_final(self.case_id) and left)

    @rule(name=st.sampled_from(OFFICE), way=st.sampled_from(("end", "hand over")))
    def somebody_ends_it(self, name: str, way: str) -> None:
        if way == "end":
            self.attempt(
                lambda: ending.end_without_decision(
                    self.case_id, caseworker=self.person(name), revision=self.now_inside(), reason="Erledigt."
                )
            )
        else:
            self.attempt(
                lambda: ending.hand_over_case(
                    self.case_id,
                    caseworker=self.person(name),
                    revision=self.now_inside(),
                    authority="Gemeinde Nachbarstadt",
                )
            )

    def now_inside(self) -> int:
        return Case.objects.get(id=self.case_id).revision

    @invariant()
    def everything_holds(self) -> None:
        if not hasattr(self, "case_id"):
            return
        with in_tenant(self.town.id):
            case = get_case(self.case_id)
            self.the_life_is_that_of_the_table(case)
            self.the_clock_rests_only_while_the_applicant_must_move(case)
            self.decisions_stay_what_they_were(case)
            self.money_and_numbers_fit(case)
            self.only_the_office_acted(case)
            self.what_follows_comes_from_a_decision_and_keeps_the_case_open(case)

    def the_life_is_that_of_the_table(self, case: OpenCase) -> None:
        state = CaseState(case.row.state)
        assert state in two_moves(self.kind, self.seen)
        assert case.row.revision >= self.revision
        assert (
            (case.row.closed_at is not None) == (state is CaseState.CLOSED) == (case.row.erase_on is not None)
        )
        assert case.declared.row.digest == self.declared == digest(case.declared.content)
        self.seen, self.revision = state, case.row.revision

    def the_clock_rests_only_while_the_applicant_must_move(self, case: OpenCase) -> None:
        waits = case.row.state == CaseState.WAITING_FOR_APPLICANT
        assert (case.row.clock_stopped_on is not None) == waits
        assert (case.open_request is not None) == waits

    def decisions_stay_what_they_were(self, case: OpenCase) -> None:
        drafts = Decision.objects.filter(case=case.row, issued_at=None).count()
        assert drafts <= 1
        issued = list(Decision.objects.filter(case=case.row, issued_at__isnull=False))
        if case.row.state in {CaseState.DECIDED, CaseState.FINAL}:
            assert issued
            assert not drafts
        for decision in issued:
            assert self.digests.setdefault(decision.id, decision.digest) == decision.digest
            assert digest(decision_bytes(decision, case.seal)) == decision.digest
            assert decision.is_automatic == (decision.issued_by_id is None)
            if not decision.is_automatic and CaseTask.objects.filter(case=case.row, four_eyes=True).exists():
                assert decision.issued_by_id != decision.drafted_by_id
        assert self.digests.keys() <= {decision.id for decision in issued}

    def money_and_numbers_fit(self, case: OpenCase) -> None:
        assert sum(claim.is_open for claim in list_claims(case.id)) <= 1
        assert len(entries_of(case.id)) <= 1

    def only_the_office_acted(self, case: OpenCase) -> None:
        actors = set(AuditEntry.objects.filter(chain=case.id).values_list("actor", flat=True))
        office = {self.person(name).actor for name in OFFICE}
        assert {actor for actor in actors if actor.startswith("staff:")} <= office
        if is_open(CaseState(case.row.state)) and case.row.examined_at is None:
            assert not CaseTask.objects.filter(case=case.row).exists()

    def what_follows_comes_from_a_decision_and_keeps_the_case_open(self, case: OpenCase) -> None:
        following = _following(case.id)
        issued = Decision.objects.filter(case=case.row, issued_at__isnull=False).order_by("-issued_at")
        assert set(following.values_list("decision_id", flat=True)) <= {decision.id for decision in issued}
        left = set(following.filter(done_at=None).values_list("decision_id", flat=True))
        assert left <= {decision.id for decision in issued[:1]}
        assert not (left and case.row.closed_at)

    def teardown(self) -> None:
        if hasattr(self, "case_id"):
            report = verify_trail(self.town.id)
            assert report.broken == ()


def _following(case_id: UUID) -> "QuerySet[CaseTask]":
    return CaseTask.objects.filter(case_id=case_id, decision_id__isnull=False)


def test_no_sequence_of_acts_breaks_a_case(
    dog_town: Tenant, send: Send, staff: Staff, at: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    at(2026, 3, 20, 9, 0)
    offer_with(dog_town, tasks={"versand": SENT_AFTERWARDS})
    assert today() == date(2026, 3, 20)
    for name in (*OFFICE, *OTHERS):
        staff(name)
    life = type(
        "Life", (CaseLife,), {"town": dog_town, "send": staticmethod(send), "staff": staticmethod(staff)}
    )
    run_state_machine_as_test(
        life,
        settings=settings(
            max_examples=40,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
            phases=(
                Phase.explicit,
                Phase.reuse,
                Phase.generate,
            ),  # each step commits: shrinking would take minutes
        ),
    )
