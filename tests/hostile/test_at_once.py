"""Many things at once, and things that break in the middle, on the real database with real transactions."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from django.db import connections
from django.test import Client

from onlineamt.foundation.audit.models import AuditEntry
from onlineamt.foundation.audit.queries import verify_trail
from onlineamt.foundation.core import events
from onlineamt.foundation.sealing.models import SubjectKey
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.applications import tasks
from onlineamt.procedure.applications.models import Application, Holder
from onlineamt.procedure.applications.queries import get_application
from tests.hostile.dump import dump
from tests.journeys.test_dog_without_javascript import DOG, PERSON, answer_all, begin
from tests.journeys.visitor import Visitor, date_answer
from tests.world import web_environ

BIRTHDAY = date_answer("person.geburtsdatum", 27, 3, 1985)
Call = Callable[[Client], Any]


@pytest.fixture
def erika(dog_service: Tenant) -> Visitor:
    return Visitor()


def at_once(device: Visitor, calls: Sequence[Call]) -> list[Any]:
    """Let windows of one device do something at the same moment, each on a connection of its own."""
    start = Barrier(len(calls))

    def run(call: Call) -> Any:
        client = Client(raise_request_exception=False, **web_environ())
        client.cookies = device.client.cookies
        start.wait(10)
        try:
            return call(client)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as windows:
        return list(windows.map(run, calls))


def posting(path: str, answers: dict[str, str]) -> Call:
    return lambda client: client.post(path, answers)


def base_of(visitor: Visitor) -> str:
    return "/".join(visitor.path.split("/")[:3])


def id_of(visitor: Visitor) -> UUID:
    return UUID(visitor.path.split("/")[2])


def audit_names(town: Tenant, chain: UUID) -> list[str]:
    with in_tenant(town.id):
        return list(
            AuditEntry.objects.filter(chain=chain).order_by("position").values_list("name", flat=True)
        )


def receipts_promised(as_role: Callable[[str], Any]) -> int:
    jobs = dump(as_role)["procrastinate_jobs"]
    return sum(job["task_name"] == "applications.make_receipt" for job in jobs)


class TestTwentyClicks:
    def test_send_one_application(
        self, erika: Visitor, dog_service: Tenant, as_role: Callable[[str], Any]
    ) -> None:
        answer_all(erika)
        pages = at_once(erika, [posting(erika.path, {"contact": "post"})] * 20)
        assert {page["Location"] for page in pages} == {base_of(erika) + "/abgesendet"}
        with in_tenant(dog_service.id):
            assert Application.objects.exclude(reference="").count() == 1
        assert audit_names(dog_service, id_of(erika)) == ["application.started", "application.submitted"]
        assert receipts_promised(as_role) == 1
        assert verify_trail(dog_service.id).broken == ()

    def test_begin_twenty_applications_and_no_half_one(self, erika: Visitor, dog_service: Tenant) -> None:
        erika.open("/leistung/hund-anmelden")
        pages = at_once(erika, [posting("/leistung/hund-anmelden/beginnen", {})] * 20)
        assert len({page["Location"] for page in pages}) == 20
        with in_tenant(dog_service.id):
            counts = [table.objects.count() for table in (Application, Holder, SubjectKey)]
            begun = list(Application.objects.values_list("id", flat=True))
            # The trail also tells that the service was offered; here every application's own chain counts.
            names = list(AuditEntry.objects.filter(chain__in=begun).values_list("name", flat=True))
        assert counts == [20, 20, 20]
        assert names == ["application.started"] * 20

    def test_open_a_draft_on_one_more_device(self, erika: Visitor, dog_service: Tenant) -> None:
        begin(erika).send(PERSON).send({}, button="Später weitermachen")
        code = str(erika.page.xpath("string(//*[@id='resume-code'])"))
        tablet = Visitor()
        begin(tablet)  # it keeps a token from an application of its own
        pages = at_once(tablet, [posting("/weitermachen", {"code": code, "proof": "1", **BIRTHDAY})] * 8)
        assert [page.status_code for page in pages] == [302] * 8
        with in_tenant(dog_service.id):
            assert Holder.objects.filter(application_id=id_of(erika)).count() == 2


class TestTwoWindows:
    def test_that_save_one_page_leave_one_of_both_whole(self, erika: Visitor, dog_service: Tenant) -> None:
        begin(erika).send(PERSON)
        first = {**DOG, "hund.name": "Waldi", "hund.rasse": "dackel"}
        second = {**DOG, "hund.name": "Bello", "hund.rasse": "pudel"}
        pages = at_once(erika, [posting(erika.path, answers) for answers in (first, second) * 5])
        assert all(page.status_code in {200, 302} for page in pages)
        with in_tenant(dog_service.id):
            kept = get_application(id_of(erika)).answers
        assert (kept["hund.name"], kept["hund.rasse"]) in {("Waldi", "dackel"), ("Bello", "pudel")}
        assert kept["person.vorname"] == "Erika"

    def test_that_save_different_pages_lose_neither(self, erika: Visitor, dog_service: Tenant) -> None:
        begin(erika).send(PERSON).send(DOG)
        base = base_of(erika)
        at_once(
            erika,
            [
                posting(f"{base}/seite/person", {**PERSON, "person.vorname": "Erika Maria"}),
                posting(f"{base}/seite/hund", {**DOG, "hund.name": "Bello"}),
                posting(f"{base}/seite/haltung/speichern", date_answer("haltung.seit", 1, 3, 2026)),
            ],
        )
        with in_tenant(dog_service.id):
            kept = get_application(id_of(erika)).answers
        assert (kept["person.vorname"], kept["hund.name"], kept["haltung.seit"]) == (
            "Erika Maria",
            "Bello",
            "2026-03-01",
        )

    def test_that_send_and_save_do_not_change_what_was_sent(
        self, erika: Visitor, dog_service: Tenant
    ) -> None:
        answer_all(erika)
        saving = posting(f"{base_of(erika)}/seite/hund", {**DOG, "hund.name": "Bello"})
        pages = at_once(erika, [posting(erika.path, {"contact": "post"}), saving, saving, saving])
        assert all(page.status_code in {200, 302} for page in pages)
        with in_tenant(dog_service.id):
            sent = get_application(id_of(erika))
        assert sent.row.is_submitted
        assert sent.answers["hund.name"] in {"Waldi", "Bello"}
        assert verify_trail(dog_service.id).broken == ()

    def test_that_send_and_delete_do_one_or_the_other(self, erika: Visitor, dog_service: Tenant) -> None:
        for _ in range(4):
            answer_all(erika)
            application_id = id_of(erika)
            calls = [posting(erika.path, {"contact": "post"}), posting(f"{base_of(erika)}/loeschen", {})]
            pages = at_once(erika, calls * 3)
            assert all(page.status_code in {200, 302, 404, 409} for page in pages)
            names = audit_names(dog_service, application_id)
            with in_tenant(dog_service.id):
                is_there = Application.objects.filter(id=application_id).exclude(submitted_at=None).exists()
                has_key = SubjectKey.objects.filter(id=application_id).exists()
            assert names in (
                ["application.started", "application.submitted"],
                ["application.started", "application.draft_erased"],
            )
            assert is_there == has_key == (names[-1] == "application.submitted")

    def test_that_resume_and_delete_break_nothing(self, erika: Visitor, dog_service: Tenant) -> None:
        for _ in range(4):
            begin(erika).send(PERSON).send({}, button="Später weitermachen")
            code = str(erika.page.xpath("string(//*[@id='resume-code'])"))
            resuming = posting("/weitermachen", {"code": code, "proof": "1", **BIRTHDAY})
            pages = at_once(erika, [resuming, posting(f"{base_of(erika)}/loeschen", {}), resuming])
            assert all(page.status_code < 500 for page in pages)


class TestTheSweeper:
    def test_leaves_a_draft_that_was_edited_since_it_was_listed(
        self, erika: Visitor, dog_service: Tenant, at: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Between listing old drafts and erasing them lie minutes; a person who comes back in them keeps everything."""
        begin(erika).send(PERSON)
        listed = [(dog_service.id, id_of(erika))]
        monkeypatch.setattr(tasks, "list_drafts_to_erase", lambda: listed)
        tasks.sweep_drafts(timestamp=0)
        with in_tenant(dog_service.id):
            assert get_application(id_of(erika)).answers["person.vorname"] == "Erika"
        at(2026, 5, 1)
        tasks.sweep_drafts(timestamp=0)
        with in_tenant(dog_service.id):
            assert not Application.objects.filter(id=id_of(erika)).exists()
            assert not SubjectKey.objects.filter(id=id_of(erika)).exists()


