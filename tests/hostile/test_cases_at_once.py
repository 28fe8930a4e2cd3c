"""Two people, two windows, one case, the same moment: one of them wins, the other is told, and nothing is done by halves."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from django.db import connections
from django.test import Client

from onlineamt.facilities.payments.queries import list_claims
from onlineamt.facilities.registers.models import RegisterEntry
from onlineamt.foundation.audit.models import AuditEntry
from onlineamt.foundation.audit.queries import verify_trail
from onlineamt.foundation.tenancy.directory import directory
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.cases.actions.requests import Question, request_evidence
from onlineamt.procedure.cases.actions.work import finish_task
from onlineamt.procedure.cases.models import Case, CaseTask
from onlineamt.procedure.cases.queries import list_tasks
from onlineamt.procedure.decisions.actions.drafting import draft_decision
from onlineamt.procedure.decisions.values import Draft
from tests.cases import Send, all_found
from tests.hostile.device import Device
from tests.journeys.clerk import examined
from tests.staff import Staff

TELEPHONE = "e" * 43  # the shape of a device's token
Call = Callable[[], Any]
Browsers = Callable[[str], Client]


def at_once(calls: Sequence[Call]) -> list[Any]:
    """Do several things at the same moment, each on a connection of its own."""
    directory.find("musterstadt.localhost")  # who waits for no refresh is shown the town of the test before
    start = Barrier(len(calls))

    def run(call: Call) -> Any:
        start.wait(10)
        try:
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as windows:
        return list(windows.map(run, calls))


def names(town: Tenant, case_id: UUID, *which: str) -> list[str]:
    with in_tenant(town.id):
        rows = AuditEntry.objects.filter(chain=case_id, name__in=which).order_by("position")
        return list(rows.values_list("name", flat=True))


def row(town: Tenant, case_id: UUID) -> Case:
    with in_tenant(town.id):
        return Case.objects.get(id=case_id)


def click(browser: Client, path: str, **fields: Any) -> Call:
    browser.raise_request_exception = False
    return lambda: browser.post(path, fields)


@pytest.fixture
def case_id(dog_town: Tenant, send: Send) -> UUID:
    return examined(dog_town, send("ermaessigung", token=TELEPHONE))


def ready(town: Tenant, case_id: UUID, staff: Staff) -> int:
    """Finish the tasks, write the draft, and return the revision."""
    amt = staff("Frau Amt")
    with in_tenant(town.id):
        case = Case.objects.get(id=case_id)
        tasks = list_tasks(case)
        for number, task in enumerate(tasks):
            finish_task(
                task.id, case_id=case_id, caseworker=amt, revision=case.revision + number, findings=all_found(task)
            )  # fmt: skip
        draft = Draft(outcome="reduced", reasons="Der Nachweis lag vor.")
        draft_decision(case_id, draft, caseworker=amt, revision=case.revision + len(tasks))
        return Case.objects.get(id=case_id).revision


class TestTwoClerks:
    def test_issue_one_decision(
        self, dog_town: Tenant, case_id: UUID, staff: Staff, logged_in: Browsers
    ) -> None:
        revision = ready(dog_town, case_id, staff)
        path = f"/amt/vorgang/{case_id}/bescheid/pruefen"
        people = [logged_in(name) for name in ("Frau Amt", "Herr Akte", "Frau Entscheid", "Herr Leitung")]
        pages = at_once([click(one, path, revision=revision) for one in people])
        assert sorted(page.status_code for page in pages) == [302, 409, 409, 409]
        assert names(dog_town, case_id, "decision.issued") == ["decision.issued"]
        with in_tenant(dog_town.id):
            assert len(list_claims(case_id)) == 1
            assert RegisterEntry.objects.filter(subject_id=case_id).count() == 1

    def test_finish_a_task_once(self, dog_town: Tenant, case_id: UUID, logged_in: Browsers) -> None:
        with in_tenant(dog_town.id):
            task = CaseTask.objects.filter(case_id=case_id, four_eyes=False)[0]
            checks = {f"check.{key}": "fulfilled" for key in all_found(task)}
        path = f"/amt/vorgang/{case_id}/aufgabe/{task.id}"
        people = [logged_in(name) for name in ("Frau Amt", "Herr Akte", "Herr Leitung")]
        revision = row(dog_town, case_id).revision
        pages = at_once([click(one, path, revision=revision, **checks) for one in people])
        assert sorted(page.status_code for page in pages) == [302, 409, 409]
        assert names(dog_town, case_id, "case.task_done") == ["case.task_done"]

    def test_take_a_case_once(self, dog_town: Tenant, case_id: UUID, logged_in: Browsers) -> None:
        people = [logged_in(name) for name in ("Frau Amt", "Herr Akte", "Herr Leitung")]
        revision = row(dog_town, case_id).revision
        calls = [click(one, f"/amt/vorgang/{case_id}/uebernehmen", revision=revision) for one in people]
        pages = at_once(calls)
        assert sorted(page.status_code for page in pages) == [302, 409, 409]

    def test_merge_no_two_cases_into_each_other(
        self, dog_town: Tenant, case_id: UUID, send: Send, logged_in: Browsers
    ) -> None:
        """Each would end because the other goes on, and nobody would decide."""
        other = examined(dog_town, send("ermaessigung", token="noch eins"))
        rows = [row(dog_town, one) for one in (case_id, other)]
        people = [logged_in(name) for name in ("Frau Amt", "Herr Akte")]
        calls = [
            click(who, f"/amt/vorgang/{one.id}/zusammenfuehren", revision=one.revision, reference=into.reference)
            for who, one, into in zip(people, rows, reversed(rows), strict=True)
        ]  # fmt: skip
        pages = at_once(calls)
        assert sorted(page.status_code for page in pages)[0] == 302
        assert all(page.status_code < 500 for page in pages)
        assert sum(row(dog_town, one).closed_at is None for one in (case_id, other)) == 1

    def test_merge_nothing_into_what_ended_without_decision(
        self, dog_town: Tenant, case_id: UUID, send: Send, logged_in: Browsers
    ) -> None:
        other = row(dog_town, examined(dog_town, send("ermaessigung", token="noch eins")))
        amt = logged_in("Frau Amt")
        ended = amt.post(f"/amt/vorgang/{other.id}/beenden", {"revision": other.revision, "text": "weg"})
        assert ended.status_code == 302
        fields = {"revision": row(dog_town, case_id).revision, "reference": other.reference}
        page = amt.post(f"/amt/vorgang/{case_id}/zusammenfuehren", fields)
        assert page.status_code == 422
        assert row(dog_town, case_id).closed_at is None


class TestApplicantAndOffice:
    @pytest.mark.parametrize("page", ["beenden", "abgeben"])
    def test_end_or_decide_but_not_both(
        self, page: str, dog_town: Tenant, case_id: UUID, staff: Staff, logged_in: Browsers
    ) -> None:
        revision = ready(dog_town, case_id, staff)
        base = f"/amt/vorgang/{case_id}"
        deciding = click(logged_in("Frau Amt"), f"{base}/bescheid/pruefen", revision=revision)
        ending = click(logged_in("Herr Leitung"), f"{base}/{page}", revision=revision, text="x")
        pages = at_once([deciding, ending])
        assert sorted(answer.status_code for answer in pages) == [302, 409]
        is_decided = row(dog_town, case_id).decided_at is not None
        assert is_decided == (pages[0].status_code == 302)
        issued = names(dog_town, case_id, "decision.issued", "case.withdrawn", "case.handed_over")
        assert len(issued) == 1
        with in_tenant(dog_town.id):
            assert len(list_claims(case_id)) == is_decided

    def test_change_no_decision_while_it_is_issued(
        self, dog_town: Tenant, case_id: UUID, staff: Staff, logged_in: Browsers
    ) -> None:
        """Taking back a declaration is never possible, and an answer comes too late."""
        revision = ready(dog_town, case_id, staff)
        device = Device(HTTP_COOKIE=f"antrag={TELEPHONE}")
        deciding = click(logged_in("Frau Amt"), f"/amt/vorgang/{case_id}/bescheid/pruefen", revision=revision)
        calls: list[Call] = [
            deciding,
            lambda: device.post(f"/antrag/{case_id}/zuruecknehmen", b""),
            lambda: device.post(f"/antrag/{case_id}/antworten", b"nachricht=x"),
        ]
        pages = at_once(calls)
        assert (pages[0].status_code, pages[1].status, pages[2].status) == (302, 200, 200)
        assert names(dog_town, case_id, "case.withdrawn", "case.evidence_received") == []


class TestTwoWindowsOfOnePerson:
    def test_answer_once(self, dog_town: Tenant, case_id: UUID, staff: Staff) -> None:
        with in_tenant(dog_town.id):
            question = Question(text="Wann genau?", due_on=date(2026, 4, 10))
            case = Case.objects.get(id=case_id)
            asked = request_evidence(case_id, question, caseworker=staff("Frau Amt"), revision=case.revision)
        device = Device(HTTP_COOKIE=f"antrag={TELEPHONE}")
        body = f"_frage={asked.hex}&nachricht=Am+Montag.".encode()
        pages = at_once([lambda: device.post(f"/antrag/{case_id}/antworten", body)] * 6)
        assert {page.status for page in pages} == {302}
        assert names(dog_town, case_id, "case.evidence_received") == ["case.evidence_received"]
        assert verify_trail(dog_town.id).broken == ()
