"""What is to be done because of a decision: it arises with it, is seen, and keeps the case open until it is done."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tests.cases import Send, offer_with
from tests.staff import Staff

from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.cases.actions.ending import close_case, reopen_case, withdraw_case
from onlineamt.procedure.cases.actions.work import finish_task, reopen_task, take_case
from onlineamt.procedure.cases.errors import NotInThisState, TasksLeft
from onlineamt.procedure.cases.models import Case, CaseTask
from onlineamt.procedure.cases.values import CaseState
from onlineamt.procedure.catalogue.values import ServiceKind
from onlineamt.procedure.decisions.actions.automatic import examine_case
from onlineamt.procedure.decisions.actions.drafting import draft_decision
from onlineamt.procedure.decisions.actions.issuing import issue_decision
from onlineamt.procedure.decisions.values import Draft
from onlineamt.procedure.decisions.worklist import Selection, Tab, count_tabs, select_cases
from onlineamt.procedure.delivery.actions.finality import finish_case
from onlineamt.procedure.delivery.tests.lives import DogLife

SEND = {"title": "Marke verschicken", "role": "caseworker", "due": "P3D", "after": "decision"}
TELL = {
    "title": "Ordnungsamt unterrichten",
    "role": "caseworker",
    "after": "decision",
    "outcomes": ["listed"],
}
CHANGED = Draft(outcome="registered", reasons="")


@pytest.fixture
def life(dog_town: Tenant, send: Send, at: Callable[..., Any]) -> DogLife:
    """Return the case of a dachshund whose tag is sent by hand after the decision."""
    offer_with(dog_town, tasks={"versand": SEND, "ordnungsamt": TELL})
    return DogLife(dog_town, send("dackel"), at)


def case_of(life: DogLife) -> Case:
    with in_tenant(life.town.id):
        return Case.objects.get(id=life.case_id)


def open_tasks(life: DogLife) -> list[CaseTask]:
    with in_tenant(life.town.id):
        return list(CaseTask.objects.filter(case_id=life.case_id, done_at=None).order_by("name"))


def act(life: DogLife, action: Callable[..., Any], staff: Staff, **more: Any) -> Any:
    return life.do(
        action, case_id=life.case_id, caseworker=staff("Frau Amt"), revision=case_of(life).revision, **more
    )


def finish(life: DogLife, staff: Staff) -> None:
    for task in open_tasks(life):
        act(life, finish_task, staff, task_id=task.id, findings={})


class TestPutOut:
    def test_brings_the_tasks_that_follow_an_automatic_decision(self, life: DogLife) -> None:
        assert open_tasks(life) == []
        life.decide()

        (task,) = open_tasks(life)
        assert task.name == "versand"
        assert task.due_on == date(2026, 3, 23)  # three days from Friday, 20 March

    def test_brings_no_task_of_another_outcome(self, life: DogLife) -> None:
        life.decide()

        assert [task.name for task in open_tasks(life)] == ["versand"]

    def test_brings_none_where_everything_is_refused(
        self, dog_town: Tenant, send: Send, at: Callable[..., Any]
    ) -> None:
        registered = {"letter": "bescheid", "refuses": "all", "title": "Abgelehnt"}
        offer_with(dog_town, tasks={"versand": SEND}, outcomes={"registered": registered})
        life = DogLife(dog_town, send("dackel"), at)
        life.decide()

        assert case_of(life).state == CaseState.DECIDED
        assert open_tasks(life) == []

    def test_takes_back_what_an_earlier_decision_left_to_do(self, life: DogLife, staff: Staff) -> None:
        life.decide()
        (first,) = open_tasks(life)
        act(life, reopen_case, staff, reason="Der Name des Hundes war falsch.")
        assert open_tasks(life) == [first]  # it keeps nobody from deciding anew
        act(life, draft_decision, staff, draft=CHANGED)
        act(life, issue_decision, staff)

        (second,) = open_tasks(life)
        assert second.decision_id != first.decision_id

    def test_asks_for_what_was_done_once_more(self, life: DogLife, staff: Staff) -> None:
        life.decide()
        finish(life, staff)
        act(life, reopen_case, staff, reason="Der Name des Hundes war falsch.")
        act(life, draft_decision, staff, draft=CHANGED)
        act(life, issue_decision, staff)

        assert [task.name for task in open_tasks(life)] == ["versand"]
        with in_tenant(life.town.id):
            assert CaseTask.objects.filter(case_id=life.case_id).count() == 2


class TestFinishTask:
    def test_finishes_what_followed_a_decision_and_undoes_it(self, life: DogLife, staff: Staff) -> None:
        life.decide()
        (task,) = open_tasks(life)
        act(life, take_case, staff)
        act(life, finish_task, staff, task_id=task.id, findings={})
        assert open_tasks(life) == []

        act(life, reopen_task, staff, task_id=task.id)
        assert open_tasks(life) == [task]

    def test_finishes_nothing_in_a_closed_case(self, life: DogLife, staff: Staff) -> None:
        life.decide()
        (task,) = open_tasks(life)
        with in_tenant(life.town.id):
            Case.objects.filter(id=life.case_id).update(closed_at="2026-03-21T09:00:00Z")

        with pytest.raises(NotInThisState):
            act(life, finish_task, staff, task_id=task.id, findings={})

    def test_is_for_the_office_alone(self, life: DogLife, staff: Staff) -> None:
        life.decide()
        (task,) = open_tasks(life)

        with pytest.raises(NotFound):
            life.do(
                finish_task,
                task.id,
                case_id=life.case_id,
                caseworker=staff("Herr Fremd"),
                revision=case_of(life).revision,
                findings={},
            )


class TestMakeFinal:
    def become_final(self, life: DogLife, staff: Staff) -> None:
        life.decide()
        life.print()
        life.post(staff("Frau Amt"))
        assert life.become_final()

    def test_leaves_the_case_open_while_something_is_to_be_done(self, life: DogLife, staff: Staff) -> None:
        self.become_final(life, staff)
        row = case_of(life)
        assert (row.state, row.closed_at, row.erase_on) == (CaseState.FINAL, None, None)
        assert row.final_on == date(2026, 4, 28)  # the day after the last one for an objection

        assert not life.do(finish_case, life.case_id)
        finish(life, staff)
        assert life.do(finish_case, life.case_id)
        assert case_of(life).state == CaseState.CLOSED

    def test_closes_at_once_where_everything_is_done(self, life: DogLife, staff: Staff) -> None:
        life.decide()
        finish(life, staff)
        life.print()
        life.post(staff("Frau Amt"))

        assert life.become_final()
        assert case_of(life).state == CaseState.CLOSED

    def test_lets_nobody_close_by_hand_before(self, life: DogLife, staff: Staff) -> None:
        self.become_final(life, staff)

        with pytest.raises(TasksLeft):
            act(life, close_case, staff)
        finish(life, staff)
        act(life, close_case, staff)
        assert case_of(life).state == CaseState.CLOSED

    def test_is_found_by_the_sweep_of_all_towns(self, life: DogLife, staff: Staff) -> None:
        from onlineamt.procedure.delivery.tasks import finish_cases

        self.become_final(life, staff)
        finish(life, staff)
        finish_cases.func(0)

        assert case_of(life).state == CaseState.CLOSED


class TestCloseGiven:
    def test_waits_for_what_is_to_be_done(self, life: DogLife, staff: Staff) -> None:
        with in_tenant(life.town.id):
            Case.objects.filter(id=life.case_id).update(kind=ServiceKind.INFORMATION)
        life.decide()
        life.print()
        life.post(staff("Frau Amt"))

        assert not life.become_final()
        finish(life, staff)
        assert life.become_final()
        assert case_of(life).state == CaseState.CLOSED


class TestWithdrawCase:
    def test_leaves_nothing_to_do(self, life: DogLife, staff: Staff) -> None:
        with in_tenant(life.town.id):
            Case.objects.filter(id=life.case_id).update(kind=ServiceKind.APPLICATION)
            examine_case(life.case_id)
        act(life, reopen_case, staff, reason="Die Person will das nicht mehr.")
        life.do(withdraw_case, life.case_id)

        assert open_tasks(life) == []
        assert case_of(life).state == CaseState.CLOSED


class TestWorkList:
    def listed(self, life: DogLife, staff: Staff, tab: Tab) -> list[Any]:
        return list(life.do(select_cases, staff("Frau Amt"), Selection(tab=tab))[0])

    def test_shows_a_decided_case_until_everything_is_done(self, life: DogLife, staff: Staff) -> None:
        life.decide()
        (row,) = self.listed(life, staff, Tab.NOBODY)
        assert row.next_due == date(2026, 3, 23)  # the task's day, not that of the decision
        assert row.has_following
        assert life.do(count_tabs, staff("Frau Amt"))["alle"] == 1
        assert len(self.listed(life, staff, Tab.DECIDED)) == 1

        finish(life, staff)
        assert self.listed(life, staff, Tab.NOBODY) == []
        assert len(self.listed(life, staff, Tab.DECIDED)) == 1

    def test_calls_it_overdue_the_day_after(
        self, life: DogLife, staff: Staff, at: Callable[..., Any]
    ) -> None:
        life.decide()
        at(2026, 3, 24, 9, 0)

        assert life.do(count_tabs, staff("Frau Amt"))["overdue"] == 1