class TestAFaultInTheMiddle:
    @pytest.mark.parametrize("place", ["handler", "audit", "view"])
    def test_of_sending_leaves_nothing_half(
        self,
        erika: Visitor,
        dog_service: Tenant,
        as_role: Callable[[str], Any],
        monkeypatch: pytest.MonkeyPatch,
        place: str,
    ) -> None:
        answer_all(erika)
        erika.client.raise_request_exception = False
        before = dump(as_role)
        with monkeypatch.context() as broken:
            break_at(place, broken)
            assert erika.client.post(erika.path, {"contact": "post"}).status_code == 500
        assert dump(as_role) == before
        assert erika.send({"contact": "post"}).heading == "Ihre Anmeldung ist da"
        assert receipts_promised(as_role) == 1

    def test_of_saving_keeps_what_was_there(
        self, erika: Visitor, as_role: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from onlineamt.audiences.citizen.application.views import form

        begin(erika).send(PERSON).send(DOG)
        erika.client.raise_request_exception = False
        before = dump(as_role)
        with monkeypatch.context() as broken:
            broken.setattr(form, "_to_page", fail)
            path = base_of(erika) + "/seite/hund"
            assert erika.client.post(path, {**DOG, "hund.name": "Bello"}).status_code == 500
        assert dump(as_role) == before

    def test_of_the_connection_is_said_in_words_and_leaves_nothing_half(
        self, erika: Visitor, as_role: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The database ends the connection while an application is sent, as it does when it restarts."""
        answer_all(erika)
        erika.client.raise_request_exception = False
        before = dump(as_role)

        def cut(event: events.Event) -> None:
            with connections["default"].cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                (pid,) = cursor.fetchone()
            with as_role("superuser") as superuser:
                superuser.execute("SELECT pg_terminate_backend(%s)", [pid])
            with connections["default"].cursor() as cursor:
                cursor.execute("SELECT 1")

        with monkeypatch.context() as broken:
            broken.setattr(events, "_handlers", dict.fromkeys(events._handlers, (cut,)))
            assert erika.client.post(erika.path, {"contact": "post"}).status_code == 503
        connections["default"].close()
        assert dump(as_role) == before
        assert erika.send({"contact": "post"}).heading == "Ihre Anmeldung ist da"


def break_at(place: str, broken: pytest.MonkeyPatch) -> None:
    """Make sending fail early, late, or when everything is done but for the answer."""
    from onlineamt.audiences.citizen.application import sending
    from onlineamt.procedure.applications.actions import submission

    if place == "handler":
        handlers = {event: (*each, fail) for event, each in events._handlers.items()}
        broken.setattr(events, "_handlers", handlers)
    elif place == "audit":
        broken.setattr(submission, "record", fail)
    else:
        broken.setattr(sending, "redirect", fail)


def fail(*_: Any, **__: Any) -> None:
    raise RuntimeError("a fault of ours")
